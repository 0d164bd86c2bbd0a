"""Routes of what the applicant does after filing, on the application that this visitor looked up."""

from flask import current_app, g, redirect, render_template, request

from webapp.applications import feedback, supplements
from webapp.h5 import bp
from webapp.h5.following import Answer, at, take
from webapp.h5.progress import visiting
from webapp.pages.answering import contexts as showing
from webapp.pages.following import answering
from webapp.pages.following.places import Following

SHOWN = "/status/shown?nothing="  # the page that was wanted has nothing to be done
Errors = dict[str, str] | None


@bp.get("/status/supplement")
def show_missing() -> Answer:
    here = at(visiting.get_visit())
    asked = supplements.find_asked(g.session, here.application)
    return _missing_page(here) if asked else redirect(SHOWN + "supplement", 303)


@bp.post("/status/supplement")
def take_missing() -> Answer:
    """Save, or send when a word stands on everything; then every request goes back where it was."""
    return take(answering.take_supplement, visiting.get_visit, _missing_page)


@bp.get("/status/withdraw")
def show_withdrawal() -> Answer:
    here = at(visiting.get_applicant_visit())
    if not showing.may_withdraw(here.application):
        return redirect(SHOWN + "withdraw", 303)
    return _withdrawal_page(here)


@bp.post("/status/withdraw")
def withdraw_requests() -> Answer:
    return take(answering.take_withdrawal, visiting.get_applicant_visit, _withdrawal_page)


@bp.get("/status/object/<int:request_id>")
def show_objection(request_id: int) -> Answer:
    return _objection_page(at(visiting.get_visit(), request_id))


@bp.post("/status/object/<int:request_id>")
def take_objection(request_id: int) -> Answer:
    return take(answering.take_objection, visiting.get_visit, _objection_page, request_id)


@bp.get("/status/feedback")
def show_feedback() -> Answer:
    here = at(visiting.get_applicant_visit())
    if not feedback.is_over(here.application):
        return redirect(SHOWN + "feedback", 303)
    return _feedback_page(here)


@bp.post("/status/feedback")
def take_feedback() -> Answer:
    return take(answering.take_feedback, visiting.get_applicant_visit, _feedback_page)


def _missing_page(here: Following, errors: Errors = None) -> str:
    page = showing.supplement_page(current_app.guide, supplements.find_asked(g.session, here.application))
    return _render("supplement", page, errors)


def _withdrawal_page(here: Following, errors: Errors = None) -> str:
    page = showing.withdrawal_page(current_app.guide, showing.may_withdraw(here.application))
    return _render("withdraw", page, errors)


def _objection_page(here: Following, errors: Errors = None) -> str:
    page = showing.objection_page(current_app.guide, answering.find_objectionable(here))
    return _render("object", page, errors)


def _feedback_page(here: Following, errors: Errors = None) -> str:
    given = feedback.find_feedback(g.session, here.application)
    return _render("feedback", {"given": given, "answers": showing.feedback_answers()}, errors)


def _render(name: str, page: dict[str, object], errors: Errors) -> str:
    return render_template(f"status/{name}.html", **page, form=request.form, errors=errors)
