"""The form of a visit. It is kept whatever has become of the request; only the step after it may be late."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import surveys
from webapp.applications.alerting import Desk, Kind, notify
from webapp.applications.errors import ApplicationError
from webapp.applications.handing import is_asked
from webapp.applications.moving import By, lock, move
from webapp.applications.states import RequestState
from webapp.applications.states import Role as Part
from webapp.applications.steps import applicant_of
from webapp.casework import acting, bp
from webapp.casework.file import reading, telling
from webapp.casework.opening import open_request
from webapp.casework.surveying import asking
from webapp.models.applications import Request
from webapp.models.staff import Role
from webapp.pages.forms import FormError
from webapp.security import access

VISITORS = (Role.TOWN, Role.DISTRICT, Role.ASSISTANT)
FOR_VISIT = ("name", "address", "phone", "situation", "survey")
NOT_ASKED = "没有请您去这一家，或者已经去过、办完了。"
Answer = str | Response | tuple[str, int]


@bp.get("/requests/<int:request_id>/survey")
@access.roles(*VISITORS)
def show_survey(request_id: int) -> str:
    return _page(_open(request_id))


@bp.post("/requests/<int:request_id>/survey")
@access.roles(*VISITORS)
def take_survey(request_id: int) -> Answer:
    found, press = _open(request_id), acting.read_press()
    try:
        visit = asking.parse(current_app.guide, found.application, request.form, press.at.date())
        _keep(found, visit, press)
    except FormError as wrong:
        return _page(found, wrong.errors), 422
    except ApplicationError as wrong:
        return acting.refuse(request_id, wrong)
    g.session.commit()
    if g.staff.role is Role.ASSISTANT:
        return redirect(url_for("casework.home"), 303)
    return redirect(url_for("casework.show_request", request_id=request_id), 303)


def _open(request_id: int) -> Request:
    """An assistant opens what they are asked to visit, while a visit is due, and nothing else."""
    if g.staff.role is not Role.ASSISTANT:
        return open_request(request_id)
    found = g.session.get(Request, request_id)
    sent = surveys.find_made(g.session, request_id, acting.read_press().key)
    is_again = sent is not None and sent.by == g.staff.actor
    if found is None or not (is_again or is_asked(found, g.staff.id)):
        raise access.Refused(g.staff, f"request:{request_id}", NOT_ASKED)
    return open_request(request_id, FOR_VISIT)


def _keep(found: Request, visit: surveys.Visit, press: acting.Press) -> None:
    """Who visits acts in the town's part; the account says who it was."""
    assists, is_done = g.staff.role is Role.ASSISTANT, request.form.get("done") == "yes"
    by = By(Part.CASEWORKER, None, g.staff.actor) if assists else acting.by_staff()
    lock(g.session, found)
    made = surveys.record(g.session, found, visit, by, at=press.at, key=press.key)
    if is_done and assists:
        found.visitor_id = None
        about = {"at": press.at, "request_id": found.id}
        notify(g.session, Desk.of(found), Kind.VISIT_DONE, f"survey:{made.id}", **about)
    if is_done and g.staff.role is Role.TOWN and found.state == RequestState.SURVEYING:
        move(g.session, found, RequestState.REVIEWING, by, at=press.at, key=press.key)
    acting.record(found, "survey", press.at)


def _page(found: Request, errors: Mapping[str, str] | None = None) -> str:
    guide, today, assists = current_app.guide, clock.today(), g.staff.role is Role.ASSISTANT
    earlier = surveys.find_surveys(g.session, found.application)
    known = reading.know(g.session, guide, found, today)
    return render_template(
        "casework/survey.html",
        request=found,
        title=telling.title_of(guide, found),
        asked=asking.ask(guide, found.application, known),
        earlier=[one for one in earlier if not assists or one.by == g.staff.actor],
        filed=found.application if assists else None,
        applicant=applicant_of(found.application),
        today=today,
        may_go_on=found.state == RequestState.SURVEYING and g.staff.role is Role.TOWN,
        form=request.form,
        errors=errors,
    )
