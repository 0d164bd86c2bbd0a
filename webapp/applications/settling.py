"""What came of a call to the verification platform is kept, tried again or thrown away."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import notices
from webapp.applications.permits import PENDING, find_permit, is_permitted
from webapp.applications.reporting import differing, find_rows
from webapp.applications.sources import load_sources
from webapp.applications.verified import FactRefused, find_declared, find_orders, parse_facts, to_stored
from webapp.applications.verifying import (
    LEASE,
    Came,
    Errand,
    Kind,
    Wish,
    make_order,
    note,
    stop,
    wait_for_turn,
)
from webapp.gateways.verification import Fault, SourceAnswer, SourceState
from webapp.models.applications import ApplicationMember, Authorisation
from webapp.models.verifications import Cause, OrderState, ResultState, VerificationOrder, VerificationResult
from webapp.turns import is_over

S, R = OrderState, ResultState
GIVE_UP = datetime.timedelta(days=30)
# After a call that failed, in minutes; after the last one the order has failed.
CALL_AGAIN = (1, 5, 15, 60, 240, 720)
# After a source that failed, in hours; after the last one a clerk decides.
ASK_AGAIN = (1, 6, 24)
FIRST_LOOK, LAST_LOOK = datetime.timedelta(seconds=3), datetime.timedelta(hours=1)
UNDER_WAY = (S.WAITING, S.ORDERED, S.PARTLY)
NO_ANSWER = "no-answer"
STATES = {
    SourceState.PARTLY: R.PARTLY,
    SourceState.ANSWERED: R.ANSWERED,
    SourceState.NOT_FOUND: R.NOT_FOUND,
    SourceState.DECEASED: R.DECEASED,
    SourceState.MOVED_OUT: R.MOVED_OUT,
}


def settle(
    session: Session, guide: Guide, errand: Errand, came: Came, *, at: datetime.datetime
) -> VerificationOrder | None:
    """Keep what came of an errand. None when another process has taken it over meanwhile."""
    session.expire_all()
    wait_for_turn(session, errand.application_id)
    held = (VerificationOrder.id == errand.order_id, VerificationOrder.lease == errand.lease)
    order = session.scalars(select(VerificationOrder).where(*held).with_for_update()).one_or_none()
    if order is None:
        return None
    order.lease = order.leased_until = None
    if came.fault is not None:
        _after_fault(order, came, at)
    elif errand.kind is Kind.CANCEL:
        order.cancelled_at, order.next_try_at = at, None
    elif not is_permitted(order):
        _discard(session, order, came.answers, at)
    elif errand.kind is Kind.SUBMIT:
        order.state, order.ordered_at, order.attempts, order.error = S.ORDERED, at, 0, None
        order.next_try_at = at + FIRST_LOOK
    else:
        _keep(guide, order, came.answers, at)
        session.flush()
        _count_differences(session, guide, order, at)
    session.flush()
    return order


def _count_differences(
    session: Session, guide: Guide, order: VerificationOrder, at: datetime.datetime
) -> None:
    """What an answer about one member changes for all of them, where lists and the status find it.

    The applicant is asked to look, once, when everything about them is in.
    """
    application = order.member.application
    declared = find_declared(guide, application)
    rows = differing(find_rows(session, guide, declared, application, on=at.date()))
    newest = {one.member_id: one for one in find_orders(session, application)}
    for one in newest.values():
        mine = [row for row in rows if one.member.person in row.told_by]
        one.differs = sum(row.told_by == {one.member.person} for row in mine)
        one.differs_together = len(mine) - one.differs
    applicant = next((one for one in application.members if one.is_applicant), None)
    own = newest.get(applicant.id) if applicant else None
    if own is not None and own.differs and own.state not in UNDER_WAY:
        notices.ask_about_differences(session, application, at)


def _after_fault(order: VerificationOrder, came: Came, at: datetime.datetime) -> None:
    order.attempts, order.error = order.attempts + 1, came.fault
    if came.retry and order.attempts <= len(CALL_AGAIN):
        order.next_try_at = at + datetime.timedelta(minutes=CALL_AGAIN[order.attempts - 1])
        if came.fault is Fault.UNKNOWN_ORDER and order.state != S.STOPPED:
            order.state = S.WAITING  # the platform lost it: the same order goes there again
            for row in order.results:
                row.state = R.WAITING if row.state == R.ASKED else row.state
        return
    order.next_try_at = None
    if order.state != S.STOPPED:
        _fail_pending(order, came.fault)
        order.state = _state_of(order)


def _fail_pending(order: VerificationOrder, error: str) -> None:
    for row in order.results:
        if row.state in PENDING:
            row.state, row.error, row.attempts = R.FAILED, error, row.attempts + 1


def _discard(
    session: Session, order: VerificationOrder, answers: Iterable[SourceAnswer], at: datetime.datetime
) -> None:
    """The authorisation ended while the answers were on their way: they are not read, and that is noted."""
    came = {one.source for one in answers if one.state is not SourceState.PENDING}
    discarded = [one for one in order.results if one.source in came and one.state in PENDING]
    for row in discarded:
        row.state, row.answered_at = R.DISCARDED, at
    if discarded:
        note(session, order, "discard-verification", [one.source for one in discarded], at=at)
    stop(session, order, at)


def _keep(
    guide: Guide, order: VerificationOrder, answers: Iterable[SourceAnswer], at: datetime.datetime
) -> None:
    rows = {one.source: one for one in order.results if one.state in PENDING}
    for answer in answers:
        if answer.source in rows:
            _keep_one(guide, rows[answer.source], answer, at)
    order.attempts, order.error = 0, None
    if at - order.ordered_at > GIVE_UP:
        _fail_pending(order, NO_ANSWER)
    order.state = _state_of(order)
    under_way = order.state in UNDER_WAY
    order.next_try_at = at + _until_next_look(at - order.ordered_at) if under_way else None


def _keep_one(guide: Guide, row: VerificationResult, answer: SourceAnswer, at: datetime.datetime) -> None:
    """One answer, whole or not at all."""
    if answer.state is SourceState.PENDING:
        return
    if answer.state is SourceState.FAILED:
        _fail(row, answer.error, at)
        return
    try:
        facts = parse_facts(guide.facts, load_sources().by_id[row.source], answer.facts)
    except FactRefused as refused:
        _fail(row, str(refused), at)
        return
    row.state, row.error, row.next_try_at = STATES[answer.state], None, None
    row.facts, row.as_of, row.answered_at = to_stored(facts), answer.as_of, at


def _fail(row: VerificationResult, error: str, at: datetime.datetime) -> None:
    row.state, row.error, row.attempts = R.FAILED, error, row.attempts + 1
    again = row.attempts <= len(ASK_AGAIN)
    row.next_try_at = at + datetime.timedelta(hours=ASK_AGAIN[row.attempts - 1]) if again else None


def _state_of(order: VerificationOrder) -> OrderState:
    states = {one.state for one in order.results}
    if states <= {R.FAILED}:
        return S.FAILED
    if not states & PENDING:
        return S.COMPLETE
    return S.ORDERED if states <= PENDING - {R.PARTLY} else S.PARTLY


def _until_next_look(age: datetime.timedelta) -> datetime.timedelta:
    """Often at first, then seldom: an answer that took a day may take another hour to be seen."""
    return min(max(age / 3, FIRST_LOOK), LAST_LOOK)


def sweep(session: Session, now: datetime.datetime) -> int:
    """Stop what is no longer authorised, and ask again what failed. Returns how many orders that touched."""
    return _stop_withdrawn(session, now) + _ask_again(session, now)


def _stop_withdrawn(session: Session, now: datetime.datetime) -> int:
    holds = exists().where(
        Authorisation.receipt == VerificationOrder.receipt, Authorisation.withdrawn_at.is_(None)
    )
    wanted = select(VerificationOrder).where(VerificationOrder.state.in_(UNDER_WAY), ~holds)
    over = is_over(VerificationOrder.leased_until, now, LEASE)
    free = VerificationOrder.leased_until.is_(None) | over
    stopped = session.scalars(wanted.where(free).with_for_update(skip_locked=True)).all()
    for order in stopped:
        stop(session, order, now)
    return len(stopped)


def _ask_again(session: Session, now: datetime.datetime) -> int:
    failed = select(VerificationOrder.member_id).join(VerificationResult)
    due = failed.where(VerificationResult.next_try_at <= now).distinct()
    members = [session.get(ApplicationMember, one) for one in session.scalars(due).all()]
    return sum(_order_again(session, one, now) for one in members if one is not None)


def _order_again(session: Session, member: ApplicationMember, now: datetime.datetime) -> bool:
    wait_for_turn(session, member.application_id)
    mine = (VerificationOrder.member_id == member.id, VerificationResult.next_try_at <= now)
    due = select(VerificationResult).join(VerificationOrder).where(*mine)
    rows = session.scalars(due.execution_options(populate_existing=True)).all()
    for row in rows:
        row.next_try_at = None
    permit = find_permit(member)
    attempts = {one.source: one.attempts for one in rows if permit and one.source in permit.sources}
    if attempts:
        make_order(session, member, attempts, wish=Wish(cause=Cause.RETRY, attempts=attempts), at=now)
    return bool(attempts)


def hurry(session: Session, key: str, now: datetime.datetime) -> None:
    """The platform says that there is news of an order: look at it next."""
    mine = (VerificationOrder.key == key, VerificationOrder.state.in_(UNDER_WAY))
    order = session.scalars(select(VerificationOrder).where(*mine)).one_or_none()
    if order is not None and order.state != S.WAITING:
        order.next_try_at = min(order.next_try_at or now, now)
