"""A timeline for each request, with days as people say them and the legal limit where one is published."""

from __future__ import annotations

from knowledge import Guide
from knowledge.policies import TimeLimit
from webapp.applications import status
from webapp.applications.states import RequestState, next_states
from webapp.h5.applying.showing import unsigned
from webapp.h5.leaflet import cite
from webapp.h5.looks import day
from webapp.models.applications import Application, Request
from webapp.security.crypto import mask_name

NOT_FOUND = {"number": "没查到。编号或者身份证后 4 位有一样对不上，请核对一下"}
WHOLE_COUNTRY = ("全国", "国家")


def make_page(guide: Guide, application: Application) -> dict[str, object]:
    applicant = next((one for one in application.members if one.is_applicant), None)
    return {
        "application": application,
        "applicant": mask_name(applicant.name) if applicant and applicant.name else "",
        "unsigned": unsigned(application),
        "rows": [_row(guide, one) for one in application.requests],
    }


def _row(guide: Guide, request: Request) -> dict[str, object]:
    policy = guide.policies[request.policy]
    words = status.words_of(request)
    limits = [one for one in policy.time_limits if one.figure is not None and _applies(one, request)]
    promise = _promise(limits, request)
    return {
        "id": request.id,
        "may_withdraw": RequestState.WITHDRAWN in next_states(RequestState(request.state), request.is_urgent),
        "name": policy.name,
        "person": request.person_label,
        "label": words.label,
        "step": words.step,
        "holder": request.holder or words.holder,
        "timeline": status.timeline(request, day),
        "accepted": day(request.accepted_at) if request.accepted_at else None,
        "promise": (promise.says, cite(guide, promise.sources)) if promise else None,
        "limits": [(one.says, cite(guide, one.sources)) for one in limits if one is not promise],
    }


def _promise(limits: list[TimeLimit], request: Request) -> TimeLimit | None:
    """The limit that runs from acceptance: the district's own before the country's."""
    running = [one for one in limits if one.start == "acceptance"]
    own = [one for one in running if one.scope == request.application.district_name]
    return next(iter(own or running), None)


def _applies(limit: TimeLimit, request: Request) -> bool:
    """A limit of the whole country, or of the district that handles the request."""
    scope = limit.scope or ""
    district = request.application.district_name or "-"
    return scope.startswith(WHOLE_COUNTRY) or district in scope or scope in ("淄博市", "淄博全市", "淄博")
