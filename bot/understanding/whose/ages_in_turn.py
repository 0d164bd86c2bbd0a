"""Two ages behind two people, one each in their order: 老公退休金3800，我没收入，65，62."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start
from bot.understanding.years.ages import highest

_BARE = re.compile(r"(?:今年|都|现在)?(?:\d{2}|[二三四五六七八九]?十[一二三四五六七八九]?)周?岁?了?")
_BETWEEN = re.compile(r"[，、]|和")
_GROWN = 18


def ages_in_turn(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, with such ages of the first and of the second who was named; neither may be aged besides."""
    ages = sorted((one for one in said if one.fact == "age_years"), key=lambda one: one.start)
    pair = [one for one in ages if _is_bare(one, people.plain)]
    two = _two_named(people, pair[0].start) if len(ages) == len(pair) == 2 else []
    if not two or not _BETWEEN.fullmatch(people.plain, pair[0].end, pair[1].start):
        yield from said
        return
    for one in said:
        place = next((place for place, age in enumerate(pair) if age is one), None)
        yield one if place is None else replace(one, of=two[place])


def _is_bare(one: Said, plain: str) -> bool:
    """Is the clause nothing but the age, of a grown-up?"""
    head, tail = clause_start(plain, one.start), clause_end(plain, one.end)
    exact = isinstance(one.value, int) and highest(one.value) >= _GROWN
    return exact and head > 0 and _BARE.fullmatch(plain, head, tail) is not None


def _two_named(people: People, start: int) -> list[Mention]:
    """The two who alone are named, both before `start` and both grown up."""
    named: dict[str | None, Mention] = {}
    for one in people.mentions:
        named.setdefault(one.person, one)
    two = list(named.values())
    fit = all(one.person and one.relation not in YOUNG for one in two)
    fit = fit and all(one.topic or one.relation == "spouse" for one in two)  # 我和老伴，70，68
    return two if len(two) == 2 and fit and all(one.end <= start for one in two) else []


__all__ = ["ages_in_turn"]
