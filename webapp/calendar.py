"""Working days in China: which days the offices are open, and when so many days or hours are over.

A day is looked up in `calendar.yaml` first, then in chinesecalendar. A year that neither knows is taken as
Monday to Friday, and whatever was counted over it says that it is an estimate. So are the last days of the
newest known year: the notice for the next one has moved them more than once (2005, 2006, 2007, 2011, 2018).

Counting is plain. The day on which something begins is not counted, a limit in days ends with its last day,
one in hours with its minute; a last day without work is not moved, as no source of the guide says so.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

import chinese_calendar
import yaml
from chinese_calendar.constants import holidays as LIBRARY_DAYS

from webapp.clock import SHANGHAI
from webapp.settings import SettingsError

TABLE = Path(__file__).with_name("calendar.yaml")
SATURDAY, HOUR_SECONDS = 5, 3600
# Nothing that is counted here began before 2005.
LIBRARY_YEARS = range(2005, max(LIBRARY_DAYS).year + 1)
UNSURE_FROM = (12, 29)
# Holidays of every year; a year that is written down without them is not written down in full.
FIXED_HOLIDAYS = ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))
KEYS = frozenset({"source", "holidays", "working"})


class CalendarError(SettingsError):
    """The table of days is not usable; the message names the year and what to write."""

    def __init__(self, problem: str) -> None:
        super().__init__([problem])


@dataclass(frozen=True)
class Deadline:
    """The last moment that is in time. `is_estimate`: days were counted that nobody knows yet."""

    at: datetime
    is_estimate: bool = False

    @property
    def day(self) -> date:
        return day_of(self.at)


def day_of(moment: date | datetime) -> date:
    """The day in Zibo. Raises ValueError for a moment without its time zone."""
    if not isinstance(moment, datetime):
        return moment
    if moment.tzinfo is None:
        raise ValueError("a moment needs its time zone; take it from webapp.clock")
    return moment.astimezone(SHANGHAI).date()


def end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, SHANGHAI)


@dataclass(frozen=True)
class _Year:
    """The working days of a year and its last day that is certain, as day numbers; 0 when none is."""

    working: tuple[int, ...]
    sure_until: int


@dataclass(frozen=True, eq=False)
class Calendar:
    """Every day of every year. `exceptions`: days written down, and whether they are worked; `years`: all of
    a year is written down."""

    exceptions: Mapping[date, bool]
    years: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "_year", lru_cache(maxsize=256)(self._make_year))

    def is_working_day(self, day: date) -> bool:
        if day in self.exceptions:
            return self.exceptions[day]
        if day.year in LIBRARY_YEARS:
            return chinese_calendar.is_workday(day)
        return day.weekday() < SATURDAY

    def is_estimate(self, after: date, until: date) -> bool:
        """Whether a day behind `after`, up to `until`, is worked or free by nothing but its weekday."""
        for year in range(after.year, until.year + 1):
            first = max(after.toordinal() + 1, date(year, 1, 1).toordinal())
            last = min(until.toordinal(), date(year, 12, 31).toordinal())
            if first <= last and last > self._year(year).sure_until:
                return True
        return False

    def add_working_days(self, begins: date | datetime, days: int) -> Deadline:
        """The end of the working day that is so many behind the day of `begins`."""
        begun = day_of(begins)
        day = date.fromordinal(self._find(begun, days)) if days else begun
        return Deadline(end_of(day), self.is_estimate(begun, day))

    def count_working_days(self, after: date, until: date) -> int:
        """How many working days lie behind `after`, up to `until`."""
        first, last = after.toordinal(), until.toordinal()
        if last <= first:
            return 0
        years = (self._year(year).working for year in range(after.year, until.year + 1))
        return sum(bisect_right(one, last) - bisect_right(one, first) for one in years)

    def _find(self, begun: date, days: int) -> int:
        if days < 0:
            raise ValueError("working days are counted forward")
        year, working = begun.year, self._year(begun.year).working
        place = bisect_right(working, begun.toordinal()) + days
        while place > len(working):
            place -= len(working)
            year += 1
            working = self._year(year).working
        return working[place - 1]

    def _make_year(self, year: int) -> _Year:
        first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
        days = range(first, last + 1)
        working = tuple(one for one in days if self.is_working_day(date.fromordinal(one)))
        if not self._knows(year):
            return _Year(working, 0)
        unsure = date(year, *UNSURE_FROM).toordinal()
        return _Year(working, last if self._knows(year + 1) else unsure - 1)

    def _knows(self, year: int) -> bool:
        return year in LIBRARY_YEARS or year in self.years


def add_days(begins: date | datetime, days: int) -> Deadline:
    """The end of the calendar day that is so many behind the day of `begins`."""
    return Deadline(end_of(day_of(begins) + timedelta(days=days)))


def add_hours(begins: datetime, hours: Decimal | int) -> Deadline:
    """The moment so many hours later: nights and holidays count."""
    return Deadline(begins.astimezone(SHANGHAI) + timedelta(seconds=round(hours * HOUR_SECONDS)))


@cache
def load_calendar(path: Path = TABLE) -> Calendar:
    """The calendar with the days written down in `path`. Raises CalendarError."""
    try:
        written = yaml.safe_load(path.read_text(encoding="utf-8"))
    except yaml.YAMLError as error:
        raise CalendarError(f"{path.name}：不是 YAML：{error}") from None
    years = written.get("years") if isinstance(written, dict) else None
    if not isinstance(years, dict):
        raise CalendarError(f"{path.name}：要写成 years: {{年份: …}}")
    exceptions: dict[date, bool] = {}
    for year, entry in years.items():
        exceptions |= _parse_year(f"{path.name} {year}", year, entry)
    return Calendar(exceptions, frozenset(years) - frozenset(LIBRARY_YEARS))


def _parse_year(place: str, year: object, entry: object) -> dict[date, bool]:
    if not isinstance(year, int) or not isinstance(entry, dict) or not set(entry) <= KEYS:
        raise CalendarError(f"{place}：年份下面只能写 source、holidays、working")
    if not isinstance(entry.get("source"), str) or not entry["source"].strip():
        raise CalendarError(f"{place}：缺 source：写上是哪份通知")
    free, worked = (_parse_days(place, year, entry.get(name, [])) for name in ("holidays", "working"))
    if not free.isdisjoint(worked):
        raise CalendarError(f"{place}：{min(free & worked)} 又放假又上班；留一处")
    if wrong := sorted(day for day in worked if day.weekday() < SATURDAY):
        raise CalendarError(f"{place}：{wrong[0]} 不是周六、周日，不用写在 working 里")
    missing = [date(year, *one) for one in FIXED_HOLIDAYS if date(year, *one) not in free]
    if year not in LIBRARY_YEARS and missing:
        raise CalendarError(f"{place}：holidays 里没有 {missing[0]}；这一年的假要写全")
    return dict.fromkeys(free, False) | dict.fromkeys(worked, True)


def _parse_days(place: str, year: int, days: object) -> set[date]:
    listed = days if isinstance(days, list) else [days]
    for day in listed:
        if type(day) is not date or day.year != year:
            raise CalendarError(f"{place}：{day} 不是这一年的日子；写成 {year}-01-01 这样")
    return set(listed)
