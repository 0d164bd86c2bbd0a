"""A platform that fails, hangs, lies or forgets: named, tried again, and left to a clerk in the end."""

from datetime import timedelta

import pytest

from tests.webapp.applications.office import PLAIN, member, on_sqlite, seen_by_platform
from webapp import clock
from webapp.applications import settling, verifying
from webapp.applications.verifying import second_look
from webapp.gateways.verification import Fault
from webapp.models import OrderState, ResultState

MOST_FAULTS = len(settling.CALL_AGAIN) + 1


@on_sqlite
@pytest.mark.parametrize("call", ["submit", "fetch"])
@pytest.mark.parametrize(
    ("status", "fault"), [(500, Fault.SERVER), (429, Fault.BUSY), (404, Fault.UNKNOWN_ORDER)]
)
def test_a_fault_of_the_platform_is_named_and_tried_again_later(office, call, status, fault):
    application = office.verify(office.file())
    office.switch(faults={call: [status] * 2})
    office.work()
    (order,) = office.orders(application)
    assert (order.error, order.attempts) == (fault, 1)
    assert {one.state for one in order.results} <= {ResultState.ASKED, ResultState.WAITING}
    office.now += timedelta(minutes=settling.CALL_AGAIN[0])
    office.work()
    (order,) = office.orders(application)
    assert (order.state, order.error, order.attempts) == (OrderState.COMPLETE, None, 0)


@on_sqlite
def test_a_platform_that_hangs_is_left_and_asked_again(office):
    application = office.verify(office.file())
    office.switch(faults={"submit": [0.5, 0.5]})
    office.work(office.platform(seconds=0.05), rounds=1)
    assert office.orders(application)[0].error == Fault.TIMEOUT
    office.now += timedelta(minutes=settling.CALL_AGAIN[0])
    office.work()
    assert office.orders(application)[0].state == OrderState.COMPLETE


def test_after_the_last_try_an_order_has_failed_and_a_second_look_begins_anew(office):
    application = office.verify(office.file())
    office.switch(faults={"submit": [503] * 2 * MOST_FAULTS})
    for minutes in (0, *settling.CALL_AGAIN):
        office.now += timedelta(minutes=minutes)
        office.work(rounds=1)
    (order,) = office.orders(application)
    assert (order.state, order.error) == (OrderState.FAILED, Fault.SERVER)
    assert {(one.state, one.error) for one in order.results} == {(ResultState.FAILED, Fault.SERVER)}
    second_look(office.session, member(application, "father"), "bank-icbc", at=office.now, by="clerk:1")
    office.session.commit()
    office.work()
    assert office.rows(application)["bank-icbc"].state == ResultState.ANSWERED


@on_sqlite
def test_what_the_platform_refuses_for_good_has_failed_at_once(office):
    application = office.verify(office.file())
    office.switch(faults={"submit": [400, 400]})
    office.work()
    assert office.orders(application)[0].state == OrderState.FAILED


def test_an_order_that_the_platform_lost_goes_there_again_under_its_name(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "slow"}}))
    office.work(rounds=1)
    office.switch(forget=True)
    office.work()
    office.now += timedelta(minutes=settling.CALL_AGAIN[0])
    office.work()
    assert office.orders(application)[0].key in seen_by_platform(office)
    assert len(office.orders(application)) == 1


@on_sqlite
@pytest.mark.parametrize(
    "lie",
    ["unknown-fact", "derived-wrongly", "others-fact", "wrong-unit", "no-unit", "wrong-value", "negative"],
)
def test_a_fact_that_cannot_be_right_fails_its_source_and_no_other(office, lie):
    application = office.verify(office.file(father__income_yuan_per_month=300))
    office.switch(lies=[lie, lie])
    office.work()
    rows = office.rows(application)
    named = {
        "unknown-fact": "unknown-fact", "derived-wrongly": "not-theirs-to-say",
        "others-fact": "not-theirs-to-say", "wrong-unit": "wrong-unit", "no-unit": "wrong-unit",
        "wrong-value": "wrong-value", "negative": "wrong-value",
    }  # fmt: skip
    row = rows["civil-affairs"]
    assert (row.state, row.error, row.facts) == (ResultState.FAILED, named[lie], None)
    assert rows["human-resources"].facts["income_yuan_per_month"] == 300


@on_sqlite
@pytest.mark.parametrize(
    ("lie", "fault"), [("oversize", Fault.OVERSIZE), ("html", Fault.GARBLED), ("unasked", Fault.MISMATCH)]
)
def test_an_answer_that_cannot_be_right_leaves_nothing_half_written(office, lie, fault):
    application = office.verify(office.file())
    office.switch(lies=[lie, lie])
    office.work()
    (order,) = office.orders(application)
    assert order.error == fault
    assert {(one.state, one.facts) for one in order.results} == {(ResultState.ASKED, None)}
    office.now += timedelta(minutes=settling.CALL_AGAIN[0])
    office.work()
    assert office.orders(application)[0].state == OrderState.COMPLETE


def test_a_source_that_failed_is_asked_again_a_few_times_and_then_left_to_a_clerk(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "failed"}}))
    office.work()
    row = office.rows(application)["bank-icbc"]
    assert (row.state, row.error, row.attempts) == (ResultState.FAILED, "source-unavailable", 1)
    for tries, hours in enumerate(settling.ASK_AGAIN, 2):
        office.now += timedelta(hours=hours)
        office.work()
        assert office.rows(application)["bank-icbc"].attempts == tries
    assert office.rows(application)["bank-icbc"].next_try_at is None
    assert [one.cause for one in office.orders(application)] == ["first", "retry", "retry", "retry"]
    assert {len(one.results) for one in office.orders(application)[1:]} == {1}


def test_a_source_that_recovers_has_answered(office):
    application = office.file(father=PLAIN | {"sources": {"bank-icbc": "failed"}})
    office.verify(application)
    office.work()
    office.switch(people={member(application, "father").id_number: PLAIN})
    office.now += timedelta(hours=settling.ASK_AGAIN[0])
    office.work()
    assert office.rows(application)["bank-icbc"].state == ResultState.ANSWERED


def test_a_second_look_takes_the_place_of_the_next_try(office):
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "failed"}}))
    office.work()
    office.switch(people={member(application, "father").id_number: PLAIN})
    second_look(office.session, member(application, "father"), "bank-icbc", at=office.now, by="clerk:1")
    office.session.commit()
    office.now += timedelta(hours=settling.ASK_AGAIN[0])
    office.work()
    assert [one.cause for one in office.orders(application)] == ["first", "second-look"]


def test_two_workers_settle_two_members_of_a_family_at_once(office):
    application = office.verify(office.file())
    office.work(rounds=1)
    errands = [office.claim(), office.claim()]
    came = [verifying.run(one, office.platform(), on=clock.today()) for one in errands]
    left = list(zip(errands, came, strict=True))

    def settle(session):
        errand, answers = left.pop()
        return settling.settle(session, office.guide, errand, answers, at=office.now).state

    assert office.desk.twins(settle) == [OrderState.COMPLETE] * 2
    office.session.rollback()
    assert {one.state for one in office.rows(application).values()} == {ResultState.ANSWERED}
