"""Whom of those spoken of 他 or 她 fits by what follows it: an age, money by the month."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.numbers import find_numbers
from knowledge import Person

from .kinship import OUTSIDE, YOUNG

_OLD, _GROWN = 60, 16
_PAID = re.compile(
    r"(?:自己|现在|也|就|才|能|还){0,2}(?:一个?月|每个?月|月)[^，。；药]{0,4}[\d一二两三四五六七八九几]"
)
_KIN = re.compile(r"(?P<head>[a-z]{1,20}(?:-\d)?)-(?P<kin>[a-z].{1,60})")
_YOUNGER = re.compile(r"(?:grand)?(?:son|daughter|child)(?:-in-law)?(?:-\d)?|(?:nephew|niece)(?:-\d)?")


def head_first(people: Sequence[Person]) -> list[Person]:
    """`people` with those a family outside is named by before their kin, of whom as little may be known."""
    return sorted(people, key=lambda one: one.relation in OUTSIDE and _KIN.fullmatch(one.id) is not None)


def that_fit(word: str, likely: Sequence[Person], after: str, *, aged: bool) -> list[Person]:
    """`likely`, of those of whom what follows `word` may be told; all of them where it fits none."""
    if aged:
        return _of_age(word, likely, after)
    paid = [one for one in likely if not _is_child(one)] if _PAID.match(after) else []
    return paid or list(likely)


def _is_child(one: Person) -> bool:
    age = one.facts.get("age_years")
    if age is not None:
        return int(getattr(age, "low", age)) < _GROWN
    return one.relation in YOUNG - {"son", "daughter"} and "employment" not in one.facts


def _of_age(word: str, likely: Sequence[Person], after: str) -> list[Person]:
    """Those who may be as old as `after` says: no child of an old woman is 78 as well.

    他七十六 of 老王头 whose 老伴 was named: he, whose age is not known yet.
    """
    first = next((one for one in likely if one.relation in OUTSIDE and not _KIN.fullmatch(one.id)), None)
    number = next(iter(find_numbers(after[:8])), None)
    if first is None or number is None or "age_years" in first.facts:
        return list(likely)
    kin = {one.id: _kin_of(one, first) for one in likely}
    if any(_YOUNGER.fullmatch(of) for of in kin.values()):
        old = int(number.low) >= _OLD
        likely = [one for one in likely if old != bool(_YOUNGER.fullmatch(kin[one.id]))]
    if word == "他" and first in likely and first.facts.get("sex") != "female":
        likely = [one for one in likely if kin[one.id] != "spouse"]
    return list(likely)


def _kin_of(one: Person, first: Person) -> str:
    found = _KIN.fullmatch(one.id)
    return found["kin"] if found and found["head"] == first.id else ""
