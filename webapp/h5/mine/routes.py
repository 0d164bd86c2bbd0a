"""Routes of 我的数据. A copy and a deletion need the last four of the applicant's ID once more."""

import json

from flask import Response, current_app, g, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from webapp import chat
from webapp.applications import drafting, erasing
from webapp.db import begin_write
from webapp.h5 import bp, conversing
from webapp.h5.following import at
from webapp.h5.signing.routes import seen_application
from webapp.models.applications import Application
from webapp.pages.following import mine
from webapp.pages.following.places import Following, words_of
from webapp.pages.forms import FormError
from webapp.pages.mine import contexts as showing
from webapp.pages.progress.visits import Visit
from webapp.problems import Problem


@bp.get("/my/data")
def my_data() -> str:
    return _page()


@bp.get("/my-data")
def my_data_before() -> AnyResponse:
    """Where this page once was."""
    return redirect("/my/data", 301)


@bp.post("/my/sign-out")
def sign_out() -> AnyResponse:
    """这是别人的手机: nothing is deleted, and nothing is reached from here any more."""
    session.clear()
    return redirect("/my/signed-out", 303)


@bp.get("/my/signed-out")
def signed_out() -> str:
    return render_template("mine/signed_out.html")


@bp.post("/my/consents/withdraw")
def withdraw_consent() -> AnyResponse:
    begin_write(g.session)
    mine.withdraw_consent(_require(), request.form.get("kind", ""))
    g.session.commit()
    return redirect("/my/data", 303)


@bp.post("/my/contact")
def set_contact() -> AnyResponse:
    """不要主动联系我, and back."""
    begin_write(g.session)
    mine.set_contact(_require(), request.form.get("contact", ""))
    g.session.commit()
    return redirect("/my/data", 303)


@bp.post("/my/data/copy")
def take_copy() -> Response | str | tuple[str, int]:
    """Everything that is kept, to read (html) or for a program (json)."""
    begin_write(g.session)
    here = _require()
    try:
        mine.check(here)
    except FormError as wrong:
        return _page_again(wrong)
    copy = mine.make_copy(here)
    g.session.commit()
    if request.form.get("as") == "json":
        return _as_json(copy)
    return render_template("mine/copy.html", copy=copy)


@bp.post("/my/data/erase")
def erase_data() -> str | tuple[str, int]:
    begin_write(g.session)
    here = _require()
    try:
        mine.check(here)
    except FormError as wrong:
        return _page_again(wrong)
    extent = mine.erase(here)
    g.session.commit()
    session.clear()
    heading = mine.erased_words(extent)
    return render_template("mine/erased.html", heading=heading, all=extent is erasing.Extent.ALL)


def _find() -> Application | None:
    """What was submitted here or looked up, else the draft of this conversation."""
    draft = drafting.find_draft(g.session, session.get(conversing.CONVERSATION))
    return seen_application() or draft


def _require() -> Following:
    application = _find()
    if application is None:
        raise Problem(403, "look-up-first", "先用编号和身份证后 4 位查一下，再来看您的数据。")
    return at(Visit(application))


def _page(errors: dict[str, str] | None = None) -> str:
    application = _find()
    about = showing.make_page(current_app.guide, application) if application is not None else {}
    talking = conversing.find_known() is not None
    days = chat.EXPIRES_AFTER_DAYS
    said = words_of("mine")
    return render_template(
        "mine/data.html", said=said, days=days, talking=talking, errors=errors, form=request.form, **about
    )


def _page_again(wrong: FormError) -> tuple[str, int]:
    """Commits the try that was counted."""
    g.session.commit()
    return _page(wrong.errors), 422


def _as_json(copy: dict[str, object]) -> Response:
    written = json.dumps(copy, ensure_ascii=False, indent=1)
    named = {"Content-Disposition": "attachment; filename=my-data.json"}
    return Response(written, content_type="application/json; charset=utf-8", headers=named)
