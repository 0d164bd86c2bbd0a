"""What the talk has shown stays in it: later words, or a small answer, do not take it away again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from knowledge import Verdict

from .facts_read import read_guide

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import MatchedPolicy
    from knowledge import Assessment, Guide

FITTING = frozenset({"met", "unknown", "later"})  # how a card that promised something says so
NAMED = "named"  # shown by name alone, without a card
LEAST_CARDED = 0.2  # of the best score
LEAST_NAMED = 0.075
Match = Callable[[Mapping[str, float]], list["MatchedPolicy"]]


def still_shown(
    guide: Guide, conversation: Conversation, matched: Sequence[MatchedPolicy], match: Match
) -> list[MatchedPolicy]:
    """What was shown and is not matched by now: with a card, for as long as something told speaks for it;
    by name alone, behind the rest, until something told speaks against it."""
    best = max(conversation.relevance.values(), default=0.0)
    there = {one.id for one in matched}
    once = _shown(guide, conversation, FITTING) - there
    scores = {
        one: max(score, best * LEAST_CARDED) for one, score in conversation.relevance.items() if one in once
    }
    found = [one for one in match(scores) if is_backed(guide, one.assessment)]
    named = _shown(guide, conversation, {NAMED}) - there - {one.id for one in found}
    again = match(dict.fromkeys(sorted(named), best * LEAST_NAMED))
    return found + [one for one in again if one.assessment.verdict is not Verdict.UNMET]


def _shown(guide: Guide, conversation: Conversation, states: set[str] | frozenset[str]) -> set[str]:
    once = {key.rpartition("/")[2] for key, state in conversation.shown.items() if state in states}
    return once & guide.policies.keys()


def is_backed(guide: Guide, found: Assessment) -> bool:
    """Whether something that it asks for is there; that nothing shuts them out speaks for nothing."""
    shut_out = read_guide(guide).exclusions
    return any(one.verdict is Verdict.MET and one.id not in shut_out for one in found.findings)


__all__ = ["FITTING", "NAMED", "is_backed", "still_shown"]
