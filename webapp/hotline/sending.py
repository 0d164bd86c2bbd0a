"""An answer on its way to the caller's phone, through the outbox; the number was typed by the agent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.applications.errors import IdentityError
from webapp.applications.identity import MOBILE_LENGTH, parse_phone
from webapp.hotline.calls import Call
from webapp.models.applications import Application
from webapp.models.conversations import ConversationRow
from webapp.models.outbox import Channel, OutboxRow

IndexHash = Callable[[str, str], str]
NO_TEXT_MESSAGES = "座机收不到短信，要手机号"
NO_WECHAT = "没有这家人的微信。先用 F5 核对身份查到申请，他家在微信里问过才能发"


@dataclass(frozen=True)
class Recipient:
    channel: Channel
    address: str


def parse_recipient(session: Session, form: MultiDict, checked: str) -> Recipient | dict[str, str]:
    """Where to send, or the errors of the form. WeChat reaches whose application this call looked up."""
    if form.get("channel") == Channel.WECHAT:
        openid = find_wechat(session, checked)
        return Recipient(Channel.WECHAT, openid) if openid else {"channel": NO_WECHAT}
    try:
        phone = parse_phone(form.get("phone", ""))
    except IdentityError as wrong:
        return {"phone": str(wrong)}
    if len(phone) != MOBILE_LENGTH or not phone.startswith("1"):
        return {"phone": NO_TEXT_MESSAGES}
    return Recipient(Channel.SMS, phone)


def with_phone(call: Call, recipient: Recipient) -> Call:
    """The call with the number that was typed, so that nobody types it again."""
    return replace(call, phone=recipient.address) if recipient.channel is Channel.SMS else call


def find_wechat(session: Session, application_id: str) -> str | None:
    """Whom WeChat knows the applicant as, where the application began in a conversation there."""
    if not application_id:
        return None
    theirs = Application.conversation_id == ConversationRow.id
    sender = select(ConversationRow.sender).join(Application, theirs).where(Application.id == application_id)
    return session.scalar(sender)


def leave(
    session: Session, index_hash: IndexHash, recipient: Recipient, body: str, *, call: str, at: datetime
) -> OutboxRow:
    """Into the outbox; the same words go to the same phone once a call, however often the key is pressed."""
    mark = index_hash("hotline.sent", f"{recipient.address}\0{body}")[:24]
    cause = f"call:{call}:{recipient.channel}:{mark}"
    sent = session.scalars(select(OutboxRow).where(OutboxRow.cause == cause)).one_or_none()
    if sent is not None:
        return sent
    row = OutboxRow(channel=recipient.channel, cause=cause, recipient=recipient.address, body=body)
    row.created_at = row.due_at = at
    session.add(row)
    session.flush()
    return row
