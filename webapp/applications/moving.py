"""A request from one state to the next: the one place where states change and signatures are required."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import consent, notices
from webapp.applications.errors import UnsignedError
from webapp.applications.states import RequestState, check_transition, is_open, next_states
from webapp.applications.wording import load_state_words
from webapp.models.applications import Request, RequestEvent, RequestSubject

S = RequestState
DEMO_CLERK = "demo"


@dataclass(frozen=True)
class By:
    """Who moves a request: a role or a staff id, and why where a reason has to be recorded."""

    who: str
    note: str | None = None


def move(
    session: Session, request: Request, new: RequestState, by: By, *, at: datetime.datetime
) -> RequestEvent:
    """Take `request` to the state `new`, with its event and the message to the applicant.

    Raises TransitionError when there is no such way, UnsignedError when a signature is missing.
    """
    old = RequestState(request.state)
    check_transition(old, new, request.is_urgent)
    _require_signatures(request, new, by)
    request.state, request.state_since = new, at
    request.holder = _holder(request, new)
    if new is S.ACCEPTED and request.accepted_at is None:
        request.accepted_at = at
    event = RequestEvent(from_state=old, to_state=new, at=at, by=by.who, note=by.note)
    request.events.append(event)
    _open_or_close(session, request, old, new)
    session.flush()
    notices.tell(session, request, event)
    return event


def _require_signatures(request: Request, new: RequestState, by: By) -> None:
    """Acceptance needs every adult's authorisation or a recorded reason, verification needs it always."""
    if new not in (S.ACCEPTED, S.VERIFYING, S.POST_CHECK):
        return
    missing = consent.unsigned_adults(request.application)
    if missing and not (new is S.ACCEPTED and by.note):
        raise UnsignedError(f"{len(missing)} adult members have not signed")


def _holder(request: Request, state: RequestState) -> str:
    filed = request.application
    words = load_state_words()[state].placed(filed.town_name or "镇街", filed.district_name or "区县")
    return words.holder


def _open_or_close(session: Session, request: Request, old: RequestState, new: RequestState) -> None:
    if is_open(old) != is_open(new):
        for subject in session.scalars(select(RequestSubject).where(RequestSubject.request_id == request.id)):
            subject.is_open = is_open(new)


def withdraw(session: Session, request: Request, at: datetime.datetime) -> RequestEvent:
    """The applicant takes a request back."""
    return move(session, request, S.WITHDRAWN, By("applicant"), at=at)


def advance(session: Session, request: Request, at: datetime.datetime) -> RequestEvent | None:
    """Stand in for the clerk in a demonstration: the usual next step. None when there is none.

    Members who have not signed yet are taken to have signed on paper at the village station.
    """
    ways = next_states(RequestState(request.state), request.is_urgent)
    if not ways:
        return None
    for member in consent.unsigned_adults(request.application):
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name or "", at)
    session.flush()
    return move(session, request, ways[0], By(DEMO_CLERK), at=at)
