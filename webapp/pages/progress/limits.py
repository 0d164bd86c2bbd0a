"""By when a request has to be acted on, in words: what is counted, since when, and what will be counted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy.orm import Session

from knowledge import Guide
from knowledge.policies import TimeLimit
from webapp import clock
from webapp.applications import progress, winding
from webapp.applications.deadlines import Clock, Countdown, awaited_limits, course_of
from webapp.applications.states import RequestState
from webapp.languages import formats, say
from webapp.models.applications import Request
from webapp.pages.leaflet import cite
from webapp.pages.written import day

S = RequestState
START_WORDS = {
    "request": "交上来",
    "acceptance": "受理",
    "publicity": "开始公示",
    "decision": "出结果",
    "approval": "批下来",
    "objection": "申请复核",
}
WAITS_FOR = {
    S.SUPPLEMENT_REQUESTED: "等您补材料",
    S.VERIFYING: "等部门核对",
    S.SURVEYING: "等上门看",
    S.PUBLICISED: "等公示完",
}
NOT_YET = "受理那天起算，现在还没受理"


@dataclass(frozen=True)
class Limit:
    """A published limit as it is shown, with what it says of this request."""

    says: str
    sources: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Limits:
    """The one that counts now, or will from acceptance, and the others."""

    first: Limit | None
    others: tuple[Limit, ...]


def show_due(request: Request) -> dict[str, object] | None:
    due = progress.due_of(request)
    if due is None:
        return None
    words = formats.short_day(due.day) + (f" {due.time:%H:%M}" if due.time else "")
    return {"words": words, "is_estimate": due.is_estimate, "is_over": due.is_over(clock.now())}


def show_limits(session: Session, guide: Guide, request: Request) -> Limits:
    counted = winding.clock_of(session, request)
    current = counted.current
    awaited = awaited_limits(guide, course_of(request), clock.today())
    first = current.limit if current else next((one for one in awaited if _begins_with_acceptance(one)), None)
    others = dict.fromkeys(one for one in _others(counted, current, awaited) if one != first)
    shown = _shown(guide, first, _note(request, current)) if first else None
    return Limits(shown, tuple(_shown(guide, one) for one in others))


def _begins_with_acceptance(limit: TimeLimit) -> bool:
    return limit.start == "acceptance" and limit.bound == "at_most"


def _others(counted: Clock, current: Countdown | None, awaited: tuple[TimeLimit, ...]) -> Iterator[TimeLimit]:
    yield from (one.limit for one in counted.countdowns if one.is_running)
    yield from current.wider if current else ()
    yield from awaited


def _shown(guide: Guide, limit: TimeLimit, note: str = "") -> Limit:
    return Limit(limit.says, cite(guide, limit.sources), note)


def _note(request: Request, current: Countdown | None) -> str:
    if current is None:
        return NOT_YET
    begun = START_WORDS.get(current.limit.start)
    words = "{day}{begun}，从这天起算" if begun else "从 {day}起算"
    since = say(words, day=day(current.since), begun=begun)
    if current.due is not None:
        return since
    waits = WAITS_FOR.get(S(request.state), "停着")
    return say("{since}。现在{waits}，这段时间不算", since=since, waits=waits)
