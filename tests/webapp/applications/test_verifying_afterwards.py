"""After an order: a signature withdrawn or replaced, a second look, who died or moved, news."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.webapp.applications.office import PLAIN, member, on_sqlite, seen_by_platform
from webapp import clock
from webapp.applications import consent, settling, verifying
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState
from webapp.applications.verifying import order_verification, second_look
from webapp.db import begin_write
from webapp.gateways.verification import Fault, VerificationError
from webapp.models import AuditRow, OrderState, OutboxRow, ResultState
from webapp.models.applications import ApplicationMember

S = RequestState


def withdraw(office, application, person="father"):
    begin_write(office.session)
    signed = member(application, person).authorisations[0]
    consent.withdraw_authorisation(signed, office.now)
    office.session.commit()


def audited(office, action):
    return [one.facts for one in office.session.scalars(select(AuditRow).where(AuditRow.action == action))]


def test_a_withdrawal_before_sending_means_nobody_was_ever_asked(office):
    application = office.verify(office.file())
    withdraw(office, application)
    office.work()
    (order,) = office.orders(application)
    assert (order.state, order.next_try_at) == (OrderState.STOPPED, None)
    assert order.key not in seen_by_platform(office)
    assert office.orders(application, "self")[0].state == OrderState.COMPLETE, "the son's stays good"


def test_a_withdrawal_stops_what_is_under_way_and_the_platform_is_told(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "slow"}}))
    office.work()
    office.orders(application)[0].next_try_at = office.now + timedelta(hours=1)
    office.session.commit()
    withdraw(office, application)
    office.work()
    (order,) = office.orders(application)
    assert order.state == OrderState.STOPPED and order.cancelled_at, "at once, not at the next look"
    assert order.key in office.switch()["cancelled"]
    rows = office.rows(application)
    assert rows["bank-icbc"].state == ResultState.STOPPED
    assert rows["civil-affairs"].state == ResultState.ANSWERED, "what came before stays"
    assert any("bank-icbc" in one for one in audited(office, "stop-verification"))
    office.wait(hours=3)
    office.work()
    assert office.rows(application)["bank-icbc"].facts is None


def test_what_comes_after_a_withdrawal_is_thrown_away_and_that_is_recorded(office):
    application = office.verify(office.file(father__income_yuan_per_month=300))
    office.work(rounds=1)
    errands = [office.claim(), office.claim()]
    key = office.orders(application)[0].key
    errand = next(one for one in errands if one.key == key)
    came = verifying.run(errand, office.platform(), on=clock.today())
    assert any(one.facts for one in came.answers)
    withdraw(office, application)
    office.settle(errand, came)
    rows = office.rows(application)
    assert {(one.state, one.facts) for one in rows.values()} == {(ResultState.DISCARDED, None)}
    assert any("civil-affairs" in one for one in audited(office, "discard-verification"))
    assert office.compare(application)["father", "income_yuan_per_month"].found == ()


def test_a_failed_source_is_not_asked_again_after_a_withdrawal(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "failed"}}))
    office.work()
    withdraw(office, application)
    office.now += timedelta(hours=settling.ASK_AGAIN[0])
    office.work()
    assert len(office.orders(application)) == 1


def test_nobody_is_asked_under_a_signature_that_another_has_replaced(office):
    application = office.verify(office.file())
    withdraw(office, application)
    begin_write(office.session)
    office.sign_all(application)
    office.session.commit()
    errand = office.claim()
    assert errand.order.name == "王大山" and office.claim() is None
    assert office.orders(application)[0].state == OrderState.STOPPED


def test_who_signs_again_is_asked_again(office):
    application = office.verify(office.file())
    withdraw(office, application)
    office.work()
    begin_write(office.session)
    office.sign_all(application)
    order_verification(office.session, application, office.now, by="clerk:1")
    office.session.commit()
    office.work()
    assert {one.state for one in office.rows(application).values()} == {ResultState.ANSWERED}


def test_an_application_that_is_over_is_asked_about_no_further(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "slow"}}))
    office.work()
    for request in application.requests:
        move(office.session, request, S.WITHDRAWN, By("applicant"), at=office.now)
    office.session.commit()
    office.wait(hours=2)
    office.work()
    assert office.rows(application)["bank-icbc"].state == ResultState.STOPPED


def test_a_second_look_asks_one_source_and_keeps_what_was_known_until_it_answers(office):
    application = office.verified(father__income_yuan_per_month=300)
    slow = PLAIN | {"sources": {"human-resources": "slow"}}
    office.switch(people={member(application, "father").id_number: slow})
    orders = [
        second_look(
            office.session, member(application, "father"), "human-resources", at=office.now, by="clerk:7"
        )
        for _ in range(2)
    ]
    office.session.commit()
    assert orders[0] is orders[1], "while one is under way there is no other"
    assert (orders[0].cause, orders[0].by, len(orders[0].results)) == ("second-look", "clerk:7", 1)
    office.work()
    row = office.compare(application)["father", "income_yuan_per_month"]
    assert row.verified == 300
    office.wait(hours=2)
    office.work()
    assert office.rows(application)["human-resources"].state == ResultState.ANSWERED


@on_sqlite
@pytest.mark.parametrize("fate", [ResultState.DECEASED, ResultState.MOVED_OUT])
def test_who_died_or_moved_by_the_records_is_known_as_that(office, fate):
    application = office.verified(father=PLAIN | {"fate": fate.value})
    rows = office.rows(application)
    assert rows["public-security"].state == fate
    assert rows["bank-icbc"].state == ResultState.ANSWERED


def bodies(office, application):
    causes = OutboxRow.cause.startswith(f"application:{application.number}:differs")
    return [one.body for one in office.session.scalars(select(OutboxRow).where(causes))]


def test_the_applicant_is_asked_once_to_look_when_all_about_them_is_in(office):
    slow = PLAIN | {"contradicted": True, "sources": {"bank-icbc": "slow"}}
    application = office.verify(office.file(own=slow, self__income_yuan_per_month=0))
    office.work()
    assert bodies(office, application) == []
    office.wait(hours=2)
    office.work()
    second_look(office.session, member(application, "self"), "bank-icbc", at=office.now, by="clerk:1")
    office.session.commit()
    office.work()
    (body,) = bodies(office, application)
    assert application.number in body and "不要紧" in body
    assert "213" not in body and "收入" not in body


def test_what_differs_of_another_member_is_not_told_to_the_applicant(office):
    told = {"father": PLAIN | {"contradicted": True}, "father__income_yuan_per_month": 0}
    assert bodies(office, office.verified(**told)) == []


def test_news_of_an_order_make_it_the_next_to_be_looked_at(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "slow"}}))
    office.work()
    office.wait(hours=2)
    office.now += timedelta(seconds=1)
    (order,) = office.orders(application)
    order.next_try_at = office.now + timedelta(hours=1)
    office.session.commit()
    assert office.claim() is None
    settling.hurry(office.session, order.key, office.now)
    settling.hurry(office.session, "0" * 32, office.now)
    office.session.commit()
    assert office.claim().key == order.key


def test_a_deleted_application_takes_its_orders_along(office):
    application = office.verified()
    office.session.expire_all()
    office.session.delete(office.session.get(ApplicationMember, member(application, "father").id))
    office.session.commit()
    assert office.count_orders() == 1


def test_an_error_of_the_platform_is_an_error_of_a_gateway():
    assert VerificationError(Fault.BUSY).retry and not VerificationError(Fault.REFUSED).retry
