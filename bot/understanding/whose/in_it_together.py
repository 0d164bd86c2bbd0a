"""Who goes hungry with who speaks, or is owed wages with them, where the two are spoken of as one."""

from __future__ import annotations

import re

from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_WITH = re.compile(r"我(?:们)?(?:家)?(?:跟|和|与|同)(?:着)?(?:我|我家)?$")
_EQUALS = ("spouse", "brother", "sister")
_AS_TWO = re.compile(r"俩人|两个?人|我俩|我们俩|俺俩|都没|俩都")


def in_it_together(said: Said, people: People) -> list[Mention]:
    """我跟老嬷嬷夜来就啃了一块地瓜, 欠我俩三万工钱: the other of the two."""
    plain = people.plain
    if said.of is None or said.of.person != "self":
        return []
    beside = [
        m
        for m in people.mentions
        if m.relation in _EQUALS and m.start < said.end and _WITH.search(plain, 0, m.start)
    ]
    begin = max(plain.rfind(mark, 0, said.start) for mark in "。！？") + 1
    as_two = _AS_TWO.search(plain, begin, said.end + 2)
    head = clause_start(plain, said.start)
    same = [m for m in beside if m.start >= head and said.fact != "legal_matter"]
    return same[-1:] or (beside[-1:] if as_two else [])
