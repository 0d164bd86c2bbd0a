"""The legal clock: by policy and district as cases, its laws as properties."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.cases import load_yaml
from tests.knowledge.small import SOURCE, make_guide, policy
from webapp.applications.deadlines import Course, Step, course_of, grounds_of, legal_clock
from webapp.applications.states import RequestState
from webapp.calendar import load_calendar
from webapp.clock import SHANGHAI
from webapp.models.applications import Request, RequestEvent

CASES = load_yaml(Path(__file__).with_name("deadlines.yaml"))
CALENDAR = load_calendar()
S = RequestState
DUE = {"says": "十天", "figure": 10, "area": "national", "start": "acceptance", "source": SOURCE}
STOPS = {"pauses": [{"says": "补材料的日子不算", "during": "supplement", "source": SOURCE}]}
UNITS = {"工作日": Decimal(10), "天": Decimal(10), "小时": Decimal(24)}
ACCEPTED = datetime(2026, 11, 4, 10, 0, tzinfo=SHANGHAI)


def moment(written):
    return datetime.strptime(str(written), "%Y-%m-%d %H:%M").replace(tzinfo=SHANGHAI)


def course(wanted):
    steps = tuple(Step(S(state), moment(at)) for state, at in wanted["steps"].items())
    recorded = {start: moment(at) for start, at in wanted.get("recorded", {}).items()}
    grounds = frozenset(wanted.get("grounds", ()))
    return Course(wanted["policy"], wanted["district"], steps, wanted.get("urgent", False), grounds, recorded)


def in_words(limit):
    return f"{limit.figure} {limit.unit}"


@pytest.mark.parametrize("case", CASES, ids=[one["name"] for one in CASES])
def test_the_clock_of(guide, case):
    clock = legal_clock(guide, CALENDAR, course(case))
    current = clock.current
    if case["due"] is None:
        assert (current, clock.due_at, clock.is_overdue(moment("2099-01-01 00:00"))) == (None, None, False)
        return
    wanted = case["due"]
    assert clock.due_at == current.due.at
    assert (current.due.day if isinstance(wanted, date) else f"{clock.due_at:%Y-%m-%d %H:%M}") == wanted
    assert in_words(current.limit) == case["by"]
    wider = [in_words(one) for one in current.wider]
    assert wider == case.get("wider", wider)
    assert current.is_extended is case.get("extended", False)
    assert clock.is_estimate is case.get("estimate", False)
    assert current.limit.sources
    assert not clock.is_overdue(clock.due_at)
    assert clock.is_overdue(clock.due_at + timedelta(minutes=1))


@cache
def small_guide(unit, **changes):
    """A policy with one limit, on which a supplement stops the clock."""
    limit = {**DUE, "unit": unit, "figure": int(UNITS[unit]), **STOPS} | changes
    return make_guide(policy(time_limits=[limit]))


def counted(steps, unit="工作日", **changes):
    return legal_clock(small_guide(unit, **changes), CALENDAR, Course("help", "linzi", tuple(steps)))


def test_a_supplement_stops_the_clock_where_a_source_says_so():
    waiting = [Step(S.ACCEPTED, ACCEPTED), Step(S.SUPPLEMENT_REQUESTED, ACCEPTED + timedelta(days=2))]
    clock = counted(waiting)
    assert (clock.due_at, clock.is_overdue(ACCEPTED + timedelta(days=400))) == (None, False)
    assert clock.current.stands_since == ACCEPTED + timedelta(days=2)
    assert clock.current.stood_until(ACCEPTED + timedelta(days=7), CALENDAR) == 3  # over a weekend
    brought = [*waiting, Step(S.ACCEPTED, ACCEPTED + timedelta(days=7))]
    clock = counted(brought)
    assert (clock.current.due.day, clock.current.stood) == (date(2026, 11, 23), 3)
    assert clock.current.since == ACCEPTED


@pytest.mark.parametrize(
    ("accepted", "asked", "brought", "stood", "due"),
    [
        # 30 September, 8, 9, 10 and 12 October do not count.
        ("2026-09-28 10:00", "2026-09-29 10:00", "2026-10-12 10:00", 5, date(2026, 10, 23)),
        # 13, 14 and 24 February do not count.
        ("2026-02-10 10:00", "2026-02-12 10:00", "2026-02-24 10:00", 3, date(2026, 3, 5)),
        # The pause lies in the holiday altogether: nothing that counts was lost.
        ("2026-09-28 10:00", "2026-10-02 10:00", "2026-10-06 10:00", 0, date(2026, 10, 16)),
    ],
)
@pytest.mark.parametrize("extended", [False, True])
def test_a_pause_over_a_holiday_gives_back_its_working_days(accepted, asked, brought, stood, due, extended):
    longer = DUE | {"figure": 15, "unit": "工作日", "extends": "whole", "grounds": ["难查"], **STOPS}
    limits = [DUE | {"id": "whole", "unit": "工作日", **STOPS}, longer]
    steps = (
        Step(S.ACCEPTED, moment(accepted)),
        Step(S.SUPPLEMENT_REQUESTED, moment(asked)),
        Step(S.ACCEPTED, moment(brought)),
    )
    grounds = frozenset({"难查"} if extended else ())
    clock = legal_clock(
        make_guide(policy(time_limits=limits)), CALENDAR, Course("help", "linzi", steps, grounds=grounds)
    )
    expected = CALENDAR.add_working_days(due, 5).day if extended else due
    assert (clock.current.due.day, clock.current.stood) == (expected, stood)
    assert clock.current.is_extended is extended


def test_a_supplement_after_the_last_day_lengthens_nothing():
    late = ACCEPTED + timedelta(days=20)
    clock = counted([Step(S.ACCEPTED, ACCEPTED), Step(S.SUPPLEMENT_REQUESTED, late)])
    assert clock.current.due.day == date(2026, 11, 18)
    assert clock.is_overdue(late)


def test_hours_stand_still_to_the_second():
    steps = [Step(S.ACCEPTED, ACCEPTED), Step(S.SUPPLEMENT_REQUESTED, ACCEPTED + timedelta(hours=1))]
    steps.append(Step(S.ACCEPTED, ACCEPTED + timedelta(hours=3, minutes=20, seconds=7)))
    assert counted(steps, "小时").due_at == ACCEPTED + timedelta(hours=26, minutes=20, seconds=7)


def test_calendar_days_go_through_holidays():
    clock = counted([Step(S.ACCEPTED, moment("2026-09-28 10:00"))], "天")
    assert (clock.current.due.day, clock.is_estimate) == (date(2026, 10, 8), False)


def test_a_shortest_time_is_no_deadline():
    at_least = {"unit": "天", "start": "publicity", "figure": 7, "bound": "at_least"}
    steps = [Step(S.ACCEPTED, ACCEPTED), Step(S.PUBLICISED, ACCEPTED + timedelta(days=5))]
    clock = counted(steps, **at_least)
    assert clock.not_before.day == date(2026, 11, 16)
    assert (clock.due_at, clock.is_overdue(ACCEPTED + timedelta(days=99))) == (None, False)


def test_an_objection_is_counted_from_the_last_one_until_it_is_answered():
    answer = {"start": "objection", "figure": 5}
    steps = [Step(S.NOT_APPROVED, ACCEPTED), Step(S.OBJECTED, ACCEPTED + timedelta(days=1))]
    assert counted(steps, "天", **answer).current.due.day == date(2026, 11, 10)
    steps += [Step(one, ACCEPTED + timedelta(days=2)) for one in (S.RE_REVIEWED, S.NOT_APPROVED)]
    assert counted(steps, "天", **answer).current is None
    steps.append(Step(S.OBJECTED, ACCEPTED + timedelta(days=9)))
    assert counted(steps, "天", **answer).current.due.day == date(2026, 11, 18)


def test_what_was_decided_too_late_is_remembered_as_late():
    in_time, late = (
        counted([Step(S.ACCEPTED, ACCEPTED), Step(S.APPROVED, ACCEPTED + timedelta(days=days))])
        for days in (14, 15)
    )
    now = ACCEPTED + timedelta(days=99)
    assert [one.countdowns[0].is_overdue(now) for one in (in_time, late)] == [False, True]
    assert not late.is_overdue(now)


def test_a_stored_request_has_the_course_of_its_events():
    request = Request(policy="temporary-assistance", district="linzi", is_urgent=True)
    for old, new in ((S.DRAFT, S.SUBMITTED), (S.SUBMITTED, S.ACCEPTED)):
        request.events.append(RequestEvent(from_state=old, to_state=new, at=ACCEPTED, by="staff:1"))
    noted = {"from_state": S.ACCEPTED, "to_state": S.ACCEPTED, "at": ACCEPTED, "by": "staff:1"}
    for note in ("ground:人户分离", "start:town_report", "staff:7", None):
        request.events.append(RequestEvent(note=note, **noted))
    found = course_of(request)
    assert found == Course(
        "temporary-assistance",
        "linzi",
        (Step(S.SUBMITTED, ACCEPTED), Step(S.ACCEPTED, ACCEPTED)),
        is_urgent=True,
        grounds=frozenset({"人户分离"}),
        recorded={"town_report": ACCEPTED},
    )


def test_the_desk_can_ask_which_grounds_there_are(guide):
    day = date(2026, 11, 22)
    offered = grounds_of(guide, "subsistence-allowance", "zhangdian", day)
    assert offered == ("审核确认权限下放到镇街", "公示有人提意见", "人户分离", "异地申请", "调查难度大")
    assert grounds_of(guide, "temporary-assistance", "linzi", day) == ()


# --- laws ---------------------------------------------------------------------------------------------------

MOMENTS = st.datetimes(datetime(2005, 1, 1), datetime(2045, 1, 1), timezones=st.just(SHANGHAI))
SPANS = st.lists(st.timedeltas(timedelta(0), timedelta(days=25)), max_size=6)
UNIT_NAMES = st.sampled_from(sorted(UNITS))


def with_pauses(begins, spans):
    """Accepted, then in turns a supplement and acceptance, each so much behind the one before."""
    steps, at = [Step(S.ACCEPTED, begins)], begins
    for index, span in enumerate(spans):
        at += span
        steps.append(Step(S.ACCEPTED if index % 2 else S.SUPPLEMENT_REQUESTED, at))
    return steps


@given(MOMENTS, SPANS, UNIT_NAMES)
def test_a_pause_never_shortens(begins, spans, unit):
    spans = spans[: len(spans) // 2 * 2]
    clock = counted(with_pauses(begins, spans), unit)
    assert clock.due_at >= counted([Step(S.ACCEPTED, begins)], unit).due_at
    assert clock.current.stood >= 0


@given(MOMENTS, SPANS, UNIT_NAMES, st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_longer_last_pause_never_ends_earlier(begins, spans, unit, more):
    spans = [timedelta(days=1), timedelta(days=1), *spans[: len(spans) // 2 * 2]]
    longer = [*spans[:-1], spans[-1] + more]
    due, later = (counted(with_pauses(begins, one), unit).due_at for one in (spans, longer))
    assert due <= later


@given(MOMENTS, st.timedeltas(timedelta(0), timedelta(days=60)), UNIT_NAMES)
def test_who_was_accepted_later_is_never_due_earlier(begins, more, unit):
    due, later = (counted([Step(S.ACCEPTED, one)], unit).due_at for one in (begins, begins + more))
    assert due <= later


@given(MOMENTS, UNIT_NAMES)
def test_more_days_never_end_earlier(begins, unit):
    steps = [Step(S.ACCEPTED, begins)]
    assert counted(steps, unit).due_at < counted(steps, unit, figure=int(UNITS[unit]) + 1).due_at


@given(MOMENTS, SPANS, UNIT_NAMES)
def test_days_at_work_and_days_of_standing_still_make_up_the_whole(begins, spans, unit):
    """Every working day up to the last one is either counted for the limit or a day of a pause."""
    spans = spans[: len(spans) // 2 * 2]
    current = counted(with_pauses(begins, spans)).current
    last = CALENDAR.count_working_days(begins.date(), current.due.day)
    assert last == 10 + current.stood


@given(MOMENTS, SPANS, UNIT_NAMES)
def test_only_working_days_of_unknown_years_are_an_estimate(begins, spans, unit):
    clock = counted(with_pauses(begins, spans[: len(spans) // 2 * 2]), unit)
    expected = unit == "工作日" and CALENDAR.is_estimate(begins.date(), clock.current.due.day)
    assert clock.is_estimate is expected
