"""Load a conversation, take a turn, do what the turn asks for, save. The one place where doors meet the bot.

Reading and writing are two transactions: the turn itself (all computing) runs between them and holds no lock.
The version number decides: whoever saves over another version takes the turn again on the newer conversation.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import structlog
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import bot
from webapp import handovers, metrics, people
from webapp.applications import status
from webapp.db import begin_write
from webapp.ledger import hearing
from webapp.models.conversations import ConversationRow
from webapp.problems import Problem

if TYPE_CHECKING:
    from webapp.app import Zizhuni

EXPIRES_AFTER_DAYS = 14
TICKET_SECONDS = 2 * 60 * 60
ID_BYTES = 18
TRIES = 6
MOST_REQUESTS = 3
# What a door sends for somebody who has come and said nothing yet.
ARRIVED = bot.Message(choice="go.home")
# The table itself: one row is read and written a turn, and the mapper would cost as much as the encryption.
ROWS = ConversationRow.__table__
BEGIN = insert(ROWS).inline()
LOAD = select(ROWS.c.id, ROWS.c.version, ROWS.c.state, ROWS.c.expires_at, handovers.is_open(ROWS.c.id))
BY_SENDER, BY_ID = (LOAD.where(column == bindparam("who")) for column in (ROWS.c.sender_hash, ROWS.c.id))
SAVE = update(ROWS).where(ROWS.c.id == bindparam("this"), ROWS.c.version == bindparam("seen"))
log = structlog.get_logger()


class VersionConflict(Exception):
    """Another turn of the same conversation was saved first."""


@dataclass(frozen=True)
class Speaker:
    """Who speaks, and through which door. `root` is the address that links in the reply begin with.

    A door has either a conversation id (API, pages) or a sender with their keyed hash (WeChat).
    """

    door: str
    conversation: str | None = None
    sender_hash: str | None = None
    sender: str | None = None
    root: str = "/"
    client: str = ""


@dataclass(frozen=True)
class Turned:
    """What a turn came to: the id of its conversation, what to show, and the match over the message.

    `handed_over`: a person at the desk has the conversation, or is to have it; `is_taken`: they have it, and
    answer where words can be sent to.
    """

    id: str
    reply: bot.Reply
    conversation: bot.Conversation
    match: bot.Match | None
    handed_over: bool = False
    is_taken: bool = False

    @cached_property
    def shown(self) -> dict[str, object]:
        """The reply as JSON: stored with the turn, and answered at the JSON door."""
        return self.reply.to_json()


@dataclass(frozen=True)
class _Taking:
    session: Session
    app: Zizhuni
    speaker: Speaker
    now: datetime
    said: str


@dataclass(frozen=True)
class _Loaded:
    id: str
    version: int
    conversation: bot.Conversation
    handed_over: bool = False


def converse(
    session: Session,
    app: Zizhuni,
    speaker: Speaker,
    message: bot.Message | bot.Unread,
    *,
    now: datetime,
    and_then: Callable[[Turned], None] | None = None,
) -> Turned:
    """One turn, written to `session` and ready to be committed.

    `and_then` writes what has to be committed together with the turn. Call it with nothing pending: the
    transaction of `session` is ended and begun anew. Raises Problem 404 when the conversation is not there.
    """
    said = message.text if isinstance(message, bot.Message) else ""
    taking = _Taking(session, app, speaker, now, said)
    for _ in range(TRIES):
        loaded = _load(taking)
        session.rollback()
        first = bot.turn(app.guide, loaded.conversation, message, now.date())
        heard = hearing.hear_turn(app.guide, loaded.conversation, first, said)
        begin_write(session)
        try:
            turned = _finish(taking, loaded, first)
            _save(taking, loaded, turned)
        except VersionConflict:
            session.rollback()
            continue
        hearing.keep(session, heard, door=speaker.door, at=now)
        if turned.handed_over and handovers.hear(session, turned.id, said, at=now):
            turned = replace(turned, is_taken=True)
        if speaker.sender_hash is not None and bot.Unbind() in first.requests:
            turned = replace(turned, id=people.rename(session, turned.id))
        if and_then is not None:
            and_then(turned)
        metrics.count_turn(speaker.door, turned.match)
        return turned
    raise Problem(503, "busy", "这句话和别的消息撞在一起了，请再发一次。")


def find_conversation(session: Session, conversation_id: str | None, now: datetime) -> ConversationRow | None:
    """The row of a conversation that is not expired."""
    if not conversation_id:
        return None
    row = session.get(ConversationRow, conversation_id)
    return row if row is not None and row.expires_at > now else None


def find_for(session: Session, sender: people.Sender, now: datetime) -> str | None:
    """The id of the conversation of a sender, if there is one that is not expired."""
    theirs = (ConversationRow.sender_hash == sender[0], ConversationRow.expires_at > now)
    return session.scalars(select(ConversationRow.id).where(*theirs)).one_or_none()


def open_for(session: Session, door: str, sender: people.Sender, now: datetime) -> str:
    """The id of the conversation of a sender who says nothing yet; an empty one where there is none."""
    sender_hash, address = sender
    theirs = ConversationRow.sender_hash == sender_hash
    row = session.scalars(select(ConversationRow).where(theirs)).one_or_none()
    if row is not None and row.expires_at > now:
        return row.id
    if row is not None:
        session.delete(row)
        session.flush()
    new = ConversationRow(id=secrets.token_urlsafe(ID_BYTES), version=1, door=door, said="")
    new.sender_hash, new.sender = sender_hash, address
    new.state, new.reply = bot.Conversation().to_json(), bot.Reply().to_json()
    new.created_at, new.expires_at = now, now + timedelta(days=EXPIRES_AFTER_DAYS)
    session.add(new)
    session.flush()
    return new.id


def read_conversation(app: Zizhuni, row: ConversationRow | Row) -> bot.Conversation:
    """The bot's value of a row; a new one when a newer guide no longer knows what was stored."""
    try:
        return bot.Conversation.from_json(row.state, app.guide)
    except bot.ConversationError:
        log.warning("conversation_unreadable", conversation=row.id[:8])
        return bot.Conversation()


def forget(session: Session, sender_hash: str) -> None:
    """Delete the conversation of a sender."""
    begin_write(session)
    session.execute(delete(ConversationRow).where(ConversationRow.sender_hash == sender_hash))


def make_ticket(app: Zizhuni, conversation_id: str) -> str:
    """A signed, short-lived ticket by which a page takes over a conversation begun in WeChat."""
    return _tickets(app).dumps(conversation_id)


def read_ticket(app: Zizhuni, ticket: str) -> str | None:
    """The conversation id in a ticket; None when it is forged or too old."""
    try:
        return _tickets(app).loads(ticket, max_age=TICKET_SECONDS)
    except BadSignature:
        return None


def _tickets(app: Zizhuni) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.settings.secret_key, salt="conversation-ticket")


def _load(taking: _Taking) -> _Loaded:
    """The conversation of the speaker. A sender's expired one starts afresh in its row."""
    speaker = taking.speaker
    if speaker.sender_hash is None and speaker.conversation is None:
        return _begin()
    by_sender = speaker.sender_hash is not None
    who = {"who": speaker.sender_hash if by_sender else speaker.conversation}
    row = taking.session.connection().execute(BY_SENDER if by_sender else BY_ID, who).one_or_none()
    expired = row is not None and row.expires_at <= taking.now
    if speaker.sender_hash is None and (row is None or expired):
        raise Problem(404, "unknown-conversation", "这段对话已经过期了，请重新开始说。")
    if row is None:
        return _begin()
    known = bot.Conversation() if expired else read_conversation(taking.app, row)
    return _Loaded(row.id, row.version, known, bool(row.handed_over))


def _begin() -> _Loaded:
    return _Loaded(secrets.token_urlsafe(ID_BYTES), 0, bot.Conversation())


def _finish(taking: _Taking, loaded: _Loaded, turn: bot.Turn) -> Turned:
    """Perform what the turn asks for, and let the bot put each outcome into words.

    A lone announcement (正在查) has nothing left to say once the outcome is there.
    """
    blocks, match = turn.reply.blocks, turn.match
    if turn.requests and len(blocks) == 1:
        blocks = ()
    asked = turn.requests[:MOST_REQUESTS]
    for request in asked:
        outcome = _perform(taking, loaded.id, request, turn.conversation)
        turn = bot.turn(taking.app.guide, turn.conversation, outcome, taking.now.date())
        blocks += turn.reply.blocks
    handed_over = loaded.handed_over or any(isinstance(one, bot.Handover) for one in asked)
    return Turned(loaded.id, bot.Reply(blocks), turn.conversation, match, handed_over)


def _perform(
    taking: _Taking, conversation_id: str, request: bot.Request, conversation: bot.Conversation
) -> bot.Outcome:
    match request:
        case bot.StatusLookup():
            return _look_up(taking, conversation_id, request)
        case bot.OpenApplication(household=household):
            return bot.ApplicationOpened(_apply_url(taking, conversation_id, household))
        case bot.Handover(reason=reason):
            return _hand_over(taking, conversation_id, reason, conversation)
        case bot.Unbind():
            at_account = taking.speaker.sender_hash is not None
            parted = people.part(taking.session, conversation_id, at_account=at_account, at=taking.now)
            return bot.Unbound(parted)


def _hand_over(
    taking: _Taking, conversation_id: str, reason: str, conversation: bot.Conversation
) -> bot.Outcome:
    """Recorded for the desk where there is one, and where its words can reach the citizen."""
    speaker, hours, calendar = taking.speaker, taking.app.settings.desk_hours, taking.app.calendar
    if hours is None:
        return bot.HandoverClosed()
    recipient = speaker.sender or handovers.find_recipient(taking.session, conversation_id)
    if recipient is None:
        return bot.HandoverElsewhere(*hours)
    about = {"door": speaker.door, "recipient": recipient, "reason": reason, "at": taking.now}
    handovers.open_handover(taking.session, conversation_id, conversation.to_json(), **about)
    where = {"in_wechat": speaker.sender is None, "needs_word": not taking.said.strip()}
    opening = handovers.find_opening(hours, calendar, taking.now)
    if opening is not None:
        return bot.HandoverLater(opening, **where)
    return bot.HandoverOpened(is_estimate=not handovers.is_sure(calendar, taking.now), **where)


def _look_up(taking: _Taking, conversation_id: str, wanted: bot.StatusLookup) -> bot.Outcome:
    client = taking.speaker.sender_hash or taking.speaker.client or conversation_id
    asker = taking.app.index_hash("status.client", client)
    return status.look_up(taking.session, taking.app.index_hash, wanted, asker=asker, now=taking.now)


def _apply_url(taking: _Taking, conversation_id: str, household: str) -> str:
    """Where the application begins. Who comes from WeChat brings a ticket: no cookie knows them there."""
    if taking.speaker.sender_hash is None:
        return f"/apply?household={household}"
    ticket = make_ticket(taking.app, conversation_id)
    return f"{taking.speaker.root}wechat/continue?household={household}&ticket={ticket}"


def _save(taking: _Taking, loaded: _Loaded, turned: Turned) -> None:
    """Write the turn over the version it was taken on. Raises VersionConflict when that has gone."""
    values = {
        "version": loaded.version + 1,
        "state": turned.conversation.to_json(),
        "said": taking.said,
        "reply": turned.shown,
        "expires_at": taking.now + timedelta(days=EXPIRES_AFTER_DAYS),
    }
    if loaded.version == 0:
        _insert(taking, values | {"id": loaded.id})
        return
    same = {"this": loaded.id, "seen": loaded.version}
    saved = taking.session.connection().execute(SAVE, values | same)
    if saved.rowcount != 1:
        raise VersionConflict


def _insert(taking: _Taking, values: dict[str, object]) -> None:
    speaker = taking.speaker
    who = {"door": speaker.door, "sender_hash": speaker.sender_hash, "sender": speaker.sender}
    try:
        taking.session.connection().execute(BEGIN, values | who | {"created_at": taking.now})
    except IntegrityError:
        raise VersionConflict from None
