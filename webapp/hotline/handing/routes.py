"""Conversations handed over from the chat: the list, taking one, answering, giving it back to the bot."""

import secrets

from flask import current_app, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from webapp import clock, handovers
from webapp.db import begin_write
from webapp.hotline import bp, waiting
from webapp.hotline.handing import taking
from webapp.models.audit import Reason
from webapp.models.handovers import HandoverRow
from webapp.security import access, audit

Page = str | Response | tuple[str, int]
EMPTY = {"words": "写一句再发"}


@bp.get("/handovers")
def list_handovers() -> str:
    found = taking.find_waiting(g.session, current_app, g.staff)
    return render_template("hotline/handovers.html", waiting=found)


@bp.get("/handovers/waiting")
@access.background
def count_handovers() -> dict[str, int]:
    """How many wait, for the page that asks by itself."""
    return {"count": waiting.count_waiting(g.session)}


@bp.get("/handovers/<int:handover_id>/count")
@access.background
def count_words(handover_id: int) -> dict[str, int]:
    """How much was said so far, for the page that asks by itself."""
    row = taking.lock(g.session, handover_id)
    taking.require_own(row, g.staff)
    return {"count": len(taking.words_of(g.session, row))}


@bp.post("/handovers/<int:handover_id>/take")
def take_handover(handover_id: int) -> Response:
    begin_write(g.session)
    taking.take(g.session, taking.lock(g.session, handover_id), g.staff, clock.now())
    g.session.commit()
    return redirect(url_for("hotline.show_handover", handover_id=handover_id), 303)


@bp.get("/handovers/<int:handover_id>")
def show_handover(handover_id: int) -> str:
    begin_write(g.session)
    row = taking.lock(g.session, handover_id)
    taking.require_own(row, g.staff)
    about = {"facts": ("situation",), "at": clock.now()}
    audit.record_read(g.session, g.staff, f"handover:{row.id}", reason=Reason.CALLER, **about)
    g.session.commit()
    return _page(row)


@bp.post("/handovers/<int:handover_id>/draft")
def draft_answer(handover_id: int) -> str:
    """The bot's draft in the box; nothing is sent."""
    row = taking.lock(g.session, handover_id)
    taking.require_own(row, g.staff)
    return _page(row, words=taking.draft(g.session, current_app, row, clock.now()))


@bp.post("/handovers/<int:handover_id>/say")
def say_to_citizen(handover_id: int) -> Page:
    words = request.form.get("words", "").strip()[: handovers.MOST_WORDS]
    begin_write(g.session)
    row = taking.lock(g.session, handover_id)
    taking.require_own(row, g.staff)
    if not words:
        return _page(row, errors=EMPTY), 422
    about = {"by": g.staff.actor, "at": clock.now(), "reference": request.form.get("reference", "")[:32]}
    handovers.say(g.session, current_app.settings, row, words, **about)
    g.session.commit()
    return redirect(url_for("hotline.show_handover", handover_id=handover_id), 303)


@bp.post("/handovers/<int:handover_id>/close")
def close_handover(handover_id: int) -> Response:
    """Back to the bot, or with `do=back` back to the list for a colleague."""
    begin_write(g.session)
    row, now = taking.lock(g.session, handover_id), clock.now()
    taking.require_own(row, g.staff)
    if request.form.get("do") == "back":
        taking.give_back(row)
    else:
        handovers.close(g.session, current_app, row, at=now)
    audit.record_staff(g.session, g.staff, "close-handover", subject=f"handover:{row.id}", at=now)
    g.session.commit()
    return redirect(url_for("hotline.list_handovers"), 303)


def _page(row: HandoverRow, *, words: str = "", errors: dict[str, str] | None = None) -> str:
    conversation = taking.conversation_of(g.session, current_app, row)
    said, before = taking.words_of(g.session, row), taking.last_said(g.session, row)
    return render_template(
        "hotline/handover.html",
        row=row,
        facts=list(taking.facts_of(current_app, conversation)),
        before="" if any(one.words == before for one in said) else before,
        said=said,
        words=words,
        reference=secrets.token_hex(8),
        errors=errors,
    )
