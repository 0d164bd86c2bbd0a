"""What runs beside the requests: outbox, verification, what WeChat's door left, seals of the audit.

What is for every minute, hour or day (reminders, re-checks, what lapses, what is deleted) stands in
`upkeep/jobs.py`.

A message is marked as being sent, and that is committed, before it leaves. If its outcome does not come back
it stays uncertain: a citizen told twice that money was refused is worse served than a clerk who looks it up.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Protocol

import structlog
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, sessionmaker

from knowledge import Guide
from webapp import clock, people, tracing
from webapp.applications import settling, verifying
from webapp.applications.winding import wind_open
from webapp.db import begin_write, guide_of
from webapp.gateways import probing
from webapp.gateways.http import NotDelivered, OutcomeUnknown
from webapp.gateways.province import ProvinceGateway
from webapp.gateways.sms import SmsGateway
from webapp.gateways.wechat import WechatGateway
from webapp.hotline import calls
from webapp.ledger import hearing
from webapp.ledger.counting import HOTLINE
from webapp.models.outbox import Channel, OutboxRow, OutboxState
from webapp.operations import standing
from webapp.queues import EmbeddedQueue, Queue, make_queue
from webapp.security import seals
from webapp.security.crypto import IndexHash
from webapp.security.rehashing import rehash
from webapp.settings import Settings
from webapp.turns import AHEAD, DAILY, is_over, take_turn
from webapp.upkeep import jobs as upkeep
from webapp.wechat import answering, inbox
from webapp.wechat.jobs import SubscribedSender
from webapp.wechat.tokens import make_gateway

if TYPE_CHECKING:
    from webapp.app import Zizhuni

BATCH = 50
LOST_AFTER = timedelta(minutes=2)
RETRY_MINUTES = (1, 5, 15, 60)
# A platform that answers slowly keeps messages waiting no longer than this and one call.
VERIFYING_SECONDS = 2
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
    platform: verifying.Platform
    province: upkeep.Province
    gateways: Mapping[str, str] = field(default_factory=dict)
    queue: Queue = field(default_factory=EmbeddedQueue)

    def run_once(self) -> dict[str, int]:
        """Everything that is due now and is handed to this worker. Returns what was done, in numbers."""
        tracing.follow(None)
        with self.sessions() as session:
            return {name: self._run(session, name, job) for name, job in self._jobs().items()}

    def _run(self, session: Session, name: str, job: upkeep.Chore) -> int:
        with self.queue.lease(name) as is_mine:
            return job(session, clock.now()) if is_mine else 0

    def _jobs(self) -> dict[str, upkeep.Chore]:
        """In their order: what people wait for first, the audit of it all last."""
        return {
            "knocked": lambda session, now: watch(session, self.gateways, now),
            "answered": lambda session, _now: answer_left(session, self.make_app),
            "sent": lambda session, _now: send_due(session, self.senders),
            "lost": settle_lost,
            "verified": lambda session, _now: verify_due(session, self.platform),
            "delivered": lambda session, now: upkeep.deliver(session, self.province, now),
            "met": lambda session, _now: meet_followers(session, self.gateway, self.index_hash),
            "wound": wind_up,
            **{name: partial(upkeep.run_chore, name) for name in upkeep.CHORES},
            "counted": count_lost_calls,
            "rehashed": lambda session, now: rehash_all(session, self.index_hash, now),
            "sealed": seal_audit,
        }


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
    platform = verifying.open_platform(settings.verification_url)
    return Worker(
        sessions,
        senders,
        make_app,
        gateway,
        IndexHash(settings.index_keys),
        platform,
        ProvinceGateway(settings.province_url),
        standing.gateways_of(settings),
        make_queue(settings),
    )


def watch(session: Session, gateways: Mapping[str, str], now: datetime) -> int:
    """Say that a worker is there, and now and then knock at the outside systems. Returns at how many."""
    begin_write(session)
    is_due = standing.beat(session, now)
    session.commit()
    if not is_due:
        return 0
    found = probing.probe(gateways)
    begin_write(session)
    standing.note(session, found, now)
    session.commit()
    return len(found)


def answer_left(session: Session, make_app: Callable[[], Zizhuni]) -> int:
    """Take the turns that a stopped or a slow process left, and send what no push came to fetch."""
    left = inbox.find_left(session, clock.now())
    for claimed in left:
        tracing.follow(claimed.trace)
        answering.take(make_app(), claimed, in_order=False)
    tracing.follow(None)
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
        begin_write(session)
        try:
            known = people.carry_hash(session, index_hash, "wechat.union", union) if union else None
            people.meet_account(session, (sender_hash, openid), known, now=clock.now())
            session.commit()
        except IntegrityError:  # the person logged in, or another worker came, in this moment: next time
            session.rollback()
    return len(unknown)


def send_due(session: Session, senders: Mapping[str, Sender]) -> int:
    """Send the pending messages that are due, each at most once. Returns how many were tried."""
    now = clock.now()
    # Due at once when it was written, by a clock that was set back since.
    at_once = (OutboxRow.created_at > now + AHEAD) & (OutboxRow.due_at <= OutboxRow.created_at)
    due = (OutboxRow.state == OutboxState.PENDING, (OutboxRow.due_at <= now) | at_once)
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
    tracing.follow(row.trace)
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
    told.application_id, told.trace = row.application_id, row.trace
    return told


def verify_due(session: Session, platform: verifying.Platform) -> int:
    """Make the calls to the verification platform that are due. Returns how many.

    What will be asked is committed before a call; no transaction is open while it lasts.
    """
    begin_write(session)
    settling.sweep(session, clock.now())
    due = verifying.has_due(session, clock.now())
    session.commit()
    if not due:
        return 0
    guide = guide_of(session)
    made, until = 0, time.monotonic() + VERIFYING_SECONDS
    while made < BATCH and time.monotonic() < until and _verify_next(session, platform, guide):
        made += 1
    return made


def _verify_next(session: Session, platform: verifying.Platform, guide: Guide) -> bool:
    begin_write(session)
    errand = verifying.claim(session, guide, clock.now())
    session.commit()
    if errand is None:
        return False
    came = verifying.run(errand, platform, on=clock.today())
    begin_write(session)
    order = settling.settle(session, guide, errand, came, at=clock.now())
    session.commit()
    state = order.state if order else "taken over"
    tracing.follow(order.trace if order else None)
    log.info("verification", order=errand.order_id, call=errand.kind, state=state, fault=came.fault)
    return True


def settle_lost(session: Session, now: datetime) -> int:
    """Messages whose worker died while sending: whether they left is not known."""
    begin_write(session)
    lost = (
        OutboxRow.state == OutboxState.SENDING,
        is_over(OutboxRow.sending_since, now - LOST_AFTER, LOST_AFTER),
    )
    changes = {"state": OutboxState.UNCERTAIN, "reason": "worker stopped", "settled_at": now}
    settled = session.execute(
        update(OutboxRow).where(*lost).values(**changes).execution_options(synchronize_session=False)
    )
    session.commit()
    return settled.rowcount


def wind_up(session: Session, now: datetime) -> int:
    """When the guide is another one, and every day: work out anew by when what is open has to be done."""
    begin_write(session)
    changed, last = 0, 0 if take_turn(session, f"due {guide_of(session).version[:24]}", now, DAILY) else None
    session.commit()
    while last is not None:
        begin_write(session)
        more, last = wind_open(session, last)
        changed += more
        session.commit()
    return changed


def count_lost_calls(session: Session, now: datetime) -> int:
    """Count what was asked for in calls that were never ended, and forget them."""
    lost = calls.find_lost(session, now)
    if not lost:
        return 0
    heard = [(call_id, hearing.hear_call(guide_of(session), call, now)) for call_id, call in lost]
    begin_write(session)
    for call_id, one in heard:
        if calls.forget(session, call_id):
            hearing.keep(session, one, door=HOTLINE, at=now)
    session.commit()
    return len(lost)


def rehash_all(session: Session, index_hash: IndexHash, now: datetime) -> int:
    """While INDEX_KEY is changed: hash anew, also where nobody thinks of `rotate-keys`; in batches."""
    if len(index_hash.keys) == 1:
        return 0
    begin_write(session)
    done = 0
    for _ in rehash(session, index_hash) if take_turn(session, "rehash", now) else ():
        session.commit()
        begin_write(session)
        done += 1
    session.commit()
    return done


def seal_audit(session: Session, now: datetime) -> int:
    """Seal what the audit has gained, and close its days that are over."""
    begin_write(session)
    sealed = seals.seal(session, now)
    session.commit()
    return sealed
