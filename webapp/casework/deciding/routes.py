"""The page of a decision and the decision itself."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import Verdict
from webapp import clock
from webapp.applications import fund, publishing
from webapp.applications.errors import ApplicationError, UndecidedError
from webapp.applications.fund import FundShortError
from webapp.applications.objecting import find_open
from webapp.applications.states import RequestState
from webapp.casework import DECIDERS, acting, bp
from webapp.casework.deciding import forms, making
from webapp.casework.file import reading, showing, telling
from webapp.casework.opening import open_request
from webapp.models.applications import Request
from webapp.models.audit import Reason
from webapp.pages.forms import FormError
from webapp.problems import Problem
from webapp.security import access

HANG_FIRST = "还没公示：先去公示，挂满了再批；不批的现在就能定"
STILL_OPEN = "这一条还没查清"
Answer = str | Response | tuple[str, int]


@bp.get("/requests/<int:request_id>/decide")
@access.roles(*DECIDERS)
def show_decision(request_id: int) -> str:
    found = open_request(request_id, reason=Reason.REVIEW)
    return _page(found, _know(found))


@bp.post("/requests/<int:request_id>/decide")
@access.roles(*DECIDERS)
def decide_request(request_id: int) -> Answer:
    found, press = open_request(request_id, reason=Reason.REVIEW), acting.read_press()
    known = _know(found)
    try:
        decided = _parse(found, known)
        making.decide(g.session, found, decided, acting.by_staff(request.form.get("note")), **press.about())
    except (FormError, UndecidedError, FundShortError) as wrong:
        g.session.rollback()
        return _page(found, known, _errors(wrong, known)), 422
    except ApplicationError as wrong:
        return acting.refuse(request_id, wrong)
    acting.record(found, f"decide-{decided.proposal.outcome}", press.at)
    g.session.commit()
    return redirect(url_for("casework.show_request", request_id=request_id), 303)


def _errors(wrong: Exception, known: reading.Known) -> dict[str, str]:
    """What is in the way, at the choice that it stands against; each open condition where it is judged."""
    if isinstance(wrong, FormError):
        return wrong.errors
    is_open = {one["id"] for one in known.findings["conditions"] if one["verdict"] == Verdict.UNKNOWN.value}
    leaves = getattr(wrong, "leaves", ())
    return {"outcome": str(wrong)} | {f"rule|{id}": STILL_OPEN for id in leaves if id in is_open}


def _know(found: Request) -> reading.Known:
    known = reading.know(g.session, current_app.guide, found, clock.today())
    if known.findings is None:
        raise Problem(409, "not-there", "这个人已经不在这一户里，先把家里人改对再定。")
    return known


def _parse(found: Request, known: reading.Known) -> forms.Decided:
    open_ids = [one["id"] for one in known.findings["conditions"] if one["verdict"] == "unknown"]
    rulings = forms.parse_rulings(request.form, open_ids)
    findings = known.findings
    if rulings:
        findings = reading.rule(current_app.guide, known, found, clock.today(), rulings=rulings)
    if request.form.get("outcome") in forms.GRANTS and not _may_grant(found):
        raise FormError({"outcome": HANG_FIRST})
    return forms.parse_decision(request.form, findings, urgent=_is_first_help(found))


def _may_grant(found: Request) -> bool:
    """Whether it is the turn of that: not before it has hung in public."""
    return found.state != RequestState.REVIEWING


def _is_first_help(found: Request) -> bool:
    return found.is_urgent and found.state == RequestState.ACCEPTED


def _page(found: Request, known: reading.Known, errors: Mapping[str, str] | None = None) -> str:
    guide, today = current_app.guide, clock.today()
    until = publishing.hangs_until(g.session, found)
    monthly = "月" in ((known.findings["amount"] or {}).get("unit") or "")
    return render_template(
        "casework/decide.html",
        request=found,
        title=telling.title_of(guide, found),
        verdict=showing.known_verdict(guide, found.application, known),
        exact=forms.exact_amount(known.findings),
        unit=(known.findings["amount"] or {}).get("unit") or "元",
        starts_on=_next_month(today) if monthly else today,
        today=today,
        until=until if until is not None and until >= today else None,
        first_help=_is_first_help(found),
        may_grant=_may_grant(found),
        hang_first=HANG_FIRST,
        balance=showing.yuan(fund.balance_of(g.session, found.town or "")),
        objection=find_open(g.session, found),
        form=request.form,
        errors=errors,
    )


def _next_month(day: datetime.date) -> datetime.date:
    """What is paid by the month begins with the next one."""
    return (day.replace(day=1) + datetime.timedelta(days=32)).replace(day=1)
