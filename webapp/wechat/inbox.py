"""Each delivery is answered once: claim it with a lease, wait for its holder, take over what was dropped.

WeChat repeats a push up to three times when no answer came within 5 seconds, so that the same message may be
in several worker processes at once. The row, unique by sender and message, decides between them.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp import clock
from webapp.db import begin_write
from webapp.models.inbox import InboxRow

LEASE_SECONDS = 4
WAIT_SECONDS = 4
POLL_SECONDS = 0.05
ORDER_SECONDS = 2
Store = Callable[[str], None]


class LeaseLost(Exception):
    """Another process took the delivery over; its reply counts."""


@dataclass(frozen=True)
class Key:
    """What makes a delivery one: the app, the keyed hash of its sender, the keyed hash of its identity."""

    app_id: str
    sender_hash: str
    message_hash: str
    place: int


@dataclass(frozen=True)
class Claim:
    row_id: int
    lease: str


def answer_once(session: Session, key: Key, compose: Callable[[Store], None]) -> str:
    """The reply to the delivery, committed. `compose` runs only in the process that holds the claim.

    It writes the turn to `session` and hands the reply to the function it is given; turn and reply are then
    committed together. Whatever it raises gives up the claim, so that a repeated push may try at once. Raises
    TimeoutError when another process holds the claim and does not answer within 4 seconds.
    """
    claimed = claim(session, key)
    if isinstance(claimed, str):
        return claimed
    wait_for_earlier(session, key)
    replies: list[str] = []

    def store(reply: str) -> None:
        replies.append(reply)
        finish(session, claimed, reply)

    try:
        compose(store)
        session.commit()
    except LeaseLost:
        session.rollback()
        return answer_once(session, key, compose)
    except Exception:
        release(session, claimed, clock.now())
        raise
    return replies[-1]


def claim(session: Session, key: Key) -> Claim | str:
    """A claim to answer the delivery, committed; or the reply that another process stored meanwhile."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        found = _try_claim(session, key, clock.now())
        if found is not None:
            return found
        if time.monotonic() >= deadline:
            raise TimeoutError
        time.sleep(POLL_SECONDS)


def wait_for_earlier(session: Session, key: Key) -> None:
    """Let messages of the same sender that came before this one be answered first, for a short while."""
    deadline = time.monotonic() + ORDER_SECONDS
    while time.monotonic() < deadline and _has_earlier(session, key, clock.now()):
        time.sleep(POLL_SECONDS)


def finish(session: Session, claimed: Claim, reply: str) -> None:
    """Store the reply in the transaction of the turn. Raises LeaseLost when the claim was taken over."""
    mine = (InboxRow.id == claimed.row_id, InboxRow.lease == claimed.lease, InboxRow.reply.is_(None))
    stored = session.execute(
        update(InboxRow).where(*mine).values(reply=reply).execution_options(synchronize_session=False)
    )
    if stored.rowcount != 1:
        raise LeaseLost


def release(session: Session, claimed: Claim, now: datetime) -> None:
    """Give up a claim after a fault, so that a repeated push may try at once."""
    begin_write(session)
    mine = (InboxRow.id == claimed.row_id, InboxRow.lease == claimed.lease)
    session.execute(update(InboxRow).where(*mine).values(leased_until=now))
    session.commit()


def _try_claim(session: Session, key: Key, now: datetime) -> Claim | str | None:
    """A claim, the stored reply, or None while another process holds the lease. Ends its transaction."""
    row = _find(session, key)
    if row is None:
        return _insert(session, key, now)
    if row.reply is not None:
        return row.reply
    if row.leased_until > now:
        return None
    return _take_over(session, row, now)


def _find(session: Session, key: Key) -> InboxRow | None:
    same = (
        InboxRow.app_id == key.app_id,
        InboxRow.sender_hash == key.sender_hash,
        InboxRow.message_hash == key.message_hash,
    )
    row = session.scalars(select(InboxRow).where(*same)).one_or_none()
    if row is not None:
        session.expunge(row)
    session.rollback()
    return row


def _insert(session: Session, key: Key, now: datetime) -> Claim | None:
    lease = secrets.token_hex(16)
    begin_write(session)
    row = InboxRow(
        app_id=key.app_id,
        sender_hash=key.sender_hash,
        message_hash=key.message_hash,
        place=key.place,
        lease=lease,
        leased_until=now + timedelta(seconds=LEASE_SECONDS),
        received_at=now,
    )
    session.add(row)
    try:
        session.commit()
    except IntegrityError:
        session.rollback()
        return None
    return Claim(row.id, lease)


def _take_over(session: Session, row: InboxRow, now: datetime) -> Claim | None:
    lease = secrets.token_hex(16)
    begin_write(session)
    dropped = (InboxRow.id == row.id, InboxRow.lease == row.lease, InboxRow.reply.is_(None))
    until = now + timedelta(seconds=LEASE_SECONDS)
    taken = session.execute(
        update(InboxRow)
        .where(*dropped)
        .values(lease=lease, leased_until=until)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return Claim(row.id, lease) if taken.rowcount == 1 else None


def _has_earlier(session: Session, key: Key, now: datetime) -> bool:
    earlier = (
        InboxRow.sender_hash == key.sender_hash,
        InboxRow.place < key.place,
        InboxRow.reply.is_(None),
        InboxRow.leased_until > now,
    )
    found = session.scalar(select(exists().where(*earlier)))
    session.rollback()
    return bool(found)
