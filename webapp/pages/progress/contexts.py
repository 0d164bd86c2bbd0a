"""A timeline for each request, with days as people say them, and the legal clock where there is one."""

from __future__ import annotations

from sqlalchemy import Row
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import consent, feedback, helping, moving, objecting, progress, routing, whole
from webapp.applications.places import offices_of
from webapp.applications.states import RequestState, is_open
from webapp.applications.whole import Besides
from webapp.applications.wording import load_texts
from webapp.languages import say
from webapp.models.applications import Application, Request
from webapp.pages.answering import contexts as answering
from webapp.pages.applying.contexts import signatures, unsigned
from webapp.pages.followups import contexts as followups
from webapp.pages.leaflet import BY_LIST, ELSEWHERE
from webapp.pages.progress import limits
from webapp.pages.progress.visits import Visit
from webapp.pages.written import day
from webapp.security.crypto import mask_name

NOT_FOUND = {"number": "没查到。编号或者身份证后 4 位有一样对不上，请核对一下"}
NOTHING = {
    "supplement": "现在没有要补的材料。",
    "withdraw": "现在没有能撤回的申请。",
    "feedback": "现在不用填这一页。办完了，再请您说说帮上忙没有。",
}
# Until the survey nothing goes on without every signature, and papers that are owed hold acceptance up.
BEFORE_SURVEY = frozenset(
    {RequestState.SUBMITTED, RequestState.ACCEPTED, RequestState.SUPPLEMENT_REQUESTED, RequestState.VERIFYING}
)
STOPPED = frozenset({RequestState.NOT_APPROVED, RequestState.WITHDRAWN, RequestState.LAPSED})


def make_page(session: Session, guide: Guide, visit: Visit) -> dict[str, object]:
    application = whole.fill(session, visit.application)
    besides = whole.look_besides(session, application)
    applicant = next((one for one in application.members if one.is_applicant), None)
    return {
        "application": application,
        "applicant": mask_name(applicant.name) if applicant and applicant.name else "",
        "helper": helping.kind_label(visit.helper) if visit.helper else None,
        "helped": any(one.consented_at for one in application.helpers),
        "unsigned": unsigned(application),
        "held_up": any(RequestState(one.state) in BEFORE_SURVEY for one in application.requests),
        "signatures": signatures(application),
        "over": consent.is_over(application),
        "papers_waiting": besides.owed,
        "uncertain": besides.uncertain,
        "verified": besides.verified,
        "rows": _rows(session, guide, application, besides),
        "may_withdraw": visit.helper is None and bool(answering.may_withdraw(application)),
        "after": followups.waiting(besides) if visit.helper is None else {},
        "asks_feedback": visit.helper is None and _asks_feedback(application, besides),
        "by_list": _followers(guide, application),
        "elsewhere": _follow_ups(guide, application, ELSEWHERE),
    }


def _rows(
    session: Session, guide: Guide, application: Application, besides: Besides
) -> list[dict[str, object]]:
    routes = routing.find_routes(session, application)
    rechecks = followups.rechecks_of(session, application) if besides.rechecks else {}
    return [
        _row(session, guide, one)
        | {"route": _route(one, routes.get(one.id)), "after": followups.row_of(session, one, rechecks)}
        for one in application.requests
    ]


def _row(session: Session, guide: Guide, request: Request) -> dict[str, object]:
    policy = guide.policies[request.policy]
    words = moving.words_of(request)
    missing, state = moving.find_asked(session, request), RequestState(request.state)
    return {
        "id": request.id,
        "name": policy.name,
        "person": request.person_label,
        "label": words.label,
        "step": words.step,
        "holder": request.holder or words.holder,
        "open": is_open(state),
        "ended_as": "unmet" if state in STOPPED else "",
        "due": limits.show_due(request),
        "missing": len(missing.entries) if missing else 0,
        "reasons": _reasons(request) if state is RequestState.NOT_APPROVED else [],
        "may_object": answering.may_object(request),
        "timeline": progress.timeline(request, day),
        "limits": limits.show_limits(session, guide, request) if is_open(state) else None,
    }


def _route(request: Request, found: Row | None) -> dict[str, str] | None:
    """Why it is handled where it is: the rule and its source, or the clerk's reason."""
    if found is None:
        return None
    town = offices_of(request).town
    says = say(load_texts("routing")["where"], says=found.says, town=town)
    return {"says": says, "source": found.source, "reason": found.reason or ""}


def _reasons(request: Request) -> list[tuple[str, str, str]]:
    """The conditions that were not met: in words, the clause, and what the clerk found of it."""
    decided = objecting.last_decision(request)
    ruled = {one["id"]: one["ruled"] or "" for one in decided.findings["conditions"]} if decided else {}
    return [(one.says, one.source, ruled.get(one.id, "")) for one in objecting.grounds_of(request)]


def _asks_feedback(application: Application, besides: Besides) -> bool:
    return feedback.is_over(application) and not besides.feedback


def _followers(guide: Guide, application: Application) -> list[tuple[object, list[str]]]:
    """What comes by itself, each with what it waits for among the requests here: 低保 批下来."""
    asked = {one.policy for one in application.requests}
    return [
        (policy, [_short(guide, one) for one in policy.follows if one in asked])
        for policy in _follow_ups(guide, application, BY_LIST)
    ]


def _short(guide: Guide, policy_id: str) -> str:
    policy = guide.policies[policy_id]
    return policy.aliases[0] if policy.aliases else policy.name


def _follow_ups(guide: Guide, application: Application, filing: str) -> list:
    wanted = {one["policy"]: None for one in application.follow_ups if one["filing"] == filing}
    return [guide.policies[one] for one in wanted if one in guide.policies]
