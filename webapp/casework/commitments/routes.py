"""Routes of commitments that were not kept."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import committing, steps
from webapp.applications.errors import ApplicationError
from webapp.casework import bp
from webapp.casework.commitments import forms, showing
from webapp.casework.opening import open_case, open_row
from webapp.casework.owning import by_staff, written
from webapp.models.applications import Application
from webapp.models.followups import Breach, BreachState
from webapp.models.staff import Role
from webapp.pages.forms import FormError, parse_press
from webapp.security import access

Page = str | Response | tuple[str, int]
DOERS = (Role.TOWN, Role.DISTRICT)
READ = ("name", "situation", "commitment")


@bp.get("/commitments")
@access.roles(*DOERS, Role.CITY)
def breaches() -> str:
    rows = showing.rows(g.session, current_app.guide, g.staff.region)
    return render_template("casework/commitments/list.html", rows=rows)


@bp.get("/<application_id>/commitments")
@access.roles(*DOERS)
def new_breach(application_id: str) -> str:
    return _new_page(open_case(application_id, READ))


@bp.post("/<application_id>/commitments")
@access.roles(*DOERS)
def find_breach(application_id: str) -> Page:
    found, press = open_case(application_id, READ), parse_press(request.form)
    try:
        place, untrue = forms.parse_found(request.form)
        member = steps.member_at(found, place)
        about = {"by": by_staff(), "at": clock.now(), "key": press}
        made = committing.find(g.session, member or found.members[0], untrue, written("words"), **about)
    except FormError as wrong:
        return _new_page(found, wrong.errors), 422
    except ApplicationError as wrong:
        return _new_page(found, {"words": str(wrong)}), 422
    g.session.commit()
    return redirect(url_for("casework.show_breach", breach_id=made.id), 303)


def _new_page(found: Application, errors: dict[str, str] | None = None) -> str:
    page = showing.new_page(found)
    return render_template("casework/commitments/new.html", **page, errors=errors, form=request.form)


def _place(found: Breach) -> tuple[str | None, str | None, str | None]:
    return found.application.district, found.application.town, found.application_id


@bp.get("/commitments/<int:breach_id>")
@access.roles(*DOERS, Role.CITY)
def show_breach(breach_id: int) -> str:
    return _page(open_row(Breach, breach_id, _place, READ))


@bp.post("/commitments/<int:breach_id>")
@access.roles(*DOERS)
def lead_breach(breach_id: int) -> Page:
    found = open_row(Breach, breach_id, _place, READ)
    try:
        _lead(found)
    except FormError as wrong:
        return _page(found, wrong.errors), 422
    except ApplicationError as wrong:
        return _page(found, {"note": showing.error_of(wrong)}), 422
    g.session.commit()
    return redirect(url_for("casework.show_breach", breach_id=breach_id), 303)


def _lead(found: Breach) -> None:
    """One step on, as the button says."""
    new, by = forms.parse_step(request.form), by_staff(written())
    about = {"at": clock.now(), "key": parse_press(request.form)}
    if new is BreachState.RECORDED:
        measures, expires_on = forms.parse_record(request.form)
        committing.record(g.session, found, measures, expires_on, by=by, **about)
    else:
        committing.step(g.session, found, new, by, **about)


def _page(found: Breach, errors: dict[str, str] | None = None) -> str:
    page = showing.page(current_app.guide, found, by_role=g.staff.role)
    return render_template("casework/commitments/breach.html", **page, errors=errors, form=request.form)
