"""Routes of the status: number and ID tail in, timeline out; what was verified, and what differs."""

from flask import current_app, g, redirect, render_template, request
from werkzeug.wrappers import Response

import bot
from webapp import clock
from webapp.applications import status
from webapp.db import begin_write
from webapp.h5 import bp
from webapp.h5.following import Answer, take
from webapp.h5.progress import visiting
from webapp.pages.following import verifying
from webapp.pages.following.places import Following
from webapp.pages.progress import contexts as showing
from webapp.pages.progress import verification


@bp.get("/status")
def ask_status() -> str:
    return render_template("status/ask.html", form=request.form, errors=None)


@bp.get("/status/shown")
def show_again() -> Response | str:
    """The status once more, after something was changed on it."""
    visit = visiting.find_whole_visit()
    if visit is None:
        return redirect("/status", 303)
    return _page(visit)


@bp.post("/status")
def show_status() -> tuple[str, int] | str:
    wanted = bot.StatusLookup(request.form.get("number", "")[:60], request.form.get("id_tail", "")[:20])
    asker = current_app.index_hash("status.client", request.remote_addr or "")
    begin_write(g.session)
    found = status.find_application(g.session, current_app.index_hash, wanted, asker=asker, now=clock.now())
    g.session.commit()
    match found:
        case status.Found(application, helper):
            visiting.remember(application, helper)
            return _page(visiting.Visit(application, helper))
        case bot.StatusLimited(minutes):
            return render_template("status/limited.html", minutes=minutes), 429
    return render_template("status/ask.html", form=request.form, errors=showing.NOT_FOUND), 422


@bp.post("/status/stay")
def stay() -> Response | str:
    """The request itself was the use that keeps what was looked up."""
    if visiting.find_visit() is None:
        return redirect("/status", 303)
    return render_template("status/stay.html")


@bp.get("/status/verification")
def show_verification() -> Response | str:
    seen = _seen()
    if seen is None:
        return redirect("/status/shown", 303)
    page = verification.make_page(current_app.guide, seen)
    return render_template("status/verification.html", **page, demo=current_app.settings.demo)


@bp.get("/status/verification/<int:place>")
def ask_which_is_right(place: int) -> Response | str:
    """One contradiction a page: what was said, what was found, and which of them is right."""
    seen = _seen()
    if verification.find_difference(seen, place) is None:
        return redirect("/status/verification", 303)
    return _reply_page(seen, place)


@bp.post("/status/verification/<int:place>")
def take_reply(place: int) -> Answer:
    return take(verifying.take, visiting.get_applicant_visit, _reply_again, place)


def _page(visit: visiting.Visit) -> str:
    """What departments know of the applicant is for the applicant alone, not for who helps them."""
    page = showing.make_page(g.session, current_app.guide, visit)
    page["nothing"] = showing.NOTHING.get(request.args.get("nothing", ""))
    if visit.helper is None and page["verified"]:
        page |= verification.make_section(g.session, current_app.guide, visit.application, clock.today())
    return render_template("status/found.html", **page)


def _seen() -> verification.Seen | None:
    """The verification of the application that this visitor has looked up."""
    application = visiting.get_applicant_visit().application
    return verification.find_seen(g.session, current_app.guide, application, clock.today())


def _reply_page(seen: verification.Seen, place: int, errors: dict[str, str] | None = None) -> str:
    page = verification.make_reply_page(current_app.guide, seen, place)
    return render_template("status/reply.html", **page, errors=errors, form=request.form)


def _reply_again(here: Following, errors: dict[str, str]) -> str:
    return _reply_page(_seen(), here.number(), errors)
