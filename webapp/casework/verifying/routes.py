"""Routes of the verification of one case."""

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import steps, verifying
from webapp.applications.errors import UnsignedError
from webapp.applications.sources import load_sources
from webapp.casework import DECIDERS, bp
from webapp.casework.opening import open_case
from webapp.casework.verifying import showing
from webapp.models.staff import Role
from webapp.problems import Problem
from webapp.security import access

PARTS = ("members", "name", "situation", "verification")


@bp.get("/<application_id>/verification")
@access.roles(*DECIDERS)
def verification(application_id: str) -> str:
    application = open_case(application_id, PARTS)
    page = showing.make_page(g.session, current_app.guide, application, clock.now())
    return render_template("casework/verification.html", **page)


@bp.post("/<application_id>/verification")
@access.roles(Role.TOWN, Role.DISTRICT)
def look_again(application_id: str) -> Response:
    """Ask one source about one member once more."""
    application, source = open_case(application_id, PARTS), request.form.get("source", "")
    place = request.form.get("member", "")
    member = steps.member_at(application, int(place)) if place.isascii() and place.isdigit() else None
    if member is None or source not in load_sources().by_id:
        raise Problem(404, "unknown-source", "没有这一家，或者没有这个人。")
    try:
        verifying.second_look(g.session, member, source, at=clock.now(), by=g.staff.actor)
    except UnsignedError:
        raise Problem(409, "not-authorised", "他现在没有授权查这一家，不能查。") from None
    g.session.commit()
    return redirect(url_for("casework.verification", application_id=application_id), 303)
