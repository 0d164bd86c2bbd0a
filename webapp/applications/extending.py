"""What a clerk records for the clock, as the guide's data knows it.

What lengthens a limit (人户分离, 公示有人提意见), and what begins one that no state stands for: the papers
have gone to the county.

It is an event that leads nowhere, so that the clock follows from the events alone.
"""

import datetime
from dataclasses import replace

from sqlalchemy.orm import Session

from knowledge import Guide
from knowledge.policies import TimeLimit
from webapp.applications import winding
from webapp.applications.deadlines import GROUND, START, course_of, grounds_of, legal_clock
from webapp.applications.errors import TransitionError
from webapp.applications.handing import note_down
from webapp.applications.moving import By, find_pressed, lock
from webapp.applications.states import ENDED, RequestState
from webapp.calendar import day_of, load_calendar
from webapp.db import guide_of
from webapp.models.applications import Request, RequestEvent

STARTS = {"town_report": "材料报到区县了"}
OTHER_LIMIT = "期限另算：{ground}"


def words_of(note: str | None) -> str:
    """What was recorded, for the timeline; nothing for other notes."""
    kind, _, name = (note or "").partition(":")
    if f"{kind}:" == START:
        return STARTS.get(name, name)
    return OTHER_LIMIT.format(ground=name) if f"{kind}:" == GROUND else ""


def offered(guide: Guide, request: Request, now: datetime.datetime) -> list[tuple[str, str]]:
    """(note, words) of what would change what is running.

    No ground is, where a district's own limit goes before the longer one.
    """
    if RequestState(request.state) in ENDED or request.policy not in guide.policies:
        return []
    course, calendar = course_of(request), load_calendar()
    starts = {one.start for one in guide.policies[request.policy].time_limits} & STARTS.keys()
    waited = sorted(starts - course.recorded.keys()) if course.began("acceptance") else []
    found = grounds_of(guide, request.policy, request.district, day_of(request.accepted_at or now))

    def running(grounds: frozenset[str]) -> list[TimeLimit]:
        counted = legal_clock(guide, calendar, replace(course, grounds=course.grounds | grounds))
        return [one.limit for one in counted.countdowns if one.is_running]

    usual = running(frozenset())
    longer = [one for one in found if one not in course.grounds and running(frozenset({one})) != usual]
    return [
        *((f"{START}{one}", STARTS[one]) for one in waited),
        *((f"{GROUND}{one}", one) for one in longer),
    ]


def extend(
    session: Session,
    request: Request,
    note: str,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
    seen: int | None = None,
) -> RequestEvent:
    """Record what was `offered`, and count anew by when the request has to be acted on.

    Raises AlreadyMovedError over a version that was not seen, TransitionError where it changes nothing.
    """
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    if note not in dict(offered(guide_of(session), request, at)):
        raise TransitionError("that changes no limit")
    event = note_down(request, note, by, at=at, key=key, seen=seen)
    session.flush()
    winding.wind(session, request)
    return event
