"""Routes of an application: open or resume, one page a question, submit, done."""

from flask import current_app, g, redirect, render_template, request, session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import drafting, steps, submitting
from webapp.applications.steps import Step
from webapp.db import begin_write
from webapp.h5 import bp, conversing
from webapp.h5.applying import showing, taking
from webapp.h5.forms import FormError
from webapp.h5.signing.routes import remember
from webapp.models.applications import Application
from webapp.problems import Problem

DOUBLED = "doubled"


@bp.get("/apply")
def apply() -> Response | str:
    """Open the draft of this conversation, or go on where it was left."""
    conversation_id, known = session.get(conversing.CONVERSATION), conversing.find_known()
    submitted = drafting.find_submitted(g.session, conversation_id)
    if submitted and "again" not in request.args and not drafting.find_draft(g.session, conversation_id):
        return redirect("/apply/done", 303)
    draft = _open(conversation_id, known)
    g.session.commit()
    if draft is None:
        return render_template("apply/nothing.html", talking=known is not None)
    return redirect(steps.first_waiting(g.session, current_app.guide, draft).path, 303)


@bp.get("/apply/done")
def application_done() -> Response | str:
    application = drafting.find_submitted(g.session, session.get(conversing.CONVERSATION))
    if application is None:
        return redirect("/apply", 303)
    doubled = _names(session.get(DOUBLED, ()))
    return render_template(
        "apply/done.html", doubled=doubled, **showing.done_context(current_app.guide, application)
    )


@bp.get("/apply/<name>")
@bp.get("/apply/<name>/<int:position>")
def application_page(name: str, position: int | None = None) -> Response | str:
    draft = drafting.find_draft(g.session, session.get(conversing.CONVERSATION))
    if draft is None:
        return redirect("/apply", 303)
    step = _find_step(draft, name, position)
    waiting = steps.first_waiting(g.session, current_app.guide, draft)
    if _is_behind(draft, step, waiting):
        return redirect(waiting.path, 303)
    return showing.render(current_app.guide, draft, step, form=request.form)


@bp.post("/apply/check")
def submit_application() -> Response | str:
    """Submit. Pressing twice, or on two phones at once, gives the one number."""
    begin_write(g.session)
    draft = drafting.find_draft(g.session, session.get(conversing.CONVERSATION))
    if draft is None:
        return redirect("/apply/done", 303)
    waiting = steps.first_waiting(g.session, current_app.guide, draft)
    if waiting.name != "check":
        return redirect(waiting.path, 303)
    submitted = submitting.submit(g.session, current_app.guide, draft, clock.now())
    g.session.commit()
    if submitted.number is None:
        return render_template("apply/doubled.html", policies=_names(submitted.doubled))
    remember(draft)
    session[DOUBLED] = list(submitted.doubled)
    return redirect("/apply/done", 303)


@bp.post("/apply/<name>")
@bp.post("/apply/<name>/<int:position>")
def fill_in(name: str, position: int | None = None) -> Response | tuple[str, int]:
    begin_write(g.session)
    draft = drafting.find_draft(g.session, session.get(conversing.CONVERSATION))
    if draft is None:
        return redirect("/apply", 303)
    step = _find_step(draft, name, position)
    form = taking.Taking(g.session, current_app.guide, draft, step, request.form, clock.now())
    try:
        stay = taking.take(form)
    except FormError as wrong:
        return _show_again(draft.id, step, wrong)
    g.session.commit()
    return redirect(step.path if stay else _after(draft, step).path, 303)


def _open(conversation_id: str | None, known: conversing.Known | None) -> Application | None:
    """The draft, brought up to date from the chat while the chat is still there."""
    if known is None:
        return drafting.find_draft(g.session, conversation_id) if conversation_id else None
    conversation = known.conversation
    begin_write(g.session)
    wanted = request.args.get("household")
    return drafting.open_draft(
        g.session, current_app.guide, conversation_id, conversation, now=clock.now(), household=wanted
    )


def _find_step(draft: Application, name: str, position: int | None) -> Step:
    found = next((one for one in steps.steps_of(draft) if (one.name, one.position) == (name, position)), None)
    if found is None:
        raise Problem(404, "unknown-step")
    return found


def _is_behind(draft: Application, step: Step, waiting: Step) -> bool:
    """Whether a page comes after one that still waits."""
    order = steps.steps_of(draft)
    return order.index(step) > order.index(waiting)


def _after(draft: Application, step: Step) -> Step:
    """The next page that waits; what was filled in before is not asked again."""
    return steps.first_waiting(g.session, current_app.guide, draft)


def _show_again(draft_id: str, step: Step, wrong: FormError) -> tuple[str, int]:
    """The page with what was typed and what to mend; nothing of the form is kept."""
    g.session.rollback()
    draft = g.session.get(Application, draft_id)
    return showing.render(current_app.guide, draft, step, form=request.form, errors=wrong.errors), 422


def _names(policies: tuple[str, ...]) -> list[str]:
    return [current_app.guide.policies[one].name for one in policies]
