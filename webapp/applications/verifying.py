"""Verification: the one place from which departments and banks are asked about anybody.

`permits` decides whether a person may be asked about, and every way to the platform goes through it: when an
order is made, again before each call, and again before an answer is kept. An authorisation that ended stops
what is under way, has the platform told so, and what still comes is thrown away unread.

The worker takes one order at a time: `claim` writes down what will be asked and is committed, `run` calls the
platform with no transaction open, `settle` keeps what came. Whoever is killed in between leaves a lease that
ends; the platform knows an order by its key, so that asking again asks nobody twice.
"""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications.errors import UnsignedError
from webapp.applications.permits import PENDING, Permit, find_permit, is_permitted
from webapp.applications.sources import load_sources
from webapp.applications.states import RequestState
from webapp.applications.verified import GONE, declared_to, find_orders, rows_by_source
from webapp.gateways.verification import Fault, Order, SourceAnswer, VerificationError, VerificationGateway
from webapp.models.applications import Application, ApplicationMember
from webapp.models.verifications import Cause, OrderState, ResultState, VerificationOrder, VerificationResult
from webapp.security import audit
from webapp.turns import is_over

S, R = OrderState, ResultState
SYSTEM = "system"
LEASE = datetime.timedelta(minutes=2)
BEING_VERIFIED = frozenset({RequestState.VERIFYING, RequestState.POST_CHECK})


class Platform(Protocol):
    """Whoever asks the departments and banks. All of it raises VerificationError, and may be called again."""

    def submit(self, order: Order) -> None: ...

    def fetch(self, key: str, asked: Collection[str], *, on: datetime.date) -> tuple[SourceAnswer, ...]: ...

    def cancel(self, key: str) -> None: ...


def open_platform(url: str) -> Platform:
    return VerificationGateway(url)


# --- ordering ---------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Wish:
    """Who wants something asked, why, and how often each source has failed before."""

    by: str = SYSTEM
    cause: Cause = Cause.FIRST
    attempts: Mapping[str, int] = field(default_factory=dict)


def order_verification(
    session: Session, application: Application, at: datetime.datetime, *, by: str = SYSTEM
) -> list[VerificationOrder]:
    """Order what has not been asked yet about every member who has authorised it. Again, it orders nothing.

    A minor for whom nobody has signed and a member without an ID number are left out. Raises UnsignedError
    when an adult's authorisation is missing, withdrawn or over.
    """
    wait_for_turn(session, application.id)
    permits = {one.id: find_permit(one) for one in application.members}
    present = [one for one in application.members if one.left_on is None]
    missing = [one for one in present if one.is_adult is not False and permits[one.id] is None]
    if missing:
        raise UnsignedError(f"{len(missing)} adult members have no valid authorisation")
    signed = [(one, permits[one.id]) for one in application.members if permits[one.id] and one.id_number]
    orders = find_orders(session, application)
    made = [_order_rest(session, orders, pair, (by, at)) for pair in signed]
    return [one for one in made if one is not None]


def order_signed(
    session: Session, application: Application, at: datetime.datetime
) -> list[VerificationOrder]:
    """Order what a new signature allows, while anything is being verified; each member on their own.

    What was under way under an authorisation that ended is stopped first: it would be thrown away.
    """
    if not any(RequestState(one.state) in BEING_VERIFIED for one in application.requests):
        return []
    wait_for_turn(session, application.id)
    orders = find_orders(session, application)
    for order in orders:
        if any(one.state in PENDING for one in order.results) and not is_permitted(order):
            stop(session, order, at)
    permits = [(one, find_permit(one)) for one in application.members if one.id_number]
    made = [_order_rest(session, orders, (one, permit), (SYSTEM, at)) for one, permit in permits if permit]
    return [one for one in made if one is not None]


def wait_for_turn(session: Session, application_id: str) -> None:
    """Who orders or settles for an application waits for whoever does so now, and sees what they did."""
    mine = select(Application.id).where(Application.id == application_id)
    session.execute(mine.with_for_update(key_share=True))


def _order_rest(
    session: Session,
    orders: Iterable[VerificationOrder],
    about: tuple[ApplicationMember, Permit],
    who: tuple[str, datetime.datetime],
) -> VerificationOrder | None:
    """An order for the authorised sources that were not asked before, or only under what ended since."""
    (member, permit), (by, at) = about, who
    asked = {source for source, rows in rows_by_source(orders, member).items() if rows[-1].state not in GONE}
    rest = permit.sources - asked
    if not rest:
        return None
    wish = Wish(by, Cause.ADDED if asked else Cause.FIRST)
    return make_order(session, member, rest, wish=wish, at=at)


def second_look(
    session: Session, member: ApplicationMember, source: str, *, at: datetime.datetime, by: str
) -> VerificationOrder:
    """Ask one source once more; the order that is under way when it has not answered yet.

    Raises UnsignedError unless the member's authorisation covers the source.
    """
    wait_for_turn(session, member.application_id)
    permit = find_permit(member)
    if permit is None or source not in permit.sources or not member.id_number:
        raise UnsignedError("no valid authorisation covers this source")
    rows = rows_by_source(find_orders(session, member.application), member).get(source, [])
    if rows and rows[-1].state in PENDING:
        return rows[-1].order
    for row in rows:
        row.next_try_at = None
    wish = Wish(by, Cause.SECOND_LOOK)
    return make_order(session, member, {source}, wish=wish, at=at)


def make_order(
    session: Session,
    member: ApplicationMember,
    sources: Iterable[str],
    *,
    wish: Wish,
    at: datetime.datetime,
) -> VerificationOrder:
    """A new order for the sources that are authorised. Raises UnsignedError."""
    permit, newest = find_permit(member), _newest(session, member)
    if permit is None:
        raise UnsignedError("no valid authorisation")
    order = VerificationOrder(
        application_id=member.application_id,
        member_id=member.id,
        member=member,
        round=newest.round + 1 if newest else 1,
        key=secrets.token_hex(16),
        cause=wish.cause,
        by=wish.by,
        receipt=permit.receipt,
        text_hash=permit.text_hash,
        state=S.WAITING,
        attempts=0,
        differs=newest.differs if newest else 0,
        differs_together=newest.differs_together if newest else 0,
        created_at=at,
        next_try_at=at,
    )
    wanted = [one for one in load_sources().by_id if one in set(sources) & permit.sources]
    order.results = [
        VerificationResult(source=one, state=R.WAITING, attempts=wish.attempts.get(one, 0)) for one in wanted
    ]
    session.add(order)
    session.flush()
    return order


def _newest(session: Session, member: ApplicationMember) -> VerificationOrder | None:
    mine = select(VerificationOrder).where(VerificationOrder.member_id == member.id)
    return session.scalars(mine.order_by(VerificationOrder.round.desc()).limit(1)).first()


# --- asking -----------------------------------------------------------------------------------------------


class Kind(StrEnum):
    SUBMIT = "submit"
    FETCH = "fetch"
    CANCEL = "cancel"


@dataclass(frozen=True)
class Errand:
    """One call to make, written down and claimed. `order` is there for a submission alone."""

    order_id: int
    application_id: str
    lease: str
    kind: Kind
    key: str
    asked: tuple[str, ...]
    order: Order | None = field(default=None, repr=False)


@dataclass(frozen=True)
class Came:
    """What came of a call: answers, or the fault by name."""

    answers: tuple[SourceAnswer, ...] = ()
    fault: Fault | None = None
    retry: bool = True


def has_due(session: Session, now: datetime.datetime) -> bool:
    return session.scalar(select(VerificationOrder.id).where(*_due(now)).limit(1)) is not None


def _due(now: datetime.datetime) -> tuple:
    free = or_(VerificationOrder.leased_until.is_(None), is_over(VerificationOrder.leased_until, now, LEASE))
    return VerificationOrder.next_try_at <= now, free


def claim(session: Session, guide: Guide, now: datetime.datetime) -> Errand | None:
    """The next call that is due, leased to whoever commits this. None when there is none."""
    session.expire_all()
    due = select(VerificationOrder).where(*_due(now)).limit(1)
    due = due.order_by(VerificationOrder.next_try_at, VerificationOrder.id).with_for_update(skip_locked=True)
    while (order := session.scalars(due).first()) is not None:
        errand = _errand(session, guide, order, now)
        if errand is not None:
            return errand
        session.flush()
    return None


def _errand(
    session: Session, guide: Guide, order: VerificationOrder, now: datetime.datetime
) -> Errand | None:
    """None when nobody may be asked any more, and nobody was."""
    if order.state != S.STOPPED and not is_permitted(order):
        stop(session, order, now)
    if order.next_try_at is None:
        return None
    order.lease, order.leased_until = secrets.token_hex(16), now + LEASE
    asked = tuple(one.source for one in order.results)
    kind, sent = Kind.FETCH, None
    if order.state == S.STOPPED:
        kind = Kind.CANCEL
    elif order.state == S.WAITING:
        _note_asking(session, order, now)
        kind, sent = Kind.SUBMIT, _to_send(guide, order)
    return Errand(order.id, order.application_id, order.lease, kind, order.key, asked, sent)


def _note_asking(session: Session, order: VerificationOrder, now: datetime.datetime) -> None:
    """Written down before anybody is asked."""
    for row in order.results:
        if row.state == R.WAITING:
            row.state, row.asked_at = R.ASKED, row.asked_at or now
    if order.attempts == 0:
        note(session, order, "ask-verification", [one.source for one in order.results], at=now)


def note(
    session: Session, order: VerificationOrder, action: str, sources: Iterable[str], *, at: datetime.datetime
) -> None:
    subject = f"{order.application_id}:{order.member_id}"
    audit.record(session, f"verification:{order.by}", action, subject=subject, at=at, facts=sources)


def _to_send(guide: Guide, order: VerificationOrder) -> Order:
    member, by_id, permit = order.member, load_sources().by_id, find_permit(order.member)
    asked = {
        one.source: declared_to(guide.facts, member, by_id[one.source])
        for one in order.results
        if one.state == R.ASKED
    }
    return Order(
        key=order.key,
        name=member.name or "",
        id_number=member.id_number or "",
        receipt=permit.receipt,
        text_hash=permit.text_hash,
        signed_at=permit.signed_at,
        asked=asked,
    )


def stop(session: Session, order: VerificationOrder, now: datetime.datetime) -> None:
    """Nobody is asked any more; the platform is told so where it has the order."""
    pending = [one for one in order.results if one.state in PENDING]
    for row in pending:
        row.state = R.STOPPED
    order.state, order.lease, order.leased_until = S.STOPPED, None, None
    order.next_try_at, order.attempts = (now if _may_be_there(order) else None), 0
    note(session, order, "stop-verification", [one.source for one in pending], at=now)


def _may_be_there(order: VerificationOrder) -> bool:
    """Whether the platform has the order, or may have it."""
    return any(one.asked_at for one in order.results)


def run(errand: Errand, platform: Platform, *, on: datetime.date) -> Came:
    """Make the call. No database here: a platform that hangs holds nothing but its lease."""
    try:
        match errand.kind:
            case Kind.SUBMIT:
                platform.submit(errand.order)
            case Kind.FETCH:
                return Came(platform.fetch(errand.key, errand.asked, on=on))
            case Kind.CANCEL:
                platform.cancel(errand.key)
    except VerificationError as error:
        return Came(fault=error.fault, retry=error.retry)
    return Came()
