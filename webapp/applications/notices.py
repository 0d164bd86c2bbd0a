"""Short messages to the applicant, left in the outbox: no names, no sums, no illness.

One piece of news is one message. Who came from WeChat and agreed to be told there gets it as a subscribe
message; where that is refused, as a message of the account, which goes through for 48 hours after a word; and
where that is refused as well, as a text message. A way whose outcome is not known is not followed by the next
one: the applicant sees that a message may not have arrived, and staff sees it in a list.
"""

import datetime
import json
from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp import clock
from webapp.applications.identity import MOBILE_LENGTH
from webapp.applications.places import offices_of
from webapp.applications.states import RequestState
from webapp.applications.wording import load_state_words, load_texts, load_way_words
from webapp.models.applications import Application, Request, RequestEvent
from webapp.models.conversations import ConversationRow
from webapp.models.outbox import Channel, OutboxRow, OutboxState
from webapp.models.signing import SigningLink

REMIND_AFTER, LAPSE_AFTER = datetime.timedelta(days=5), datetime.timedelta(days=10)
QUIET = frozenset({RequestState.DRAFT, RequestState.SUBMITTED})
UNCERTAIN = (
    select(OutboxRow.id)
    .where(OutboxRow.application_id == bindparam("application"), OutboxRow.state == OutboxState.UNCERTAIN)
    .limit(1)
)
TEMPLATE, MOST_LABEL, LONGEST_CAUSE = "progress", 20, 90


@dataclass(frozen=True)
class News:
    """What is told: in a word, in a sentence, and the cause that keeps it from being told twice."""

    label: str
    body: str
    cause: str


def tell_submitted(session: Session, application: Application, at: datetime.datetime) -> None:
    words = load_texts("notices")
    body = words["submitted"].format(number=application.number)
    leave(
        session,
        application,
        News(words["submitted_label"], body, f"application:{application.number}:submitted"),
        at,
    )


def remind(session: Session, application: Application, at: datetime.datetime) -> None:
    """Say once that signatures are missing, and until when."""
    cause = f"application:{application.number}:unsigned"
    if session.scalar(select(OutboxRow.id).where(OutboxRow.cause.startswith(cause))) is None:
        words = load_texts("notices")
        days = LAPSE_AFTER.days - REMIND_AFTER.days
        body = words["unsigned"].format(number=application.number, days=days)
        leave(session, application, News(words["unsigned_label"], body, cause), at)


def tell_stopped(session: Session, application: Application, at: datetime.datetime) -> None:
    """Say that nobody is verified until all have signed again. Who is missing stands on the page alone."""
    words = load_texts("notices")
    body = words["stopped"].format(number=application.number)
    cause = f"application:{application.number}:stopped:{at:%Y%m%d%H%M%S%f}"
    leave(session, application, News(words["stopped_label"], body, cause), at)


def send_link(session: Session, link: SigningLink, phone: str, url: str, *, at: datetime.datetime) -> None:
    """Send a personal link to the member's own phone."""
    days = (link.expires_at - link.created_at).days
    body = load_texts("notices")["sign_link"].format(url=url, days=days)
    row = OutboxRow(channel=Channel.SMS, cause=f"signing-link:{link.id}", recipient=phone, body=body)
    row.created_at = row.due_at = at
    session.add(row)


def ask_about_differences(session: Session, application: Application, at: datetime.datetime) -> None:
    """Ask once to look at what departments know otherwise; what it is stands on the page alone."""
    cause = f"application:{application.number}:differs"
    if session.scalar(select(OutboxRow.id).where(OutboxRow.cause.startswith(cause))) is None:
        words = load_texts("notices")
        body = words["differs"].format(number=application.number)
        leave(session, application, News(words["differs_label"], body, cause), at)


def tell(session: Session, request: Request, event: RequestEvent, *, is_whole: bool = True) -> None:
    """Tell a change of state once. `is_whole`: what the step before was for has been done."""
    filed = request.application
    old, new = RequestState(event.from_state), RequestState(event.to_state)
    if (new in QUIET and old is RequestState.DRAFT) or filed.number is None:
        return
    offices = offices_of(request)
    way = load_way_words()[old, new]
    told = offices.placed(way.say_told(urgent=request.is_urgent, is_whole=is_whole))
    body = load_texts("notices")["moved"].format(number=filed.number, told=told)
    label = load_state_words()[new].label
    leave(session, filed, News(label, body, f"request:{request.id}:event:{event.id}"), event.at)


def tell_helped(session: Session, application: Application, at: datetime.datetime) -> None:
    """Tell the applicant that somebody files for them."""
    words = load_texts("notices")
    body = words["helper"].format(number=application.number)
    leave(
        session,
        application,
        News(words["helper_label"], body, f"application:{application.number}:helper"),
        at,
    )


def send_code(session: Session, draft: Application, press: str, at: datetime.datetime) -> bool:
    """Send the code of a draft to the phone that stands in it; False when that gets no text messages."""
    phone = _mobile(draft)
    if phone is None:
        return False
    words = load_texts("notices")
    body = words["resume"].format(code=draft.resume_code)
    cause = f"draft:{draft.id}:code:{press}"[:LONGEST_CAUSE]
    if session.scalar(select(OutboxRow.id).where(OutboxRow.cause.startswith(cause))) is None:
        _add(session, News(words["resume_label"], body, cause), [(Channel.SMS, phone, body)], at=at)
    return True


def leave(session: Session, application: Application, news: News, at: datetime.datetime) -> OutboxRow | None:
    """Into the outbox, by the first way there is, the others to fall back on; None where there is none."""
    ways = _ways(session, application, news, at)
    if not ways:
        return None
    row = _add(session, news, ways, at=at)
    row.application_id = application.id
    return row


def leave_once(session: Session, application: Application, news: News, at: datetime.datetime) -> bool:
    """The same for news that several workers may find at once. False where it was left before."""
    known = OutboxRow.cause.in_([f"{news.cause}:{channel}" for channel in Channel])
    if session.scalar(select(OutboxRow.id).where(known)) is not None:
        return False
    try:
        with session.begin_nested():
            row = leave(session, application, news, at)
            session.flush()
    except IntegrityError:
        return False
    return row is not None


def _ways(
    session: Session, application: Application, news: News, at: datetime.datetime
) -> list[tuple[Channel, str, str]]:
    """(channel, recipient, body), the first one first. Landlines get no text messages."""
    ways = []
    sender = application.sender or session.scalar(
        select(ConversationRow.sender).where(ConversationRow.id == application.conversation_id)
    )
    if sender is not None:
        values = {
            "number": application.number,
            "state": news.label[:MOST_LABEL],
            "at": clock.stamp(at),
        }
        told = json.dumps({"template": TEMPLATE, "values": values}, ensure_ascii=False)
        ways += [(Channel.SUBSCRIBED, sender, told), (Channel.WECHAT, sender, news.body)]
    phone = _mobile(application)
    return [*ways, (Channel.SMS, phone, news.body)] if phone else ways


def _mobile(application: Application) -> str | None:
    phone = application.phone or ""
    return phone if len(phone) == MOBILE_LENGTH and phone.startswith("1") else None


def _add(
    session: Session, news: News, ways: list[tuple[Channel, str, str]], *, at: datetime.datetime
) -> OutboxRow:
    (channel, recipient, body), *others = ways
    row = OutboxRow(channel=channel, cause=f"{news.cause}:{channel}", recipient=recipient, body=body)
    row.fallbacks = [list(one) for one in others] or None
    row.created_at = row.due_at = at
    session.add(row)
    return row


def is_uncertain(session: Session, application: Application) -> bool:
    """Whether a message to the applicant may not have arrived."""
    return session.connection().execute(UNCERTAIN, {"application": application.id}).first() is not None


def list_uncertain(session: Session, town: str | None = None) -> list[tuple[OutboxRow, Application]]:
    """For staff: the messages that may not have arrived, and whose they are; of one town or of all."""
    query = (
        select(OutboxRow, Application)
        .join(Application, Application.id == OutboxRow.application_id)
        .where(OutboxRow.state == OutboxState.UNCERTAIN)
        .order_by(OutboxRow.id)
    )
    if town is not None:
        query = query.where(Application.town == town)
    return [tuple(row) for row in session.execute(query)]


def settle_uncertain(row: OutboxRow, *, arrived: bool, at: datetime.datetime) -> None:
    """A clerk has asked whether it arrived. Sent or not, it is never sent again by itself."""
    row.state = OutboxState.SENT if arrived else OutboxState.FAILED
    row.reason, row.settled_at = "asked", at
