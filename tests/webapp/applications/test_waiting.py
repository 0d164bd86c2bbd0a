"""Missing signatures: reminded of once, lapsed with notice after ten days."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select

from tests.builders import make_id_number
from webapp.applications import consent
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.applications.waiting import chase_signatures
from webapp.models import OutboxRow
from webapp.models.applications import Authorisation


@pytest.fixture
def filed(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    desk.session.execute(delete(Authorisation))
    desk.session.execute(delete(OutboxRow))
    desk.session.expire_all()
    return draft


def bodies(desk):
    return [row.body for row in desk.session.scalars(select(OutboxRow).order_by(OutboxRow.id))]


def test_nothing_is_said_in_the_first_days(desk, filed):
    assert chase_signatures(desk.session, desk.now + timedelta(days=4)) == 0
    assert bodies(desk) == []


def test_one_reminder_says_how_long_there_is_left(desk, filed):
    for day in (5, 6, 9):
        chase_signatures(desk.session, desk.now + timedelta(days=day))
        desk.session.flush()
    (body,) = bodies(desk)
    assert "5 天内" in body
    assert filed.number in body


def test_after_ten_days_the_requests_lapse_and_the_applicant_is_told(desk, filed):
    lapsed = chase_signatures(desk.session, desk.now + timedelta(days=10))
    assert lapsed == len(filed.requests)
    assert {one.state for one in filed.requests} == {RequestState.LAPSED}
    assert len(bodies(desk)) == lapsed
    assert chase_signatures(desk.session, desk.now + timedelta(days=11)) == 0


def test_a_signed_application_is_left_alone(desk):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    for member in consent.unsigned_adults(draft):
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
    desk.session.flush()
    assert chase_signatures(desk.session, desk.now + timedelta(days=30)) == 0
    assert {one.state for one in draft.requests} == {RequestState.SUBMITTED}
