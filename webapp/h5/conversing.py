"""The conversation behind the page: found through the session cookie, shown again from its last exchange."""

from __future__ import annotations

from flask import current_app, g, request, session

import bot
from webapp import chat, clock
from webapp.pages.chatting import Known

CONVERSATION = "conversation"


def find_known() -> Known | None:
    """The conversation of this visitor that is not expired."""
    row = chat.find_conversation(g.session, session.get(CONVERSATION), clock.now())
    return Known(row, chat.read_conversation(current_app, row)) if row is not None else None


def speak(message: bot.Message, conversation_id: str | None) -> chat.Turned:
    """One turn of this visitor; nothing is committed yet."""
    speaker = chat.Speaker(door="h5", conversation=conversation_id, client=request.remote_addr or "")
    return chat.converse(g.session, current_app, speaker, message, now=clock.now())
