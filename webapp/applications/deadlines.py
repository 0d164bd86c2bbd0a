"""The legal clock of a request: which limit runs, since when, until when, and what stops it meanwhile.

All of it comes from the guide's data: limits by policy, area and day, what they begin and end with, pauses
and extensions, each with its source. Where the data has no limit there is no countdown, and nothing is
overdue. A district's own limit goes before the country's; a longer one holds only on recorded grounds.

Everything here follows from what has happened, not from what time it is: `Clock.due_at` changes with the
request's events alone and can be kept in a column. Only being overdue asks for the moment. While a clock
stands still there is no due moment; a pause that begins after it lengthens nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from knowledge import Guide
from knowledge.policies import WAY_GROUNDS, TimeLimit
from webapp.applications.states import RequestState
from webapp.calendar import HOUR_SECONDS, Calendar, Deadline, add_days, add_hours, day_of

if TYPE_CHECKING:
    from webapp.models.applications import Request

S = RequestState
HOURS, WORKING_DAYS, AT_LEAST = "小时", "工作日", "at_least"
GROUND, START = "ground:", "start:"  # how the note of an event begins that records one
MOST_KEPT = 2048  # every policy in every district of a few guides
# What happens once is counted from its first time; what may happen again, from its last.
ONCE = {"request": S.SUBMITTED, "acceptance": S.ACCEPTED}
AGAIN = {
    "publicity": (S.PUBLICISED,),
    "decision": (S.APPROVED, S.NOT_APPROVED),
    "approval": (S.APPROVED,),
    "objection": (S.OBJECTED,),
}
GONE = frozenset({S.WITHDRAWN, S.LAPSED, S.CLOSED})
DECIDED = GONE | {S.APPROVED, S.NOT_APPROVED, S.PAYING}
ENDS = {
    "town_opinion": DECIDED | {S.PUBLICISED},
    "decision": DECIDED,
    "payment": GONE | {S.POST_CHECK, S.NOT_APPROVED},
    "answer": GONE | {S.RE_REVIEWED},
}
PAUSING = {
    "supplement": S.SUPPLEMENT_REQUESTED,
    "verification": S.VERIFYING,
    "survey": S.SURVEYING,
    "publicity": S.PUBLICISED,
}


class Step(NamedTuple):
    """A state that a request came to, and when."""

    state: RequestState
    at: datetime


class Pause(NamedTuple):
    """A time that does not count; without an end it is going on."""

    begins: datetime
    ends: datetime | None


@dataclass(frozen=True)
class Course:
    """What has happened to a request, as far as a limit asks. `district`: its key, or the code of a town.

    `grounds`: what was recorded for another limit than the usual one (人户分离). `recorded`: when something
    happened that no state stands for, by the words of the data (`town_report`).
    """

    policy: str
    district: str | None
    steps: tuple[Step, ...]
    is_urgent: bool = False
    grounds: frozenset[str] = frozenset()
    recorded: Mapping[str, datetime] = field(default_factory=dict)

    @cached_property
    def first(self) -> dict[RequestState, datetime]:
        return {one.state: one.at for one in reversed(self.steps)}

    @cached_property
    def last(self) -> dict[RequestState, datetime]:
        return {one.state: one.at for one in self.steps}

    def began(self, start: str) -> datetime | None:
        """When what a limit begins with has happened; None when it has not, or nobody recorded it."""
        if start in ONCE:
            return self.first.get(ONCE[start])
        moments = [self.last[one] for one in AGAIN.get(start, ()) if one in self.last]
        return max(moments, default=self.recorded.get(start))

    def ended(self, limit: TimeLimit, since: datetime) -> datetime | None:
        states = ENDS[limit.ends or "decision"]
        return next((one.at for one in self.steps if one.at >= since and one.state in states), None)

    def pauses(self, limit: TimeLimit, since: datetime) -> Iterator[Pause]:
        """The times behind `since` that the limit does not count, in order."""
        pausing = {PAUSING[one.during] for one in limit.pauses}
        after = [*(one.at for one in self.steps[1:]), None]
        for step, ends in zip(self.steps, after, strict=True) if pausing else ():
            if step.state in pausing and (ends is None or ends > since):
                yield Pause(max(step.at, since), ends)


@dataclass(frozen=True)
class Countdown:
    """One limit at work. `due` is None while it stands still; `stood` is for how long it did, in its unit.

    `wider`: what wider areas say about the same thing, the nearest first.
    """

    limit: TimeLimit
    since: datetime
    due: Deadline | None
    stood: Decimal = Decimal(0)
    stands_since: datetime | None = None
    ended_at: datetime | None = None
    wider: tuple[TimeLimit, ...] = ()

    @property
    def is_running(self) -> bool:
        return self.ended_at is None

    @property
    def is_extended(self) -> bool:
        return self.limit.extends is not None

    @property
    def is_estimate(self) -> bool:
        return self.due is not None and self.due.is_estimate

    @property
    def is_shortest(self) -> bool:
        """A time that has to pass, rather than one in which something has to be done."""
        return self.limit.bound == AT_LEAST

    def is_overdue(self, now: datetime) -> bool:
        """Whether its end has passed and nobody has come to it, or came too late."""
        return self.due is not None and not self.is_shortest and (self.ended_at or now) > self.due.at

    def stood_until(self, now: datetime, calendar: Calendar) -> Decimal:
        """For how long it has stood still by `now`, a pause that is going on included."""
        if self.stands_since is None:
            return self.stood
        return self.stood + _counting(self.limit.unit, calendar).between(self.stands_since, now)


@dataclass(frozen=True)
class Clock:
    """All that a request is or was counted for; nothing where no source says a limit."""

    countdowns: tuple[Countdown, ...] = ()

    @property
    def current(self) -> Countdown | None:
        """What runs and is due first; what stands still only where nothing else runs."""
        running = [one for one in self.countdowns if one.is_running and not one.is_shortest]
        return min(running, key=lambda one: (one.due is None, one.due and one.due.at), default=None)

    @property
    def due_at(self) -> datetime | None:
        """For a column: it changes with the request's events alone."""
        current = self.current
        return current.due.at if current is not None and current.due is not None else None

    @property
    def is_estimate(self) -> bool:
        return self.current is not None and self.current.is_estimate

    @property
    def not_before(self) -> Deadline | None:
        """The end of the shortest times that run: earlier nothing may be decided."""
        shortest = [one.due for one in self.countdowns if one.is_running and one.is_shortest and one.due]
        return max(shortest, key=lambda one: one.at, default=None)

    def is_overdue(self, now: datetime) -> bool:
        return any(one.is_running and one.is_overdue(now) for one in self.countdowns)


NO_CLOCK = Clock()


def _recorded(request: Request, kind: str) -> dict[str, datetime]:
    """What a clerk has noted of this kind for the clock (`extending`), and when."""
    noted = ((one.note or "", one.at) for one in request.events if one.from_state == one.to_state)
    return {note.removeprefix(kind): at for note, at in noted if note.startswith(kind)}


def course_of(request: Request) -> Course:
    """The course of a stored request, by its events; what was only noted meanwhile led nowhere."""
    moves = (one for one in request.events if one.from_state != one.to_state)
    steps = tuple(Step(RequestState(one.to_state), one.at) for one in moves)
    grounds, begun = frozenset(_recorded(request, GROUND)), _recorded(request, START)
    return Course(request.policy, request.district, steps, request.is_urgent, grounds, begun)


def legal_clock(guide: Guide, calendar: Calendar, course: Course) -> Clock:
    """What the request is counted for, by the limits in force on the day that each begins with."""
    grounds = course.grounds | {WAY_GROUNDS[course.is_urgent]}
    found = []
    for limits in _limits(guide, course.policy, course.district):
        since = course.began(limits[0].start)
        holding = _holding(limits, grounds, day_of(since)) if since is not None else ()
        if holding:
            found.append(_count(holding, since, course, calendar))
    return Clock(tuple(found))


def grounds_of(guide: Guide, policy: str, district: str | None, on: date) -> tuple[str, ...]:
    """What can be recorded on the day so that another limit than the usual one holds."""
    limits = (one for group in _limits(guide, policy, district) for one in group if one.in_force(on))
    known = (ground for one in limits for ground in one.grounds if ground not in WAY_GROUNDS.values())
    return tuple(dict.fromkeys(known))


def awaited_limits(guide: Guide, course: Course, on: date) -> tuple[TimeLimit, ...]:
    """What will be counted from something that has not happened yet, as if it happened on the day."""
    grounds = course.grounds | {WAY_GROUNDS[course.is_urgent]}
    limits = _limits(guide, course.policy, course.district)
    awaited = (_holding(one, grounds, on) for one in limits if course.began(one[0].start) is None)
    return tuple(holding[0] for holding in awaited if holding)


@lru_cache(maxsize=MOST_KEPT)
def _limits(guide: Guide, policy: str, district: str | None) -> tuple[tuple[TimeLimit, ...], ...]:
    """The limits that can be counted, those of one thing together and the nearest area's first."""
    groups: dict[tuple, list[TimeLimit]] = {}
    for area in guide.regions.path(district):
        for one in guide.policies[policy].time_limits:
            if one.figure is not None and one.area == area and (one.ends or one.bound == AT_LEAST):
                groups.setdefault((one.start, one.ends, one.bound), []).append(one)
    return tuple(map(tuple, groups.values()))


def _holding(limits: tuple[TimeLimit, ...], grounds: frozenset[str], on: date) -> tuple[TimeLimit, ...]:
    """The limit of each area that holds on the day and these grounds, the nearest area's first."""
    best: dict[str | None, TimeLimit] = {}
    for one in limits:
        if one.in_force(on) and (not one.grounds or not grounds.isdisjoint(one.grounds)):
            best[one.area] = min(best.get(one.area, one), one, key=_rank)
    return tuple(best.values())


def _rank(limit: TimeLimit) -> tuple[int, Decimal]:
    """An extension before what it extends, what has its own grounds before what holds for all."""
    if limit.extends is not None:
        return 0, -limit.figure
    return (1 if limit.grounds else 2), limit.figure


def _count(holding: tuple[TimeLimit, ...], since: datetime, course: Course, calendar: Calendar) -> Countdown:
    limit, counting = holding[0], _counting(holding[0].unit, calendar)
    due, stood, stands_since = counting.add(since, limit.figure), Decimal(0), None
    for pause in course.pauses(limit, since):
        if pause.begins > due.at:
            break
        if pause.ends is None:
            stands_since = pause.begins
            break
        more = counting.between(pause.begins, pause.ends)
        later = counting.add(due.at, more)
        due, stood = Deadline(later.at, due.is_estimate or later.is_estimate), stood + more
    ended_at = course.ended(limit, since)
    due = due if stands_since is None else None
    return Countdown(limit, since, due, stood, stands_since, ended_at, holding[1:])


class _Counting(NamedTuple):
    """How a unit is counted: so much behind a moment, and how much lies between two."""

    add: Callable[[datetime, Decimal], Deadline]
    between: Callable[[datetime, datetime], Decimal]


def _counting(unit: str | None, calendar: Calendar) -> _Counting:
    if unit == WORKING_DAYS:
        return _Counting(
            lambda begins, days: calendar.add_working_days(begins, int(days)),
            lambda begins, ends: Decimal(calendar.count_working_days(day_of(begins), day_of(ends))),
        )
    if unit == HOURS:
        return _Counting(add_hours, _hours_between)
    return _Counting(lambda begins, days: add_days(begins, int(days)), _days_between)


def _hours_between(begins: datetime, ends: datetime) -> Decimal:
    return Decimal(max((ends - begins).total_seconds(), 0)) / HOUR_SECONDS


def _days_between(begins: datetime, ends: datetime) -> Decimal:
    return Decimal(max((day_of(ends) - day_of(begins)).days, 0))
