"""Routes of what follows a decision; for the applicant alone."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request

from webapp.db import begin_write
from webapp.h5 import bp
from webapp.h5.following import Answer, at, take
from webapp.h5.progress import visiting
from webapp.pages.following import followups as following
from webapp.pages.following.places import Following
from webapp.pages.followups import contexts as showing


@bp.get("/status/charity")
def show_charity() -> Answer:
    application = visiting.get_applicant_visit().application
    page = showing.charity_page(g.session, current_app.guide, application)
    return render_template("status/charity.html", **page)


@bp.post("/status/charity")
def answer_charity() -> Answer:
    """Yes or no to one project; until it has left, either can be changed."""
    begin_write(g.session)
    place = following.take_charity(at(visiting.get_applicant_visit()))
    g.session.commit()
    return redirect(f"/status/{place}", 303)


@bp.get("/status/commitment")
def show_commitment() -> Answer:
    return _commitment_page(at(visiting.get_applicant_visit()))


@bp.post("/status/commitment")
def appeal_commitment() -> Answer:
    """The applicant says what is wrong with it; the district judges."""
    breach = request.form.get("breach", "")
    return take(following.take_commitment, visiting.get_applicant_visit, _commitment_page, breach)


def _commitment_page(here: Following, errors: dict[str, str] | None = None) -> str:
    page = showing.commitment_page(g.session, current_app.guide, here.application)
    return render_template("status/commitment.html", **page, errors=errors, form=request.form)
