"""Routes of an application: open or resume, one page a question, submit, done."""

from flask import current_app, g, redirect, render_template, request, session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import drafting, steps, submitting
from webapp.applications import helping as permissions
from webapp.applications.errors import IncompleteError
from webapp.applications.steps import Step
from webapp.db import begin_write
from webapp.h5 import bp, conversing, helping
from webapp.h5.applying import rendering
from webapp.h5.progress import visiting
from webapp.h5.signing.routes import SEEN_SECONDS, note_read_here
from webapp.models.applications import Application
from webapp.pages.applying import contexts, taking
from webapp.pages.chatting import Known
from webapp.pages.forms import FormError
from webapp.problems import Problem

DOUBLED = "doubled"


@bp.get("/apply")
def apply() -> Response | str:
    """Open the draft of this conversation, or go on where it was left."""
    helping.leave_submitted()
    conversation_id, known = helping.talk(), None if helping.is_helping() else conversing.find_known()
    submitted = drafting.find_submitted(g.session, conversation_id)
    if submitted and "again" not in request.args and not helping.find_draft():
        return redirect("/apply/done", 303)
    draft = _open(conversation_id, known)
    g.session.commit()
    if draft is None:
        others = contexts.other_offers(current_app.guide, known)
        return render_template("apply/nothing.html", talking=known is not None, others=others)
    return redirect(steps.first_waiting(g.session, current_app.guide, draft).path, 303)


@bp.get("/apply/done")
def application_done() -> Response | str:
    application = drafting.find_submitted(g.session, helping.talk())
    if application is None:
        return redirect("/apply", 303)
    doubled = _names(session.get(DOUBLED, ()))
    return render_template(
        "apply/done.html",
        doubled=doubled,
        warning=helping.warning_path(),
        **contexts.done_context(current_app.guide, application),
    )


@bp.route("/apply/declined", methods=["GET", "POST"])
def decline_online() -> Response | str:
    """Whoever does not agree to sensitive data here goes to the window; the draft is not kept."""
    if request.method == "GET":
        return render_template("apply/declined.html")
    begin_write(g.session)
    drafting.discard_draft(g.session, helping.talk())
    g.session.commit()
    return redirect("/apply/declined", 303)


@bp.get("/apply/<name>")
@bp.get("/apply/<name>/<int:position>")
def application_page(name: str, position: int | None = None) -> Response | str:
    draft = helping.find_draft()
    if draft is None:
        return redirect("/apply", 303)
    step = _find_step(draft, name, position)
    waiting = steps.first_waiting(g.session, current_app.guide, draft)
    if steps.is_behind(draft, step, waiting):
        return redirect(waiting.path, 303)
    return _render(draft, step)


@bp.post("/apply/check")
def submit_application() -> Response | str:
    """Submit. Pressing twice, or on two phones at once, gives the one number."""
    begin_write(g.session)
    draft = helping.find_draft()
    if draft is None:
        return _submitted_before()
    try:
        submitted = submitting.submit(g.session, current_app.guide, draft, clock.now())
    except IncompleteError as waits:
        g.session.commit()
        return redirect(waits.step, 303)
    g.session.commit()
    return _submitted(draft, submitted)


@bp.post("/apply/<name>")
@bp.post("/apply/<name>/<int:position>")
def fill_in(name: str, position: int | None = None) -> Response | tuple[str, int]:
    begin_write(g.session)
    draft = helping.find_draft()
    if draft is None:
        return redirect("/apply", 303)
    step = _find_step(draft, name, position)
    form = taking.Taking(g.session, current_app.guide, draft, step, request.form, clock.now())
    try:
        stay = taking.take(form)
    except FormError as wrong:
        return _show_again(draft.id, step, wrong)
    g.session.commit()
    if step.name == "authorise" and request.form.get("read"):
        note_read_here(form.member)
    return redirect(step.path if stay else _after(draft, step).path, 303)


def _submitted_before() -> Response:
    """A press whose answer was lost, or its twin, opens what the first one did, while that is open."""
    filed = drafting.find_submitted(g.session, helping.talk())
    if filed is not None and (clock.now() - filed.submitted_at).total_seconds() < SEEN_SECONDS:
        visiting.remember(filed, permissions.find_open(filed))
    return redirect("/apply/done", 303)


def _submitted(draft: Application, submitted: submitting.Submitted) -> Response | str:
    if submitted.number is None:
        return render_template("apply/doubled.html", policies=_names(submitted.doubled))
    visiting.remember(draft, permissions.find_open(draft))
    session[DOUBLED] = list(submitted.doubled)
    return redirect("/apply/done", 303)


def _open(conversation_id: str | None, known: Known | None) -> Application | None:
    """The draft, brought up to date from the chat while the chat is still there."""
    if known is None:
        return helping.find_draft()
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


def _after(draft: Application, step: Step) -> Step:
    """The next page that waits; what was filled in before is not asked again."""
    return steps.first_waiting(g.session, current_app.guide, draft)


def _show_again(draft_id: str, step: Step, wrong: FormError) -> tuple[str, int]:
    """The page with what was typed and what to mend; nothing of the form is kept."""
    g.session.rollback()
    draft = g.session.get(Application, draft_id)
    return _render(draft, step, wrong.errors), 422


def _render(draft: Application, step: Step, errors: dict[str, str] | None = None) -> str:
    about = {"form": request.form, "errors": errors, "warning": helping.warning_path()}
    return rendering.render(current_app.guide, draft, step, **about)


def _names(policies: tuple[str, ...]) -> list[str]:
    return [current_app.guide.policies[one].name for one in policies]
