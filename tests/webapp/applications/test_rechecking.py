"""Help that is granted is looked at again: by the guide's cycles, on a change, when it fades; never twice."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.builders import make_id_number
from webapp.applications import changing, households, rechecking
from webapp.applications.changing import Change, ChangeKind
from webapp.applications.errors import NotAllowedError, UndecidedError
from webapp.applications.moving import APPLICANT, By, advance
from webapp.applications.rechecking import Result, add_months
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.models import DeskNotice, OutboxRow, Recheck, RecheckCause, RecheckOutcome
from webapp.models.applications import Request

S, C, Outcome = RequestState, RecheckCause, RecheckOutcome
BY = By("caseworker", who="staff:1")
FACTS = {
    (None, "area_kind"): "rural", (None, "household_size"): 2, ("self", "hukou"): "zibo",
    ("father", "household_member"): True,
}  # fmt: skip


def granted(desk, policy="subsistence-allowance", **said):
    """A request of this policy that was approved and paid for today."""
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    for (person, fact), value in (FACTS | said.pop("facts", {})).items():
        households.say_fact(desk.guide, draft, (person, fact), value)
    submit(desk.session, desk.guide, draft, desk.now)
    request = draft.requests[0]
    request.policy, request.unit, request.person = policy, "household", None
    while request.state != S.PAYING:
        advance(desk.session, request, desk.now)
    desk.session.commit()
    return request


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 1), 3, date(2027, 3, 1)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(day, months, later):
    assert add_months(day, months) == later


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.integers(0, 60))
def test_more_months_are_never_earlier(day, months):
    assert add_months(day, months) < add_months(day, months + 1) <= add_months(day, months) + timedelta(31)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        ({}, date(2027, 11, 22)),
        ({("self", "can_work"): True, ("self", "has_fixed_income"): False}, date(2027, 5, 22)),
        ({("self", "can_work"): True, ("self", "has_fixed_income"): True}, date(2027, 11, 22)),
    ],
)
def test_the_category_says_how_often(sqlite_desk, facts, due):
    request = granted(sqlite_desk, facts=facts)
    assert rechecking.plan_due(sqlite_desk.session, sqlite_desk.now) == (1, None)
    (made,) = rechecking.list_rechecks(sqlite_desk.session, request)
    assert (made.due_on, made.cause) == (due, C.APPROVAL) and "第三十一条" in made.source


def test_where_no_source_says_how_often_no_day_is_set(sqlite_desk):
    granted(sqlite_desk, "subsistence-marginal")
    assert rechecking.plan_due(sqlite_desk.session, sqlite_desk.now)[0] == 0


def test_a_clerk_may_set_a_day_with_a_reason(sqlite_desk):
    request, at = granted(sqlite_desk, "subsistence-marginal"), sqlite_desk.now
    day = at.date() + timedelta(days=90)
    with pytest.raises(NotAllowedError):
        rechecking.plan_by_hand(sqlite_desk.session, request, day, By("caseworker", " "), at=at)
    made = rechecking.plan_by_hand(sqlite_desk.session, request, day, By("caseworker", "打零工"), at=at)
    assert (made.cause, made.due_on) == (C.CLERK, day)
    with pytest.raises(NotAllowedError):
        rechecking.plan_by_hand(sqlite_desk.session, request, day, By("caseworker", "再定"), at=at)


def notices_of(desk):
    return sorted(one.kind for one in desk.session.scalars(select(DeskNotice)))


def told(desk, text):
    return [one.body for one in desk.session.scalars(select(OutboxRow)) if text in one.cause]


def run(desk, at):
    rechecking.plan_due(desk.session, at)
    rechecking.open_due(desk.session, at)
    rechecking.open_changed(desk.session, at)
    desk.session.commit()


def test_it_opens_a_month_before_its_day_once_and_is_told(desk):
    request = granted(desk)
    for days in (0, 300):
        run(desk, desk.now + timedelta(days=days))
        assert notices_of(desk) == []
    for _ in range(2):
        run(desk, desk.now + timedelta(days=340))
    assert notices_of(desk) == ["recheck-due"] and len(told(desk, "recheck_opened")) == 1
    assert len(rechecking.list_rechecks(desk.session, request)) == 1


def opened(desk):
    request = granted(desk)
    run(desk, desk.now)
    run(desk, desk.now + timedelta(days=340))
    return rechecking.list_rechecks(desk.session, request)[0]


def finish(desk, recheck, outcome, **more):
    return rechecking.finish(
        desk.session, recheck, Result(outcome, "查过了", **more), BY, at=desk.now + timedelta(days=345)
    )


def test_what_is_kept_is_looked_at_again_a_year_later(sqlite_desk):
    recheck = opened(sqlite_desk)
    assert finish(sqlite_desk, recheck, Outcome.KEPT)
    assert not finish(sqlite_desk, recheck, Outcome.STOPPED), "it was done before"
    newest = rechecking.list_rechecks(sqlite_desk.session, recheck.request)[0]
    assert newest.due_on == add_months((sqlite_desk.now + timedelta(days=345)).date(), 12)


def test_help_fades_out_for_six_months_at_most_and_is_looked_at_then(sqlite_desk):
    recheck = opened(sqlite_desk)
    day = (sqlite_desk.now + timedelta(days=345)).date()
    latest, says, source = rechecking.fading_until(sqlite_desk.guide, recheck.request, day)
    assert latest == add_months(day, 6) and "6 个月" in says and source
    for until in (None, day, latest + timedelta(days=1)):
        with pytest.raises(NotAllowedError):
            finish(sqlite_desk, recheck, Outcome.FADING, until=until)
    finish(sqlite_desk, recheck, Outcome.FADING, until=latest)
    newest = rechecking.list_rechecks(sqlite_desk.session, recheck.request)[0]
    assert (newest.cause, newest.due_on) == (C.FADING, latest)


def test_only_what_the_guide_lets_fade_fades(sqlite_desk):
    request = granted(sqlite_desk, "subsistence-marginal")
    assert rechecking.fading_until(sqlite_desk.guide, request, sqlite_desk.now.date()) is None


def test_it_stops_only_where_a_condition_is_not_met_and_the_citizen_learns_why(sqlite_desk):
    recheck = opened(sqlite_desk)
    with pytest.raises(UndecidedError):
        finish(sqlite_desk, recheck, Outcome.STOPPED)
    filed = recheck.request.application
    for person in ("self", "father"):
        households.say_fact(sqlite_desk.guide, filed, (person, "hukou"), "elsewhere")
    finish(sqlite_desk, recheck, Outcome.STOPPED)
    assert "hukou" in recheck.findings["failing"]
    assert len(told(sqlite_desk, "recheck_stopped")) == 1
    assert not rechecking.is_granted(recheck.request)
    assert rechecking.plan_due(sqlite_desk.session, sqlite_desk.now + timedelta(days=400))[0] == 0


def report(desk, request, change, days=1):
    at = desk.now + timedelta(days=days)
    changing.report(desk.session, desk.guide, request.application, change, by=APPLICANT, at=at)
    desk.session.commit()
    return at


def test_a_change_at_home_opens_a_recheck_once(desk):
    request = granted(desk)
    at = report(desk, request, Change(ChangeKind.OTHER, desk.now.date(), words="住院了"))
    for _ in range(2):
        rechecking.open_changed(desk.session, at)
        desk.session.commit()
    causes = [one.cause for one in rechecking.list_rechecks(desk.session, request)]
    assert causes == [C.CHANGE]


def test_a_change_that_was_known_before_the_decision_opens_nothing(sqlite_desk):
    request = granted(sqlite_desk)
    at = report(sqlite_desk, request, Change(ChangeKind.OTHER, sqlite_desk.now.date(), words="旧事"), -1)
    assert rechecking.open_changed(sqlite_desk.session, at + timedelta(days=2)) == 0


def test_after_a_death_three_months_are_left(sqlite_desk):
    request = granted(sqlite_desk)
    day = sqlite_desk.now.date()
    at = report(sqlite_desk, request, Change(ChangeKind.DEATH, day, person="father"))
    assert rechecking.open_changed(sqlite_desk.session, at) == 1
    (made,) = rechecking.list_rechecks(sqlite_desk.session, request)
    assert (made.cause, made.due_on) == (C.DEATH, add_months(day, 3))


def test_two_workers_plan_and_open_once(desk):
    request_id = granted(desk).id

    def press(session):
        rechecking.plan_due(session, desk.now)
        return rechecking.open_due(session, desk.now + timedelta(days=340))

    desk.twins(press)
    desk.session.expire_all()
    request = desk.session.get(Request, request_id)
    assert len(rechecking.list_rechecks(desk.session, request)) == 1
    assert notices_of(desk) == ["recheck-due"]
    assert desk.session.scalars(select(Recheck)).one().opened_at is not None
