"""What runs beside the requests: the outbox, what the WeChat door left, the purge, the seals of the audit.

A message is marked as being sent, and that is committed, before it leaves. If its outcome does not come back
it stays uncertain: a citizen told twice that money was refused is worse served than a clerk who looks it up.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Protocol

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from webapp import clock, people
from webapp.applications.drafting import purge_drafts
from webapp.applications.waiting import chase_signatures
from webapp.db import begin_write
from webapp.gateways.http import NotDelivered, OutcomeUnknown
from webapp.gateways.sms import SmsGateway
from webapp.gateways.wechat import CONSENT_REFUSED, WechatGateway, WechatRefused
from webapp.models.conversations import ConversationRow
from webapp.models.handovers import HandoverRow
from webapp.models.inbox import InboxRow
from webapp.models.outbox import Channel, OutboxRow, OutboxState
from webapp.security import audit
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.wechat import answering, inbox, subscriptions
from webapp.wechat.tokens import make_gateway

if TYPE_CHECKING:
    from webapp.app import Zizhuni

BATCH = 50
LOST_AFTER = timedelta(minutes=2)
KEEP_INBOX = timedelta(days=1)
KEEP_DRAFTS = timedelta(days=30)
KEEP_OUTBOX = timedelta(days=30)
KEEP_HANDOVERS = timedelta(days=30)
RETRY_MINUTES = (1, 5, 15, 60)
log = structlog.get_logger()


class Sender(Protocol):
    """A gateway of one channel."""

    def send(self, reference: str, recipient: str, text: str) -> None: ...


@dataclass(frozen=True)
class Worker:
    """One worker process: its database, its gateways, and the app, made when a turn is left to be taken."""

    sessions: sessionmaker[Session]
    senders: Mapping[str, Sender]
    make_app: Callable[[], Zizhuni]
    gateway: WechatGateway
    index_hash: IndexHash

    def run_once(self) -> dict[str, int]:
        """Everything that is due now. Returns what was done, in numbers."""
        with self.sessions() as session:
            return {
                "answered": answer_left(session, self.make_app),
                "sent": send_due(session, self.senders),
                "lost": settle_lost(session, clock.now()),
                "met": meet_followers(session, self.gateway, self.index_hash),
                "lapsed": chase(session, clock.now()),
                "purged": purge(session, clock.now()),
                "sealed": seal_audit(session),
            }


@dataclass(frozen=True)
class SubscribedSender:
    """Messages that were agreed to. One agreement is used up before the message leaves."""

    gateway: WechatGateway
    sessions: sessionmaker[Session]
    settings: Settings

    def send(self, reference: str, recipient: str, text: str) -> None:
        """`text` is JSON: the name of a template and the values for its fields."""
        told = json.loads(text)
        template = self.settings.wechat_templates.get(told["template"])
        if template is None:
            raise NotDelivered("no template", retry=False)
        sender_hash = IndexHash(self.settings.index_key)("wechat.openid", recipient)
        with self.sessions() as session:
            begin_write(session)
            agreed = subscriptions.use(session, sender_hash, template.id)
            session.commit()
        if not agreed:
            raise NotDelivered("not agreed to", retry=False)
        fields = {theirs: told["values"][ours] for ours, theirs in template.fields if ours in told["values"]}
        try:
            self.gateway.send_subscribed(recipient, template.id, fields, "")
        except NotDelivered as error:
            self._give_back(sender_hash, template.id, error)
            raise

    def _give_back(self, sender_hash: str, template_id: str, error: NotDelivered) -> None:
        """The agreement was not used; where WeChat knows of none, all are gone."""
        refused = isinstance(error, WechatRefused) and error.code == CONSENT_REFUSED
        with self.sessions() as session:
            begin_write(session)
            subscriptions.record(session, sender_hash, [(template_id, not refused)], at=clock.now())
            session.commit()


def make_senders(
    settings: Settings, sessions: sessionmaker[Session], gateway: WechatGateway
) -> dict[str, Sender]:
    return {
        Channel.SMS: SmsGateway(settings.sms_url),
        Channel.WECHAT: gateway,
        Channel.SUBSCRIBED: SubscribedSender(gateway, sessions, settings),
    }


def make_worker(
    settings: Settings, sessions: sessionmaker[Session], make_app: Callable[[], Zizhuni]
) -> Worker:
    gateway = make_gateway(settings, sessions)
    senders = make_senders(settings, sessions, gateway)
    return Worker(sessions, senders, make_app, gateway, IndexHash(settings.index_key))


def answer_left(session: Session, make_app: Callable[[], Zizhuni]) -> int:
    """Take the turns that a stopped or a slow process left, and send what no push came to fetch."""
    left = inbox.find_left(session, clock.now())
    for claimed in left:
        answering.take(make_app(), claimed, in_order=False)
    return len(left) + inbox.tell_owed(session, clock.now())


def meet_followers(session: Session, gateway: WechatGateway, index_hash: IndexHash) -> int:
    """Ask WeChat once who each new follower is, so that the mini-program finds their conversation."""
    unknown = people.find_unknown(session, BATCH)
    session.rollback()
    for met, (sender_hash, openid) in enumerate(unknown):
        try:
            union = gateway.find_union(openid)
        except NotDelivered as error:
            if error.retry:
                return met
            union = None
        known = index_hash("wechat.union", union) if union is not None else None
        begin_write(session)
        try:
            people.meet_account(session, (sender_hash, openid), known, now=clock.now())
            session.commit()
        except IntegrityError:  # the person logged in, or another worker came, in this moment: next time
            session.rollback()
    return len(unknown)


def send_due(session: Session, senders: Mapping[str, Sender]) -> int:
    """Send the pending messages that are due, each at most once. Returns how many were tried."""
    due = (OutboxRow.state == OutboxState.PENDING, OutboxRow.due_at <= clock.now())
    ids = session.scalars(select(OutboxRow.id).where(*due).order_by(OutboxRow.id).limit(BATCH)).all()
    session.rollback()
    return sum(_send_one(session, senders, row_id) for row_id in ids)


def _send_one(session: Session, senders: Mapping[str, Sender], row_id: int) -> bool:
    begin_write(session)
    free = (OutboxRow.id == row_id, OutboxRow.state == OutboxState.PENDING)
    begun = {"state": OutboxState.SENDING, "sending_since": clock.now(), "attempts": OutboxRow.attempts + 1}
    claimed = session.execute(
        update(OutboxRow).where(*free).values(**begun).execution_options(synchronize_session=False)
    )
    session.commit()
    if claimed.rowcount != 1:
        return False
    row = session.get(OutboxRow, row_id, populate_existing=True)
    session.expunge(row)
    session.rollback()
    changes = _deliver(senders[row.channel], row, clock.now())
    begin_write(session)
    mine = (OutboxRow.id == row_id, OutboxRow.state == OutboxState.SENDING)
    settled = session.execute(
        update(OutboxRow).where(*mine).values(**changes).execution_options(synchronize_session=False)
    )
    if settled.rowcount == 1 and changes["state"] == OutboxState.FAILED and row.fallbacks:
        session.add(_fallback(row, clock.now()))
    session.commit()
    log.info("outbox", row=row_id, channel=row.channel, state=changes["state"], reason=changes.get("reason"))
    return True


def _deliver(sender: Sender, row: OutboxRow, now: datetime) -> dict[str, object]:
    """Send, and say how the row stands afterwards."""
    try:
        sender.send(row.cause, row.recipient, row.body)
    except NotDelivered as error:
        return _after_refusal(row, error, now)
    except OutcomeUnknown as error:
        return {"state": OutboxState.UNCERTAIN, "reason": str(error)[:64], "settled_at": now}
    return {"state": OutboxState.SENT, "reason": None, "settled_at": now}


def _after_refusal(row: OutboxRow, error: NotDelivered, now: datetime) -> dict[str, object]:
    reason = str(error)[:64]
    if error.retry and row.attempts <= len(RETRY_MINUTES):
        later = now + timedelta(minutes=RETRY_MINUTES[row.attempts - 1])
        return {"state": OutboxState.PENDING, "reason": reason, "due_at": later}
    return {"state": OutboxState.FAILED, "reason": reason, "settled_at": now}


def _fallback(row: OutboxRow, now: datetime) -> OutboxRow:
    """The same news by the next way there is, with what is left of the others."""
    (channel, recipient, body), *rest = row.fallbacks
    told = OutboxRow(channel=channel, cause=f"{row.cause}>{channel}", recipient=recipient, body=body)
    told.fallbacks, told.created_at, told.due_at = rest, now, now
    return told


def settle_lost(session: Session, now: datetime) -> int:
    """Messages whose worker died while sending: whether they left is not known."""
    begin_write(session)
    lost = (OutboxRow.state == OutboxState.SENDING, OutboxRow.sending_since <= now - LOST_AFTER)
    changes = {"state": OutboxState.UNCERTAIN, "reason": "worker stopped", "settled_at": now}
    settled = session.execute(
        update(OutboxRow).where(*lost).values(**changes).execution_options(synchronize_session=False)
    )
    session.commit()
    return settled.rowcount


def chase(session: Session, now: datetime) -> int:
    """Remind of missing signatures, and let lapse what waited too long."""
    begin_write(session)
    lapsed = chase_signatures(session, now)
    session.commit()
    return lapsed


def purge(session: Session, now: datetime) -> int:
    """Delete expired conversations, old drafts, deliveries, handovers, and messages that are settled."""
    begin_write(session)
    old = (
        delete(ConversationRow).where(ConversationRow.expires_at <= now),
        delete(InboxRow).where(InboxRow.received_at <= now - KEEP_INBOX),
        delete(OutboxRow).where(OutboxRow.settled_at <= now - KEEP_OUTBOX),
        delete(HandoverRow).where(HandoverRow.opened_at <= now - KEEP_HANDOVERS),
    )
    count = sum(session.execute(one.execution_options(synchronize_session=False)).rowcount for one in old)
    count += purge_drafts(session, now - KEEP_DRAFTS)
    session.commit()
    return count


def seal_audit(session: Session) -> int:
    begin_write(session)
    sealed = audit.seal(session)
    session.commit()
    return sealed
