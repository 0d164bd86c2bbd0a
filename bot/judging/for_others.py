"""What is for somebody who was only told of beside, while the words ask for another: a mother's subsidies.

闺女考上大专了，学费交不起 asks for the daughter; that her grandmother lies in bed, is of the first grade and
on 低保 was told as well. What plainly is for such a person comes last.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.understanding.implied import implied
from knowledge import Verdict

from .granted import is_received, speaks_for
from .supposing import held_of

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import MatchedPolicy
    from knowledge import Guide, Person, Situation

LEAST = 0.28  # so much the facts of somebody speak for a policy
SHARE = 0.21  # of the best score: behind all that was asked for
MOST = 3
COLLEGE = frozenset({"junior_college", "bachelor", "graduate"})
# The aid of those at each school.
AID_OF = {
    **dict.fromkeys(("kindergarten", "kindergarten_final"), "preschool-grant"),
    **dict.fromkeys(("primary", "junior"), "compulsory-living-grant"),
    **dict.fromkeys(("senior_high", "vocational"), "senior-secondary-aid"),
    **dict.fromkeys(COLLEGE, "higher-education-aid"),
}
Match = Callable[[Mapping[str, float]], list["MatchedPolicy"]]


def for_the_others(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], match: Match
) -> list[MatchedPolicy]:
    """What is met, or backed, for those of whom nothing that was matched is."""
    served = {(one.household, one.person) for one in matched if one.assessment.verdict is not Verdict.UNMET}
    told = {
        (home.id, person.id): _pointed(home, person)
        for home in conversation.households
        for person in home.people
        if (home.id, person.id) not in served
    }
    there = {one.id for one in matched}
    wanted = {policy for found in told.values() for policy in found} - there
    if not matched or not wanted:
        return []
    score = max(conversation.relevance.values()) * SHARE
    found = match(dict.fromkeys(sorted(wanted), score))
    fitting = [one for one in found if one.id in told.get((one.household, str(one.person)), ())]
    return [one for one in fitting if _may_be_theirs(guide, conversation, one)][:MOST]


def _pointed(home: Situation, person: Person) -> frozenset[str]:
    """The policies that the facts of this one person speak for; of pupils only on 低保."""
    without = implied((replace(home, people=()),))
    weights = implied((replace(home, people=(person,)),))
    found = {one for one, weight in weights.items() if weight >= LEAST and one not in without}
    grant = AID_OF.get(str(person.facts.get("school_stage")))
    if grant and "subsistence" in held_of(home.household.get("aid_status")):
        found.add(grant)
    return frozenset(found)


def _may_be_theirs(guide: Guide, conversation: Conversation, one: MatchedPolicy) -> bool:
    if is_received(guide, conversation.situation(one.household), one.id, one.person):
        return False
    return one.assessment.verdict is Verdict.MET or speaks_for(one.assessment)
