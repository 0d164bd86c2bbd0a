"""Where somebody works, as the clause that tells of the work names it: 在张店一家汽修店当学徒."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.understanding.people.whom import People
from bot.understanding.places.districts import Places, place_words
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of
from bot.understanding.tenses import holds_now

_WORKS = ("employed", "gig", "self_employed")
_AT = "(?:在|去了?|到了?|上|赴|奔|跑到?|进了?)"
_AT_END = re.compile(rf"{_AT}(?:[我俺咱]们?|淄博市?|山东省?)?$")
# 五年前我在苏州做模具
_YEARS_BEFORE = re.compile(r"[一二两三四五六七八九十几\d]年(?:以)?前[^，。；]{0,3}在$")
_REACH = 14


def with_places_of_work(said: list[Said], people: People, places: Places) -> Iterator[Said]:
    """`said`, and where those work of whom the clause that names a place tells what they do there."""
    yield from said
    told = {one.person for one in said if one.fact == "work_place"}
    works = [one for one in said if one.fact == "employment" and one.value in _WORKS]
    here = places.spans(people.plain) if works else []
    for one in works:
        if one.person not in told:
            found = _place_of(one, people, here)
            if found is not None:
                told.add(one.person)
                yield found


def _place_of(one: Said, people: People, here: list[tuple[int, int]]) -> Said | None:
    plain = people.plain
    begin = max(clause_start(plain, one.start), one.start - _REACH)
    for start, end, value in _named(plain, begin, one.end, here):
        leads = place_words()["leads_to_work"].match(plain, end)
        others = any(end <= m.start < one.end and m.person for m in people.mentions)
        if leads is None or leads.end() < min(one.start, one.end) or others:
            continue
        if _YEARS_BEFORE.search(plain, max(0, start - 8), start + 1):
            continue
        if stance_of(plain, start, one.end) is Stance.SAID and holds_now(plain, start, one.end):
            return Said("work_place", value, one.of, start, one.end)
    return None


def _named(plain: str, begin: int, end: int, here: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """From where to where the places are named, with 在 or 去, and what they are to Zibo."""
    for start, stop in here:
        if begin <= start < end and (at := _AT_END.search(plain, begin, start)):
            yield at.start(), stop, "local"
    for pattern, value in _patterns():
        for found in pattern.finditer(plain, begin, end):
            yield *found.span(), value


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    words = place_words()
    near = [*words["in_the_province"], *words["counties"]]
    far = [one for one in [*words["provinces"], *words["cities"], *words["beyond"]] if one not in near]
    return (
        (re.compile(f"{_AT}(?:{'|'.join(far)})"), "other_province"),
        (re.compile(f"{_AT}(?:{'|'.join(['省城', *near])})"), "in_province"),
        (words["works_near"], "local"),
    )


__all__ = ["with_places_of_work"]
