"""Each delivery is answered once: claim it with a lease, wait for its holder, take over what was dropped.

WeChat repeats a push up to three times when no answer came within 5 seconds, so that the same message may be
in several worker processes at once. The row, unique by sender and message, decides between them. It holds the
message until it is answered: what a killed process leaves behind is answered by the next one that comes to
it, before any later message of the same sender, or by the worker.
"""

import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp import clock, tracing
from webapp.db import begin_write
from webapp.models.inbox import InboxRow, Told
from webapp.models.outbox import Channel, OutboxRow
from webapp.turns import is_over

# Longer than a push is held, shorter than a duplicate waits: who waits can take over from who was killed.
LEASE_SECONDS, LATE_LEASE_SECONDS = 3.75, 30
LONGEST_LEASE = timedelta(seconds=LATE_LEASE_SECONDS)
POLL_SECONDS = 0.05
ORDER_SECONDS = 40
# WeChat's third and last push comes 10 seconds after the first. Then nobody else will fetch the reply.
LEFT_AFTER = timedelta(seconds=20)
BATCH = 50
# What every message does is written down once, against the table itself: putting a statement together anew
# and the mapper would cost more than the encryption.
ROWS = InboxRow.__table__
EARLIER = (
    select(ROWS.c.id)
    .where(ROWS.c.sender_hash == bindparam("sender"), ROWS.c.place < bindparam("before"))
    .where(ROWS.c.reply.is_(None), ROWS.c.message.is_not(None))
    .order_by(ROWS.c.place)
    .limit(1)
)
NEW = (
    "app_id",
    "sender_hash",
    "message_hash",
    "place",
    "message",
    "lease",
    "leased_until",
    "received_at",
    "trace",
)
INSERT = (
    insert(ROWS)
    .values({name: bindparam(f"new_{name}") for name in NEW})
    .returning(ROWS.c.id, EARLIER.exists().label("after_others"))
)
MINE = (ROWS.c.id == bindparam("row"), ROWS.c.lease == bindparam("holder"), ROWS.c.reply.is_(None))
FINISH = update(ROWS).where(*MINE).values(reply=bindparam("words")).returning(ROWS.c.told)
FINISH_AND_DROP = FINISH.values(message=None)
Store = Callable[[str], None]
Message = Mapping[str, object]
Compose = Callable[[Session, Message, Store], None]


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
    """A delivery that is ours to answer. `owed`: it is answered for a push that is not here.

    `after_others`: something of the same sender was open before it when it came. `trace`: the request that
    it came by.
    """

    row_id: int
    lease: str
    key: Key
    message: Message
    owed: bool = False
    after_others: bool = True
    trace: str | None = None


@dataclass(frozen=True)
class Settled:
    """A delivery that is answered. `late`: the reply goes, or has gone, as a message of its own."""

    reply: str
    late: bool = False


def claim(session: Session, key: Key, message: Message, *, until: float) -> Claim | Settled:
    """A claim to answer the delivery, committed; or what another process made of it.

    Raises TimeoutError when another process holds the claim and does not answer until `until` (monotonic).
    """
    found = _insert(session, key, message, clock.now()) or _try_again(session, key, clock.now())
    while found is None:
        if time.monotonic() >= until:
            raise TimeoutError
        time.sleep(POLL_SECONDS)
        found = _try_again(session, key, clock.now())
    return found


def work_off(session: Session, claimed: Claim, compose: Compose) -> Settled | None:
    """Answer what the same sender sent before and is still open, then this. None: another has done it."""
    until = time.monotonic() + ORDER_SECONDS
    while claimed.after_others and time.monotonic() < until:
        found = _find_earlier(session, claimed.key)
        earlier = _detached(session, session.get(InboxRow, found, populate_existing=True) if found else None)
        if earlier is None:
            break
        if not is_over(earlier.leased_until, clock.now(), LONGEST_LEASE):
            time.sleep(POLL_SECONDS)
            continue
        taken = _take_over(session, earlier, clock.now(), told=Told.OWED)
        if taken is not None:
            settle(session, taken, compose)
    return settle(session, claimed, compose)


def settle(session: Session, claimed: Claim, compose: Compose) -> Settled | None:
    """The reply to the delivery, committed together with all that `compose` writes to `session`.

    `compose` hands the reply to the function it is given, in the transaction of the turn. Whatever it raises
    leaves the delivery open. None when another process took it over meanwhile: nothing was written then.
    """
    settled: list[Settled] = []

    def store(reply: str) -> None:
        settled.append(finish(session, claimed, reply))

    try:
        compose(session, claimed.message, store)
        session.commit()
    except LeaseLost:
        session.rollback()
        return None
    return settled[-1]


def finish(session: Session, claimed: Claim, reply: str) -> Settled:
    """Store the reply in the transaction of the turn, and what is told late in the outbox.

    Raises LeaseLost when the claim was taken over.
    """
    mine = {"row": claimed.row_id, "holder": claimed.lease, "words": reply}
    statement = FINISH if claimed.owed else FINISH_AND_DROP
    stored = session.connection().execute(statement, mine).one_or_none()
    if stored is None:
        raise LeaseLost
    late = stored.told == Told.LATE
    if late and reply:
        session.add(_outgoing(claimed.key, claimed.message, reply))
    return Settled(reply, late)


def mark_late(session: Session, claimed: Claim, *, seconds: int = LATE_LEASE_SECONDS) -> Settled | None:
    """Note that the push is being answered with a word of patience. None when the claim was lost.

    `seconds`: how much longer the turn may take. A reply that came in the last moment is the answer.
    """
    begin_write(session)
    until = clock.now() + timedelta(seconds=seconds)
    marked = session.execute(_update(_mine(claimed), {"told": Told.LATE, "leased_until": until}))
    session.commit()
    if marked.rowcount == 1:
        return Settled("", late=True)
    row = _find(session, claimed.key)
    return None if row is None or row.reply is None else Settled(row.reply, row.told == Told.LATE)


def find_left(session: Session, now: datetime) -> list[Claim]:
    """Take over what nobody is at any more and no push will ask for again; each is told late."""
    query = (
        select(InboxRow)
        .where(_is_open(), is_over(InboxRow.leased_until, now, LONGEST_LEASE))
        .where((InboxRow.told == Told.LATE) | is_over(InboxRow.received_at, now - LEFT_AFTER, LEFT_AFTER))
        .order_by(InboxRow.place)
        .limit(BATCH)
    )
    rows = session.scalars(query).all()
    session.expunge_all()
    session.rollback()
    taken = (_take_over(session, row, now, told=Told.LATE) for row in rows)
    return [one for one in taken if one is not None]


def tell_owed(session: Session, now: datetime) -> int:
    """Put replies that stood ready for a push that never came into the outbox. Returns how many."""
    begin_write(session)
    since = now - LEFT_AFTER
    waited = (
        InboxRow.told == Told.OWED,
        InboxRow.reply.is_not(None),
        is_over(InboxRow.received_at, since, LEFT_AFTER),
    )
    rows = session.scalars(select(InboxRow).where(*waited).limit(BATCH).with_for_update()).all()
    for row in rows:
        if row.reply:
            late = _outgoing(_key_of(row), row.message, row.reply)
            late.trace = row.trace
            session.add(late)
        row.told, row.message = Told.LATE, None
    session.commit()
    return len(rows)


def _try_again(session: Session, key: Key, now: datetime) -> Claim | Settled | None:
    """What there is of a delivery that came before: its reply, a claim on what was dropped, or None yet."""
    row = _find(session, key)
    if row is None:
        return None
    if row.told == Told.LATE:
        return Settled("", late=True)
    if row.reply is not None and row.told == Told.OWED:
        return _fetch_owed(session, row)
    if row.reply is not None:
        return Settled(row.reply)
    return _take_over(session, row, now) if is_over(row.leased_until, now, LONGEST_LEASE) else None


def _find(session: Session, key: Key) -> InboxRow | None:
    same = (
        InboxRow.app_id == key.app_id,
        InboxRow.sender_hash == key.sender_hash,
        InboxRow.message_hash == key.message_hash,
    )
    return _detached(session, session.scalars(select(InboxRow).where(*same)).one_or_none())


def _find_earlier(session: Session, key: Key) -> int | None:
    """The id of the first message of the same sender before this one that has no reply yet."""
    before = {"sender": key.sender_hash, "before": key.place}
    return session.connection().execute(EARLIER, before).scalar_one_or_none()


def _detached(session: Session, row: InboxRow | None) -> InboxRow | None:
    if row is not None:
        session.expunge(row)
    session.rollback()
    return row


def _insert(session: Session, key: Key, message: Message, now: datetime) -> Claim | None:
    lease = secrets.token_hex(16)
    until = now + timedelta(seconds=LEASE_SECONDS)
    held = {"message": dict(message), "lease": lease, "leased_until": until, "received_at": now}
    held["trace"] = tracing.current()
    begin_write(session)
    try:
        new = {f"new_{name}": value for name, value in (vars(key) | held).items()}
        before = {"sender": key.sender_hash, "before": key.place}
        made = session.connection().execute(INSERT, new | before).one()
        session.commit()
    except IntegrityError:
        session.rollback()
        return None
    return Claim(made.id, lease, key, message, after_others=bool(made.after_others))


def _take_over(session: Session, row: InboxRow, now: datetime, told: Told | None = None) -> Claim | None:
    lease = secrets.token_hex(16)
    changes = {"lease": lease, "leased_until": now + timedelta(seconds=LEASE_SECONDS)}
    if told is not None and row.told != Told.LATE:
        changes["told"] = told
    begin_write(session)
    dropped = (InboxRow.id == row.id, InboxRow.lease == row.lease, InboxRow.reply.is_(None))
    taken = session.execute(_update(dropped, changes))
    session.commit()
    owed = changes.get("told", row.told) == Told.OWED
    if taken.rowcount != 1:
        return None
    return Claim(row.id, lease, _key_of(row), row.message, owed, trace=row.trace)


def _fetch_owed(session: Session, row: InboxRow) -> Settled:
    """The reply that stood ready; it is told with this push, unless the worker was faster."""
    begin_write(session)
    owed = (InboxRow.id == row.id, InboxRow.told == Told.OWED)
    fetched = session.execute(_update(owed, {"told": None, "message": None}))
    session.commit()
    return Settled(row.reply) if fetched.rowcount == 1 else Settled("", late=True)


def _is_open() -> ColumnElement[bool]:
    return InboxRow.reply.is_(None) & InboxRow.message.is_not(None)


def _mine(claimed: Claim) -> tuple[ColumnElement[bool], ...]:
    return InboxRow.id == claimed.row_id, InboxRow.lease == claimed.lease, InboxRow.reply.is_(None)


def _update(where: tuple[ColumnElement[bool], ...], values: Mapping[str, object]):
    return update(InboxRow).where(*where).values(**values).execution_options(synchronize_session=False)


def _key_of(row: InboxRow) -> Key:
    return Key(row.app_id, row.sender_hash, row.message_hash, row.place)


def _outgoing(key: Key, message: Message, reply: str) -> OutboxRow:
    now = clock.now()
    cause = f"inbox:{key.sender_hash[:32]}:{key.message_hash[:32]}"
    row = OutboxRow(channel=Channel.WECHAT, cause=cause, recipient=str(message["sender"]), body=reply)
    row.created_at = row.due_at = now
    return row
