"""The draft of a visitor, and its pages as JSON."""

from __future__ import annotations

from flask import current_app, g

from webapp import chat, clock
from webapp.applications import drafting, steps
from webapp.applications.steps import Step
from webapp.applications.submitting import Submitted
from webapp.db import begin_write
from webapp.models.applications import Application
from webapp.pages.applying import asking, finishing
from webapp.problems import Problem

NOTHING = "还没有能在这里申请的。再说说家里的情况，看清能办什么，就能一起申请。"


def open_draft(household: str | None) -> Application:
    """The draft, brought up to date from the talk."""
    conversation_id = g.visitor.conversation
    row = chat.find_conversation(g.session, conversation_id, clock.now())
    conversation = chat.read_conversation(current_app, row)
    begin_write(g.session)
    draft = drafting.open_draft(
        g.session, current_app.guide, conversation_id, conversation, now=clock.now(), household=household
    )
    if draft is None:
        raise Problem(404, "nothing-to-apply", NOTHING)
    return draft


def get_step(draft: Application, name: str, position: int | None) -> Step:
    found = next((one for one in steps.steps_of(draft) if (one.name, one.position) == (name, position)), None)
    if found is None:
        raise Problem(404, "unknown-step")
    return found


def page_at(draft: Application, step: Step) -> dict:
    """The page of a step, or of the one before it that still waits."""
    waiting = steps.first_waiting(g.session, current_app.guide, draft)
    order = steps.steps_of(draft)
    shown = waiting if order.index(step) > order.index(waiting) else step
    return asking.ask(current_app.guide, draft, shown).to_json()


def waiting_page(draft: Application) -> dict:
    waiting = steps.first_waiting(g.session, current_app.guide, draft)
    return asking.ask(current_app.guide, draft, waiting).to_json()


def submitted_page(draft: Application, submitted: Submitted) -> dict:
    """The number, and what follows; or that everything is under way already."""
    doubled = [current_app.guide.policies[one].name for one in submitted.doubled]
    if submitted.number is None:
        return {"number": None, "page": finishing.doubled(doubled).to_json()}
    page = finishing.done(current_app.guide, draft, doubled)
    return {"number": submitted.number, "page": page.to_json()}
