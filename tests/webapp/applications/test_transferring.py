"""Requests from and to elsewhere in the province: once by number, uncertain where unknown."""

import pytest
import requests
from sqlalchemy import select

from tests.builders import make_id_number
from webapp.applications import receiving, transferring
from webapp.applications.errors import NotAllowedError, RoutingError
from webapp.applications.moving import By, advance, move
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.applications.transferring import Away
from webapp.db import begin_write
from webapp.gateways.province import Letter, ProvinceGateway
from webapp.models import Application, DeskNotice, JobRun, OutboxRow, Request, Transfer, TransferState
from webapp.upkeep import delivering, jobs

S, T = RequestState, TransferState
BY = By("caseworker", "户口在寿光，归那边办", "staff:1")
THERE = Away("3707", "寿光市圣城街道", "phone")


@pytest.fixture
def province(sandbox):
    return ProvinceGateway(f"{sandbox}/province", seconds=1)


@pytest.fixture
def switch(sandbox):
    return lambda **wanted: requests.post(f"{sandbox}/province/sandbox", json=wanted, timeout=5).json()


@pytest.fixture
def filed(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    desk.session.commit()
    return draft


@pytest.fixture
def sent(desk, filed):
    """One that waits to be sent."""
    begin_write(desk.session)
    made = transferring.hand_over(desk.session, filed.requests[0], THERE, BY, at=desk.now, key="k1")
    desk.session.commit()
    return made


def work(desk, province, **later):
    """What the worker does; the minute's turn is not waited for."""
    desk.session.execute(JobRun.__table__.delete())
    desk.session.commit()
    done = jobs.deliver(desk.session, province, desk.now)
    desk.session.expire_all()
    return done


def kinds(desk):
    return sorted(one.kind for one in desk.session.scalars(select(DeskNotice)))


def test_it_goes_once_and_everybody_learns_that_it_arrived(desk, filed, sent, province, switch):
    request = filed.requests[0]
    assert (request.state, request.holder) == (S.TRANSFERRED, "潍坊市寿光市圣城街道")
    work(desk, province)
    work(desk, province)
    seen = switch()
    assert seen["transfers"] == [sent.number] and seen["calls"]["send"] == 1
    assert (sent.state, kinds(desk)) == (T.TAKEN, ["transfer-taken"])
    told = [row.body for row in desk.session.scalars(select(OutboxRow)) if ":transfer_taken" in row.cause]
    assert len(told) == 1 and "寿光" in told[0]


def test_only_what_the_other_town_needs_is_sent(desk, filed, sent):
    assert set(sent.letter["applicant"]) == {"name", "id_number", "phone", "address"}
    assert "王老根" not in str(sent.letter), "nobody else of the household"
    Letter.model_validate(sent.letter)


@pytest.mark.parametrize("fault", [500, 302, 1.5, "after"])
def test_an_unknown_outcome_is_uncertain_and_not_sent_again_by_itself(
    desk, filed, sent, province, switch, fault
):
    switch(faults={"send": [fault], "find": [503, 503]})
    work(desk, province)
    work(desk, province)
    assert sent.state == T.UNCERTAIN and switch()["calls"]["send"] == 1
    assert "transfer-uncertain" in kinds(desk)
    assert filed.requests[0].state == S.TRANSFERRED


def test_asking_by_number_finds_what_had_arrived(desk, sent, province, switch):
    switch(faults={"send": ["after"]})
    work(desk, province)
    assert sent.state == T.TAKEN, "the worker asked, and did not send"
    assert switch()["calls"]["send"] == 1


def test_a_clerk_sends_again_under_the_same_number(desk, sent, province, switch):
    switch(faults={"send": [500]})
    work(desk, province)
    assert sent.state == T.UNCERTAIN
    begin_write(desk.session)
    transferring.send_again(desk.session, sent, BY, desk.now)
    desk.session.commit()
    work(desk, province)
    assert (sent.state, switch()["transfers"]) == (T.TAKEN, [sent.number])


def test_what_never_left_is_tried_again_later(desk, sent, switch):
    begin_write(desk.session)
    errand = delivering.claim(desk.session, desk.now)
    desk.session.commit()
    fault = delivering.run(errand, ProvinceGateway("http://127.0.0.1:9"))
    delivering.settle(desk.session, errand, fault, desk.now)
    assert (sent.state, sent.fault) == (T.PENDING, "no connection")
    assert sent.due_at > desk.now


def test_where_it_is_not_taken_it_is_back_with_its_town(desk, filed, sent, province, switch):
    switch(refuse=["3707"])
    work(desk, province)
    assert (sent.state, sent.fault, filed.requests[0].state) == (T.REFUSED, "not-for-us", S.SUBMITTED)
    assert kinds(desk) == ["transfer-refused"]
    again = transferring.hand_over(
        desk.session, filed.requests[0], Away("3701", "历下区", "window"), BY, at=desk.now
    )
    assert again.number != sent.number


@pytest.mark.parametrize(
    ("standing", "state"),
    [
        ({"state": "decided", "outcome": "approved", "says": "批了"}, S.CLOSED),
        ({"state": "decided", "outcome": "refused", "says": "没批"}, S.CLOSED),
        ({"state": "returned", "says": "户口已迁走"}, S.SUBMITTED),
    ],
)
def test_the_answer_comes_back(desk, filed, sent, province, switch, standing, state):
    work(desk, province)
    switch(standing={sent.number: standing})
    sent.due_at = desk.now
    work(desk, province)
    assert (sent.state, sent.answer, filed.requests[0].state) == (T.ANSWERED, standing["says"], state)
    assert "transfer-answered" in kinds(desk)


def test_a_worker_that_died_while_sending_leaves_it_uncertain(desk, sent):
    begin_write(desk.session)
    delivering.claim(desk.session, desk.now)
    desk.session.commit()
    assert delivering.settle_lost(desk.session, desk.now) == 0
    assert delivering.settle_lost(desk.session, desk.now + delivering.LOST_AFTER) == 1
    assert sent.state == T.UNCERTAIN


def test_two_workers_send_one_transfer_once(desk, sent, province, switch):
    def press(session):
        session.rollback()
        return jobs.deliver(session, province, desk.now)

    desk.twins(press)
    assert switch()["calls"]["send"] == 1
    desk.session.expire_all()
    assert sent.state == T.TAKEN


def test_urgent_need_is_not_handed_away(desk, filed):
    filed.requests[0].is_urgent = True
    with pytest.raises(NotAllowedError):
        transferring.hand_over(desk.session, filed.requests[0], THERE, BY, at=desk.now)


@pytest.mark.parametrize(
    "to", [Away("3703", "张店区", "phone"), Away("3799", "某地", "phone"), Away("3707", " ", "phone"),
           Away("3707", "寿光市", "")]
)  # fmt: skip
def test_it_needs_a_place_and_the_citizens_consent(desk, filed, to):
    with pytest.raises(RoutingError):
        transferring.hand_over(desk.session, filed.requests[0], to, BY, at=desk.now)


# --- what comes in ------------------------------------------------------------------------------------------


def letter(number="WF20261101", **changes):
    who = {"name": "赵小满", "id_number": make_id_number("1960-01-01"), "phone": "13805360000",
           "address": "寿光市圣城街道"}  # fmt: skip
    return {
        "number": number,
        "policy": "最低生活保障",
        "origin": {"city": "3707", "place": "寿光市圣城街道", "town": None},
        "to": {"city": "3703", "place": "临淄区金山镇", "town": "370305111"},
        "applicant": who,
        "says": "户口在临淄",
        "filed_on": "2026-11-20",
    } | changes


def came(desk):
    return desk.session.scalars(select(Transfer)).one()


def test_a_letter_becomes_an_application_of_its_town_once(desk, province, switch):
    switch(letters=[letter()], faults={"take": [500]})
    work(desk, province)
    assert switch()["taken"] == {}, "the inbox goes on to name it"
    work(desk, province)
    assert switch()["taken"] == {"WF20261101": "临淄区金山镇"}
    request = desk.session.scalars(select(Request)).one()
    assert (request.town, request.state) == ("370305111", S.SUBMITTED)
    assert request.policy == "subsistence-allowance"
    assert (request.application.members[0].name, came(desk).request_id) == ("赵小满", request.id)
    assert kinds(desk) == ["transfer-in"]
    bodies = [row.body for row in desk.session.scalars(select(OutboxRow))]
    assert len(bodies) == 1 and request.application.number in bodies[0]


@pytest.mark.parametrize(
    "changes",
    [
        {"policy": "没有的政策"},
        {"to": {"city": "3703", "place": "没有的镇", "town": None}},
        {"applicant": letter()["applicant"] | {"id_number": "37030519600101123X"}},
    ],
)
def test_what_cannot_be_placed_waits_for_a_clerk(desk, province, switch, changes):
    switch(letters=[letter(**changes)])
    work(desk, province)
    assert came(desk).request_id is None and kinds(desk) == ["transfer-in"]
    assert desk.session.scalars(select(Application)).all() == []
    begin_write(desk.session)
    receiving.send_back(desk.session, came(desk), "号码不对，请核一下", by=BY, at=desk.now)
    desk.session.commit()
    work(desk, province)
    assert switch()["answers"]["WF20261101"]["outcome"] == "returned"


def test_a_clerk_names_the_town(desk, province, switch):
    switch(letters=[letter(to={"city": "3703", "place": "临淄区", "town": None})])
    work(desk, province)
    begin_write(desk.session)
    placed = receiving.place(
        desk.session, came(desk), "370305111", "subsistence-allowance", by=BY, at=desk.now
    )
    desk.session.commit()
    assert placed.town == "370305111"


def test_the_decision_goes_back_and_an_unknown_outcome_is_not_sent_again(desk, province, switch):
    switch(letters=[letter()], faults={"answer": [500]})
    work(desk, province)
    begin_write(desk.session)
    request = desk.session.scalars(select(Request)).one()
    while request.state != S.APPROVED:
        advance(desk.session, request, desk.now)
    assert receiving.answer_decided(desk.session, desk.now) == 1
    assert receiving.answer_decided(desk.session, desk.now) == 0
    desk.session.commit()
    work(desk, province)
    work(desk, province)
    assert (came(desk).state, switch()["calls"]["answer"]) == (T.UNCERTAIN, 1)
    begin_write(desk.session)
    transferring.send_again(desk.session, came(desk), BY, desk.now)
    desk.session.commit()
    work(desk, province)
    assert switch()["answers"]["WF20261101"]["outcome"] == "approved"
    assert came(desk).state == T.ANSWERED


def test_what_was_withdrawn_here_is_returned(desk, province, switch):
    switch(letters=[letter()])
    work(desk, province)
    request = desk.session.scalars(select(Request)).one()
    move(desk.session, request, S.WITHDRAWN, By("applicant"), at=desk.now)
    receiving.answer_decided(desk.session, desk.now)
    assert came(desk).outcome == "returned"
