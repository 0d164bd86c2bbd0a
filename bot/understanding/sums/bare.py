"""A sum said alone, 一年一万来块, amid a talk that has told of just one who works: it is what they earn."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.blocks import Question
from bot.understanding.mention import Mention
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from knowledge import Situation

from .pay import by_twelfth

_INCOMES = ("income_yuan_per_month", "household_income_yuan_per_month", "income_per_member")
_PAID = ("farming", "gig", "employed", "self_employed")
_BEFORE = re.compile(
    r"(?:[我俺]们?|家里?)?(?:(?P<year>一年|全年)(?:到头|下来)?|一个?月|每个?月)(?:也|就|才|大概|差不多|能|有|挣|落|剩|个){0,5}"
)
_AFTER = re.compile(r"[多来]?(?:块|元)?钱?(?:吧|左右|上下|的样子|[。！～]){0,4}$")
_A_YEAR, _A_MONTH = (1000, 200_000), (300, 30_000)


def read_bare_sum(people: People, known: Sequence[Situation], pending: Question | None) -> Iterator[Said]:
    """What the one earner of the talk brings a month. Nothing where a sum or a time is asked for, or told."""
    asked = pending.fact if pending is not None else ""
    earner = _earner(known)
    if earner is None or not people.numbers or "yuan" in asked or "months" in asked:
        return
    number = people.numbers[-1]
    before = _BEFORE.fullmatch(people.plain, 0, number.start)
    if before is None or not _AFTER.match(people.plain, number.end):
        return
    least, most = _A_YEAR if before["year"] else _A_MONTH
    if least <= number.low <= number.high <= most:
        value = by_twelfth(number) if before["year"] else number
        yield Said(_INCOMES[0], value.to_json(), earner, 0, number.end)


def _earner(known: Sequence[Situation]) -> Mention | None:
    """The only one who is told to work, in a home of whose income nothing is told."""
    if len(known) != 1 or any(fact in known[0].household for fact in _INCOMES):
        return None
    people = known[0].people
    earners = [one for one in people if one.facts.get("employment") in _PAID]
    if len(earners) != 1 or any(_INCOMES[0] in one.facts for one in people):
        return None
    return Mention(0, 0, earners[0].id, earners[0].relation)
