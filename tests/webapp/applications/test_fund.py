"""The reserve of a town: paid once, never below nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from webapp.applications import fund
from webapp.db import begin_write, make_sessions
from webapp.models.applications import Request
from webapp.models.fund import Fund, FundEntry

TOWN = "370305101"
HUNDRED, PAYMENTS = 100_00, 50


@pytest.fixture
def filed(office):
    application = office.file()
    for request in application.requests:
        request.town, request.district = TOWN, "linzi"
    session = office.desk.session
    fund.top_up(session, ("linzi", TOWN), 3 * HUNDRED, by="staff:1", key="first", at=office.now)
    session.commit()
    yield application
    begin_write(session)
    session.query(FundEntry).delete()
    session.query(Fund).delete()
    session.commit()


def test_a_payment_takes_the_balance_down_and_is_made_once(office, filed):
    session, request = office.desk.session, filed.requests[0]
    begin_write(session)
    first = fund.pay(session, request, HUNDRED, by="staff:1", at=office.now)
    again = fund.pay(session, request, HUNDRED, by="staff:2", at=office.now)
    assert first is again and first.balance_fen == 2 * HUNDRED == fund.balance_of(session, TOWN)
    session.commit()


def test_too_little_pays_nothing(office, filed):
    session, request = office.desk.session, filed.requests[0]
    begin_write(session)
    with pytest.raises(fund.FundShortError, match="备用金不够"):
        fund.pay(session, request, 3 * HUNDRED + 1, by="staff:1", at=office.now)
    assert fund.balance_of(session, TOWN) == 3 * HUNDRED
    assert len(fund.entries_of(session, TOWN)) == 1
    session.commit()


def test_a_top_up_pressed_twice_puts_in_once(office, filed):
    session = office.desk.session
    begin_write(session)
    fund.top_up(session, ("linzi", TOWN), HUNDRED, by="staff:1", key="second", at=office.now)
    fund.top_up(session, ("linzi", TOWN), HUNDRED, by="staff:1", key="second", at=office.now)
    assert fund.balance_of(session, TOWN) == 4 * HUNDRED
    session.commit()


def test_what_comes_back_is_in_the_reserve_again(office, filed):
    session, request = office.desk.session, filed.requests[0]
    begin_write(session)
    fund.pay(session, request, HUNDRED, by="staff:1", at=office.now)
    fund.give_back(session, request, by="staff:1", at=office.now, note="核查后退回")
    assert fund.balance_of(session, TOWN) == 3 * HUNDRED
    session.commit()


def test_the_database_itself_refuses_less_than_nothing(office, filed):
    session = office.desk.session
    with pytest.raises(IntegrityError):
        session.execute(text("UPDATE funds SET balance_fen = -1"))
    session.rollback()


def test_many_payments_at_once_never_take_it_below_nothing(office, filed):
    session = office.desk.session
    begin_write(session)
    model = filed.requests[0]
    copied = ("application_id", "policy", "unit", "person", "person_label", "state", "state_since", "verdict")
    for _ in range(PAYMENTS):
        twin = Request(**{name: getattr(model, name) for name in copied}, findings={}, town=TOWN)
        session.add(twin)
    session.commit()
    ids = session.scalars(select(Request.id).where(Request.town == TOWN)).all()[-PAYMENTS:]
    session.commit()
    sessions = make_sessions(session.get_bind())

    def pay(request_id: int) -> bool:
        with sessions() as own:
            begin_write(own)
            try:
                fund.pay(own, own.get(Request, request_id), HUNDRED, by="staff:1", at=office.now)
            except fund.FundShortError:
                own.rollback()
                return False
            own.commit()
            return True

    with ThreadPoolExecutor(10) as pool:
        paid = sum(pool.map(pay, ids))
    assert paid == 3
    assert fund.balance_of(session, TOWN) == 0
    moved = session.scalar(select(func.sum(FundEntry.amount_fen)).where(FundEntry.town == TOWN))
    assert moved == 0
    session.rollback()
