"""Routes of referrals of one case."""

from __future__ import annotations

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import referring
from webapp.applications.errors import ApplicationError
from webapp.casework import bp
from webapp.casework.opening import open_case
from webapp.casework.owning import by_staff, written
from webapp.casework.referrals import showing
from webapp.models.applications import Application
from webapp.models.staff import Role
from webapp.problems import Problem
from webapp.security import access

Page = str | Response | tuple[str, int]
DOERS = (Role.TOWN, Role.DISTRICT)
READ = ("name", "situation")


@bp.get("/<application_id>/referrals")
@access.roles(*DOERS)
def referrals(application_id: str) -> str:
    return _page(open_case(application_id, READ))


@bp.post("/<application_id>/referrals")
@access.roles(*DOERS)
def lead_referral(application_id: str) -> Page:
    found = open_case(application_id, READ)
    try:
        _lead(found, request.form.get("do", ""))
    except ApplicationError as wrong:
        return _page(found, {"words": str(wrong)}), 422
    g.session.commit()
    return redirect(url_for("casework.referrals", application_id=application_id), 303)


def _lead(found: Application, do: str) -> None:
    """Offer a charity, or go on with one that was offered."""
    by, now = by_staff(), clock.now()
    if do == "offer":
        wanted, _, policy = written("fit").partition(":")
        asked = next((one for one in found.requests if str(one.id) == wanted), None)
        if asked is None:
            raise Problem(404, "unknown-request", "没有这一项。")
        referring.offer(g.session, asked, policy, by, at=now)
        return
    mine = {str(one.id): one for one in referring.list_referrals(g.session, found)}
    referral = mine.get(written("referral"))
    if referral is None:
        raise Problem(404, "unknown-referral", "没有这一件。")
    match do:
        case "agrees" | "declines":
            about = {"how": written("how") or "window", "by": by, "at": now}
            referring.reply(g.session, referral, agrees=do == "agrees", **about)
        case "sent":
            referring.send(g.session, referral, by, now)
        case "answer":
            referring.answer(g.session, referral, written("outcome"), written("words"), by=by, at=now)


def _page(found: Application, errors: dict[str, str] | None = None) -> str:
    page = showing.page(g.session, current_app.guide, found, clock.today())
    return render_template("casework/referrals/case.html", **page, errors=errors, form=request.form)
