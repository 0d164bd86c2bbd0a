"""The states of a request, and the only ways between them: who may take each, who has to say why.

Urgent need has its own path: help is paid first, in hours, and looked into afterwards. What belongs to
another town of the province goes there before it is accepted (`transferring`). What the applicant reads of a
way stands in `texts/ways.yaml`. Nothing but `moving.move` changes a state.
"""

from dataclasses import dataclass
from enum import StrEnum

from webapp.applications.errors import NotAllowedError, TransitionError


class RequestState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    SUPPLEMENT_REQUESTED = "supplement-requested"
    VERIFYING = "verifying"
    SURVEYING = "surveying"
    REVIEWING = "reviewing"
    PUBLICISED = "publicised"
    APPROVED = "approved"
    NOT_APPROVED = "not-approved"
    PAYING = "paying"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    OBJECTED = "objected"
    RE_REVIEWED = "re-reviewed"
    POST_CHECK = "post-check"
    CONFIRMED = "confirmed"
    RECOVERY_NOT_SOUGHT = "recovery-not-sought"
    TRANSFERRED = "transferred"


class Role(StrEnum):
    """In what part somebody acts. A helper or a village assistant acts in the applicant's."""

    APPLICANT = "applicant"
    WORKER = "worker"
    CASEWORKER = "caseworker"
    DISTRICT = "district"
    CITY = "city"


@dataclass(frozen=True)
class Way:
    """One way out of a state. `notes`: who of the roles has to say why.

    `decides`: the outcome of the decision that has to be written down first.
    """

    to: RequestState
    roles: frozenset[Role]
    notes: frozenset[Role] = frozenset()
    decides: RequestState | None = None


S = RequestState
APPLICANT, WORKER, TOWN, DISTRICT, CITY = Role
EVERYBODY = frozenset(Role)
# Confirmation is the district's, and the town's where the district has handed it down.
CONFIRMERS = (TOWN, DISTRICT)


def _way(to: RequestState, *roles: Role, notes: frozenset | tuple = (), decides: S | None = None) -> Way:
    return Way(to, frozenset(roles), frozenset(notes), decides)


# At the window the applicant's word is written down by the town, and with it why the town pressed the button.
WITHDRAW = _way(S.WITHDRAWN, APPLICANT, TOWN, notes=(TOWN,))
SUPPLEMENT = _way(S.SUPPLEMENT_REQUESTED, *CONFIRMERS)
APPROVE = _way(S.APPROVED, *CONFIRMERS, decides=S.APPROVED)
REFUSE = _way(S.NOT_APPROVED, *CONFIRMERS, decides=S.NOT_APPROVED)
LOOK_AGAIN = _way(S.SURVEYING, *CONFIRMERS, notes=EVERYBODY)
OBJECT = _way(S.OBJECTED, APPLICANT, TOWN, notes=EVERYBODY)
PAY = _way(S.PAYING, WORKER, *CONFIRMERS)
CLOSE = _way(S.CLOSED, WORKER, *CONFIRMERS)
ANSWERABLE = (S.SUBMITTED, S.ACCEPTED, S.VERIFYING, S.SURVEYING, S.REVIEWING, S.POST_CHECK)

TRANSITIONS: dict[RequestState, tuple[Way, ...]] = {
    S.DRAFT: (_way(S.SUBMITTED, APPLICANT),),
    S.SUBMITTED: (
        _way(S.ACCEPTED, TOWN),
        SUPPLEMENT,
        WITHDRAW,
        _way(S.LAPSED, WORKER, notes=(WORKER,)),
        _way(S.TRANSFERRED, TOWN, DISTRICT, notes=EVERYBODY),
    ),
    # Another town of the province decides. It comes back where it was not taken.
    S.TRANSFERRED: (CLOSE, _way(S.SUBMITTED, WORKER, *CONFIRMERS, notes=EVERYBODY)),
    S.ACCEPTED: (_way(S.VERIFYING, WORKER, TOWN), SUPPLEMENT, WITHDRAW),
    # Back to where it was asked from, and nowhere else; see `moving`.
    S.SUPPLEMENT_REQUESTED: (
        *(_way(state, APPLICANT, TOWN, notes=(TOWN,)) for state in ANSWERABLE[:-1]),
        WITHDRAW,
        _way(S.LAPSED, TOWN, notes=EVERYBODY),
    ),
    S.VERIFYING: (_way(S.SURVEYING, WORKER, TOWN), SUPPLEMENT, WITHDRAW),
    S.SURVEYING: (_way(S.REVIEWING, TOWN), SUPPLEMENT, WITHDRAW),
    S.REVIEWING: (_way(S.PUBLICISED, TOWN), REFUSE, LOOK_AGAIN, SUPPLEMENT, WITHDRAW),
    S.PUBLICISED: (APPROVE, REFUSE, LOOK_AGAIN, WITHDRAW),
    S.APPROVED: (PAY, OBJECT),
    S.NOT_APPROVED: (OBJECT, CLOSE),
    S.PAYING: (CLOSE, OBJECT),
    S.OBJECTED: (_way(S.RE_REVIEWED, DISTRICT, CITY, notes=EVERYBODY),),
    S.RE_REVIEWED: (
        _way(S.APPROVED, DISTRICT, CITY, decides=S.APPROVED),
        _way(S.NOT_APPROVED, DISTRICT, CITY, decides=S.NOT_APPROVED),
    ),
    S.CLOSED: (),
    S.WITHDRAWN: (),
    S.LAPSED: (),
    S.POST_CHECK: (),
    S.CONFIRMED: (),
    S.RECOVERY_NOT_SOUGHT: (),
}
"""The ordinary way. What comes first in a row is the usual next step."""

URGENT_TRANSITIONS: dict[RequestState, tuple[Way, ...]] = TRANSITIONS | {
    S.ACCEPTED: (_way(S.PAYING, *CONFIRMERS, decides=S.APPROVED), REFUSE, WITHDRAW),
    S.SUPPLEMENT_REQUESTED: (
        *(_way(state, APPLICANT, TOWN, notes=(TOWN,)) for state in (S.SUBMITTED, S.POST_CHECK)),
        WITHDRAW,
        _way(S.LAPSED, TOWN, notes=EVERYBODY),
    ),
    S.PAYING: (_way(S.POST_CHECK, WORKER, TOWN),),
    S.POST_CHECK: (
        _way(S.CONFIRMED, *CONFIRMERS),
        _way(S.RECOVERY_NOT_SOUGHT, *CONFIRMERS, notes=EVERYBODY),
        SUPPLEMENT,
    ),
    S.CONFIRMED: (CLOSE,),
    S.RECOVERY_NOT_SOUGHT: (CLOSE,),
}
"""Urgent need: paid first, checked afterwards, in hours."""

ENDED = frozenset({S.NOT_APPROVED, S.CLOSED, S.WITHDRAWN, S.LAPSED})
"""Here nothing runs any more, and the same person may ask again."""

VISITED = frozenset({S.SURVEYING, S.POST_CHECK})
"""Here somebody goes to see the household."""

USUAL_WAY = (
    S.SUBMITTED,
    S.ACCEPTED,
    S.VERIFYING,
    S.SURVEYING,
    S.REVIEWING,
    S.PUBLICISED,
    S.APPROVED,
    S.PAYING,
    S.CLOSED,
)
URGENT_WAY = (S.SUBMITTED, S.ACCEPTED, S.PAYING, S.POST_CHECK, S.CONFIRMED, S.CLOSED)


def next_states(state: RequestState, urgent: bool = False) -> tuple[RequestState, ...]:
    return tuple(way.to for way in (URGENT_TRANSITIONS if urgent else TRANSITIONS)[state])


def is_open(state: RequestState) -> bool:
    """Whether a request in `state` keeps others for the same person and policy out."""
    return state is not S.DRAFT and state not in ENDED


def get_way(old: RequestState, new: RequestState, urgent: bool = False) -> Way:
    """The way from `old` to `new`. Raises TransitionError when there is none."""
    ways = (URGENT_TRANSITIONS if urgent else TRANSITIONS)[old]
    found = next((way for way in ways if way.to is new), None)
    if found is None:
        allowed = ", ".join(way.to for way in ways) or "nothing"
        raise TransitionError(f"{old} leads to {allowed}, not to {new}")
    return found


def require_allowed(way: Way, role: Role, note: str | None) -> None:
    """Raises NotAllowedError when `role` may not take the way, or not without saying why."""
    if role not in way.roles:
        raise NotAllowedError(f"{role} may not lead a request to {way.to}")
    if role in way.notes and not (note or "").strip():
        raise NotAllowedError(f"{role} has to say why a request goes to {way.to}")


def may(state: RequestState, new: RequestState, role: Role, urgent: bool = False) -> bool:
    """Whether `role` may lead a request from `state` to `new`: for the buttons of a page."""
    ways = (URGENT_TRANSITIONS if urgent else TRANSITIONS)[state]
    return any(way.to is new and role in way.roles for way in ways)


def usual_way(urgent: bool) -> tuple[RequestState, ...]:
    """The states that a request goes through when all goes well."""
    return URGENT_WAY if urgent else USUAL_WAY
