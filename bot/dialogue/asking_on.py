"""What is asked on behind an answer about one policy that is still open, where nothing else waits."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from bot.blocks import Block, PolicyCard
from bot.composing import replies
from bot.dialogue import telling
from bot.judging import questions
from bot.judging.relevant import match_conversation

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Turn
    from knowledge import Guide


def answered(guide: Guide, conversation: Conversation, blocks: list[Block], today: datetime.date) -> Turn:
    """`blocks`; where they show one card that is open, and nothing waits, what is to be asked for it follows.

    我和老伴能办低保不, after the result for a grandchild: 还要知道家里几口人 is asked, not only told.
    """
    cards = [one for one in blocks if isinstance(one, PolicyCard)]
    if conversation.pending is not None or len(cards) != 1 or cards[0].verdict != "unknown":
        return telling.said(conversation, blocks)
    policy, most = cards[0].policy, max(conversation.relevance.values(), default=1.0)
    wanted = conversation.replaced(relevance={**conversation.relevance, policy: most}, asked=0)
    matched = [one for one in match_conversation(guide, wanted, today) if one.id == policy]
    question = questions.choose(guide, wanted, matched, today)
    if question is None:
        return telling.said(conversation, blocks)
    wanted = telling.with_question(wanted, question).replaced(view="", page=0)
    return telling.said(wanted, [*blocks, *replies.ask(wanted)])
