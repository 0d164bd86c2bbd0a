"""Where a request stands, for people: what is done, what is now and what usually comes."""

import datetime
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sqlalchemy.orm import object_session

from webapp.applications import helping, records
from webapp.applications.moving import moves_of, words_of
from webapp.applications.places import offices_of
from webapp.applications.states import RequestState, is_open, next_states, usual_way
from webapp.applications.wording import Offices, load_state_words, load_texts, load_way_words
from webapp.calendar import day_of, end_of
from webapp.clock import SHANGHAI
from webapp.languages import Language, current, say
from webapp.models.applications import Request, RequestEvent

# Ways that are kept in words: each place on one, for each town.
MOST_KEPT = 4096
# From here a request goes back to a step that it had come to before.
DETOURS = frozenset({RequestState.SUPPLEMENT_REQUESTED, RequestState.TRANSFERRED})
ShowDay = Callable[[datetime.datetime], str]


@dataclass(frozen=True)
class TimelineStep:
    """One step: `state` is done, now or next."""

    state: str
    label: str
    detail: str


@dataclass(frozen=True)
class Due:
    """By when whoever holds a request has to act. `time`: the hour and minute, where hours are counted."""

    at: datetime.datetime
    is_estimate: bool = False

    @property
    def day(self) -> datetime.date:
        return day_of(self.at)

    @property
    def time(self) -> datetime.time | None:
        here = self.at.astimezone(SHANGHAI)
        return None if here == end_of(self.day) else here.time().replace(second=0, microsecond=0)

    def is_over(self, now: datetime.datetime) -> bool:
        return now > self.at


def due_of(request: Request) -> Due | None:
    """By when the office that holds the request has to act.

    None while no limit is counted for it, and while it is the applicant who has to do something.
    """
    if request.due_at is None or request.state == RequestState.SUPPLEMENT_REQUESTED:
        return None
    return Due(request.due_at, request.due_is_estimate)


def sentence(request: Request, show_date: Callable[[datetime.date], str]) -> str:
    """Where it stands, who holds it, by when, and what comes next, in one go."""
    words, due, texts = words_of(request), due_of(request), load_texts("progress")
    until = texts["estimate" if due.is_estimate else "due"].format(day=_until(due, show_date)) if due else ""
    holder = request.holder or words.holder
    return texts["sentence"].format(label=words.label, holder=holder, due=until, step=words.step)


def _until(due: Due, show_date: Callable[[datetime.date], str]) -> str:
    return show_date(due.day) + (f" {due.time:%H:%M} " if due.time else "")


def timeline(request: Request, show_day: ShowDay) -> list[TimelineStep]:
    """What is done, what is now and what usually comes, each with its day and who does it."""
    moved, offices = moves_of(request), offices_of(request)
    short = records.unfinished(object_session(request), request)
    about = {"offices": offices, "short": short, "show_day": show_day}
    steps = [_done(request, one, left, **about) for one, left in pairwise(moved) if not _is_back(one)]
    return [*steps, _now(request, moved, show_day), *_to_come(request, moved, offices)]


def _is_back(event: RequestEvent) -> bool:
    """Whether it only came back to where it was asked from: what was done there once is told once.

    What takes days has gone on meanwhile, and is told as left off and as done.
    """
    came_from, to = RequestState(event.from_state), RequestState(event.to_state)
    return came_from in DETOURS and not load_state_words()[to].lasting


def _done(
    request: Request,
    event: RequestEvent,
    left: RequestEvent,
    *,
    offices: Offices,
    short: Collection[int],
    show_day: ShowDay,
) -> TimelineStep:
    """What was entered with `event` and left with `left`; what takes days has the day it was over.

    `short`: the events that left a step without what it is for, which then is not called done.
    """
    state = RequestState(event.to_state)
    words = load_state_words()[state].placed(offices, urgent=request.is_urgent)
    way = load_way_words()[state, RequestState(left.to_state)]
    at = left.at if words.lasting else event.at
    called = way.short_left if left.id in short and way.short_left else way.left or words.done
    return TimelineStep("done", called, show_day(at) + _by_helper(request, event))


def _now(request: Request, moved: list[RequestEvent], show_day: ShowDay) -> TimelineStep:
    now = RequestState(request.state)
    words, day = words_of(request), show_day(request.state_since)
    by = _by_helper(request, moved[-1]) if moved else ""
    if next_states(now, request.is_urgent) and is_open(now):
        return TimelineStep(
            "now", words.label, say("{day}起，在{holder}{by}", day=day, holder=words.holder, by=by)
        )
    return TimelineStep("done", words.label, day + by)


def _by_helper(request: Request, event: RequestEvent) -> str:
    """Who acted in the applicant's place: ，由协理员代办."""
    helper = helping.find_helper(request.application, event.helper_id)
    return say("，由{who}代办", who=helping.kind_label(helper)) if helper is not None else ""


def _to_come(request: Request, moved: list[RequestEvent], offices: Offices) -> tuple[TimelineStep, ...]:
    """The usual way from here; after a detour it goes on behind the last of it that is done.

    How an objection will come out is not told beforehand.
    """
    now, way = RequestState(request.state), usual_way(request.is_urgent)
    if not is_open(now) or now is RequestState.RE_REVIEWED:
        return ()
    if now is RequestState.OBJECTED:
        return _next((RequestState.RE_REVIEWED,), offices, request.is_urgent, current())
    been = [now, *(RequestState(one.to_state) for one in reversed(moved))]
    last = next((one for one in been if one in way), RequestState.ACCEPTED)
    return _next(way[way.index(last) + 1 :], offices, request.is_urgent, current())


@lru_cache(maxsize=MOST_KEPT)
def _next(
    states: tuple[RequestState, ...], offices: Offices, urgent: bool, _language: Language
) -> tuple[TimelineStep, ...]:
    """The same for every request at the same place with the same offices: most of what a look-up shows."""
    coming = (load_state_words()[one].placed(offices, urgent=urgent) for one in states)
    return tuple(TimelineStep("next", words.next, words.holder) for words in coming)
