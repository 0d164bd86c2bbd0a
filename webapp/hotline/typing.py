"""One request of the page of a call: words and an act in, the screen out, the call kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.orm import Session

from bot.desk import Listening
from webapp.db import begin_write
from webapp.hotline import acts, calls, showing
from webapp.hotline.acts import LOOK, Acting
from webapp.hotline.calls import Call, Loaded
from webapp.hotline.forms import Sent
from webapp.hotline.showing import Screen
from webapp.problems import Problem

if TYPE_CHECKING:
    from knowledge import Guide
    from webapp.models.staff import StaffSession

PARTS = ("tabs", "heard", "policies", "question", "script", "actions")


@dataclass(frozen=True)
class Taken:
    """What one request came to. `kept`: the call is stored as it now is; `trouble`: the act could not be."""

    screen: Screen
    call: Call
    kept: bool
    trouble: Problem | None = None


def take(session: Session, guide: Guide, opened: StaffSession, sent: Sent, *, at: datetime) -> Taken:
    """Hear the words, do the act, store the call. Begins to write; the caller commits."""
    loaded = calls.load(session, opened)
    session.rollback()
    call, heard, trouble = _after(guide, loaded, sent, at)
    screen = showing.show(guide, call, heard, at.date())
    if call == loaded.call and loaded.id:
        return Taken(screen, call, True, trouble)
    if call.is_blank and not loaded.id:
        return Taken(screen, call, False, trouble)
    begin_write(session)
    kept = calls.save(session, opened, loaded, call, seq=_seq(sent, loaded, at), at=at)
    return Taken(screen, call, kept, trouble)


def _after(guide: Guide, loaded: Loaded, sent: Sent, at: datetime) -> tuple[Call, Listening, Problem | None]:
    """The call after what was sent, and what its talk comes to. Words older than the stored are not taken.

    An act that cannot be done leaves the words, which are kept all the same.
    """
    call, today = loaded.call, at.date()
    if not (sent.seq and sent.seq <= loaded.seq):
        call = call.with_talk(text=sent.text)
    heard = showing.listen(guide, call.talk, today)
    if sent.act == LOOK:
        return call, heard, None
    try:
        after = acts.act(call, sent.act, Acting(guide, today, heard))
    except Problem as trouble:
        return call, heard, trouble
    return after, heard if after.talk == call.talk else showing.listen(guide, after.talk, today), None


def _seq(sent: Sent, loaded: Loaded, at: datetime) -> int:
    """The place of a request in the order of its call: the browser's milliseconds, or ours."""
    return sent.seq or max(loaded.seq + 1, int(at.timestamp() * calls.MILLISECONDS))


def to_json(app: Flask, taken: Taken, sent: Sent) -> dict[str, object]:
    """The answer to the script of the page: every region as HTML, and one sentence for a screen reader."""
    screen = taken.screen
    parts = render_parts(app, screen)
    return {"seq": sent.seq, "kept": taken.kept, "parts": parts, "says": screen.says, "text": screen.text}


def render_parts(app: Flask, screen: Screen) -> dict[str, str]:
    """The regions of the screen as HTML. They need nothing that other pages put into every template."""
    return {
        name: app.jinja_env.get_template(f"hotline/parts/{name}.html").render(screen=screen) for name in PARTS
    }
