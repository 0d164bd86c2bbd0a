"""A sum that comes on top of what was told: 一个月两千八 | 老人养老金四百另算, and what the home has then."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.homes.totals import added
from bot.understanding.numbers import Number
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

from .of_two import INCOMES

_INCOME, _OF_HOME = "income_yuan_per_month", "household_income_yuan_per_month"
_ON_TOP = re.compile(
    r"另外?算|另计|单算|单另算|另外的|不算在(?:里头?|内|里面|这里)|没算(?:在内|在里头?|进去|上|里头?)|"
    r"(?:还|都)?没(?:算|加)(?:上|进去)?$|不包括|除外"
)
_PAID = re.compile(r"养老|退休|工资|收入|挣|月|还有|农保|打工|领")
_EACH, _OF_TWO = re.compile(r"每人|各|一个?人(?!家)"), re.compile(r"爹娘|爸妈|父母|公婆|两口|俩")
_LEAST, _MOST = 50, 30_000


def with_sums_on_top(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, where such a sum raises what the home was told to have, and does not stand in its place."""
    said = list(said)
    extra = next(filter(None, (_on_top(plain, one) for one in people.numbers)), None)
    if extra is None:
        yield from said
        return
    within = [one for one in said if one.fact in INCOMES and one.start <= extra.start < one.end]
    others = [one.value for one in said if one.fact == _OF_HOME and one not in within]
    told = others or [one.value for one in people.spoken.told if one.fact == _OF_HOME]
    if len(told) != 1:
        yield from (one for one in said if one.fact != _OF_HOME or one not in within)
        return
    yield from (one for one in said if one.fact != _OF_HOME)
    of = replace(people.default, start=extra.start, end=extra.start)
    yield Said(_OF_HOME, added([told[0], extra.to_json()]), of, extra.start, extra.end)


def _on_top(plain: str, number: Number) -> Number | None:
    """The sum that comes on top; twice what each of two has."""
    head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
    behind = clause_end(plain, tail + 1) if tail < len(plain) else tail
    apart = _ON_TOP.search(plain, head, tail) or _ON_TOP.match(plain, tail + 1, behind)
    paid = _PAID.search(plain, head, tail) and _LEAST <= number.low <= number.high <= _MOST
    if not (apart and paid) or stance_of(plain, number.start, number.end) is Stance.OPEN:
        return None
    if not _EACH.search(plain, head, number.start):
        return number
    return number.times(2) if _OF_TWO.search(plain, head, number.start) else None


__all__ = ["with_sums_on_top"]
