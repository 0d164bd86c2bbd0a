"""What is only offered once somebody brought it up: no flood relief before a flood was told."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from knowledge import KnownSet

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from knowledge import Situation

ASKED = 0.25  # so much relevance, and the words ask for the policy itself


@cache
def subjects() -> Mapping[str, Mapping[str, object]]:
    """Policy → the facts one of which has to be told of before it is offered, with the values that count."""
    return yaml.load(Path(__file__).with_suffix(".yaml").read_text("utf8"), yaml.CSafeLoader)


def is_brought_up(conversation: Conversation, policy: str, situation: Situation) -> bool:
    """Whether the policy was asked for or shown, or what it is about was told of somebody there."""
    asked = policy in conversation.named or conversation.relevance.get(policy, 0.0) >= ASKED
    return asked or _was_shown(conversation, policy) or is_told_of(policy, situation)


def is_told_of(policy: str, situation: Situation) -> bool:
    """Whether what the policy is about was told of somebody there; so it always is of most."""
    wanted = subjects().get(policy)
    if wanted is None:
        return True
    told = (situation.household, *(one.facts for one in situation.people))
    return any(_counts(wanted[fact], facts[fact]) for facts in told for fact in wanted.keys() & facts.keys())


def _was_shown(conversation: Conversation, policy: str) -> bool:
    return any(key.rpartition("/")[2] == policy for key in conversation.shown)


def _counts(wanted: object, value: object) -> bool:
    has = _values(value)
    return bool(has) if wanted == "any" else not has.isdisjoint(wanted)


def _values(value: object) -> frozenset[object]:
    """What was told to be so; nothing for a no."""
    if isinstance(value, KnownSet):
        return value.has
    return frozenset() if value is False or value is None else frozenset((value,))
