"""A conversation that a person takes over: recorded with its facts, answered through the outbox, given back.

What a desk calls: `find_unclosed`, `take`, `say`, `close`. While a handover waits the bot goes on answering;
once it is taken the bot listens; after it is closed the bot asks on where it was.
"""

from __future__ import annotations

import datetime
import json
import secrets
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, Label, select
from sqlalchemy.orm import Session

import bot
from webapp import clock
from webapp.calendar import SATURDAY, Calendar, day_of
from webapp.models.applications import Application
from webapp.models.conversations import ConversationRow
from webapp.models.handovers import HandoverRow, HandoverState, HandoverWord
from webapp.models.outbox import Channel, OutboxRow

if TYPE_CHECKING:
    from webapp.app import Zizhuni
    from webapp.settings import Settings

CITIZEN = "citizen"
NOTICE_TEMPLATE = "reply"
MOST_WORDS = 600
Hours = tuple[datetime.time, datetime.time]


def open_handover(
    session: Session, conversation_id: str, facts: dict[str, object], **about: object
) -> HandoverRow:
    """The open handover of a conversation, recorded now unless there is one.

    `about`: `door`, `recipient` (whom words from the desk go to), `reason`, `at`.
    """
    found = find_open(session, conversation_id)
    if found is not None:
        return found
    row = HandoverRow(conversation_id=conversation_id, facts=facts, state=HandoverState.WAITING)
    row.door, row.recipient = about["door"], about["recipient"]
    row.reason, row.opened_at = about["reason"], about["at"]
    session.add(row)
    session.flush()
    return row


def find_open(session: Session, conversation_id: str) -> HandoverRow | None:
    wanted = (HandoverRow.conversation_id == conversation_id, HandoverRow.closed_at.is_(None))
    return session.scalars(select(HandoverRow).where(*wanted)).one_or_none()


def is_open(conversation_id: ColumnElement[str]) -> Label[bool]:
    """Whether a conversation has an open handover, as one column (`handed_over`) of a question about it."""
    its_own = (HandoverRow.conversation_id == conversation_id, HandoverRow.closed_at.is_(None))
    return select(HandoverRow.id).where(*its_own).exists().label("handed_over")


def find(session: Session, handover_id: int) -> HandoverRow | None:
    return session.get(HandoverRow, handover_id)


def find_unclosed(session: Session) -> list[HandoverRow]:
    """What waits and what somebody is at, the oldest first."""
    wanted = HandoverRow.closed_at.is_(None)
    return list(session.scalars(select(HandoverRow).where(wanted).order_by(HandoverRow.opened_at)))


def hear(session: Session, conversation_id: str, words: str, at: datetime.datetime) -> bool:
    """Note a citizen's words for the desk. Whether the desk answers them, and the bot is to keep quiet."""
    row = find_open(session, conversation_id)
    if row is None:
        return False
    if words.strip():
        session.add(HandoverWord(handover_id=row.id, by=CITIZEN, words=words[:MOST_WORDS], at=at))
    return row.state == HandoverState.TAKEN


def find_words(session: Session, handover_id: int) -> list[HandoverWord]:
    """What was said during a handover, in order."""
    said = select(HandoverWord).where(HandoverWord.handover_id == handover_id).order_by(HandoverWord.id)
    return list(session.scalars(said))


def find_heard(session: Session, conversation_id: str) -> HandoverRow | None:
    """The newest handover of a conversation that somebody took, whether it is over or not."""
    taken = (HandoverRow.conversation_id == conversation_id, HandoverRow.taken_at.is_not(None))
    newest = select(HandoverRow).where(*taken).order_by(HandoverRow.id.desc()).limit(1)
    return session.scalars(newest).one_or_none()


def take(row: HandoverRow, by: str, at: datetime.datetime) -> bool:
    """Somebody at the desk takes it; False when it is taken or closed."""
    if row.state != HandoverState.WAITING:
        return False
    row.state, row.taken_by, row.taken_at = HandoverState.TAKEN, by, at
    return True


def say(
    session: Session, settings: Settings, row: HandoverRow, words: str, **about: object
) -> OutboxRow | None:
    """Words from the desk, on their way to the citizen; None when it is closed.

    `about`: `by` (who speaks), `at`, and `reference`, by which the desk sends the same words once.
    """
    if row.state == HandoverState.CLOSED:
        return None
    at, reference = about["at"], about.get("reference") or secrets.token_hex(8)
    cause = f"handover:{row.id}:{reference}"[:120]
    sent = session.scalars(select(OutboxRow).where(OutboxRow.cause == cause)).one_or_none()
    if sent is not None:
        return sent
    words = words.strip()[:MOST_WORDS]
    session.add(HandoverWord(handover_id=row.id, by=about["by"], words=words, at=at))
    return _leave(session, settings, row, bot.say("handover_said", words=words), cause=cause, at=at)


def close(session: Session, app: Zizhuni, row: HandoverRow, *, at: datetime.datetime) -> None:
    """Back to the bot, which says so and asks on where the conversation stands now."""
    if row.state == HandoverState.CLOSED:
        return
    row.state, row.closed_at = HandoverState.CLOSED, at
    spoken = session.get(ConversationRow, row.conversation_id)
    try:
        known = bot.Conversation.from_json(spoken.state, app.guide) if spoken is not None else None
    except bot.ConversationError:
        known = None
    body = bot.render_wechat(bot.resume(known or bot.Conversation()))
    _leave(session, app.settings, row, body, cause=f"handover:{row.id}:closed", at=at)


def find_opening(hours: Hours, calendar: Calendar, now: datetime.datetime) -> bot.Opening | None:
    """When somebody is at the desk again, on the next working day or today; None while somebody is."""
    begins, ends = hours
    today, time = day_of(now), now.astimezone(clock.SHANGHAI).time()
    works = calendar.is_working_day(today)
    if works and begins <= time < ends:
        return None
    day = today if works and time < begins else calendar.add_working_days(today, 1).day
    days = (day - today).days
    passed = (today + datetime.timedelta(days=one) for one in range(days))
    holiday = any(one.weekday() < SATURDAY and not calendar.is_working_day(one) for one in passed)
    at = datetime.datetime.combine(day, begins, clock.SHANGHAI)
    return bot.Opening(at, days, holiday, calendar.is_estimate(_day_before(today), day))


def is_sure(calendar: Calendar, now: datetime.datetime) -> bool:
    """Whether it is known that today is a working day, or none."""
    today = day_of(now)
    return not calendar.is_estimate(_day_before(today), today)


def find_recipient(session: Session, conversation_id: str) -> str | None:
    """Whom words from the desk can go to, where a conversation is known at the WeChat door too."""
    theirs = ConversationRow.id == conversation_id
    return session.scalars(select(ConversationRow.sender).where(theirs)).one_or_none()


def _day_before(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=1)


def _leave(
    session: Session, settings: Settings, row: HandoverRow, body: str, *, cause: str, at: datetime.datetime
) -> OutboxRow:
    """Into the outbox. Where 48 hours have passed, a notice agreed to, or a text message, follows."""
    notice = bot.say("handover_notice")
    fallbacks: list[list[str]] = []
    if NOTICE_TEMPLATE in settings.wechat_templates:
        values = {"said": bot.say("handover_notice_short"), "at": clock.stamp(at)}
        told = json.dumps({"template": NOTICE_TEMPLATE, "values": values}, ensure_ascii=False)
        fallbacks.append([Channel.SUBSCRIBED, row.recipient, told])
    phone = _find_phone(session, row.conversation_id)
    if phone is not None:
        fallbacks.append([Channel.SMS, phone, notice])
    left = OutboxRow(channel=Channel.WECHAT, cause=cause, recipient=row.recipient, body=body)
    left.fallbacks, left.created_at, left.due_at = fallbacks, at, at
    session.add(left)
    session.flush()
    return left


def _find_phone(session: Session, conversation_id: str) -> str | None:
    """The mobile number that the citizen gave with an application."""
    given = select(Application.phone).where(
        Application.conversation_id == conversation_id, Application.phone.is_not(None)
    )
    phone = session.scalars(given.order_by(Application.updated_at.desc()).limit(1)).first()
    return phone if phone and len(phone) == 11 and phone.startswith("1") else None
