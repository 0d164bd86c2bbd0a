"""An objection to a decision: pre-filled with the conditions and clauses that it rests on."""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.applications.errors import AlreadyMovedError
from webapp.applications.moving import By, find_pressed, lock, move
from webapp.applications.states import RequestState
from webapp.models.afterwards import Decision, Objection
from webapp.models.applications import Request, RequestEvent, RequestSubject

S = RequestState
LONGEST_WORDS = 2000
ANOTHER_IS_OPEN = "这一项已经另外交了申请，等那一份的结果就行"


@dataclass(frozen=True)
class Ground:
    """One condition that a decision found unmet: the words and the clause that the applicant reads."""

    id: str
    says: str
    source: str


def last_decision(request: Request) -> Decision | None:
    return request.decisions[-1] if request.decisions else None


def grounds_of(request: Request) -> list[Ground]:
    """The conditions that the newest refusal rests on; none where it was not refused."""
    decided = last_decision(request)
    if decided is None or decided.outcome != S.NOT_APPROVED:
        return []
    failing = set(decided.findings.get("failing", ()))
    found = [one for one in decided.findings.get("conditions", ()) if one["id"] in failing]
    return [Ground(one["id"], one["says"], one.get("source") or "") for one in found]


def open_objection(
    session: Session,
    request: Request,
    grounds: list[Ground],
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
) -> RequestEvent:
    """Object, in the words of `by.note`. Raises AlreadyMovedError when it is under way, or asked for anew."""
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    try:
        with session.begin_nested():
            made = Objection(made_at=at, words=(by.note or "")[:LONGEST_WORDS], helper_id=by.helper_id)
            made.grounds = [{"id": one.id, "says": one.says, "source": one.source} for one in grounds]
            event = move(session, request, S.OBJECTED, by, at=at, key=key)
            request.objections.append(made)
            session.flush()
            return event
    except IntegrityError:
        raise AlreadyMovedError(ANOTHER_IS_OPEN) from None


def find_open(session: Session, request: Request) -> Objection | None:
    wanted = (Objection.request_id == request.id, Objection.settled_at.is_(None))
    return session.scalars(select(Objection).where(*wanted)).one_or_none()


def settle(session: Session, request: Request, outcome: RequestState, at: datetime.datetime) -> None:
    """Note how an open objection came out; `deciding.decide` calls it."""
    found = find_open(session, request)
    if found is not None:
        found.settled_at, found.outcome = at, outcome


def may_object(session: Session, request: Request) -> bool:
    """Whether nobody has applied anew for the same meanwhile: two open requests cannot stand side by side."""
    keys = select(RequestSubject.id_key).where(RequestSubject.request_id == request.id)
    others = select(RequestSubject.id).where(
        RequestSubject.id_key.in_(keys),
        RequestSubject.policy == request.policy,
        RequestSubject.request_id != request.id,
        RequestSubject.is_open,
    )
    return session.scalar(others.limit(1)) is None
