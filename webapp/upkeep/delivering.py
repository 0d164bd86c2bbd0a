"""Transfers to and from the province's platform: marked before they leave, never sent twice by themselves.

No transaction is open while a call lasts. What is claimed is committed first; a worker that dies while
sending leaves it uncertain.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy import and_, or_, select, update
from sqlalchemy.orm import Session

from webapp.applications import transferring
from webapp.gateways.http import GatewayError, NotDelivered, OutcomeUnknown
from webapp.gateways.province import Letter, Standing
from webapp.models.routing import Direction, Transfer, TransferState
from webapp.turns import is_over

T = TransferState
LOST_AFTER = timedelta(minutes=2)
RETRY_MINUTES = (1, 5, 15, 60)
ASK_EVERY = timedelta(hours=1)


class Province(Protocol):
    """What is asked of the platform."""

    def send(self, letter: dict) -> None: ...

    def answer(self, number: str, outcome: str, says: str) -> None: ...

    def find(self, number: str) -> Standing | None: ...

    def inbox(self, city: str) -> list[Letter]: ...

    def take(self, number: str, place: str) -> None: ...


@dataclass(frozen=True)
class Delivery:
    """One thing to say to the platform, as it was committed."""

    id: int
    direction: Direction
    number: str
    letter: dict
    outcome: str
    says: str


def has_due(session: Session, now: datetime) -> bool:
    """Whether there is anything to send, or to give up as lost; a look that writes nothing."""
    pending = and_(Transfer.state == T.PENDING, Transfer.due_at <= now)
    stopped = and_(Transfer.state == T.SENDING, is_over(Transfer.sending_since, now - LOST_AFTER, LOST_AFTER))
    found = session.scalar(select(Transfer.id).where(or_(pending, stopped)).limit(1)) is not None
    session.rollback()
    return found


def claim(session: Session, now: datetime) -> Delivery | None:
    """The next transfer or answer that is due, marked as being sent. The caller commits before it goes."""
    due = (Transfer.state == T.PENDING, Transfer.due_at <= now)
    chosen = select(Transfer).where(*due).order_by(Transfer.due_at, Transfer.id).limit(1)
    found = session.scalars(chosen.with_for_update(skip_locked=True)).one_or_none()
    if found is None:
        return None
    found.state, found.sending_since, found.attempts = T.SENDING, now, found.attempts + 1
    session.flush()
    says, outcome = found.answer or "", found.outcome or ""
    return Delivery(found.id, Direction(found.direction), found.number, found.letter, outcome, says)


def run(errand: Delivery, province: Province) -> GatewayError | None:
    """Make the call. What went wrong, if anything."""
    try:
        if errand.direction is Direction.OUT:
            province.send(errand.letter)
        else:
            province.answer(errand.number, errand.outcome, errand.says)
    except (NotDelivered, OutcomeUnknown) as error:
        return error
    return None


def settle(session: Session, errand: Delivery, fault: GatewayError | None, now: datetime) -> Transfer | None:
    """Note how the call came out; None where another worker gave it up as lost meanwhile."""
    transfer = session.get(Transfer, errand.id, with_for_update=True, populate_existing=True)
    if transfer is None or transfer.state != T.SENDING:
        return None
    if fault is None:
        _arrived(session, transfer, now)
    elif isinstance(fault, NotDelivered) and fault.retry:
        minutes = RETRY_MINUTES[min(transfer.attempts, len(RETRY_MINUTES)) - 1]
        transfer.state, transfer.fault = T.PENDING, str(fault)[:64]
        transfer.due_at = now + timedelta(minutes=minutes)
    elif isinstance(fault, NotDelivered):
        transferring.refused(session, transfer, str(fault), now)
    else:
        transferring.lost(session, transfer, str(fault), now)
    return transfer


def _arrived(session: Session, transfer: Transfer, now: datetime) -> None:
    if transfer.direction == Direction.OUT:
        transferring.arrived(session, transfer, now)
        transfer.due_at = now + ASK_EVERY
    else:
        transfer.state, transfer.closed_at, transfer.due_at, transfer.fault = T.ANSWERED, now, None, None


def settle_lost(session: Session, now: datetime) -> int:
    """What a worker was sending when it died: whether it left is not known."""
    stopped = (Transfer.state == T.SENDING, is_over(Transfer.sending_since, now - LOST_AFTER, LOST_AFTER))
    found = session.scalars(select(Transfer).where(*stopped).with_for_update(skip_locked=True)).all()
    for transfer in found:
        transferring.lost(session, transfer, "worker stopped", now)
    return len(found)


def to_ask(session: Session, now: datetime) -> list[tuple[int, str]]:
    """Id and number of what to ask after: what is uncertain, and what waits for an answer; once an hour."""
    waiting = (
        Transfer.direction == Direction.OUT,
        Transfer.state.in_((T.UNCERTAIN, T.TAKEN)),
        Transfer.due_at <= now,
    )
    found = session.execute(select(Transfer.id, Transfer.number).where(*waiting).order_by(Transfer.due_at))
    rows = [tuple(row) for row in found]
    ids = [one for one, _ in rows]
    session.execute(update(Transfer).where(Transfer.id.in_(ids)).values(due_at=now + ASK_EVERY))
    return rows


def learn(session: Session, id: int, standing: Standing | None, now: datetime) -> bool:
    """Take in how a transfer stands there. Whether that is news. An unknown number changes nothing."""
    transfer = session.get(Transfer, id, with_for_update=True, populate_existing=True)
    if standing is None or transfer is None or transfer.state not in (T.UNCERTAIN, T.TAKEN):
        return False
    is_news = transfer.state == T.UNCERTAIN
    if is_news:
        transferring.arrived(session, transfer, now)
        transfer.due_at = now + ASK_EVERY
    if standing.state in ("decided", "returned"):
        outcome = "returned" if standing.state == "returned" else standing.outcome or "refused"
        transferring.decided(session, transfer, outcome, standing.says or "", at=now)
        return True
    return is_news
