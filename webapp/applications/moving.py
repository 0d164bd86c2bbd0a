"""A request from one state to the next: the one place where states change, and steps have to be earned.

Whoever moves a request holds its row until the transaction ends: of two at once the second finds it moved,
and is told so. A button that was pressed twice gives the event of its first press.
"""

import datetime
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, object_session

from webapp.applications import consent, notices, records, verifying, winding
from webapp.applications.errors import (
    AlreadyMovedError,
    TransitionError,
    UndecidedError,
    UnrecordedError,
    UnsignedError,
)
from webapp.applications.places import offices_of
from webapp.applications.states import (
    EVERYBODY,
    VISITED,
    RequestState,
    Role,
    Way,
    get_way,
    is_open,
    may,
    next_states,
    require_allowed,
)
from webapp.applications.wording import StateWords, load_state_words
from webapp.languages import Language, speaking
from webapp.models.afterwards import Decision, Supplement
from webapp.models.applications import Request, RequestEvent, RequestSubject
from webapp.monitoring import closing

S = RequestState
DEMO_CLERK, DEMO_NOTE = "demo", "演示"
LOCKED = (
    "state", "state_since", "holder", "accepted_at", "version", "district", "town", "clerk_id", "visitor_id"
)  # fmt: skip
IN_TURN = (Role.CASEWORKER, Role.DISTRICT, Role.CITY, Role.WORKER, Role.APPLICANT)


@dataclass(frozen=True)
class By:
    """Who moves a request: in what role, why where that has to be said, and which staff account (`who`).

    `helper_id`: the permission of who acts in the applicant's place.
    """

    role: Role | str
    note: str | None = None
    who: str = ""
    helper_id: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "role", Role(self.role))

    @property
    def name(self) -> str:
        return self.who or self.role


APPLICANT = By(Role.APPLICANT)


def move(
    session: Session,
    request: Request,
    new: RequestState,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
    seen: int | None = None,
) -> RequestEvent:
    """Take `request` to the state `new`, with its event and the message to the applicant.

    Verification is ordered here. `key`: of the button; the same one again gives the same event. `seen`: the
    version that the page showed. Raises AlreadyMovedError when somebody was faster, TransitionError when
    there is no such way, NotAllowedError when `by` may not take it, UnsignedError, UndecidedError or
    UnrecordedError when a signature, a decision or a record is missing.
    """
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    old = RequestState(request.state)
    if old is new or seen not in (None, request.version):
        raise AlreadyMovedError(words_of(request).already)
    way = get_way(old, new, request.is_urgent)
    require_allowed(way, by.role, by.note)
    _require_records(session, request, way, by, at=at)
    lacks = _find_lacks(session, request, new, by)
    return _take(session, request, new, by, at=at, key=key, is_whole=not lacks)


def lock(session: Session, request: Request) -> None:
    """Read how the request stands now, and hold it. SQLite has one writer at a time anyway."""
    session.flush()
    session.refresh(request, LOCKED, with_for_update=True)


def find_pressed(session: Session, request: Request, key: str | None) -> RequestEvent | None:
    """What the button with this key has done already."""
    if key is None:
        return None
    same = (RequestEvent.request_id == request.id, RequestEvent.key == key)
    return session.scalars(select(RequestEvent).where(*same)).one_or_none()


def _take(
    session: Session,
    request: Request,
    new: RequestState,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None,
    is_whole: bool,
) -> RequestEvent:
    old = RequestState(request.state)
    request.state, request.state_since = new, at
    request.version += 1
    request.holder = holder_of(request)
    if new is S.ACCEPTED and request.accepted_at is None:
        request.accepted_at = at
    if new not in VISITED:
        request.visitor_id = None  # who is to visit once more is asked once more
    event = RequestEvent(from_state=old, to_state=new, at=at, role=by.role, by=by.name, note=by.note)
    event.key, event.helper_id = key, by.helper_id
    request.events.append(event)
    _open_or_close(session, request, old, new)
    session.flush()
    winding.wind(session, request)
    if new is S.VERIFYING or (new is S.POST_CHECK and old is not S.SUPPLEMENT_REQUESTED):
        verifying.order_verification(session, request.application, at)
    notices.tell(session, request, event, is_whole=is_whole)
    closing.close_helped(session, request, by.name, at)
    return event


def _require_records(session: Session, request: Request, way: Way, by: By, *, at: datetime.datetime) -> None:
    """What has to be written down before a step: signatures, the list of what is missing, the decision."""
    old = RequestState(request.state)
    if old is S.SUPPLEMENT_REQUESTED:
        _close_supplement(session, request, way.to, at)
    else:
        _require_signatures(request, way.to, by, at=at)
    if way.to is S.SUPPLEMENT_REQUESTED and find_supplement(session, request) is None:
        raise TransitionError("nothing was said to be missing")
    if way.decides is not None and not _is_decided(session, request, way.decides, at):
        raise UndecidedError(f"no decision says {way.decides}")


def _find_lacks(session: Session, request: Request, new: RequestState, by: By) -> list[str]:
    """What the step goes on without; a reason stands for it. Raises UnrecordedError where none is given."""
    lacks = records.find_lacks(session, request, new)
    if lacks and not by.note:
        raise UnrecordedError(lacks)
    return lacks


def _require_signatures(request: Request, new: RequestState, by: By, *, at: datetime.datetime) -> None:
    """Acceptance needs every signature or a recorded reason, verification every adult's authorisation.

    What was being verified when an authorisation ended goes on to the survey with a recorded reason alone.
    """
    application, missing = request.application, []
    if new is S.ACCEPTED and not by.note:
        missing = consent.find_missing(object_session(request), application, at)
    elif new in (S.VERIFYING, S.POST_CHECK) or (_leaves_verifying(request, new) and not by.note):
        missing = consent.unsigned_adults(application, at)
    if missing:
        raise UnsignedError(f"{len(missing)} signatures are missing")


def _leaves_verifying(request: Request, new: RequestState) -> bool:
    return RequestState(request.state) is S.VERIFYING and new is S.SURVEYING


def find_supplement(session: Session, request: Request) -> Supplement | None:
    """The open list of what the request lacks."""
    wanted = (Supplement.request_id == request.id, Supplement.closed_at.is_(None))
    return session.scalars(select(Supplement).where(*wanted)).one_or_none()


def find_asked(session: Session, request: Request) -> Supplement | None:
    """The list that the request waits for; asked of the database only where it waits for one."""
    return find_supplement(session, request) if request.state == S.SUPPLEMENT_REQUESTED else None


def _close_supplement(session: Session, request: Request, new: RequestState, at: datetime.datetime) -> None:
    """Back to where it was asked from. Verification that has lost a signature waits in acceptance for it."""
    supplement = find_supplement(session, request)
    asked_from = RequestState(supplement.asked_from)
    ways = {asked_from} if asked_from is S.POST_CHECK else {asked_from, S.WITHDRAWN, S.LAPSED}
    if asked_from is S.VERIFYING and consent.unsigned_adults(request.application, at):
        ways = ways - {asked_from} | {S.ACCEPTED}
    if new not in ways:
        raise TransitionError(f"a request asked from {asked_from} goes back there, not to {new}")
    supplement.closed_at = at


def return_state(request: Request, supplement: Supplement, at: datetime.datetime) -> RequestState:
    """Where a request goes when what it lacks has come."""
    asked_from = RequestState(supplement.asked_from)
    waits = asked_from is S.VERIFYING and consent.unsigned_adults(request.application, at)
    return S.ACCEPTED if waits else asked_from


def _is_decided(session: Session, request: Request, outcome: RequestState, at: datetime.datetime) -> bool:
    """Whether the newest decision was made for this very step."""
    newest = select(Decision).where(Decision.request_id == request.id).order_by(Decision.id.desc()).limit(1)
    found = session.scalars(newest).one_or_none()
    return found is not None and found.outcome == outcome and found.at == at


def moves_of(request: Request) -> list[RequestEvent]:
    """The events that led from one state to another; a note that it waits led nowhere."""
    return [one for one in request.events if one.from_state != one.to_state]


def holder_of(request: Request) -> str:
    """Who holds it now, as it is kept: in Chinese, whatever language the page has that moved it."""
    with speaking(Language.SIMPLIFIED):
        return words_of(request).holder


def words_of(request: Request, state: RequestState | None = None) -> StateWords:
    """The words of the request's state, or of another one, with its offices filled in."""
    words = load_state_words()[state or RequestState(request.state)]
    return words.placed(offices_of(request), urgent=request.is_urgent)


def _open_or_close(session: Session, request: Request, old: RequestState, new: RequestState) -> None:
    if is_open(old) != is_open(new):
        for subject in session.scalars(select(RequestSubject).where(RequestSubject.request_id == request.id)):
            subject.is_open = is_open(new)


def may_withdraw(request: Request) -> bool:
    """Whether the applicant can still take it back: not once help was paid, to be looked into afterwards."""
    is_paid = any(one.to_state == S.PAYING for one in request.events)
    return may(RequestState(request.state), S.WITHDRAWN, Role.APPLICANT, request.is_urgent) and not is_paid


def withdraw(
    session: Session, request: Request, at: datetime.datetime, *, by: By = APPLICANT, key: str | None = None
) -> RequestEvent:
    """The applicant takes a request back."""
    return move(session, request, S.WITHDRAWN, by, at=at, key=key)


def advance(session: Session, request: Request, at: datetime.datetime) -> RequestEvent | None:
    """Stand in for the clerk in a demonstration: the usual next step. None when there is none.

    Members who have not signed yet are taken to have signed on paper at the village station, and what was
    found when the application was filed is taken to be what was decided.
    """
    state = RequestState(request.state)
    ways = next_states(state, request.is_urgent)
    if not ways:
        return None
    supplement = find_supplement(session, request)
    way = get_way(state, return_state(request, supplement, at) if supplement else ways[0], request.is_urgent)
    for member in consent.unsigned_adults(request.application, at):
        consent.sign_authorisation(member, consent.SignatureKind.PAPER, member.name or "", at)
    role = next(one for one in IN_TURN if one in way.roles)
    if way.decides is not None:
        _decide_for_show(request, role, way.decides, at)
    session.flush()
    has_reason = way.notes & EVERYBODY or way.to is S.ACCEPTED or records.find_lacks(session, request, way.to)
    note = DEMO_NOTE if has_reason else None
    return move(session, request, way.to, By(role, note, DEMO_CLERK), at=at)


def _decide_for_show(request: Request, role: Role, outcome: RequestState, at: datetime.datetime) -> None:
    version = request.application.guide_version
    decided = Decision(outcome=outcome, at=at, role=role, by=DEMO_CLERK, guide_version=version)
    decided.findings, decided.note = request.findings, DEMO_NOTE
    request.decisions.append(decided)
