"""What goes together with an aid that they have, where that is what they tell of: 奶奶73，村里低保."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge import Verdict

from .granted import grants_of, is_received

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import MatchedPolicy
    from knowledge import Guide

SHARE = 0.2  # of the best score: behind what the words call for
MOST = 3
Match = Callable[[Mapping[str, float]], list["MatchedPolicy"]]


def that_follows(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], match: Match
) -> list[MatchedPolicy]:
    """What already fits of that which the guide names beside the aid that leads the talk, and is had."""
    leading = max(conversation.relevance, key=lambda one: conversation.relevance[one], default=None)
    if leading not in grants_of(guide):
        return []
    homes = {home.id for home in conversation.households if is_received(guide, home, leading, None)}
    there = {one.id for one in matched if one.assessment.verdict is not Verdict.UNMET}
    linked = [one.policy for one in guide.policies[leading].related if one.policy not in there]
    if not homes or not linked:
        return []
    found = match(dict.fromkeys(linked, conversation.relevance[leading] * SHARE))
    fitting = [one for one in found if one.household in homes and one.assessment.verdict is Verdict.MET]
    had = conversation.situation
    return [one for one in fitting if not is_received(guide, had(one.household), one.id, one.person)][:MOST]


__all__ = ["that_follows"]
