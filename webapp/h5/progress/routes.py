"""Routes of the status: number and ID tail in, timeline out."""

from flask import current_app, g, redirect, render_template, request
from werkzeug.wrappers import Response

import bot
from webapp import clock
from webapp.applications import status
from webapp.db import begin_write
from webapp.h5 import bp
from webapp.h5.progress import showing
from webapp.h5.signing.routes import remember, seen_application
from webapp.models.applications import Application


@bp.get("/status")
def ask_status() -> str:
    return render_template("status/ask.html", form=request.form, errors=None)


@bp.get("/status/shown")
def show_again() -> Response | str:
    """The status once more, after something was changed on it."""
    application = seen_application()
    if application is None:
        return redirect("/status", 303)
    return render_template("status/found.html", **showing.make_page(current_app.guide, application))


@bp.post("/status")
def show_status() -> tuple[str, int] | str:
    wanted = bot.StatusLookup(request.form.get("number", "")[:60], request.form.get("id_tail", "")[:20])
    asker = current_app.index_hash("status.client", request.remote_addr or "")
    begin_write(g.session)
    found = status.find_application(g.session, current_app.index_hash, wanted, asker=asker, now=clock.now())
    g.session.commit()
    match found:
        case Application():
            remember(found)
            return render_template("status/found.html", **showing.make_page(current_app.guide, found))
        case bot.StatusLimited(minutes):
            return render_template("status/limited.html", minutes=minutes), 429
    return render_template("status/ask.html", form=request.form, errors=showing.NOT_FOUND), 422
