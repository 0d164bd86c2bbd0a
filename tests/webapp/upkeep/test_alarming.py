"""Reminders before a deadline and alarms up the line: each once, over holidays, from however many workers."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select

from tests.builders import make_id_number
from webapp.applications import alerting, consent, supplements
from webapp.applications.alerting import Desk, Kind, Level
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.calendar import load_calendar
from webapp.clock import SHANGHAI
from webapp.models import DeskNotice, OutboxRow
from webapp.models.applications import Authorisation
from webapp.upkeep import alarming, jobs

CALENDAR = load_calendar()
S = RequestState


def moment(written):
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def request_due(desk, due_at, *, urgent=False):
    draft = desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))
    submit(desk.session, desk.guide, draft, desk.now)
    request = draft.requests[0]
    move(desk.session, request, S.ACCEPTED, By("caseworker", "先收下"), at=desk.now)
    for other in draft.requests[1:]:
        move(desk.session, other, S.WITHDRAWN, By("applicant"), at=desk.now)
    request.due_at, request.is_urgent = due_at, urgent
    desk.session.commit()
    return request


def told(desk):
    rows = desk.session.scalars(select(DeskNotice).order_by(DeskNotice.id))
    return [(one.kind, one.level) for one in rows]


def remind(desk, at):
    for _ in range(2):
        alarming.remind(desk.session, CALENDAR, moment(at) if isinstance(at, str) else at)
        desk.session.commit()
    return told(desk)


def test_it_goes_up_the_line_in_working_days(sqlite_desk):
    request_due(sqlite_desk, moment("2026-11-27 23:59"))
    soon, town, district, city = (
        ("due-soon", "town"), ("overdue", "town"), ("overdue", "district"), ("overdue", "city"),
    )  # fmt: skip
    assert remind(sqlite_desk, "2026-11-23 09:00") == []
    assert remind(sqlite_desk, "2026-11-24 09:00") == [soon]
    assert remind(sqlite_desk, "2026-11-26 09:00") == [soon, soon]
    assert remind(sqlite_desk, "2026-11-27 23:00") == [soon, soon]
    assert remind(sqlite_desk, "2026-11-28 09:00") == [soon, soon, town]
    assert remind(sqlite_desk, "2026-11-30 17:00") == [soon, soon, town]
    assert remind(sqlite_desk, "2026-12-01 00:10") == [soon, soon, town, district]
    assert remind(sqlite_desk, "2026-12-02 23:00") == [soon, soon, town, district]
    assert remind(sqlite_desk, "2026-12-03 00:10") == [soon, soon, town, district, city]


@pytest.mark.parametrize(
    ("due", "quiet", "reminded"),
    [
        # The National Day holiday of 2026 lies between: three working days before 9 October.
        ("2026-10-09 23:59", "2026-09-28 12:00", "2026-09-29 12:00"),
        # The Spring Festival of 2026: three working days before 25 February.
        ("2026-02-25 23:59", "2026-02-12 12:00", "2026-02-13 12:00"),
    ],
)
def test_reminders_come_in_working_days_before_a_holiday(sqlite_desk, due, quiet, reminded):
    request_due(sqlite_desk, moment(due))
    assert remind(sqlite_desk, quiet) == []
    assert remind(sqlite_desk, reminded) == [("due-soon", "town")]


def test_the_night_of_a_holiday_does_not_stop_an_urgent_alarm(sqlite_desk):
    request_due(sqlite_desk, moment("2026-10-02 22:15"), urgent=True)
    assert remind(sqlite_desk, "2026-10-02 18:00") == []
    assert remind(sqlite_desk, "2026-10-02 18:30") == [("due-soon", "town")]
    remind(sqlite_desk, "2026-10-02 21:30")
    assert remind(sqlite_desk, "2026-10-02 22:16")[-1] == ("overdue", "town")
    assert remind(sqlite_desk, "2026-10-02 23:16")[-1] == ("overdue", "district")
    assert remind(sqlite_desk, "2026-10-03 02:16")[-1] == ("overdue", "city")


def test_what_is_first_seen_a_day_before_is_told_once(sqlite_desk):
    request_due(sqlite_desk, moment("2026-11-27 23:59"))
    assert remind(sqlite_desk, "2026-11-26 09:00") == [("due-soon", "town")]


def test_a_deadline_that_moved_is_told_anew(sqlite_desk):
    request = request_due(sqlite_desk, moment("2026-11-27 23:59"))
    remind(sqlite_desk, "2026-11-26 09:00")
    request.due_at = moment("2026-12-10 23:59")
    sqlite_desk.session.commit()
    assert len(remind(sqlite_desk, "2026-12-01 09:00")) == 1
    assert len(remind(sqlite_desk, "2026-12-09 09:00")) == 2


def test_what_has_ended_is_not_late(sqlite_desk):
    request = request_due(sqlite_desk, moment("2026-11-27 23:59"))
    move(sqlite_desk.session, request, S.WITHDRAWN, By("applicant"), at=sqlite_desk.now)
    request.due_at = moment("2026-11-27 23:59")
    assert remind(sqlite_desk, "2027-01-15 09:00") == []


def test_a_desk_puts_its_own_notices_away_and_no_others(sqlite_desk):
    request = request_due(sqlite_desk, moment("2026-11-27 23:59"))
    remind(sqlite_desk, "2026-12-10 09:00")
    session, ids = sqlite_desk.session, set(sqlite_desk.session.scalars(select(DeskNotice.id)))
    other = Desk(Level.TOWN, "zhangdian", "370303001")
    assert alerting.mark_seen(session, other, ids, by="staff:9", at=sqlite_desk.now) == 0
    assert alerting.mark_seen(session, Desk.of(request), ids, by="staff:1", at=sqlite_desk.now) == 1
    assert alerting.list_unseen(session, Desk.of(request)) == []
    assert len(alerting.list_unseen(session, Desk(Level.CITY, None, None))) == 1


def test_two_workers_tell_once(desk):
    request_due(desk, moment("2026-11-27 23:59"))
    at = moment("2026-12-10 09:00")
    desk.twins(lambda session: alarming.remind(session, CALENDAR, at))
    assert told(desk) == [("overdue", "town"), ("overdue", "district"), ("overdue", "city")]


# --- citizens -----------------------------------------------------------------------------------------------


def bodies(desk, text):
    return [one.body for one in desk.session.scalars(select(OutboxRow)) if text in one.cause]


def test_who_has_to_bring_something_is_reminded_twice_at_most(desk):
    request = request_due(desk, None)
    wanted = [supplements.Wanted("上个月的工资条")]
    supplements.ask(desk.session, request, wanted, By("caseworker"), at=desk.now)
    desk.session.commit()
    counts = []
    for days in (4, 5, 6, 10, 11, 15, 40):
        for _ in range(2):
            alarming.remind_supplements(desk.session, desk.now + timedelta(days=days))
            desk.session.commit()
        counts.append(len(bodies(desk, "supplement:")))
    assert counts == [0, 1, 1, 2, 2, 2, 2]


def test_an_authorisation_that_ends_soon_is_told_while_it_is_needed(desk):
    request = request_due(desk, None)
    session = desk.session
    ends = session.scalars(select(Authorisation.expires_at)).first()
    for days in (31, 29, 20):
        for _ in range(2):
            alarming.remind_authorisations(session, ends - timedelta(days=days))
            session.commit()
    assert len(bodies(desk, ":ends")) == 1
    assert {kind for kind, _ in told(desk)} == {Kind.AUTHORISATION_ENDS}
    move(session, request, S.WITHDRAWN, By("applicant"), at=desk.now)
    assert consent.is_over(request.application)


# --- all chores ---------------------------------------------------------------------------------------------


def run_chores(session, at):
    return {name: jobs.run_chore(name, session, at) for name in jobs.CHORES}


def test_every_chore_runs_twice_and_at_once_without_harm(desk):
    request_due(desk, moment("2026-11-27 23:59"))
    at = moment("2026-12-10 09:00")

    def press(session):
        session.rollback()
        return run_chores(session, at)

    done = desk.twins(press)
    assert [one["reminded"] for one in done].count(3) == 1
    assert run_chores(desk.session, at) == dict.fromkeys(jobs.CHORES, 0)
    for name, (chore, _) in jobs.CHORES.items():
        before = desk.session.scalar(select(func.count()).select_from(DeskNotice))
        chore(desk.session, at)
        chore(desk.session, at)
        desk.session.commit()
        assert desk.session.scalar(select(func.count()).select_from(DeskNotice)) == before, name


def test_a_chore_that_broke_off_gives_its_turn_back(desk):
    request_due(desk, moment("2026-11-27 23:59"))
    at = moment("2026-12-10 09:00")
    kept = jobs.CHORES["reminded"]
    jobs.CHORES["reminded"] = (lambda session, now: 1 / 0, kept[1])
    try:
        with pytest.raises(ZeroDivisionError):
            run_chores(desk.session, at)
    finally:
        jobs.CHORES["reminded"] = kept
        desk.session.rollback()
    assert run_chores(desk.session, at)["reminded"] == 3


def test_old_notices_are_forgotten(sqlite_desk):
    request_due(sqlite_desk, moment("2026-11-27 23:59"))
    remind(sqlite_desk, "2026-12-10 09:00")
    assert jobs.forget_notices(sqlite_desk.session, moment("2027-06-10 09:00")) == 3
