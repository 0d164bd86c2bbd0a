"""What runs beside the requests: the outbox, the purge of what has expired, the seals of the audit.

A message is marked as being sent, and that is committed, before it leaves. If its outcome does not come back
it stays uncertain: a citizen told twice that money was refused is worse served than a clerk who looks it up.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, sessionmaker

from webapp import clock
from webapp.applications.drafting import purge_drafts
from webapp.applications.waiting import chase_signatures
from webapp.db import begin_write
from webapp.gateways.http import NotDelivered, OutcomeUnknown
from webapp.gateways.sms import SmsGateway
from webapp.gateways.wechat import WechatGateway
from webapp.models.conversations import ConversationRow
from webapp.models.inbox import InboxRow
from webapp.models.outbox import Channel, OutboxRow, OutboxState
from webapp.security import audit
from webapp.settings import Settings

BATCH = 50
LOST_AFTER = timedelta(minutes=2)
KEEP_INBOX = timedelta(days=1)
KEEP_DRAFTS = timedelta(days=30)
KEEP_OUTBOX = timedelta(days=30)
RETRY_MINUTES = (1, 5, 15, 60)
log = structlog.get_logger()


class Sender(Protocol):
    """A gateway of one channel."""

    def send(self, reference: str, recipient: str, text: str) -> None: ...


@dataclass(frozen=True)
class Worker:
    """One worker process: its database and its gateways."""

    sessions: sessionmaker[Session]
    senders: Mapping[str, Sender]

    def run_once(self) -> dict[str, int]:
        """Everything that is due now. Returns what was done, in numbers."""
        with self.sessions() as session:
            return {
                "sent": send_due(session, self.senders),
                "lost": settle_lost(session, clock.now()),
                "lapsed": chase(session, clock.now()),
                "purged": purge(session, clock.now()),
                "sealed": seal_audit(session),
            }


def make_senders(settings: Settings) -> dict[str, Sender]:
    return {
        Channel.SMS: SmsGateway(settings.sms_url),
        Channel.WECHAT: WechatGateway(
            settings.wechat_api_url, settings.wechat_app_id, settings.wechat_app_secret
        ),
    }


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
    session.execute(
        update(OutboxRow).where(*mine).values(**changes).execution_options(synchronize_session=False)
    )
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
    """Delete expired conversations, drafts left alone, deliveries answered long ago, settled messages."""
    begin_write(session)
    old = (
        delete(ConversationRow).where(ConversationRow.expires_at <= now),
        delete(InboxRow).where(InboxRow.received_at <= now - KEEP_INBOX),
        delete(OutboxRow).where(OutboxRow.settled_at <= now - KEEP_OUTBOX),
    )
    count = sum(
        session.execute(one.execution_options(synchronize_session=False)).rowcount for one in old
    )
    count += purge_drafts(session, now - KEEP_DRAFTS)
    session.commit()
    return count


def seal_audit(session: Session) -> int:
    begin_write(session)
    sealed = audit.seal(session)
    session.commit()
    return sealed
