"""What a household could have once an aid it may get is granted: 办下低保以后可以有.

A verdict never becomes a fact. Here the aid is supposed as if received, one policy is assessed once more, and
the answer is shown as hypothetical.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING

from bot.reading import read_guide
from knowledge import KnownSet, Verdict, assess

if TYPE_CHECKING:
    from knowledge import Assessment, Guide, Situation

# Policies whose grant is an aid status that other policies ask for.
STATUS_OF = {
    "subsistence-allowance": "subsistence",
    "extreme-poverty-support": "extreme_poverty",
    "subsistence-marginal": "marginal",
    "rigid-expenditure": "rigid_expenditure",
    "anti-relapse-monitoring": "relapse_monitored",
}
PARTS = 3  # one part in three is a good part
STATUS_FACTS = frozenset({"aid_status", "holds_personal_aid"})


def find_first_step(
    guide: Guide, situation: Situation, unmet: Assessment, *, offers: Iterable[str], on: datetime.date
) -> str | None:
    """The policy among `offers` whose grant would lift the "unmet", or None."""
    if not hangs_on_status(guide, unmet):
        return None
    for policy in offers:
        if policy in STATUS_OF and policy != unmet.policy:
            supposed = suppose(situation, STATUS_OF[policy], unmet.person)
            again = assess(guide, supposed, on, [unmet.policy])
            if any(one.person == unmet.person and one.verdict is not Verdict.UNMET for one in again):
                return policy
    return None


def find_instead(guide: Guide, situation: Situation, unmet: Assessment, on: datetime.date) -> str | None:
    """A policy that is easily taken for the unmet one and may be had, or None."""
    for link in guide.policies[unmet.policy].confusable:
        if link.policy is None or is_received(situation, link.policy, unmet.person):
            continue
        found = assess(guide, situation, on, [link.policy])
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


def hangs_on_status(guide: Guide, unmet: Assessment) -> bool:
    """Whether the assessment fails for want of an aid status."""
    leaf_facts = read_guide(guide).leaf_facts[unmet.policy]
    return any(leaf_facts.get(leaf, frozenset()) & STATUS_FACTS for leaf in unmet.failing)


def without_status(situation: Situation) -> Situation:
    """The situation as if no aid status were held but those that were told."""
    known = situation.household.get("aid_status")
    has = known.has if isinstance(known, KnownSet) else frozenset()
    return situation.with_fact(None, "aid_status", KnownSet(has, frozenset(), True))


def suppose(situation: Situation, status: str, person: str | None) -> Situation:
    """The situation as if `status` had been granted, to `person` where it is held by one."""
    known = situation.household.get("aid_status")
    has = known.has if isinstance(known, KnownSet) else frozenset()
    supposed = situation.with_fact(None, "aid_status", KnownSet(has | {status}, frozenset(), False))
    return supposed if person is None else supposed.with_fact(person, "holds_personal_aid", True)


def is_received(situation: Situation, policy: str, person: str | None) -> bool:
    """Whether the household or the person has the policy already, by what was said."""
    facts = [situation.household, *(one.facts for one in situation.people if one.id == person)]
    wanted = {"aid_status": STATUS_OF.get(policy), "receives": policy, "household_receives": policy}
    for key, value in wanted.items():
        for known in (one.get(key) for one in facts):
            if isinstance(known, KnownSet) and value in known.has:
                return True
    return False
