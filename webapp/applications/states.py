"""The states a request goes through, and the only ways between them.

Urgent need has its own path: help is paid first, in hours, and looked into afterwards.
"""

from enum import StrEnum

from webapp.applications.errors import TransitionError


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


S = RequestState

TRANSITIONS: dict[RequestState, tuple[RequestState, ...]] = {
    S.DRAFT: (S.SUBMITTED, S.WITHDRAWN, S.LAPSED),
    S.SUBMITTED: (S.ACCEPTED, S.SUPPLEMENT_REQUESTED, S.WITHDRAWN, S.LAPSED),
    S.ACCEPTED: (S.VERIFYING, S.SUPPLEMENT_REQUESTED, S.WITHDRAWN),
    S.SUPPLEMENT_REQUESTED: (S.ACCEPTED, S.WITHDRAWN, S.LAPSED),
    S.VERIFYING: (S.SURVEYING, S.SUPPLEMENT_REQUESTED, S.WITHDRAWN),
    S.SURVEYING: (S.REVIEWING, S.SUPPLEMENT_REQUESTED, S.WITHDRAWN),
    S.REVIEWING: (S.PUBLICISED, S.NOT_APPROVED, S.SURVEYING, S.WITHDRAWN),
    S.PUBLICISED: (S.APPROVED, S.NOT_APPROVED, S.SURVEYING, S.WITHDRAWN),
    S.APPROVED: (S.PAYING, S.OBJECTED),
    S.NOT_APPROVED: (S.OBJECTED, S.CLOSED),
    S.PAYING: (S.CLOSED, S.OBJECTED),
    S.OBJECTED: (S.RE_REVIEWED,),
    S.RE_REVIEWED: (S.APPROVED, S.NOT_APPROVED),
    S.CLOSED: (),
    S.WITHDRAWN: (),
    S.LAPSED: (),
    S.POST_CHECK: (),
    S.CONFIRMED: (),
    S.RECOVERY_NOT_SOUGHT: (),
}
"""The ordinary way. What comes first in a row is the usual next step."""

URGENT_TRANSITIONS: dict[RequestState, tuple[RequestState, ...]] = TRANSITIONS | {
    S.ACCEPTED: (S.PAYING, S.NOT_APPROVED, S.WITHDRAWN),
    S.PAYING: (S.POST_CHECK,),
    S.POST_CHECK: (S.CONFIRMED, S.RECOVERY_NOT_SOUGHT),
    S.CONFIRMED: (S.CLOSED,),
    S.RECOVERY_NOT_SOUGHT: (S.CLOSED,),
}
"""Urgent need: paid first, checked afterwards, in hours."""

ENDED = frozenset({S.NOT_APPROVED, S.CLOSED, S.WITHDRAWN, S.LAPSED})
"""Here nothing runs any more, and the same person may ask again."""

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
    return (URGENT_TRANSITIONS if urgent else TRANSITIONS)[state]


def is_open(state: RequestState) -> bool:
    """Whether a request in `state` keeps others for the same person and policy out."""
    return state is not S.DRAFT and state not in ENDED


def check_transition(old: RequestState, new: RequestState, urgent: bool = False) -> None:
    """Raises TransitionError when a request cannot go from `old` to `new`."""
    if new not in next_states(old, urgent):
        allowed = ", ".join(next_states(old, urgent)) or "nothing"
        raise TransitionError(f"{old} leads to {allowed}, not to {new}")


def usual_way(urgent: bool) -> tuple[RequestState, ...]:
    """The states that a request goes through when all goes well."""
    return URGENT_WAY if urgent else USUAL_WAY
