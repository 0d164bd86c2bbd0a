"""What goes together with an aid that they have, where that is what they tell of: 奶奶73，村里低保."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from bot.understanding.aid.of_one import OWN
from knowledge import Verdict

from .granted import grants_of, is_received

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import MatchedPolicy
    from knowledge import Guide, Situation

SHARE = 0.2  # of the best score: behind what the words call for
LEADING = 0.35  # so much of the best is called for beside it: 低保，集中供热
MOST = 3
ENOUGH = 2  # with so many that fit by what was asked nothing is put beside them
Match = Callable[[Mapping[str, float]], list["MatchedPolicy"]]


def that_follows(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], match: Match
) -> list[MatchedPolicy]:
    """What already fits of that which the guide names beside the aid that leads the talk, and is had."""
    if len(conversation.households) != 1 or _is_of_some(conversation.households[0]):
        return []
    home = conversation.households[0]
    best = max(conversation.relevance.values(), default=0.0)
    led_by = [one for one in grants_of(guide) if conversation.relevance.get(one, 0.0) >= best * LEADING > 0]
    led_by = [one for one in led_by if is_received(guide, home, one, None)]
    there = {one.id for one in matched if one.assessment.verdict is not Verdict.UNMET}
    linked = [link.policy for one in led_by for link in guide.policies[one].related]
    wanted = {one for one, much in conversation.relevance.items() if much >= best * SHARE}
    if wanted - {*led_by, *linked}:
        return []  # 俺家低保，想贷款开店
    linked = [one for one in dict.fromkeys(linked) if one not in there]
    if not linked or _fit_already(guide, conversation, matched) >= ENOUGH:
        return []
    found = match(dict.fromkeys(linked, best * SHARE))
    fitting = [one for one in found if one.assessment.verdict is Verdict.MET]
    return [one for one in fitting if not _is_had(guide, conversation, one)][:MOST]


def _is_of_some(home: Situation) -> bool:
    """俺家低保没有俺爹, 大爷住敬老院: it is he of whom they speak; nor is anything told of anybody yet."""
    return not any(one.facts for one in home.people) or any(
        one.facts.get(OWN) is False or one.facts.get("living_place") == "institution" for one in home.people
    )


def _fit_already(guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy]) -> int:
    met = (one for one in matched if one.assessment.verdict is Verdict.MET)
    return sum(not _is_had(guide, conversation, one) for one in met)


def _is_had(guide: Guide, conversation: Conversation, one: MatchedPolicy) -> bool:
    return is_received(guide, conversation.situation(one.household), one.id, one.person)


__all__ = ["that_follows"]
