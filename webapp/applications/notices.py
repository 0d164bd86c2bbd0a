"""Short messages to the applicant when a request moves, left in the outbox: no names, no sums, no illness."""

import datetime
import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.identity import MOBILE_LENGTH
from webapp.applications.states import RequestState
from webapp.applications.wording import load_state_words
from webapp.models.applications import Application, Request, RequestEvent
from webapp.models.conversations import ConversationRow
from webapp.models.outbox import Channel, OutboxRow

REMIND_AFTER, LAPSE_AFTER = datetime.timedelta(days=5), datetime.timedelta(days=10)
QUIET = frozenset({RequestState.DRAFT, RequestState.SUBMITTED})
SUBMITTED = (
    "【淄助你】您的申请交上去了，编号 {number}。打开“查查办到哪一步了”，用编号和身份证后 4 位就能看进度。"
)
UNSIGNED = (
    "【淄助你】编号 {number} 的申请还差家里人签授权书。{days} 天内签好才能受理；不会用手机的，到村居当面签。"
)
SUBMITTED_LABEL, UNSIGNED_LABEL = "交上去了", "等家里人签字"
TEMPLATE, MOST_LABEL = "progress", 20
MOVED = "【淄助你】编号 {number} 的申请有新进展：{label}。{step}。"


def tell_submitted(session: Session, application: Application, at: datetime.datetime) -> None:
    body = SUBMITTED.format(number=application.number)
    cause = f"application:{application.number}:submitted"
    _leave(session, application, (SUBMITTED_LABEL, body), cause, at=at)


def remind(session: Session, application: Application, at: datetime.datetime) -> None:
    """Say once that signatures are missing, and until when."""
    cause = f"application:{application.number}:unsigned"
    if session.scalar(select(OutboxRow.id).where(OutboxRow.cause.startswith(cause))) is None:
        body = UNSIGNED.format(number=application.number, days=LAPSE_AFTER.days - REMIND_AFTER.days)
        _leave(session, application, (UNSIGNED_LABEL, body), cause, at=at)


def tell(session: Session, request: Request, event: RequestEvent) -> None:
    """Tell a change of state once."""
    filed = request.application
    state = RequestState(event.to_state)
    if state in QUIET or filed.number is None:
        return
    words = load_state_words()[state].placed(filed.town_name or "镇街", filed.district_name or "区县")
    body = MOVED.format(number=filed.number, label=words.label, step=words.step)
    _leave(session, filed, (words.label, body), f"request:{request.id}:event:{event.id}", at=event.at)


def _leave(
    session: Session, application: Application, news: tuple[str, str], cause: str, *, at: datetime.datetime
) -> None:
    """By text message, and in WeChat to whoever came from there. Landlines get no text messages.

    `news`: where it stands in a word, and the message. The word alone goes to who agreed to be told in WeChat
    and has not written there for 48 hours.
    """
    label, body = news
    phone = application.phone or ""
    recipients = {}
    if len(phone) == MOBILE_LENGTH and phone.startswith("1"):
        recipients[Channel.SMS] = phone
    came_from = select(ConversationRow.sender).where(ConversationRow.id == application.conversation_id)
    sender = session.scalar(came_from)
    if sender is not None:
        recipients[Channel.WECHAT] = sender
    for channel, recipient in recipients.items():
        row = OutboxRow(channel=channel, cause=f"{cause}:{channel}", recipient=recipient, body=body)
        row.created_at = row.due_at = at
        if channel is Channel.WECHAT:
            values = {"number": application.number, "state": label[:MOST_LABEL], "at": f"{at:%Y-%m-%d %H:%M}"}
            told = json.dumps({"template": TEMPLATE, "values": values}, ensure_ascii=False)
            row.fallbacks = [[Channel.SUBSCRIBED, recipient, told]]
        session.add(row)
