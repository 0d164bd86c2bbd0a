"""Routes of what the desk is told."""

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import alerting
from webapp.casework import bp
from webapp.casework.notices import showing
from webapp.casework.owning import DECIDERS
from webapp.db import begin_write
from webapp.security import access


@bp.get("/notices")
def notices() -> str:
    found = alerting.list_unseen(g.session, showing.desk_of(g.staff.region))
    rows = [showing.row(g.session, current_app.guide, one, clock.now()) for one in found]
    return render_template("casework/notices/list.html", rows=rows, may_put_away=g.staff.role in DECIDERS)


@bp.post("/notices")
@access.roles(*DECIDERS)
def put_away() -> Response:
    """What was ticked is out of the list; those of other desks stay."""
    ticked = {int(one) for one in request.form.getlist("notice") if one.isascii() and one.isdigit()}
    begin_write(g.session)
    desk = showing.desk_of(g.staff.region)
    alerting.mark_seen(g.session, desk, ticked, by=g.staff.actor, at=clock.now())
    g.session.commit()
    return redirect(url_for("casework.notices"), 303)
