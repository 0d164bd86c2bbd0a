"""The page of a household's needs, its sheet, a level that a clerk found, and the services that are noted."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import Situation
from webapp import clock
from webapp.applications.errors import ApplicationError
from webapp.casework import DECIDERS, acting, bp
from webapp.casework.file import reading
from webapp.casework.needs import forms, levels, showing
from webapp.casework.needs.levels import Needs
from webapp.casework.opening import open_request
from webapp.casework.services import demanding
from webapp.casework.services.forms import parse_demands
from webapp.models.applications import Request
from webapp.models.staff import Role
from webapp.pages.forms import FormError
from webapp.security import access

Answer = str | Response | tuple[str, int]
PARTS = ("members", "situation", "verification", "survey")
CHANGERS = (Role.TOWN, Role.DISTRICT)


@bp.get("/requests/<int:request_id>/needs")
@access.roles(*DECIDERS)
def show_needs(request_id: int) -> str:
    found = open_request(request_id, PARTS)
    return _page(found, *_know(found))


@bp.get("/requests/<int:request_id>/needs/sheet")
@access.roles(*DECIDERS)
def print_needs(request_id: int) -> str:
    found = open_request(request_id, PARTS)
    situation, needs = _know(found)
    page = showing.make_page(g.session, current_app.guide, found, situation, needs=needs)
    return render_template("casework/needs/sheet.html", **page, today=clock.today())


@bp.post("/requests/<int:request_id>/needs/level")
@access.roles(*CHANGERS)
def change_need(request_id: int) -> Answer:
    """A level found by looking, with its reason; it holds until another is found, or the facts are asked."""
    found, press = open_request(request_id, PARTS), acting.read_press()
    situation, needs = _know(found)
    try:
        change = forms.parse_change(request.form, needs)
    except FormError as wrong:
        return _page(found, situation, needs, wrong.errors), 422
    about = {"by": g.staff.actor, "at": press.at, "key": press.key}
    levels.change_level(g.session, found.application_id, needs, change, **about)
    g.session.commit()
    return _back(found)


@bp.post("/requests/<int:request_id>/needs/services")
@access.roles(*CHANGERS)
def note_demands(request_id: int) -> Answer:
    """The services that are needed, so many hours a week: from now on they stand in the demand list."""
    found, press = open_request(request_id, PARTS), acting.read_press()
    _, needs = _know(found)
    try:
        wanted = parse_demands(request.form, showing.known_services(needs, found, g.session))
        demanding.open_demands(g.session, found, wanted, by=g.staff.actor, at=press.at)
    except (FormError, ApplicationError) as wrong:
        return _again(found, wrong)
    g.session.commit()
    return _back(found)


def _know(found: Request) -> tuple[Situation, Needs]:
    """The situation as it is believed, and the needs that it comes to."""
    today = clock.today()
    situation = reading.know(g.session, current_app.guide, found, today).situation
    about = (found.application_id, situation)
    return situation, levels.find_needs(g.session, current_app.guide, *about, on=today)


def _again(found: Request, wrong: FormError | ApplicationError) -> tuple[str, int]:
    """Nothing is kept of a form that cannot be taken as a whole."""
    errors = wrong.errors if isinstance(wrong, FormError) else {"needs": str(wrong)}
    g.session.rollback()
    return _page(found, *_know(found), errors), 422


def _page(found: Request, situation: Situation, needs: Needs, errors: Mapping[str, str] | None = None) -> str:
    return render_template(
        "casework/needs/needs.html",
        **showing.make_page(g.session, current_app.guide, found, situation, needs=needs),
        may_change=g.staff.role in CHANGERS,
        by_facts=forms.BY_FACTS,
        form=request.form,
        errors=errors,
    )


def _back(found: Request) -> Response:
    return redirect(url_for("casework.show_needs", request_id=found.id), 303)
