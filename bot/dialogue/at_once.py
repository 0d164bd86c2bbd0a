"""What is asked of a policy by its name in the very first message, beside the facts told there.

低保多久能批下来，我在张店: the facts lead to cards, and what was asked is answered beneath them.
"""

from __future__ import annotations

import dataclasses
import datetime
from typing import TYPE_CHECKING

from bot.blocks import Block
from bot.composing.details import topics_of
from bot.dialogue import meant
from bot.dialogue.of_policy import BRING, WHERE, answer_of
from bot.understanding.asking import asks

if TYPE_CHECKING:
    from bot.composing.replies import Judged
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide

LONGEST = 40  # a longer letter is answered by its cards


def answer(
    guide: Guide, conversation: Conversation, heard: Understanding, today: datetime.date
) -> list[Block]:
    """The answer to what a first message asks of the policy that it names; `conversation` is after it."""
    clauses = heard.text.split("，")
    if len(heard.text) > LONGEST or len(clauses) == 1 or not conversation.relevance:
        return []
    judged = meant.judge_all(guide, conversation, today)
    for clause in clauses:
        if not (asks(clause) and (topics_of(clause) or WHERE.search(clause) or BRING.search(clause))):
            continue
        if (about := _named_in(guide, judged, clause)) is not None:
            asked = dataclasses.replace(heard, text=clause, evidence=(), policies={}, answer=None)
            return answer_of(guide, conversation, about, heard=asked, today=today) or []
    return []


def _named_in(guide: Guide, judged: list[Judged], clause: str) -> Judged | None:
    """The first of those with the longest name that stands in the clause; None where none does."""

    def length(one: Judged) -> int:
        policy = guide.policies[one.matched.id]
        return max((len(name) for name in (policy.name, *policy.aliases) if name in clause), default=0)

    return max((one for one in judged if length(one)), key=length, default=None)
