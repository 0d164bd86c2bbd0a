"""Routes of a change at home: which kind, one page for it, and what was written down."""

from flask import current_app, render_template, request

from webapp.h5 import bp
from webapp.h5.following import Answer, at, take
from webapp.h5.progress import visiting
from webapp.pages.changing import contexts as showing
from webapp.pages.following import changing
from webapp.pages.following.places import Following


@bp.get("/status/change")
def show_changes() -> str:
    """What was told already, and the kinds of what can be told."""
    application = visiting.get_visit().application
    return render_template("status/changes.html", **showing.list_page(current_app.guide, application))


@bp.get("/status/change/<kind>")
def show_change(kind: str) -> str:
    return _page(at(visiting.get_visit(), kind))


@bp.post("/status/change/<kind>")
def take_change(kind: str) -> Answer:
    return take(changing.take, visiting.get_visit, _page, kind)


def _page(here: Following, errors: dict[str, str] | None = None) -> str:
    page = showing.kind_page(current_app.guide, here.application, changing.get_kind(here.key))
    return render_template("status/change.html", **page, form=request.form, errors=errors)
