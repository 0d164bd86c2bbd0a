"""An authorisation that is taken back: nobody is asked any more, late answers are discarded, one is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.builders import make_id_number
from webapp.applications import consent, progress, steps, withdrawing
from webapp.applications.consent import SignatureKind, Standing
from webapp.applications.errors import UnsignedError
from webapp.applications.moving import By, move
from webapp.applications.permits import find_permit
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.applications.waiting import chase_signatures
from webapp.models import OutboxRow

CLERK = By("caseworker")


@pytest.fixture
def request_(desk):
    """A request that is being verified."""
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    for one in consent.unsigned_adults(draft):
        consent.sign_authorisation(one, SignatureKind.PAPER, one.name, desk.now)
    submit(desk.session, desk.guide, draft, desk.now)
    for state in (RequestState.ACCEPTED, RequestState.VERIFYING):
        move(desk.session, draft.requests[0], state, CLERK, at=desk.now)
    return draft.requests[0]


def bodies(desk):
    return [row.body for row in desk.session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def take_back(desk, request, at):
    member = steps.applicant_of(request.application)
    withdrawing.withdraw(desk.session, consent.find_authorisation(member), at)
    return member


def test_nobody_is_asked_after_a_withdrawal(desk, request_):
    later = desk.now + timedelta(hours=2)
    assert find_permit(steps.applicant_of(request_.application)) is not None
    member = take_back(desk, request_, later)
    assert find_permit(member) is None
    assert consent.standing_of(member, later) is Standing.WITHDRAWN


def test_the_request_keeps_its_state_and_notes_that_it_waits(desk, request_):
    take_back(desk, request_, desk.now)
    event = request_.events[-1]
    assert (event.from_state, event.to_state, event.note) == ("verifying",) * 2 + (withdrawing.WITHDRAWN,)
    labels = [one.label for one in progress.timeline(request_, str)]
    assert len(labels) == len(set(labels))


def test_the_applicant_is_told_once_and_not_who(desk, request_):
    before = len(bodies(desk))
    take_back(desk, request_, desk.now)
    (told,) = bodies(desk)[before:]
    assert "还差家里人的授权" in told and request_.application.number in told
    assert "王" not in told


def test_verification_goes_on_to_the_survey_with_a_recorded_reason_alone(desk, request_):
    take_back(desk, request_, desk.now)
    with pytest.raises(UnsignedError):
        move(desk.session, request_, RequestState.SURVEYING, CLERK, at=desk.now)
    move(desk.session, request_, RequestState.SURVEYING, By("caseworker", "收回以前已经核对完"), at=desk.now)


def test_who_signs_again_is_verified_again(desk, request_):
    member = take_back(desk, request_, desk.now)
    again = consent.sign_authorisation(member, SignatureKind.TYPED, member.name, desk.now)
    assert find_permit(member).receipt == again.receipt
    assert len(member.authorisations) == 2


def test_a_withdrawal_leaves_no_other_authorisation_of_the_member(desk, request_):
    member = steps.applicant_of(request_.application)
    signed = consent.find_authorisation(member)
    consent.make_authorisation(member, SignatureKind.TYPED, desk.now)
    withdrawing.withdraw(desk.session, signed, desk.now)
    assert consent.find_authorisation(member) is None


def test_an_expired_authorisation_stops_what_is_still_being_verified(desk, request_):
    before, late = len(bodies(desk)), desk.now.replace(year=2027)
    chase_signatures(desk.session, late)
    chase_signatures(desk.session, late)
    told = bodies(desk)[before:]
    assert len(told) == 1 + (len(request_.application.requests) - 1)  # those not yet accepted lapse
    assert consent.find_authorisation(steps.applicant_of(request_.application)) is None
    assert request_.events[-1].note == withdrawing.EXPIRED


def test_a_refusal_is_seen_by_staff(desk, request_):
    father = next(one for one in request_.application.members if not one.is_applicant)
    withdrawing.withdraw(desk.session, consent.find_authorisation(father), desk.now)
    father.authorisations.clear()
    withdrawing.refuse(desk.session, father, desk.now)
    assert consent.standing_of(father, desk.now) is Standing.REFUSED
