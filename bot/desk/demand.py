"""What a turn was about, in codes for counting, and whether it was left without an answer.

Nothing here keeps words: groups are those of the guide, a gap names its kind and the policy it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from bot.blocks import PolicyCard, Text
from bot.wording import say

if TYPE_CHECKING:
    from bot.messages import Turn
    from knowledge import Guide

    from .listening import Listening

MOST_GROUPS = 3
LEAST_SHARE = 0.45
SECOND_GROUP = 0.4
LEAST_RELEVANT = 0.12
FEWEST_WORDS = 4  # a slip of the finger asks for nothing
NO_POLICY, NO_FIGURE, NO_FACT, WEAK = "no-policy", "no-figure", "no-fact", "weak"


class Missing(NamedTuple):
    """Why there was no answer, and the policy it is about, if one is."""

    gap: str
    topic: str = ""


def groups_asked(guide: Guide, relevance: Mapping[str, float]) -> frozenset[str]:
    """The groups that the words are about: at most three, none far behind the first."""
    weights: dict[str, float] = {}
    for policy, score in relevance.items():
        if score >= LEAST_RELEVANT and policy in guide.policies:
            for place, group in enumerate(guide.policies[policy].groups):
                weights[group] = weights.get(group, 0.0) + score**2 * (SECOND_GROUP if place else 1.0)
    best = sorted(weights, key=lambda one: -weights[one])[:MOST_GROUPS]
    return frozenset(one for one in best if weights[one] >= weights[best[0]] * LEAST_SHARE)


def find_missing(guide: Guide, turn: Turn, text: str) -> Missing | None:
    """What the reply could not answer; None where it could, or where nothing was asked."""
    if len(text.strip()) < FEWEST_WORDS:
        return None
    told = {one.text for one in turn.reply.blocks if isinstance(one, Text)}
    if say("out_of_scope") in told:
        return Missing(NO_POLICY)
    if told & {say("not_understood"), say("english")}:
        return Missing(WEAK)
    if any(_FIGURE_UNKNOWN in one for one in told):
        return Missing(NO_FIGURE, _named(turn))
    if turn.match is not None and max(turn.conversation.relevance.values(), default=0.0) < LEAST_RELEVANT:
        return Missing(WEAK if turn.match.in_scope else NO_POLICY)
    cards = [one for one in turn.reply.blocks if isinstance(one, PolicyCard)]
    asks = next((one for one in cards if one.verdict_label == say("verdict_ask")), None)
    if asks is not None:
        return Missing(NO_FACT, asks.policy)
    unknown = next((one for one in cards if one.amount_note == say("amount_unknown")), None)
    return Missing(NO_FIGURE, unknown.policy) if unknown is not None else None


def missing_at_desk(listening: Listening, text: str) -> Missing | None:
    """The same of what an agent typed in a call."""
    if len(text.strip()) < FEWEST_WORDS or listening.urgent:
        return None
    if listening.missed is not None:
        return Missing(NO_POLICY if listening.missed == "outside" else WEAK)
    best = listening.rows[0]
    return Missing(NO_FACT, best.policy) if best.verdict_label == say("verdict_ask") else None


def _named(turn: Turn) -> str:
    return turn.conversation.named[-1] if turn.conversation.named else ""


# The part of the sentence that does not change with the year and the figure.
_FIGURE_UNKNOWN = say("figure_none_then", year="", label="|", department="").partition("|")[2][:8]
