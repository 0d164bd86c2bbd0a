"""Hanging a request out, with the sheet for the wall."""

from __future__ import annotations

from collections.abc import Mapping

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from knowledge import StandardMissing
from webapp import clock
from webapp.applications import deciding, publishing
from webapp.applications.errors import ApplicationError
from webapp.casework import DECIDERS, acting, bp
from webapp.casework.file import telling
from webapp.casework.opening import open_request
from webapp.models.applications import Request
from webapp.models.staff import Role
from webapp.problems import Problem
from webapp.security import access

Answer = str | Response | tuple[str, int]


@bp.get("/requests/<int:request_id>/publish")
@access.roles(Role.TOWN)
def show_publishing(request_id: int) -> str:
    return _page(open_request(request_id))


@bp.post("/requests/<int:request_id>/publish")
@access.roles(Role.TOWN)
def publish_request(request_id: int) -> Answer:
    found, press = open_request(request_id), acting.read_press()
    village = request.form.get("village", "").strip()
    if not village:
        return _page(found, {"village": "写上贴在哪个村、社区"}), 422
    try:
        publishing.publish(
            g.session, current_app.guide, found, village, by=acting.by_staff(), **press.about()
        )
    except ApplicationError as wrong:
        return acting.refuse(request_id, wrong)
    acting.record(found, "step-publicised", press.at)
    g.session.commit()
    return redirect(url_for("casework.show_request", request_id=request_id), 303)


@bp.get("/requests/<int:request_id>/publicity")
@access.roles(*DECIDERS)
def show_sheet(request_id: int) -> str:
    """What hangs, on one sheet."""
    found = open_request(request_id)
    rows = publishing.find_rows(g.session, found)
    if not rows:
        raise Problem(404, "not-hung", "这一件还没有公示过。")
    return render_template("casework/publicity_sheet.html", row=rows[-1], filed=found.application)


def _page(found: Request, errors: Mapping[str, str] | None = None) -> str:
    guide = current_app.guide
    try:
        hung = deciding.make_publicity(guide, found, "", clock.today())
    except StandardMissing:
        raise Problem(409, "no-period", "没有查到公示天数的规定，先问市里。") from None
    return render_template(
        "casework/publish.html",
        request=found,
        title=telling.title_of(guide, found),
        hung=hung,
        shown_as=publishing.shown_as(guide, found.policy),
        form=request.form,
        errors=errors,
    )
