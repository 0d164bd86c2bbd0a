"""Children who are named only as those that somebody pays for: 供着俩大学生, 还有个上初中的."""

from __future__ import annotations

import re

from .kinship import Kin, kin_of
from .mention import Mention

_HAS_OWN = re.compile(r"[我俺]们?自己(?:家里?)?(?:也|还|就|都){0,2}[有供养]着?$")


def fed_by(plain: str, span: tuple[int, int], seen: list[Mention]) -> Mention:
    """我闺女供着俩大学生: the children of who pays for them; 我自己还有俩上小学的: not those one raises."""
    kin = Kin("own-child" if _HAS_OWN.search(plain, 0, span[0]) else "child", "child")
    last = next((m for m in reversed(seen) if m.topic and m.person), None)
    if last is not None and not re.search("[，。；！？]", plain[last.end : span[0]]):
        kin = kin_of(str(last.person), str(last.relation), kin) or kin
    return Mention(*span, kin.person, kin.relation, words="孩子")
