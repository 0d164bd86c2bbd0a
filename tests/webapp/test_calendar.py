"""Working days: against an independent calendar, around holidays and make-up days, beyond what is known."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from webapp.calendar import LIBRARY_YEARS, TABLE, CalendarError, add_days, add_hours, day_of, load_calendar
from webapp.clock import SHANGHAI

CALENDAR = load_calendar()
LAST = LIBRARY_YEARS[-1]
KNOWN_FROM, KNOWN_UNTIL = date(2005, 1, 1), date(2026, 12, 28)
KNOWN_DAYS = st.dates(KNOWN_FROM, KNOWN_UNTIL)
ANY_DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
COUNTS = st.integers(0, 400)


def walk(begins, days):
    """The same by going from day to day."""
    day = begins
    while days:
        day += timedelta(days=1)
        days -= CALENDAR.is_working_day(day)
    return day


def test_every_known_day_is_as_an_independent_calendar_has_it():
    other = holidays.country_holidays("CN", years=range(2005, 2027))
    days = (KNOWN_FROM + timedelta(days=one) for one in range((KNOWN_UNTIL - KNOWN_FROM).days + 1))
    assert [day for day in days if CALENDAR.is_working_day(day) != other.is_working_day(day)] == []


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-02-13", True),  # the Friday before Spring Festival
        ("2026-02-14", True),  # a Saturday that makes up for it
        ("2026-02-15", False),
        ("2026-02-23", False),  # a Monday, the ninth day of the festival
        ("2026-02-24", True),
        ("2026-02-28", True),
        ("2026-09-20", True),  # a Sunday that makes up for National Day
        ("2026-10-07", False),
        ("2026-10-08", True),
        ("2026-10-10", True),
        ("2026-11-28", False),
        ("2020-01-31", False),  # the festival that was made longer
        ("2005-12-31", True),  # from the table: the library has it as free
    ],
)
def test_festivals_and_make_up_days(day, works):
    assert CALENDAR.is_working_day(date.fromisoformat(day)) is works


@pytest.mark.parametrize(
    ("begins", "days", "ends"),
    [
        ("2026-11-23", 1, "2026-11-24"),
        ("2026-11-20", 1, "2026-11-23"),
        ("2026-11-21", 1, "2026-11-23"),
        ("2026-11-21", 0, "2026-11-21"),
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-14", 1, "2026-02-24"),
        ("2026-02-10", 20, "2026-03-16"),
        ("2026-09-25", 5, "2026-10-09"),
        ("2025-12-31", 1, "2026-01-04"),
    ],
)
def test_working_days_are_counted_over_them(begins, days, ends):
    found = CALENDAR.add_working_days(date.fromisoformat(begins), days)
    assert (found.day, found.is_estimate) == (date.fromisoformat(ends), False)


@pytest.mark.parametrize(
    ("after", "until", "is_estimate"),
    [
        (date(LAST, 12, 21), date(LAST, 12, 28), False),
        (date(LAST, 12, 21), date(LAST, 12, 29), True),  # the next notice may move it
        (date(LAST, 12, 30), date(LAST, 12, 30), False),
        (date(LAST, 12, 1), date(LAST + 1, 1, 12), True),
        (date(LAST + 1, 3, 1), date(LAST + 1, 3, 2), True),
        (date(2004, 12, 31), date(2005, 1, 5), False),
        (date(2004, 12, 30), date(2005, 1, 5), True),
        (date(2003, 5, 5), date(2003, 5, 6), True),
    ],
)
def test_what_is_counted_over_an_unknown_year_is_an_estimate(after, until, is_estimate):
    assert CALENDAR.is_estimate(after, until) is is_estimate
    days = CALENDAR.count_working_days(after, until)
    assert CALENDAR.add_working_days(after, days).is_estimate is is_estimate


def test_an_unknown_year_goes_from_monday_to_friday():
    week = [date(2045, 10, 2) + timedelta(days=one) for one in range(7)]
    assert [CALENDAR.is_working_day(day) for day in week] == [True] * 5 + [False] * 2


@given(ANY_DAYS, COUNTS)
def test_counting_is_walking_from_day_to_day(begins, days):
    assert CALENDAR.add_working_days(begins, days).day == walk(begins, days)


@given(ANY_DAYS, ANY_DAYS, COUNTS)
def test_who_begins_later_or_has_more_days_never_ends_earlier(one, other, days):
    first, last = sorted((one, other))
    assert CALENDAR.add_working_days(first, days).at <= CALENDAR.add_working_days(last, days).at
    assert CALENDAR.add_working_days(one, days).at <= CALENDAR.add_working_days(one, days + 1).at


@given(ANY_DAYS, st.integers(1, 400))
def test_counting_back_gives_the_days_that_were_counted(begins, days):
    ends = CALENDAR.add_working_days(begins, days).day
    assert CALENDAR.is_working_day(ends)
    assert CALENDAR.count_working_days(begins, ends) == days
    assert CALENDAR.count_working_days(ends, begins) == 0


@given(ANY_DAYS, COUNTS, COUNTS)
def test_days_can_be_counted_in_parts(begins, some, more):
    between, whole = (CALENDAR.add_working_days(begins, one) for one in (some, some + more))
    assert CALENDAR.add_working_days(between.day, more).at == whole.at


@given(KNOWN_DAYS, KNOWN_DAYS)
def test_nothing_between_known_days_is_an_estimate(one, other):
    assert not CALENDAR.is_estimate(min(one, other), max(one, other))


def test_a_day_is_the_day_in_zibo():
    evening = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)  # one in the morning of the 27th in Zibo
    assert day_of(evening) == date(2026, 11, 27)
    assert CALENDAR.add_working_days(evening, 1).day == date(2026, 11, 30)
    with pytest.raises(ValueError, match="time zone"):
        day_of(datetime(2026, 11, 26, 17, 0))


def test_a_limit_in_days_ends_with_its_last_day_in_zibo():
    at = CALENDAR.add_working_days(date(2026, 11, 23), 1).at
    assert at.utcoffset() == timedelta(hours=8)
    assert datetime(2026, 11, 24, 23, 59, 59, tzinfo=SHANGHAI) < at < datetime(2026, 11, 25, tzinfo=SHANGHAI)


def test_calendar_days_and_hours_take_nights_and_holidays_as_they_come():
    begins = datetime(2026, 10, 1, 22, 15, tzinfo=SHANGHAI)
    assert add_days(begins, 3).day == date(2026, 10, 4)
    assert add_hours(begins, 24).at == datetime(2026, 10, 2, 22, 15, tzinfo=SHANGHAI)
    assert add_hours(begins, Decimal("1.5")).at == datetime(2026, 10, 1, 23, 45, tzinfo=SHANGHAI)
    assert not add_days(datetime(2045, 10, 1, tzinfo=SHANGHAI), 3).is_estimate


def test_days_are_not_counted_backward():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_working_days(date(2026, 11, 23), -1)


# --- the table ----------------------------------------------------------------------------------------------

NOTICE = "source: 一份通知（练习用）"
FULL = f"{{{NOTICE}, holidays: [2091-01-01, 2091-01-02, 2091-05-01, 2091-10-01, 2091-10-02, 2091-10-03]"


@pytest.fixture
def write(tmp_path):
    def write(text):
        path = tmp_path / f"days-{len(list(tmp_path.iterdir()))}.yaml"
        path.write_text(text, encoding="utf-8")
        return load_calendar(path)

    return write


def test_a_year_that_is_written_down_is_known(write):
    added = write(f"years: {{2091: {FULL}, working: [2091-01-06]}}}}")
    assert not added.is_working_day(date(2091, 1, 2))
    assert added.is_working_day(date(2091, 1, 6))
    assert not added.add_working_days(date(2091, 1, 1), 4).is_estimate
    assert added.add_working_days(date(2091, 1, 1), 4).day == date(2091, 1, 6)
    assert added.add_working_days(date(2091, 12, 20), 20).is_estimate


def test_the_example_in_the_table_can_be_followed(write):
    shown = TABLE.read_text(encoding="utf-8").splitlines()
    example = [line.removeprefix("#") for line in shown if line.startswith("#   ")]
    assert not write("\n".join(["years:", *example])).is_working_day(date(2031, 5, 1))


def test_the_year_after_makes_the_last_days_of_a_known_year_certain(write):
    added = write(f"years: {{{LAST + 1}: {FULL.replace('2091', str(LAST + 1))}}}}}")
    assert not added.is_estimate(date(LAST, 1, 1), date(LAST + 1, 12, 28))


def test_a_day_that_is_written_down_goes_before_the_library(write):
    added = write(f"years: {{2026: {{{NOTICE}, holidays: [2026-11-24]}}}}")
    assert added.add_working_days(date(2026, 11, 23), 1).day == date(2026, 11, 25)
    assert not added.add_working_days(date(2026, 11, 23), 1).is_estimate
    assert not added.is_working_day(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("years: [", "不是 YAML"),
        ("2091: {}", "years"),
        ("years: {2091: {holidays: []}}", "缺 source"),
        (f"years: {{2091: {{{NOTICE}, holiday: []}}}}", "只能写"),
        (f"years: {{2091: {{{NOTICE}}}}}", "没有 2091-01-01"),
        (f"years: {{2091: {FULL}, working: [2091-01-02]}}}}", "又放假又上班"),
        (f"years: {{2091: {FULL}, working: [2091-01-05]}}}}", "不是周六、周日"),
        (f"years: {{2091: {FULL}, working: [2090-12-30]}}}}", "不是这一年"),
        (f"years: {{2091: {FULL}, working: 春节}}}}", "不是这一年"),
        (f"years: {{next: {FULL}}}}}", "年份下面"),
    ],
)
def test_a_table_that_cannot_be_right_is_refused(write, text, words):
    with pytest.raises(CalendarError, match=words):
        write(text)
