"""Spans of days: how much of a month they cover, and how much a week runs at once at the most."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import NamedTuple

from webapp.ledger.figures import Month

DAY = datetime.timedelta(days=1)
MINUTES_A_DAY, WEEK, LONGEST_MONTH = 24 * 60, 7, 31


class Span(NamedTuple):
    """From the first to the last day, without an end where there is none, and the minutes a week in it."""

    first: datetime.date
    last: datetime.date | None
    minutes_per_week: int = 0

    def covers(self, day: datetime.date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def days_in(month: Month, span: Span, until: datetime.date | None = None) -> int:
    """How many days of the month lie in the span, up to a day where one is given."""
    ends = [one for one in (month.next - DAY, span.last, until) if one is not None]
    return max(0, (min(ends) - max(month.first, span.first)).days + 1)


def planned(month: Month, spans: Iterable[Span]) -> int:
    """The minutes that weekly amounts come to in a month, day by day."""
    return round(sum(one.minutes_per_week * days_in(month, one) for one in spans) / WEEK)


def heaviest_week(spans: Iterable[Span], within: Span) -> tuple[int, int]:
    """The most minutes a week, and the most spans, that run at once on some day of `within`."""
    known = list(spans)
    starts = {max(within.first, one.first) for one in known} | {within.first}
    running = [[one for one in known if one.covers(day)] for day in starts if within.covers(day)]
    minutes = max((sum(one.minutes_per_week for one in day) for day in running), default=0)
    return minutes, max(map(len, running), default=0)


def fits(minutes_per_week: int, minutes_per_month: int) -> bool:
    """Whether a weekly load is no more than a month has, in the longest month too."""
    return minutes_per_week * LONGEST_MONTH <= minutes_per_month * WEEK


def most_a_week(minutes_per_month: int) -> int:
    """What fits into a week of it, in the longest month too."""
    return minutes_per_month * WEEK // LONGEST_MONTH


def hours(minutes: int) -> str:
    """12 or 7.5, as people write it."""
    return f"{minutes / 60:.1f}".removesuffix(".0")
