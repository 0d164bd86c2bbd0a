"""The chain over the audit: nothing changed, taken out or put in goes unseen, whoever else is writing."""

import contextlib
import threading
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, text

from tests.builders import make_env
from tests.conftest import fresh_postgres
from webapp.clock import SHANGHAI
from webapp.db import begin_write, make_engine, make_sessions
from webapp.migrating import migrate
from webapp.models import AuditDay, AuditRow
from webapp.security import audit, seals
from webapp.security.seals import FaultKind
from webapp.settings import Settings

NOON = datetime(2026, 11, 22, 12, tzinfo=SHANGHAI)
DAY = timedelta(days=1)
CLOSED = timedelta(hours=12, minutes=10)


def write_row(session, actor, about):
    audit.record(session, actor, "read", **about)
    return session.scalar(select(func.max(AuditRow.id)))


class Book:
    """An audit, and the worker that seals it."""

    def __init__(self, engine):
        self.make = make_sessions(engine)
        self.dialect = engine.dialect.name

    def write(self, at, *, actor="staff:7", session=None):
        about = {"subject": "a1", "at": at, "facts": ["hukou", "age_years"]}
        if session is not None:
            return write_row(session, actor, about)
        with self.make() as own:
            begin_write(own)
            row_id = write_row(own, actor, about)
            own.commit()
            return row_id

    def seal(self, now):
        with self.make() as session:
            begin_write(session)
            count = seals.seal(session, now)
            session.commit()
            return count

    def faults(self, published=()):
        with self.make() as session:
            return seals.find_faults(session, published)

    def kinds(self, published=()):
        return {fault.kind for fault in self.faults(published)}

    def days(self):
        with self.make() as session:
            return seals.find_days(session)

    def tamper(self, statement, **values):
        with self.make() as session:
            begin_write(session)
            assert session.execute(text(statement), values).rowcount > 0
            session.commit()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def engine(request, tmp_path_factory):
    place = tmp_path_factory.mktemp("audit")
    with contextlib.ExitStack() as stack:
        env = make_env(place)
        if request.param == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(
                fresh_postgres(request.getfixturevalue("migrated_postgres"))
            )
        settings = Settings.from_env(env)
        migrate(settings, env)
        made = make_engine(settings)
        stack.callback(made.dispose)
        yield made


@pytest.fixture
def book(engine):
    with make_sessions(engine)() as session:
        begin_write(session)
        session.execute(delete(AuditRow))
        session.execute(delete(AuditDay))
        session.commit()
    return Book(engine)


@pytest.fixture
def two_days(book):
    """Three rows on one day, three on the next, both days closed, and two of the day that is open."""
    for day in range(2):
        for minute in range(3):
            book.write(NOON + day * DAY + timedelta(minutes=minute))
        book.seal(NOON + day * DAY + CLOSED)
    book.write(NOON + 2 * DAY)
    book.write(NOON + 2 * DAY)
    book.seal(NOON + 2 * DAY)
    assert book.faults() == []
    return book


def test_an_empty_audit_has_nothing_to_seal_and_no_fault(book):
    assert book.seal(NOON) == 0
    assert (book.days(), book.faults()) == ([], [])


def test_rows_are_sealed_as_they_come_and_each_once(book):
    book.write(NOON)
    book.write(NOON)
    assert book.seal(NOON) == 2
    book.write(NOON)
    assert book.seal(NOON) == 1
    assert book.seal(NOON) == 0
    assert [(day.day, day.count, day.last_place, day.hash) for day in book.days()] == [
        (date(2026, 11, 22), 3, 3, None)
    ]


def test_a_day_is_closed_ten_minutes_after_midnight_and_rows_of_the_next_wait_for_that(book):
    book.write(NOON)
    midnight = NOON + timedelta(hours=12)
    book.write(midnight + timedelta(minutes=1))
    assert book.seal(midnight + timedelta(minutes=9)) == 1
    late = book.write(midnight - timedelta(seconds=1))
    assert book.seal(midnight + timedelta(minutes=10)) == 2
    first, second = book.days()
    assert (first.count, first.last_id, second.count) == (2, late, 1)
    assert first.hash is not None and second.hash is None
    assert book.faults() == []


def test_days_on_which_nothing_happened_and_a_worker_that_slept_leave_no_gap(book):
    book.write(NOON)
    book.write(NOON + 5 * DAY)
    book.seal(NOON + 5 * DAY)
    assert [(day.day.day, day.count) for day in book.days()] == [
        (22, 1), (23, 0), (24, 0), (25, 0), (26, 0), (27, 1),
    ]  # fmt: skip
    assert book.faults() == []


@pytest.mark.parametrize(
    "changed",
    ["actor = 'staff:8'", "action = 'decide'", "subject = 'a2'", "facts = ''", "role = 'city'",
     "region = 'zibo'", "reason = 'review'", "id = -1", "seal = 'x'"],
)  # fmt: skip
def test_a_change_of_any_column_shows_with_its_row(two_days, changed):
    two_days.tamper(f"UPDATE audit SET {changed} WHERE place = 2")
    assert any(fault.kind is FaultKind.CHANGED and fault.place in (2, 3) for fault in two_days.faults())


def test_a_change_of_the_moment_shows(two_days):
    two_days.tamper("UPDATE audit SET at = :at WHERE place = 2", at=NOON + timedelta(hours=1))
    assert [(one.kind, one.place) for one in two_days.faults()] == [(FaultKind.CHANGED, 2)]


@pytest.mark.parametrize("place", [1, 2, 3, 6, 8])
def test_a_row_that_is_gone_leaves_its_place_empty(two_days, place):
    two_days.tamper("DELETE FROM audit WHERE place = :place", place=place)
    faults = two_days.faults()
    assert [(one.kind, one.place) for one in faults] == [(FaultKind.REMOVED, place)]


def test_rows_taken_out_with_the_rest_moved_up_show(two_days):
    two_days.tamper("DELETE FROM audit WHERE place = 8")
    two_days.tamper("UPDATE audit_days SET last_place = 7, count = 1 WHERE last_place = 8")
    assert FaultKind.DAY_CHANGED in two_days.kinds()


def test_a_row_put_into_a_closed_day_shows(two_days):
    row_id = two_days.write(NOON + timedelta(minutes=1), actor="staff:9")
    two_days.seal(NOON + 2 * DAY)
    assert [(one.kind, one.row_id) for one in two_days.faults()] == [(FaultKind.INSERTED, row_id)]


def test_a_row_put_before_the_first_day_shows(two_days):
    two_days.write(NOON - 30 * DAY)
    two_days.seal(NOON + 2 * DAY)
    assert two_days.kinds() == {FaultKind.INSERTED}


def test_a_row_put_behind_the_chain_by_hand_shows(two_days):
    row_id = two_days.write(NOON + 2 * DAY)
    two_days.tamper("UPDATE audit SET place = 50, seal = 'x' WHERE id = :id", id=row_id)
    assert two_days.kinds() == {FaultKind.INSERTED}


@pytest.mark.parametrize("change", ["count = 2", "hash = 'x'", "head = 'x'", "last_id = 1"])
def test_a_changed_day_shows(two_days, change):
    two_days.tamper(f"UPDATE audit_days SET {change} WHERE last_place = 3")
    assert {FaultKind.DAY_CHANGED} <= two_days.kinds()


def test_a_day_taken_out_with_its_rows_shows(two_days):
    two_days.tamper("DELETE FROM audit WHERE place BETWEEN 4 AND 6")
    two_days.tamper("DELETE FROM audit_days WHERE last_place = 6")
    assert FaultKind.DAY_REMOVED in two_days.kinds()


def test_a_chain_made_anew_fits_itself_and_not_what_was_published(two_days):
    published = [(day.day, day.hash) for day in two_days.days() if day.hash]
    assert two_days.faults(published) == []
    two_days.tamper("UPDATE audit SET actor = 'staff:8', place = NULL, seal = NULL WHERE place > 0")
    two_days.tamper("DELETE FROM audit_days WHERE last_place > 0")
    two_days.seal(NOON + 2 * DAY)
    assert two_days.faults() == []
    assert two_days.kinds(published) == {FaultKind.OTHER_THAN_PUBLISHED}


def test_a_row_that_commits_late_with_an_earlier_id_is_sealed_later(book):
    if book.dialect == "sqlite":  # one writer at a time: there ids follow commits
        first, second = book.write(NOON), book.write(NOON)
    else:
        with book.make() as slow:
            first = book.write(NOON, session=slow)
            second = book.write(NOON)
            assert book.seal(NOON) == 1
            slow.commit()
    assert first < second
    book.seal(NOON)
    with book.make() as session:
        assert session.scalar(select(func.count()).where(AuditRow.seal.is_(None))) == 0
    assert book.faults() == []


def test_many_writers_and_two_workers_at_once_break_nothing(book):
    faults, begin = [], threading.Barrier(6)

    def work(number):
        begin.wait()
        try:
            for step in range(12):
                if number < 4:
                    book.write(NOON + timedelta(minutes=step), actor=f"staff:{number}")
                else:
                    book.seal(NOON + timedelta(hours=1))
        except Exception as error:
            faults.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    book.seal(NOON + CLOSED)
    assert book.days()[0].count == 48
    assert book.faults() == []


def test_a_day_is_closed_only_after_whoever_is_writing_has_finished(book):
    if book.dialect == "sqlite":
        return check_that_sqlite_has_one_writer(book)
    book.write(NOON)
    with book.make() as slow:
        row_id = book.write(NOON, session=slow)
        closing = threading.Thread(target=book.seal, args=(NOON + CLOSED,))
        closing.start()
        wait_until_somebody_waits(book)
        slow.commit()
        closing.join()
    day = book.days()[0]
    assert (day.count, day.last_id, day.hash is not None) == (2, row_id, True)
    assert book.faults() == []


def check_that_sqlite_has_one_writer(book):
    """There the sealer cannot even begin beside a writer."""
    with book.make() as slow:
        begin_write(slow)
        book.write(NOON, session=slow)
        closing = threading.Thread(target=book.seal, args=(NOON + CLOSED,))
        closing.start()
        slow.commit()
        closing.join()
    assert [(day.count, day.hash is None) for day in book.days()] == [(1, False), (0, True)]


def wait_until_somebody_waits(book):
    """Until PostgreSQL shows a lock on the audit that is not granted."""
    waiting = text(
        "SELECT count(*) FROM pg_locks JOIN pg_class ON relation = pg_class.oid "
        "WHERE relname = 'audit' AND NOT granted AND database = (SELECT oid FROM pg_database "
        "WHERE datname = current_database())"
    )
    for _ in range(2000):
        with book.make() as session:
            if session.scalar(waiting):
                return
    raise AssertionError("the sealer did not wait for the writer")


def test_facts_are_cut_between_names(book):
    with book.make() as session:
        names = [f"fact_number_{number:03d}" for number in range(60)]
        audit.record(session, "staff:1", "read", subject="a", at=NOON, facts=names)
        facts = session.scalars(select(AuditRow.facts)).one()
    assert len(facts) <= 500
    assert set(facts.split(",")) < set(names)


def test_the_day_is_that_of_zibo(book):
    book.write(datetime(2026, 11, 22, 23, 59, tzinfo=SHANGHAI))
    book.seal(datetime(2026, 11, 22, 23, 59, tzinfo=SHANGHAI))
    with book.make() as session:
        assert session.scalars(select(AuditDay.day)).all() == [date(2026, 11, 22)]
