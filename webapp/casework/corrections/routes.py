"""Routes of corrected mistakes."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import correcting
from webapp.applications.errors import ApplicationError
from webapp.casework import bp
from webapp.casework.corrections import forms, showing
from webapp.casework.owning import written
from webapp.db import begin_write
from webapp.models.duties import Correction
from webapp.models.staff import Role
from webapp.pages.forms import FormError, parse_press
from webapp.problems import Problem
from webapp.security import access

Page = str | Response | tuple[str, int]


@bp.get("/corrections")
@access.roles(Role.TOWN, Role.DISTRICT, Role.CITY)
def corrections() -> str:
    return _page()


@bp.post("/corrections")
@access.roles(Role.TOWN, Role.DISTRICT)
def write_correction() -> Page:
    begin_write(g.session)
    try:
        mistake = forms.parse_mistake(request.form, current_app.guide)
        press = parse_press(request.form)
        correcting.write_down(g.session, mistake, g.staff, at=clock.now(), key=press)
    except (FormError, ApplicationError) as wrong:
        return _page(showing.errors_of(wrong)), 422
    g.session.commit()
    return redirect(url_for("casework.corrections"), 303)


@bp.post("/corrections/<int:correction_id>")
@access.roles(Role.DISTRICT)
def judge_correction(correction_id: int) -> Page:
    """The district says whether it was in good faith."""
    begin_write(g.session)
    found = g.session.get(Correction, correction_id)
    if found is None:
        raise Problem(404, "unknown-correction", "没有这一条。")
    access.require_region(district=found.district, town=found.town, subject=f"correction:{found.id}")
    about = {"excused": request.form.get("excused") == "yes", "why": written("why"), "at": clock.now()}
    try:
        correcting.judge(g.session, found, g.staff, **about)
    except ApplicationError as wrong:
        return _page(showing.errors_of(wrong)), 422
    g.session.commit()
    return redirect(url_for("casework.corrections"), 303)


def _page(errors: dict[str, str] | None = None) -> str:
    page = showing.page(g.session, current_app.guide, g.staff)
    return render_template("casework/corrections/list.html", **page, errors=errors, form=request.form)
