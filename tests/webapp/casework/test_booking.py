"""However many clerks press at once, a provider is never booked beyond what it has, on either database."""

import contextlib
import itertools
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.builders import make_env, make_id_number
from tests.conftest import fresh_postgres
from tests.webapp.applications.conftest import NOW, Desk
from webapp.applications.submitting import submit
from webapp.casework.services import booking, delivering, demanding, spans, supplying
from webapp.casework.services.booking import BookingError, Wanted
from webapp.casework.services.delivering import HoursError
from webapp.casework.services.spans import Span
from webapp.casework.services.supplying import Entered
from webapp.db import begin_write, make_engine, make_sessions
from webapp.ledger.figures import Month
from webapp.migrating import migrate
from webapp.models import ServiceAssignment, ServiceDemand, ServiceHours, ServiceOffer, ServiceProvider
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.staff.regions import StaffRegion

TODAY = NOW.date()
BY = {"by": "staff:1", "at": NOW}
HOUR, CLERKS = 60, 6
_numbers = itertools.count()


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def open_session(request, tmp_path_factory, migrated_sqlite):
    """Sessions of one installation of each kind, for all tests here."""
    place = tmp_path_factory.mktemp("booking")
    with contextlib.ExitStack() as stack:
        env = make_env(place)
        if request.param == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(fresh_postgres())
            migrate(Settings.from_env(env), env)
        else:
            (place / "test.db").write_bytes(migrated_sqlite)
        settings = Settings.from_env(env)
        engine = make_engine(settings)
        sessions = make_sessions(engine)
        sessions.index_hash = IndexHash(settings.index_keys)
        yield sessions
        engine.dispose()


def set_up(sessions, guide, households):
    """Demands of four hours a week, one a household, and a made-up provider of twenty hours a month."""
    with sessions() as session:
        desk = Desk(session, guide, sessions.index_hash)
        demands = []
        for _ in range(households):
            begin_write(session)
            number = next(_numbers)
            draft = desk.open_draft(f"booking-{number}")
            draft = desk.fill_in(draft, father=make_id_number(f"19{30 + number}-03-05"))
            submit(session, guide, draft, NOW)
            wanted = {("father", "meals"): 4 * HOUR}
            demands += demanding.open_demands(session, draft.requests[0], wanted, **BY)
            session.commit()
        begin_write(session)
        place = Entered("演示服务队", "linzi", draft.town, (draft.town,))
        provider = supplying.add_provider(session, place, **BY, key=f"provider-{number}")
        amount = {"minutes_per_month": 20 * HOUR, "places": None}
        offer = supplying.set_offer(session, provider, "meals", **amount, **BY)
        session.commit()
        return [one.id for one in demands], offer.id, provider.id


def all_at_once(sessions, acts):
    """Each act in a thread and a session of its own, begun together. What came of each."""
    together = Barrier(len(acts))

    def run(act):
        with sessions() as session:
            together.wait()
            begin_write(session)
            try:
                act(session)
            except BookingError as wrong:
                session.rollback()
                return str(wrong)
            session.commit()
            return ""

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def assigning(demand_id, offer_id, key, hours=2, last=None):
    def act(session):
        demand = session.get(ServiceDemand, demand_id)
        wanted = Wanted(offer_id, Span(TODAY, last, hours * HOUR))
        booking.assign(session, demand, wanted, **BY, key=key)

    return act


def test_clerks_at_once_overbook_neither_a_provider_nor_a_demand(open_session, guide):
    demands, offer, provider = set_up(open_session, guide, CLERKS)
    came = all_at_once(open_session, [assigning(one, offer, f"key-{one}") for one in demands])
    assert came.count("") == 2, "twenty hours a month are four and a half a week"
    assert all("最多还能排每周 0.5 小时" in one for one in came if one), came
    with open_session() as session:
        assert session.query(ServiceAssignment).count() == 2
        begin_write(session)
        row = session.get(ServiceProvider, provider)
        with pytest.raises(BookingError, match="不能比这少"):
            supplying.set_offer(session, row, "meals", minutes_per_month=17 * HOUR, places=None, **BY)
        supplying.set_offer(session, row, "meals", minutes_per_month=200 * HOUR, places=5, **BY)
        session.commit()
        taken = {one.demand_id for one in session.query(ServiceAssignment)}
    free = next(one for one in demands if one not in taken)
    came = all_at_once(open_session, [assigning(free, offer, f"more-{one}") for one in range(CLERKS)])
    assert came.count("") == 2 and all("超过他要的了" in one for one in came if one), came
    last = [assigning(one, offer, f"place-{one}") for one in demands if one not in taken | {free}]
    assert sorted(all_at_once(open_session, last)) == ["", booking.FULL, booking.FULL]
    with open_session() as session:
        kept = session.get(ServiceOffer, offer)
        running = booking.running_on(session, [offer])[offer]
        assert spans.fits(spans.heaviest_week(running, Span(TODAY, None))[0], kept.minutes_per_month)


def test_one_button_pressed_at_once_assigns_once_and_a_provider_stops_only_when_empty(open_session, guide):
    (demand,), offer, provider = set_up(open_session, guide, 1)
    assert (
        all_at_once(open_session, [assigning(demand, offer, f"the-same-{demand}")] * CLERKS) == [""] * CLERKS
    )

    def close(session):
        supplying.close_provider(session, session.get(ServiceProvider, provider), **BY)

    def end(session):
        made = session.scalars(select(ServiceAssignment).where(ServiceAssignment.demand_id == demand)).one()
        booking.end(session, made, TODAY, **BY)

    assert all_at_once(open_session, [close]) == [supplying.RUNNING]
    assert all_at_once(open_session, [end]) == [""]
    came = all_at_once(open_session, [close, assigning(demand, offer, f"another-{demand}")])
    assert came in (["", booking.GONE], [supplying.RUNNING, ""]), "one or the other, never both"


def test_what_several_sheets_say_of_one_person_is_never_more_than_the_days_hold(open_session, guide):
    (demand,), offer, provider = set_up(open_session, guide, 1)
    assert all_at_once(open_session, [assigning(demand, offer, "one"), assigning(demand, offer, "two")]) == [
        "",
        "",
    ]
    month = Month(TODAY.replace(day=1))

    def note(index):
        def act(session):
            rows = delivering.find_of_month(session, provider, month, StaffRegion("linzi"))
            delivering.record(session, rows, month, {rows[index].id: 24 * HOUR}, **BY)

        return act

    later = Month(month.next)
    with open_session() as session:
        begin_write(session)
        rows = delivering.find_of_month(session, provider, later, StaffRegion("linzi"))
        with pytest.raises(HoursError, match="还没到"):
            delivering.record(session, rows, later, {rows[0].id: HOUR}, **BY)
    came = all_at_once(open_session, [note(0), note(1)])
    assert came == ["", ""], "22 days of the month have gone by; two days' hours of one"
    with open_session() as session:
        begin_write(session)
        rows = delivering.find_of_month(session, provider, month, StaffRegion("linzi"))
        with pytest.raises(HoursError, match="只有 1 天在服务"):
            delivering.record(session, rows, month, {rows[0].id: 25 * HOUR}, **BY)
        session.rollback()
        assert {one.minutes for one in session.query(ServiceHours)} == {24 * HOUR}


days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
some_spans = st.lists(
    st.builds(
        lambda first, length, minutes: Span(
            first, None if length is None else first + timedelta(days=length), minutes
        ),
        days,
        st.one_of(st.none(), st.integers(0, 200)),
        st.integers(1, 600),
    ),
    max_size=8,
)


@given(some_spans, days, st.integers(0, 200))
def test_the_heaviest_week_is_that_of_the_heaviest_day(known, first, length):
    within = Span(first, first + timedelta(days=length))
    every = [first + timedelta(days=one) for one in range(length + 1)]
    loads = [[one for one in known if one.covers(day)] for day in every]
    found = spans.heaviest_week(known, within)
    assert found == (max(sum(one.minutes_per_week for one in day) for day in loads), max(map(len, loads)))


@given(some_spans, st.integers(1, 12))
def test_the_plan_of_a_month_is_that_of_its_days_and_fits_where_the_weeks_fit(known, number):
    month = Month(date(2026, number, 1))
    every = [month.first + timedelta(days=one) for one in range((month.next - month.first).days)]
    exact = sum(one.minutes_per_week for one in known for day in every if one.covers(day)) / 7
    assert abs(spans.planned(month, known) - exact) <= 0.5
    load, _ = spans.heaviest_week(known, Span(month.first, month.next - timedelta(days=1)))
    enough = -(-load * 31 // 7)
    assert spans.fits(load, enough) and spans.planned(month, known) <= enough
    assert spans.most_a_week(enough) >= load
