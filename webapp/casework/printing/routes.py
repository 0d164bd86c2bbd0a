"""The notice of the newest decision, on a sheet."""

from __future__ import annotations

from flask import current_app, render_template

from webapp.applications.objecting import grounds_of, last_decision
from webapp.applications.states import RequestState
from webapp.applications.steps import applicant_of
from webapp.casework import DECIDERS, bp
from webapp.casework.file import showing
from webapp.casework.opening import PARTS, open_request
from webapp.models.applications import Request
from webapp.problems import Problem
from webapp.security import access
from webapp.security.crypto import mask_id_number


@bp.get("/requests/<int:request_id>/notice")
@access.roles(*DECIDERS)
def show_notice(request_id: int) -> str:
    found = open_request(request_id, (*PARTS, "name"))
    if last_decision(found) is None:
        raise Problem(404, "undecided", "这一件还没有定，没有告知书。")
    return _notice(found)


def _notice(found: Request) -> str:
    decided, applicant = last_decision(found), applicant_of(found.application)
    policy = current_app.guide.policies.get(found.policy)
    return render_template(
        "casework/notice.html",
        request=found,
        policy=policy.name if policy else found.policy,
        decided=decided,
        approved=decided.outcome == RequestState.APPROVED,
        grounds=grounds_of(found),
        verdict=showing.verdict(current_app.guide, decided.findings),
        amount=showing.yuan(decided.amount_fen),
        unit=((decided.findings.get("amount") or {}).get("unit") or "元").partition("/"),
        name=applicant.name or "",
        id_number=mask_id_number(applicant.id_number or ""),
    )
