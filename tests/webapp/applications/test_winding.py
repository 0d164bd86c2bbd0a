"""By when a request has to be acted on: kept with it at every step, and worked out anew by the worker."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select

from webapp import jobs
from webapp.applications import consent, progress, status, supplements, withdrawing
from webapp.applications.moving import By, advance
from webapp.applications.progress import Due
from webapp.applications.states import RequestState, Role
from webapp.applications.submitting import submit
from webapp.applications.supplements import Wanted
from webapp.calendar import end_of
from webapp.clock import SHANGHAI
from webapp.models.applications import Request

S = RequestState
CLERK = By(Role.CASEWORKER, who="staff:7")
HUNGRY = "家里着火全烧光了，就在淄博，一分钱没有，今天都没饭吃，急用钱"


@pytest.fixture
def filed(sqlite_desk):
    """低保 in 临淄, accepted on Sunday 22 November 2026: 20 working days are counted."""
    desk = sqlite_desk
    draft = desk.fill_in(desk.open_draft("c1", "俺家四口人一个月收入八百，想申请低保"))
    for member in consent.unsigned_adults(draft):
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name, desk.now)
    submit(desk.session, desk.guide, draft, desk.now)
    return next(one for one in draft.requests if one.policy == "subsistence-allowance")


def test_nothing_is_due_before_it_is_accepted_and_then_by_the_limit_of_the_district(sqlite_desk, filed):
    assert progress.due_of(filed) is None
    advance(sqlite_desk.session, filed, sqlite_desk.now)
    assert progress.due_of(filed) == Due(end_of(date(2026, 12, 18)))
    assert progress.due_of(filed).time is None
    assert progress.sentence(filed, lambda day: f"{day:%m-%d}").count("12-18以前该有回音") == 1


def test_a_day_behind_the_newest_notice_of_holidays_is_told_as_an_estimate(sqlite_desk, filed):
    advance(sqlite_desk.session, filed, datetime(2026, 12, 21, 9, tzinfo=SHANGHAI))
    due = progress.due_of(filed)
    assert due.is_estimate and due.day.year == 2027
    assert "估计" in progress.sentence(filed, str)
    (row,) = status.to_outcome(sqlite_desk.session, filed.application).requests
    assert (row.due, row.due_time, row.due_is_estimate) == (due.day, None, True)


def test_nobody_is_told_to_expect_an_answer_while_it_is_their_turn(sqlite_desk, filed):
    advance(sqlite_desk.session, filed, sqlite_desk.now)
    supplements.ask(sqlite_desk.session, filed, [Wanted("户口簿首页")], CLERK, at=sqlite_desk.now)
    assert filed.due_at is not None and progress.due_of(filed) is None


def test_a_note_that_it_waits_changes_neither_the_clock_nor_the_timeline(sqlite_desk, filed):
    desk = sqlite_desk
    advance(desk.session, filed, desk.now)
    due, steps = filed.due_at, progress.timeline(filed, str)
    member = filed.application.members[0]
    withdrawing.withdraw(desk.session, consent.find_authorisation(member), desk.now + timedelta(days=2))
    assert [one.note for one in filed.events][-1] == withdrawing.WITHDRAWN
    assert progress.timeline(filed, str) == steps
    jobs.wind_up(desk.session, desk.now)
    assert filed.due_at == due


def test_what_is_decided_and_paid_is_due_no_more(sqlite_desk, filed):
    while filed.state != S.APPROVED:
        advance(sqlite_desk.session, filed, sqlite_desk.now)
    assert filed.due_at is None


def test_urgent_help_is_due_in_hours_day_and_night(sqlite_desk):
    desk = sqlite_desk
    draft = desk.fill_in(desk.open_draft("c2", HUNGRY))
    submit(desk.session, desk.guide, draft, desk.now)
    request = next(one for one in draft.requests if one.policy == "temporary-assistance")
    assert request.is_urgent
    advance(desk.session, request, datetime(2026, 11, 21, 22, 15, tzinfo=SHANGHAI))
    due = progress.due_of(request)
    assert (f"{due.day} {due.time}", due.is_estimate) == ("2026-11-22 22:15:00", False)
    assert [due.is_over(desk.now), due.is_over(desk.now + timedelta(days=1))] == [False, True]
    assert "22:15" in progress.sentence(request, str)


def test_the_worker_fills_in_what_is_open_once_a_day(sqlite_desk, filed):
    session, now = sqlite_desk.session, sqlite_desk.now
    advance(session, filed, now)
    due, filed.due_at = filed.due_at, None
    session.commit()
    assert jobs.wind_up(session, now) == 1
    assert session.scalars(select(Request.due_at).where(Request.id == filed.id)).one() == due
    session.get(Request, filed.id).due_at = None
    session.commit()
    assert [jobs.wind_up(session, now + timedelta(hours=one)) for one in (23, 25)] == [0, 1]
