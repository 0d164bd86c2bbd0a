"""Taking, drafting, giving back; what is said goes through `webapp.handovers` and the outbox."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

import bot
from bot import phrases
from bot.desk import listening
from webapp import handovers
from webapp.chat import read_conversation
from webapp.models.conversations import ConversationRow
from webapp.models.handovers import HandoverRow, HandoverState, HandoverWord
from webapp.problems import Problem
from webapp.security import audit
from webapp.tickets.showing import moment

if TYPE_CHECKING:
    from webapp.app import Zizhuni
    from webapp.staff.accounts import Staff

MOST_DRAFT = 500
TAKEN_FIRST = "已经有同事接了。"
NOT_YOURS = "这一段在同事手上，您这边只能看列表。"


@dataclass(frozen=True)
class Waiting:
    """One handover in the list: how long, from where, about what; nothing of who it is."""

    id: int
    since: str
    about: str
    state: str
    is_mine: bool


@dataclass(frozen=True)
class Said:
    at: str
    by: str
    words: str
    is_citizen: bool


def find_waiting(session: Session, app: Zizhuni, staff: Staff) -> list[Waiting]:
    """What waits, and what somebody is at, those that wait first."""
    rows = handovers.find_unclosed(session)
    rows.sort(key=lambda one: (one.state != HandoverState.WAITING, one.opened_at))
    return [_waiting(app, one, staff) for one in rows]


def _waiting(app: Zizhuni, row: HandoverRow, staff: Staff) -> Waiting:
    known = _stored(app, row.facts)
    best = max(known.relevance, key=lambda one: known.relevance[one], default=None)
    about = app.guide.policies[best].name if best in app.guide.policies else "还没说清是什么事"
    mine = row.taken_by == staff.actor
    state = "等人接" if row.state == HandoverState.WAITING else "您在回" if mine else "同事在回"
    return Waiting(row.id, moment(row.opened_at), about, state, mine)


def lock(session: Session, handover_id: int) -> HandoverRow:
    """The handover, for this transaction alone. Raises Problem 404."""
    row = session.get(HandoverRow, handover_id, with_for_update=True, populate_existing=True)
    if row is None:
        raise Problem(404, "unknown-handover", "没有这一段对话。")
    return row


def take(session: Session, row: HandoverRow, staff: Staff, at: datetime) -> None:
    """Raises Problem 409 where somebody was quicker."""
    if not handovers.take(row, by=staff.actor, at=at) and row.taken_by != staff.actor:
        raise Problem(409, "taken", TAKEN_FIRST)
    audit.record_staff(session, staff, "take-handover", subject=f"handover:{row.id}", at=at)


def require_own(row: HandoverRow, staff: Staff) -> None:
    """Raises Problem 403 unless it is this agent who answers."""
    if row.state != HandoverState.TAKEN or row.taken_by != staff.actor:
        raise Problem(403, "not-yours", NOT_YOURS)


def give_back(row: HandoverRow) -> None:
    """Back to the list, for whoever takes it next."""
    row.state, row.taken_by, row.taken_at = HandoverState.WAITING, None, None


def conversation_of(session: Session, app: Zizhuni, row: HandoverRow) -> bot.Conversation:
    """The conversation as it stands now, or as it was when it was handed over."""
    current = session.get(ConversationRow, row.conversation_id)
    return read_conversation(app, current) if current is not None else _stored(app, row.facts)


def _stored(app: Zizhuni, facts: object) -> bot.Conversation:
    try:
        return bot.Conversation.from_json(facts, app.guide)
    except bot.ConversationError:
        return bot.Conversation()


def facts_of(app: Zizhuni, conversation: bot.Conversation) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What the bot has heard, by person."""
    for home in conversation.households:
        held = [(one.id, one.facts) for one in home.people] + [(None, home.household)]
        for person, facts in held:
            told = tuple(phrases.fact_phrase(app.guide.facts[key], value) for key, value in facts.items())
            if told:
                yield listening.person_label(conversation, home.id, person), told


def words_of(session: Session, row: HandoverRow) -> list[Said]:
    return [_said(one) for one in handovers.find_words(session, row.id)]


def _said(one: HandoverWord) -> Said:
    citizen = one.by == handovers.CITIZEN
    return Said(moment(one.at), "来的人" if citizen else "话务台", one.words, citizen)


def last_said(session: Session, row: HandoverRow) -> str:
    """The last message before the handover, as the page of the chat would show it."""
    said = select(ConversationRow.said).where(ConversationRow.id == row.conversation_id)
    return session.scalar(said) or ""


def said_of(session: Session, row: HandoverRow) -> str:
    """All that the citizen said, before and since, in order."""
    since = [one.words for one in handovers.find_words(session, row.id) if one.by == handovers.CITIZEN]
    return "。".join(filter(None, [last_said(session, row), *since]))


def draft(session: Session, app: Zizhuni, row: HandoverRow, at: datetime) -> str:
    """What the bot would answer to what was said last; the agent decides what becomes of it.

    Where nothing was said but the wish for a person, it is what the conversation has come to.
    """
    unanswered: list[str] = []
    for one in handovers.find_words(session, row.id):
        unanswered = [*unanswered, one.words] if one.by == handovers.CITIZEN else []
    asked = [words for words in unanswered if not _wants_person(app, words)]
    conversation = conversation_of(session, app, row)
    if not asked:
        return bot.render_speech(bot.review(app.guide, conversation, at.date()))[:MOST_DRAFT]
    turned = bot.turn(app.guide, conversation, bot.Message("。".join(asked)), at.date())
    return bot.render_speech(turned.reply)[:MOST_DRAFT]


def _wants_person(app: Zizhuni, words: str) -> bool:
    return "human" in bot.understand(app.guide, words).intents
