"""The illness one is known to have, told further: 一期浸润癌, 正化疗 of a breast cancer is no second one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge import Situation

from .said import Said

_NAMED = frozenset({"breast_cancer", "cervical_cancer", "leukemia", "cancer_other"})
_ANOTHER = re.compile(
    r"[肺胃肝肠胰食膀胱肾脑甲骨鼻喉舌口胆卵淋]|前列腺|子宫|乳|宫颈|白血病|又(?:查|得|长|生|多)|还(?:查|得|有)|另(?:外|一)"
)


def without_same_illness(said: Iterable[Said], plain: str, known: Iterable[Situation]) -> Iterator[Said]:
    """`said` without a cancer of no place, of one whose cancer is known by name."""
    ill = {person.id for home in known for person in home.people if _is_named(person.facts.get("illnesses"))}
    for one in said:
        again = one.fact == "illnesses" and one.value == {"cancer_other": True} and one.person in ill
        if not (again and not _ANOTHER.search(plain)):
            yield one


def _is_named(illnesses: object) -> bool:
    return bool(_NAMED & getattr(illnesses, "has", frozenset()))


__all__ = ["without_same_illness"]
