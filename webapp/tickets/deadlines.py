"""Until when a ticket is to be done, where the guide has a limit that begins with a clue or a report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge import Guide
from knowledge.policies import TimeLimit
from webapp.calendar import Calendar, Deadline, add_days, add_hours, day_of
from webapp.models.tickets import Category

BEGINS_WITH = frozenset({"clue", "report"})
CLOCKED = frozenset({Category.CLUE, Category.HELP})
LONGEST_SOURCE = 300


@dataclass(frozen=True)
class Due:
    """The last moment in time, and on whose word."""

    at: datetime
    is_estimate: bool
    source: str


def find_due(
    guide: Guide, calendar: Calendar, about: tuple[Category, str | None, str | None], at: datetime
) -> Due | None:
    """When a ticket opened at `at` is due; None where no published limit says.

    `about`: its category, policy and area.
    """
    category, policy, area = about
    if category not in CLOCKED or policy not in guide.policies:
        return None
    limits = guide.policies[policy].time_limits_on(guide.regions.path(area), day_of(at))
    limit = next((one for one in limits if _counts(one)), None)
    if limit is None:
        return None
    deadline = _deadline(calendar, limit, at)
    source = f"{limit.says}（{guide.cite_all(limit.sources)}）"
    return Due(deadline.at, deadline.is_estimate, source[:LONGEST_SOURCE])


def _counts(limit: TimeLimit) -> bool:
    return limit.start in BEGINS_WITH and limit.bound == "at_most" and not limit.grounds and not limit.extends


def _deadline(calendar: Calendar, limit: TimeLimit, at: datetime) -> Deadline:
    match limit.unit:
        case "小时":
            return add_hours(at, limit.figure)
        case "工作日":
            return calendar.add_working_days(at, int(limit.figure))
    return add_days(at, int(limit.figure))
