"""What a process does once, and what a door without a conversation asks for: one text, one match."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.conversation import Conversation
from bot.dialogue.telling import remember
from bot.judging.facts_read import read_guide
from bot.judging.matching import match
from bot.judging.questions import choose
from bot.lookup import lookup_of
from bot.messages import Match, Message
from bot.relevance.sought import sought_in
from bot.turn import turn
from bot.understanding import understand
from bot.understanding.wordings.tables import use_kept

if TYPE_CHECKING:
    from knowledge import Guide

# One ordinary message: it makes every table and pattern that later messages share.
FIRST = "我母亲七十岁，没有收入，想问问低保"
ANY_DAY = datetime.date(2024, 1, 1)


def prepare(guide: Guide, cache: Path | None = None) -> None:
    """Build what all messages share, once, before workers part; what takes long is kept in `cache`."""
    if cache is not None:
        use_kept(cache)
    read_guide(guide)
    lookup_of(guide)
    sought_in("")
    turn(guide, Conversation(), Message(FIRST), ANY_DAY)


def match_text(guide: Guide, text: str, today: datetime.date) -> Match:
    """What one text asks for, for whom, with which verdict, and the question that would come next."""
    heard = understand(guide, text, today=today)
    found = match(guide, heard, heard.situations, today)
    if not found.policies or found.urgent:
        return found
    question = choose(guide, remember(Conversation(), heard), found.policies, today)
    return dataclasses.replace(found, question=question)
