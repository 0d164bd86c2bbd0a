"""Assessments that are kept: only policies that read a fact which changed are assessed again.

An assessment is found again by all that its policy reads: the day, who is in the household, and the values
of those facts. Nothing else of a conversation is kept, and what was kept is forgotten as new ones come.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

import knowledge
from knowledge.grounds import DECIDES_MEMBERSHIP
from knowledge.guide import policy_formulas

from .supposing import suppose

if TYPE_CHECKING:
    import datetime

    from knowledge import Assessment, Guide, Policy, Situation

MOST_KEPT = 2048
OF_THE_KILLED = frozenset({"traffic-accident-fund"})  # looks at the accident; the dead have it as well
Told = list[tuple[str, tuple[str | None, str, object]]]  # a fact, then whose, which and what


def assess(
    guide: Guide, situation: Situation, on: datetime.date, policies: Iterable[str]
) -> tuple[Assessment, ...]:
    """As `knowledge.assess`, policy by policy; those that were assessed on the same facts are not again."""
    return _kept_of(guide).assess(situation, on, list(policies))


def assess_told(
    guide: Guide, situation: Situation, on: datetime.date, policies: Iterable[str]
) -> tuple[Assessment, ...]:
    """The same; the killed, who are of no household any more, are assessed for what is theirs."""
    wanted = list(policies)
    mourned = situation if OF_THE_KILLED.isdisjoint(wanted) else _with_the_killed(situation)
    if mourned is situation:
        return assess(guide, situation, on, wanted)
    homes = ((mourned if one in OF_THE_KILLED else situation, one) for one in wanted)
    return tuple(found for home, one in homes for found in assess(guide, home, on, [one]))


def _with_the_killed(situation: Situation) -> Situation:
    """`situation`, those who were killed on the road among its people; the same where there are none."""
    for one in situation.people:
        if one.facts.get("hurt_in_traffic") is True and one.facts.get("household_member") is False:
            facts = {fact: value for fact, value in one.facts.items() if fact != "household_member"}
            situation = situation.with_person(replace(one, facts=facts))
    return situation


def assess_supposed(
    guide: Guide, situation: Situation, on: datetime.date, policies: Iterable[str]
) -> tuple[Assessment, ...]:
    """The same with what follows from what was told (`supposing`), which a talk neither asks nor waits for.

    Whoever is handed the situation has to come to the verdict beside it: there it is `assess`.
    """
    return assess_told(guide, suppose(guide, situation), on, policies)


@lru_cache(maxsize=4)
def _kept_of(guide: Guide) -> _Kept:
    return _Kept(guide)


class _Kept:
    """The assessments of one guide that were asked for last. Threads share them: they are only read."""

    def __init__(self, guide: Guide):
        self._guide = guide
        self._reads = {policy.id: _reads(guide, policy) for policy in guide.policies.values()}
        self._found: OrderedDict[Hashable, tuple[Assessment, ...]] = OrderedDict()

    def assess(self, situation: Situation, on: datetime.date, wanted: list[str]) -> tuple[Assessment, ...]:
        told, people = _told(situation), tuple((one.id, one.relation) for one in situation.people)
        keys = {policy: (policy, on, people, self._read_by(policy, told)) for policy in wanted}
        found = {policy: self._find(key) for policy, key in keys.items()}
        missing = [policy for policy, kept in found.items() if kept is None]
        if missing:
            fresh: dict[str, list[Assessment]] = {policy: [] for policy in missing}
            for one in knowledge.assess(self._guide, situation, on, missing):
                fresh[one.policy].append(one)
            for policy, assessed in fresh.items():
                found[policy] = self._keep(keys[policy], tuple(assessed))
        return tuple([one for policy in wanted for one in found[policy]])

    def _read_by(self, policy: str, told: Told) -> frozenset[tuple[str | None, str, object]]:
        reads = self._reads[policy]
        return frozenset([value for fact, value in told if fact in reads])

    def _find(self, key: Hashable) -> tuple[Assessment, ...] | None:
        found = self._found.get(key)
        if found is None:
            return None
        try:
            self._found.move_to_end(key)
        except KeyError:  # another thread has just dropped it
            return found
        return found

    def _keep(self, key: Hashable, assessed: tuple[Assessment, ...]) -> tuple[Assessment, ...]:
        self._found[key] = assessed
        while len(self._found) > MOST_KEPT:
            try:
                self._found.popitem(last=False)
            except KeyError:
                break
        return assessed


def _told(situation: Situation) -> Told:
    told = [(fact, (None, fact, value)) for fact, value in situation.household.items()]
    for person in situation.people:
        told += [(fact, (person.id, fact, value)) for fact, value in person.facts.items()]
    return told


def _reads(guide: Guide, policy: Policy) -> frozenset[str]:
    """Every fact that bears on what the policy comes to: through others, figures and membership too."""
    read = {name.key for one in policy_formulas(policy) for name in guide.names_below(one.expression)}
    return frozenset(read | guide.standards.chosen_by | DECIDES_MEMBERSHIP | {"birth_date"})


def facts_read_by(guide: Guide) -> Mapping[str, frozenset[str]]:
    """For each policy the facts on which its assessments are told apart."""
    return _kept_of(guide)._reads
