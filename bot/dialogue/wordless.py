"""What is said where a person sent no words: a picture, a place on the map; and what a desk's end leaves.

Nothing is taken from what was sent but the name of a district, and that is offered, not believed: who stands
in a place need not live there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.blocks import Block, HandoverBlock, Link, Reply, Text
from bot.composing import replies
from bot.wording import say

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Unread
    from knowledge import Guide

KINDS = ("image", "voice", "video", "location", "link", "file")


def answer(guide: Guide, conversation: Conversation, unread: Unread) -> list[Block]:
    """Kind words about what cannot be read, and the question that was open."""
    place = _district(guide, unread.place) if unread.kind == "location" else ""
    if place:
        told = [Text(say("wordless_place", place=place)), Link(say("wordless_live", place=place), "say")]
    else:
        told = [Text(say(f"wordless_{unread.kind if unread.kind in KINDS else 'other'}"))]
    return [*told, *replies.ask(conversation)]


def resume(conversation: Conversation) -> Reply:
    """Back from the desk: the bot goes on where it was."""
    return Reply((HandoverBlock(say("handover_over")), *replies.ask(conversation)))


def _district(guide: Guide, place: str) -> str:
    """The district of Zibo that an address on the map names; "" when it lies elsewhere."""
    names = [one.name for one in guide.regions.districts.values() if one.name in place]
    return max(names, key=len, default="")
