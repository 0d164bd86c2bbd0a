"""Charities for who was refused or partly helped: what fits is offered, nothing leaves without a yes."""

import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from webapp.applications import households, referring
from webapp.applications.errors import NotAllowedError
from webapp.applications.moving import By, advance
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.models import DeskNotice, OutboxRow, Referral, ReferralState, Request

R, S = ReferralState, RequestState
BY = By("caseworker", who="staff:1")
OWN = By("applicant")
ILL = {("father", "illnesses"): frozenset({"uremia"}), ("father", "on_dialysis"): True}


@pytest.fixture
def decided(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    for (person, fact), value in ILL.items():
        if fact == "illnesses":
            filed = draft.situation
            next(one for one in filed["people"] if one["id"] == person)["facts"][fact] = ["uremia"]
            draft.situation = dict(filed)
        else:
            households.say_fact(desk.guide, draft, (person, fact), value)
    submit(desk.session, desk.guide, draft, desk.now)
    request = draft.requests[0]
    while request.state != S.PAYING:
        advance(desk.session, request, desk.now)
    desk.session.commit()
    return request


def test_the_charities_that_fit_are_found_by_assessment(desk, decided):
    fits = referring.find_fits(desk.session, decided, desk.now.date())
    assert fits[0].policy == "kidney-charity" and fits[0].person == "father"
    assert all(desk.guide.policies[one.policy].charity for one in fits)
    assert "eye-charity" not in [one.policy for one in fits]


def test_before_a_decision_nothing_is_offered(desk, decided):
    decided.state = S.REVIEWING
    assert referring.find_fits(desk.session, decided, desk.now.date()) == []
    with pytest.raises(NotAllowedError):
        referring.offer(desk.session, decided, "kidney-charity", BY, at=desk.now)


@pytest.mark.parametrize("policy", ["eye-charity", "subsistence-allowance", "no-such"])
def test_what_does_not_fit_is_not_offered(desk, decided, policy):
    with pytest.raises(NotAllowedError):
        referring.offer(desk.session, decided, policy, BY, at=desk.now)


def test_the_whole_way_with_the_citizens_consent(desk, decided):
    made = referring.offer(desk.session, decided, "kidney-charity", BY, at=desk.now)
    assert referring.offer(desk.session, decided, "kidney-charity", BY, at=desk.now) is made
    with pytest.raises(NotAllowedError):
        referring.send(desk.session, made, BY, desk.now)
    assert referring.reply(desk.session, made, agrees=True, how="page", by=OWN, at=desk.now)
    assert not referring.reply(desk.session, made, agrees=True, how="page", by=OWN, at=desk.now)
    assert len(made.text_hash) == 64 and made.consented_by == "applicant"
    assert referring.send(desk.session, made, BY, desk.now)
    assert not referring.send(desk.session, made, BY, desk.now)
    referring.answer(desk.session, made, "waiting", "排队", by=BY, at=desk.now)
    referring.answer(desk.session, made, "helped", "减了透析的钱", by=BY, at=desk.now)
    assert (made.state, made.outcome) == (R.ANSWERED, "helped")
    causes = [one.cause for one in desk.session.scalars(select(OutboxRow)) if "referral" in one.cause]
    assert len(causes) == 3
    assert [one.kind for one in desk.session.scalars(select(DeskNotice))] == ["referral-agreed"]


def test_a_yes_can_be_taken_back_until_it_has_left(desk, decided):
    made = referring.offer(desk.session, decided, "kidney-charity", BY, at=desk.now)
    referring.reply(desk.session, made, agrees=True, how="window", by=BY, at=desk.now)
    referring.reply(desk.session, made, agrees=False, how="page", by=OWN, at=desk.now)
    with pytest.raises(NotAllowedError):
        referring.send(desk.session, made, BY, desk.now)
    referring.reply(desk.session, made, agrees=True, how="page", by=OWN, at=desk.now)
    referring.send(desk.session, made, BY, desk.now)
    with pytest.raises(NotAllowedError):
        referring.reply(desk.session, made, agrees=False, how="page", by=OWN, at=desk.now)


def test_two_clerks_offer_it_once(desk, decided):
    request_id = decided.id

    def press(session):
        return referring.offer(
            session, session.get(Request, request_id), "kidney-charity", BY, at=desk.now
        ).id

    first, second = desk.twins(press)
    assert first == second
    assert len(desk.session.scalars(select(Referral.id)).all()) == 1


def test_the_words_name_what_goes_and_what_does_not(desk, decided):
    made = referring.offer(desk.session, decided, "kidney-charity", BY, at=desk.now)
    text = referring.consent_text(desk.guide, made)
    assert "血透100" in text and "不转身份证号" in text and "不保证" in text
