"""Routes of who looked at an application, and of who acts in the applicant's place."""

from flask import current_app, g, redirect, render_template
from werkzeug.wrappers import Response

from webapp.applications import watching
from webapp.db import begin_write
from webapp.h5 import bp
from webapp.h5.following import at
from webapp.h5.progress import visiting
from webapp.pages.following import watching as following
from webapp.pages.watching import contexts as showing


@bp.get("/status/looks")
def show_looks() -> str:
    application = visiting.get_visit().application
    looks = watching.find_looks(g.session, current_app.guide, application)
    return render_template("status/looks.html", looks=looks, most=watching.MOST_SHOWN)


@bp.get("/status/helpers")
def show_helpers() -> str:
    application = visiting.get_applicant_visit().application
    return render_template("status/helpers.html", **showing.helpers_page(application))


@bp.post("/status/helpers")
def withdraw_helper() -> Response:
    """The applicant ends a permission; ended already, it stays so."""
    begin_write(g.session)
    place = following.take_helper(at(visiting.get_applicant_visit()))
    g.session.commit()
    return redirect(f"/status/{place}", 303)
