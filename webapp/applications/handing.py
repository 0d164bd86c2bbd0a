"""Which clerk has a request in hand, and which assistant is asked to visit.

The state stays; the version counts. An assistant sees the household for the visit alone: while they are
asked, and while a visit is due.
"""

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.errors import AlreadyMovedError, TransitionError
from webapp.applications.moving import By, find_pressed, lock
from webapp.applications.states import VISITED, RequestState, next_states
from webapp.models.applications import Request, RequestEvent

MOVED = "这一件刚刚有人动过"
VISIT = "visit:"


def hand_over(
    session: Session,
    request: Request,
    clerk_id: int,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
    seen: int | None = None,
) -> RequestEvent:
    """Give the request to a staff account, with an event that leads nowhere. The note says whom, by id.

    Raises AlreadyMovedError over a version that was not seen, TransitionError where nothing is left to do.
    """
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    if not next_states(RequestState(request.state), request.is_urgent):
        raise TransitionError("an ended request is in nobody's hands")
    event = note_down(request, f"staff:{clerk_id}", by, at=at, key=key, seen=seen)
    request.clerk_id = clerk_id
    session.flush()
    return event


def ask_visit(
    session: Session,
    request: Request,
    assistant_id: int | None,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
    seen: int | None = None,
) -> RequestEvent:
    """Ask an assistant to visit, instead of whoever was asked; nobody any more with None.

    Raises as `hand_over`; TransitionError where no visit is due.
    """
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    if assistant_id is not None and request.state not in VISITED:
        raise TransitionError("no visit is due")
    asked = f"staff:{assistant_id}" if assistant_id is not None else ""
    event = note_down(request, f"{VISIT}{asked}", by, at=at, key=key, seen=seen)
    request.visitor_id = assistant_id
    session.flush()
    return event


def note_down(
    request: Request, note: str, by: By, *, at: datetime.datetime, key: str | None, seen: int | None
) -> RequestEvent:
    """An event that leads nowhere and says whom, by id."""
    if seen not in (None, request.version):
        raise AlreadyMovedError(MOVED)
    request.version += 1
    state = request.state
    event = RequestEvent(from_state=state, to_state=state, at=at, role=by.role, by=by.name, key=key)
    event.note = note
    request.events.append(event)
    return event


def is_asked(request: Request, staff_id: int) -> bool:
    """Whether this assistant may see the household now, for a visit."""
    return request.visitor_id == staff_id and request.state in VISITED


def find_visits(session: Session, staff_id: int) -> list[Request]:
    """What this assistant is asked to visit, by its clock."""
    mine = (Request.visitor_id == staff_id, Request.state.in_(VISITED))
    return list(session.scalars(select(Request).where(*mine).order_by(Request.queue_at, Request.id)))
