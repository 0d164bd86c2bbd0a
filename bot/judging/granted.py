"""What a household could have once an aid it may get is granted: 办下低保以后可以有.

A verdict never becomes a fact. Here the aid is supposed as if received, one policy is assessed once more, and
the answer is shown as hypothetical.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from bot.understanding.aid.of_one import OWN, WHOLE, is_in_doubt
from knowledge import KnownSet, Verdict

from .assessing import assess_supposed
from .brought_up import is_told_of
from .facts_read import read_guide
from .supposing import HELD_BY_ONE

if TYPE_CHECKING:
    from knowledge import Assessment, Guide, Situation
    from knowledge.policies import Grant

PARTS = 3  # one part in three is a good part


@lru_cache(maxsize=4)
def grants_of(guide: Guide) -> Mapping[str, Grant]:
    """The policies whose grant is a status that others ask for, kept for the few guides of a process."""
    return {id: policy.grants for id, policy in guide.policies.items() if policy.grants is not None}


@lru_cache(maxsize=4)
def status_facts(guide: Guide) -> frozenset[str]:
    """The facts that a grant makes true."""
    facts = (fact for grant in grants_of(guide).values() for fact in (grant.fact, grant.personal))
    return frozenset(fact for fact in facts if fact is not None)


def find_first_step(
    guide: Guide, situation: Situation, unmet: Assessment, *, offers: Iterable[str], on: datetime.date
) -> str | None:
    """The policy among `offers` whose grant would lift the "unmet", or None."""
    if not hangs_on_status(guide, unmet):
        return None
    grants = grants_of(guide)
    for policy in offers:
        if policy in grants and policy != unmet.policy and not _gives_way(guide, situation, policy):
            supposed = suppose(guide, situation, grants[policy], unmet.person)
            again = assess_supposed(guide, supposed, on, [unmet.policy])
            if any(one.person == unmet.person and one.verdict is not Verdict.UNMET for one in again):
                return policy
    return None


def _gives_way(guide: Guide, situation: Situation, policy: str) -> bool:
    """Whether the policy is not given beside an aid that is received: who is 特困 is not helped by 低保."""
    received = (id for id in grants_of(guide) if is_received(guide, situation, id, None))
    return any(link.policy == policy for id in received for link in guide.policies[id].not_with)


def find_instead(guide: Guide, situation: Situation, unmet: Assessment, on: datetime.date) -> str | None:
    """A policy that is easily taken for the unmet one and may be had, or None."""
    for link in guide.policies[unmet.policy].confusable:
        if link.policy is None or is_received(guide, situation, link.policy, unmet.person):
            continue
        if not is_told_of(link.policy, situation):
            continue
        found = assess_supposed(guide, situation, on, [link.policy])
        theirs = [one for one in found if one.person in (None, unmet.person) and one.unit != "alone"]
        if any(speaks_for(one) for one in theirs):
            return link.policy
    return None


def speaks_for(found: Assessment) -> bool:
    """Whether the policy may be had and a good part of what it asks for is known to hold."""
    if found.verdict is not Verdict.UNKNOWN:
        return found.verdict is Verdict.MET
    met = sum(one.verdict is Verdict.MET for one in found.findings)
    return PARTS * met >= len(found.findings) and bool(found.open_facts)


def lacks_a_figure(found: Assessment) -> bool:
    """Whether most of it holds and nothing told would settle it: 低保边缘 by a line of years ago."""
    met = sum(one.verdict is Verdict.MET for one in found.findings)
    unknown = found.verdict is Verdict.UNKNOWN and not found.open_facts
    return unknown and PARTS * met >= 2 * len(found.findings)


def rests_on_untold(guide: Guide, found: Assessment) -> bool:
    """Whether all that is open is what nobody is asked and nobody said: as good as unmet, and not offered."""
    if found.verdict is not Verdict.UNKNOWN or not found.open_facts:
        return False
    return all(guide.facts[one.fact].volunteered for one in found.open_facts)


def hangs_on_status(guide: Guide, unmet: Assessment) -> bool:
    """Whether the assessment fails for want of an aid status."""
    leaf_facts = read_guide(guide).leaf_facts[unmet.policy]
    facts = status_facts(guide)
    return any(leaf_facts.get(leaf, frozenset()) & facts for leaf in unmet.failing)


def without_status(guide: Guide, situation: Situation) -> Situation:
    """The situation as if no aid status were held but those that were told."""
    for fact in sorted({grant.fact for grant in grants_of(guide).values()}):
        situation = situation.with_fact(None, fact, KnownSet(_held(situation, fact), frozenset(), True))
    return situation


def suppose(guide: Guide, situation: Situation, grant: Grant, person: str | None) -> Situation:
    """The situation as if it had been granted, to `person` where it is held by one."""
    supposed = situation.with_fact(None, grant.fact, _with_value(guide, situation, grant))
    if person is None or grant.personal is None:
        return supposed
    return supposed.with_fact(person, grant.personal, True)


def _with_value(guide: Guide, situation: Situation, grant: Grant) -> KnownSet:
    """The statuses with the granted one, without those that it shuts out; what was denied stays denied."""
    known = situation.household.get(grant.fact)
    known = known if isinstance(known, KnownSet) else KnownSet(frozenset(), frozenset(), False)
    out = next(one.excludes for one in guide.facts[grant.fact].choices if one.value == grant.value)
    held = (known.has - frozenset(out)) | {grant.value}
    return KnownSet(held, known.has_not - held, known.complete)


def _held(situation: Situation, fact: str) -> frozenset[str]:
    known = situation.household.get(fact)
    return known.has if isinstance(known, KnownSet) else frozenset()


def is_shut_out(guide: Guide, situation: Situation, found: Assessment) -> bool:
    """Whether the household has a status beside which this one is not given to it as a whole."""
    grant = grants_of(guide).get(found.policy)
    if grant is None:
        return False
    held = _held(situation, grant.fact)
    return any(grant.value in one.excludes for one in guide.facts[grant.fact].choices if one.value in held)


def _holds_alone(situation: Situation, grant: Grant, person: str | None) -> bool:
    """Whether it is held by this one of the family alone: 低保就批给俺婆婆自己了."""
    theirs = next((one.facts for one in situation.people if one.id == person), {})
    held = _held(situation, grant.fact)
    return grant.alone in held and theirs.get(str(grant.personal)) is True


def is_received(guide: Guide, situation: Situation, policy: str, person: str | None) -> bool:
    """Whether the household or the person has the policy already, by what was said.

    我娘有低保: whether of all of them or of her alone; 我家低保，我叔没有: not he.
    """
    grant = grants_of(guide).get(policy)
    if grant is not None and grant.value == WHOLE and not _holds_alone(situation, grant, person):
        if (holder := is_in_doubt(situation)) is not None:
            return person in (None, holder.id)
        if any(one.get(OWN) is False for one in _facts_of(situation, person)):
            return False
    if grant is not None and grant.value in HELD_BY_ONE and _is_anothers(situation, grant, person):
        return False
    return is_stated(guide, situation, policy, person)


def _is_anothers(situation: Situation, grant: Grant, person: str | None) -> bool:
    """Whether what one alone holds is told to be another's: 大爷五保 says nothing of 俺爹."""
    holders = {one.id for one in situation.people if one.facts.get(str(grant.personal)) is True}
    return person is not None and bool(holders) and person not in holders


def is_stated(guide: Guide, situation: Situation, policy: str, person: str | None) -> bool:
    """Whether a status of the household or a receipt is stated that is just this policy."""
    grant = grants_of(guide).get(policy)
    wanted = {"receives": policy, "household_receives": policy}
    if grant is not None:
        wanted[grant.fact] = grant.value
        if _holds_alone(situation, grant, person):
            return True
    for key, value in wanted.items():
        for known in (one.get(key) for one in _facts_of(situation, person)):
            if isinstance(known, KnownSet) and value in known.has:
                return True
    return False


def _facts_of(situation: Situation, person: str | None) -> list[Mapping[str, object]]:
    """The facts of the household, and of this one of it."""
    return [situation.household, *(one.facts for one in situation.people if one.id == person)]
