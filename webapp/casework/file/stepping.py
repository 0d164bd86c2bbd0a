"""The steps that a role may take next with a request, and taking those that need no form of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from sqlalchemy.orm import Session

from webapp.applications import objecting, records
from webapp.applications.moving import By, move
from webapp.applications.states import (
    TRANSITIONS,
    URGENT_TRANSITIONS,
    RequestState,
    Role,
    Way,
    next_states,
)
from webapp.models.applications import Request, RequestEvent
from webapp.staff.accounts import Staff

S = RequestState
# Steps with a page of their own.
PAGES = {
    S.SUPPLEMENT_REQUESTED: "casework.show_supplement",
    S.PUBLICISED: "casework.show_publishing",
    S.TRANSFERRED: "casework.show_elsewhere",
}
DECIDE, SURVEY = "casework.show_decision", "casework.show_survey"
WORDS = {
    S.ACCEPTED: "受理",
    S.SUPPLEMENT_REQUESTED: "要补材料",
    S.VERIFYING: "开始核对",
    S.SURVEYING: "转入户调查",
    S.REVIEWING: "转审核",
    S.PUBLICISED: "公示",
    S.PAYING: "开始发放",
    S.CLOSED: "办结",
    S.POST_CHECK: "开始补核对",
    S.CONFIRMED: "补核对完，没有问题",
    S.RECOVERY_NOT_SOUGHT: "不合条件，但不追回",
    S.WITHDRAWN: "申请人撤回",
    S.LAPSED: "一直没补，先停下",
    S.OBJECTED: "申请人要复核",
    S.RE_REVIEWED: "复核完，重新定",
    S.SUBMITTED: "补齐了，接着办",
    S.TRANSFERRED: "转到外市办",
}
# What a press alone may ask for. The rest is written down by its own page: a list, a notice, a letter.
PRESSED = frozenset(WORDS) - frozenset(PAGES)
ELSEWHERE = "看外市那边怎么说"
BACK, LOOK_AGAIN = "补齐了，接着办", "再入户看一次"
DECIDED, REFUSED = "定下来：批，或者不批", "定下来：不批"
HELP_NOW = "先发钱，手续后补"


@dataclass(frozen=True)
class Step:
    """A next step: to which state, in what words; `page`: of its form; `why`: a reason is asked for.

    `lacks`: what has not been done or written down yet and this step goes on without.
    """

    to: RequestState
    words: str
    page: str | None = None
    why: bool = False
    is_usual: bool = False
    lacks: Sequence[str] = ()


def next_steps(
    request: Request,
    part: Role,
    back: RequestState | None = None,
    lacks: Mapping[RequestState, Sequence[str]] = MappingProxyType({}),
) -> list[Step]:
    """Those that `part` may take, the usual one first. `back`: where a supplement goes back to.

    `lacks`: what the step to a state would go on without; it needs a reason then.
    """
    state = S(request.state)
    if state is S.TRANSFERRED:
        return [Step(state, ELSEWHERE, "casework.transfers", is_usual=True)]
    ways = (URGENT_TRANSITIONS if request.is_urgent else TRANSITIONS)[state]
    mine = [way for way in ways if part in way.roles and (back is None or _is_way_back(way, back))]
    deciding = next((way for way in mine if way.decides is not None), None)
    steps = [
        _deciding(request, way) if way is deciding else _step(request, way, part, lacks.get(way.to, ()))
        for way in mine
        if way is deciding or way.decides is None
    ]
    if state in (S.SURVEYING, S.POST_CHECK) and part in (Role.CASEWORKER, Role.DISTRICT):
        steps.insert(0, Step(state, "记入户调查", SURVEY))
    return [replace(one, is_usual=place == 0) for place, one in enumerate(steps)]


def _deciding(request: Request, way: Way) -> Step:
    """One step for every outcome: it is chosen on the page."""
    first_help = request.is_urgent and request.state == S.ACCEPTED
    if way.to is S.NOT_APPROVED and request.state == S.REVIEWING:
        return Step(way.to, REFUSED, DECIDE)  # what is granted hangs in public first
    return Step(way.to, HELP_NOW if first_help else DECIDED, DECIDE)


def _is_way_back(way: Way, back: RequestState) -> bool:
    return way.to is back or (way.to in (S.WITHDRAWN, S.LAPSED) and back is not S.POST_CHECK)


def _step(request: Request, way: Way, part: Role, lacks: Sequence[str]) -> Step:
    words = WORDS[way.to]
    if request.state == S.SUPPLEMENT_REQUESTED and way.to not in (S.WITHDRAWN, S.LAPSED):
        words = BACK
    if way.to is S.SURVEYING and request.state in (S.REVIEWING, S.PUBLICISED):
        words = LOOK_AGAIN
    return Step(way.to, words, PAGES.get(way.to), part in way.notes or bool(lacks), lacks=lacks)


def find_lacks(session: Session, request: Request) -> dict[RequestState, list[str]]:
    """What each next step would go on without."""
    found = {
        to: records.find_lacks(session, request, to)
        for to in next_states(S(request.state), request.is_urgent)
    }
    return {to: lacks for to, lacks in found.items() if lacks}


def take(
    session: Session, request: Request, to: RequestState, by: By, *, staff: Staff, **about: object
) -> RequestEvent:
    """Take a step without a form. `about` as for `move`. Who accepts has it in hand from then on."""
    if to is S.OBJECTED:
        about.pop("seen", None)
        return objecting.open_objection(session, request, objecting.grounds_of(request), by, **about)
    event = move(session, request, to, by, **about)
    if to is S.ACCEPTED and request.clerk_id is None:
        request.clerk_id = staff.id
    return event
