"""any, count and sum over the members of a household, who may not all be known."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from knowledge import ranges
from knowledge.grounds import Scope
from knowledge.ranges import Spans, is_exact
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict


class OpenFact(NamedTuple):
    """A fact that could decide. `person` None with a fact of persons means a member not listed yet."""

    person: str | None
    fact: str


Open = frozenset[OpenFact] | None
NONE_OPEN: frozenset[OpenFact] = frozenset()


@dataclass(frozen=True, slots=True)
class Compiled:
    """An expression ready to run. `reads` are the facts that bear on it.

    Those that derived facts read are among them, FIGURES where it reads a standard, and PERSON where it
    comes to something else for each person.
    """

    value: Callable[[Scope], object]
    open: Callable[[Scope], Open]
    reads: frozenset[str]


def any_member(scope: Scope, inner: Compiled) -> Verdict:
    """Whether some member meets it: unmet only when nobody who may belong to the household could."""
    roster, result = scope.ground.roster, UNMET
    for member in roster.members:
        verdict = inner.value(member)
        if verdict is MET:
            return MET
        if verdict is UNKNOWN:
            result = UNKNOWN
    if result is UNMET and any(inner.value(other) is not UNMET for other in roster.others):
        return UNKNOWN
    return result


def count_members(scope: Scope, inner: Compiled) -> Spans:
    """How many members meet it, from those who surely do to those who may."""
    roster = scope.ground.roster
    verdicts = [inner.value(member) for member in roster.members]
    low = Decimal(sum(verdict is MET for verdict in verdicts))
    high = low + sum(verdict is UNKNOWN for verdict in verdicts)
    if any(inner.value(other) is not UNMET for other in roster.others):
        high += roster.most_others
    return ((low, high),)


def sum_members(scope: Scope, inner: Compiled, floor: Spans | None) -> Spans | None:
    """The sum over members; unknown terms count from `floor` upwards, or make the sum unknown."""
    roster, total = scope.ground.roster, ranges.point(0)
    for member in roster.members:
        term = inner.value(member)
        total = ranges.add(total, floor if term is None else term)
        if total is None:
            return None
    return total if roster.complete else ranges.add(total, floor)


def open_any(scope: Scope, inner: Compiled) -> Open:
    """The facts that could decide `any`."""
    roster = scope.ground.roster
    facts = [inner.open(member) for member in roster.members if inner.value(member) is UNKNOWN]
    open_ended = inner.value(roster.unlisted) is not UNMET
    for person in roster.possible:
        verdict = inner.value(person)
        if open_ended or verdict is not UNMET:
            facts.append(_membership(person))
        if verdict is UNKNOWN:
            facts.append(inner.open(person))
    return NONE_OPEN.union(*filter(None, facts), _open_others(scope, inner))


def open_sum(scope: Scope, inner: Compiled, is_count: bool) -> Open:
    """The facts that could narrow `count` or `sum`; None where a figure is not published."""
    roster = scope.ground.roster
    facts: list[Open] = []
    for member in (*roster.members, *roster.possible):
        value = inner.value(member)
        if value is UNKNOWN if is_count else not is_exact(value):
            facts.append(inner.open(member))
    facts.extend(_membership(person) for person in roster.possible)
    if not is_count and None in facts:
        return None
    return NONE_OPEN.union(*filter(None, facts), _open_others(scope, inner))


def _membership(scope: Scope) -> Open:
    return frozenset((OpenFact(scope.person_id, "household_member"),))


def _open_others(scope: Scope, inner: Compiled) -> frozenset[OpenFact]:
    """What members not listed yet leave open, and how many they are."""
    roster = scope.ground.roster
    if roster.complete or inner.value(roster.unlisted) is UNMET:
        return NONE_OPEN
    size = NONE_OPEN if roster.size_known else frozenset((OpenFact(None, "household_size"),))
    return size | (inner.open(roster.unlisted) or NONE_OPEN)
