"""What a turn hands over beside its reply: the policies, groups and facts that it came to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.messages import Match, MatchedGroup

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import MatchedPolicy, Understanding


def match_of(
    conversation: Conversation, matched: tuple[MatchedPolicy, ...], heard: Understanding | None
) -> Match:
    return Match(
        in_scope=heard.in_scope if heard else True,
        urgent=heard.urgent if heard else None,
        groups=tuple(MatchedGroup(*one) for one in _ranked(heard.groups if heard else {})),
        policies=matched,
        situations=conversation.households,
        evidence=conversation.evidence,
        question=conversation.pending,
    )


def _ranked(scores: Mapping[str, float]) -> list[tuple[str, float]]:
    return sorted(scores.items(), key=lambda one: -one[1])
