"""One request of the page of a call: words and an act in, the screen out, the call kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy.orm import Session

from bot.desk.listening import FEWEST, Listening
from webapp.db import begin_write
from webapp.hotline import acts, calls, showing
from webapp.hotline.acts import LOOK, Acting
from webapp.hotline.boxes import Box
from webapp.hotline.calls import Call, Loaded
from webapp.hotline.forms import Sent
from webapp.hotline.showing import Screen
from webapp.problems import Problem

if TYPE_CHECKING:
    from knowledge import Guide
    from webapp.models.staff import StaffSession

# The regions of the page, each with what of the screen its template shows.
PARTS = {
    "tabs": attrgetter("tabs"),
    "heard": attrgetter("holders"),
    "policies": attrgetter("groups", "missed", "lines"),
    "question": attrgetter("asked", "lines"),
    "script": attrgetter("script", "whole", "alarm", "sources"),
    "actions": attrgetter("script", "sources", "whole", "lines"),
}


@dataclass(frozen=True)
class Taken:
    """What one request came to. `kept`: the call is stored as it now is; `trouble`: the act could not be."""

    screen: Screen
    call: Call
    kept: bool
    trouble: Problem | None = None


def take(
    session: Session, guide: Guide, opened: StaffSession, sent: Sent, *, at: datetime, box: Box | None = None
) -> Taken:
    """Hear the words, do the act, store the call. Begins to write; the caller commits.

    `box`: what the words came to last, where they are typed on.
    """
    loaded = calls.load(session, opened)
    session.rollback()
    box = box or Box()
    call, heard, trouble = _after(guide, loaded, sent, at, box=box)
    if len(call.talk.text.strip()) < FEWEST:
        box.clear()
    screen = showing.show(guide, call, heard, at.date())
    if call == loaded.call and loaded.id:
        return Taken(screen, call, True, trouble)
    if call.is_blank and not loaded.id:
        return Taken(screen, call, False, trouble)
    begin_write(session)
    kept = calls.save(session, opened, loaded, call, seq=_seq(sent, loaded, at), at=at)
    return Taken(screen, call, kept, trouble)


def _after(
    guide: Guide, loaded: Loaded, sent: Sent, at: datetime, *, box: Box
) -> tuple[Call, Listening, Problem | None]:
    """The call after what was sent, and what its talk comes to. Words older than the stored are not taken.

    An act that cannot be done leaves the words, which are kept all the same.
    """
    call, today = loaded.call, at.date()
    if not (sent.seq and sent.seq <= loaded.seq):
        call = call.with_talk(text=sent.text)
    heard = showing.listen(guide, call.talk, today, box.growing)
    if sent.act == LOOK:
        return call, heard, None
    try:
        after = acts.act(call, sent.act, Acting(guide, today, heard))
    except Problem as trouble:
        return call, heard, trouble
    if after.talk != call.talk:
        heard = showing.listen(guide, after.talk, today, box.growing)
    return after, heard, None


def _seq(sent: Sent, loaded: Loaded, at: datetime) -> int:
    """The place of a request in the order of its call: the browser's milliseconds, or ours."""
    return sent.seq or max(loaded.seq + 1, int(at.timestamp() * calls.MILLISECONDS))


def to_json(app: Flask, taken: Taken, sent: Sent, box: Box) -> dict[str, object]:
    """The answer to the script of the page: every region as HTML, and one sentence for a screen reader."""
    screen = taken.screen
    parts = {name: _draw(app, name, screen, box) for name in PARTS}
    return {"seq": sent.seq, "kept": taken.kept, "parts": parts, "says": screen.says, "text": screen.text}


def _draw(app: Flask, name: str, screen: Screen, box: Box) -> str:
    """A region as HTML, drawn again only where it shows something else than last.

    Its template needs nothing that other pages put into every template.
    """
    shown = PARTS[name](screen)
    before = box.drawn.get(name)
    if before is None or before[0] != shown:
        before = shown, app.jinja_env.get_template(f"hotline/parts/{name}.html").render(screen=screen)
        box.drawn[name] = before
    return before[1]
