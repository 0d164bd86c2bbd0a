"""Routes of re-checks."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import rechecking
from webapp.applications.errors import ApplicationError
from webapp.casework import bp
from webapp.casework.opening import open_request, open_row
from webapp.casework.owning import by_staff, written
from webapp.casework.rechecks import forms, showing
from webapp.models.followups import Recheck
from webapp.models.staff import Role
from webapp.pages.forms import FormError
from webapp.security import access

Page = str | Response | tuple[str, int]
DOERS = (Role.TOWN, Role.DISTRICT)
READ = ("name", "situation")


@bp.get("/rechecks")
@access.roles(Role.TOWN, Role.DISTRICT, Role.CITY, Role.LEAD)
def rechecks() -> str:
    rows = showing.rows(g.session, current_app.guide, g.staff.region, clock.today())
    return render_template("casework/rechecks/list.html", rows=rows)


def _place(found: Recheck) -> tuple[str | None, str | None, str | None]:
    return found.request.district, found.request.town, found.request.application_id


@bp.get("/rechecks/<int:recheck_id>")
@access.roles(*DOERS)
def show_recheck(recheck_id: int) -> str:
    found = open_row(Recheck, recheck_id, _place, READ)
    return _page(found)


@bp.post("/rechecks/<int:recheck_id>")
@access.roles(*DOERS)
def finish_recheck(recheck_id: int) -> Page:
    found = open_row(Recheck, recheck_id, _place, READ)
    try:
        result = forms.parse_result(request.form)
        rechecking.finish(g.session, found, result, by_staff(), at=clock.now())
    except FormError as wrong:
        return _page(found, wrong.errors), 422
    except ApplicationError as wrong:
        return _page(found, {"outcome": str(wrong)}), 422
    g.session.commit()
    return redirect(url_for("casework.rechecks"), 303)


@bp.post("/requests/<int:request_id>/recheck")
@access.roles(*DOERS)
def plan_recheck(request_id: int) -> Page:
    """A day by hand, where no source says one or something makes it needed."""
    found = open_request(request_id, ("situation",))
    try:
        day = forms.parse_day(request.form, "due_on")
        made = rechecking.plan_by_hand(g.session, found, day, by_staff(written()), at=clock.now())
    except (FormError, ApplicationError) as wrong:
        says = next(iter(wrong.errors.values())) if isinstance(wrong, FormError) else str(wrong)
        return render_template("casework/rechecks/refused.html", says=says), 422
    g.session.commit()
    return redirect(url_for("casework.show_recheck", recheck_id=made.id), 303)


def _page(found: Recheck, errors: dict[str, str] | None = None) -> str:
    page = showing.page(g.session, current_app.guide, found, clock.today())
    return render_template("casework/rechecks/recheck.html", **page, errors=errors, form=request.form)
