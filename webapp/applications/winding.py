"""By when each request has to be acted on, and its place in the queue, kept beside it for lists and pages.

It follows from the events of the request, so that `moving` works it out at every step; the worker does so for
all that is open when the guide is another one, and every day, because holidays get known.
"""

from datetime import UTC, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.deadlines import NO_CLOCK, Clock, course_of, legal_clock
from webapp.applications.states import ENDED, RequestState
from webapp.calendar import load_calendar
from webapp.db import guide_of
from webapp.models.applications import Request

BATCH = 100
CLOSED = (*ENDED, RequestState.DRAFT)
# What is urgent, what an office has to do, what waits for somebody else or only to be put away.
URGENT, ORDINARY, RESTING = range(3)
AT_REST = frozenset({RequestState.SUPPLEMENT_REQUESTED, RequestState.NOT_APPROVED})
GONE = frozenset({RequestState.DRAFT, *ENDED}) - AT_REST
NO_DUE = datetime(9999, 1, 1, tzinfo=UTC)  # what has no clock comes behind what has one


def clock_of(session: Session, request: Request) -> Clock:
    """All that the request is counted for; nothing for a policy that the guide does not have any more."""
    guide = guide_of(session)
    if request.policy not in guide.policies:
        return NO_CLOCK
    return legal_clock(guide, load_calendar(), course_of(request))


def wind(session: Session, request: Request) -> bool:
    """Note by when somebody has to act. Whether that is another moment than before."""
    clock = clock_of(session, request)
    before = request.due_at, request.due_is_estimate
    request.due_at, request.due_is_estimate = clock.due_at, clock.is_estimate
    request.queue_rank, request.queue_at = _place(request)
    return before != (clock.due_at, clock.is_estimate)


def _place(request: Request) -> tuple[int | None, datetime | None]:
    """Where it stands in the queue; nowhere once nobody at a desk has anything to do with it."""
    state = RequestState(request.state)
    if state in GONE:
        return None, None
    rank = RESTING if state in AT_REST else URGENT if request.is_urgent else ORDINARY
    return rank, request.due_at or NO_DUE


def wind_open(session: Session, after: int) -> tuple[int, int | None]:
    """A batch of what is open, behind the request with this id: how many changed, and the id to go on from.

    Whoever moves one of them meanwhile waits, or is waited for.
    """
    behind = select(Request).where(Request.id > after, Request.state.not_in(CLOSED))
    found = session.scalars(behind.order_by(Request.id).limit(BATCH).with_for_update()).all()
    changed = sum(wind(session, one) for one in found)
    return changed, found[-1].id if len(found) == BATCH else None
