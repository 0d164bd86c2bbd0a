"""The pages after submitting: the number and what follows, or that everything is under way already."""

from __future__ import annotations

from knowledge import Guide
from webapp.languages import say, typed
from webapp.models.applications import Application
from webapp.pages.applying.asking import follow_ups
from webapp.pages.applying.contexts import done_context
from webapp.pages.parts import Bullets, Button, Folded, Number, Page, Part, Row, Rows, Words
from webapp.pages.wording import load_words
from webapp.pages.written import spaced

STATUS = "/status"


def done(guide: Guide, application: Application, doubled: list[str]) -> Page:
    said, context = load_words("applying")["done"], done_context(guide, application)
    parts: list[Part] = [Number(said["number"], spaced(application.number)), Words(said["look_up"])]
    filed = tuple(f"{name}（{person}）" for name, person, *_ in (*context["requests"], *context["moved"]))
    parts.append(Bullets(said["filed"], filed))
    if doubled:
        names = tuple(say(said["doubled_says"], name=one) for one in doubled)
        parts.append(Bullets(said["doubled"], names))
    parts.append(Bullets(said["next"], _next(said, application, context["unsigned"]), numbered=True))
    parts.append(Folded(said["signatures"], (signature_rows(context["signatures"]),)))
    if context["follow_ups"]:
        title = say(said["others"], count=len(context["follow_ups"]))
        parts.append(Folded(title, (follow_ups(context["follow_ups"]),)))
    parts.append(Words(said["no_promise"], "quiet"))
    buttons = (
        Button(said["status"], link=STATUS),
        Button(said["again"], secondary=True, link="/apply?again=1"),
    )
    return Page(said["title"], tuple(parts), buttons)


def _next(said: dict, application: Application, unsigned: list[tuple[str, int]]) -> tuple[str, ...]:
    missing = [say(said["unsigned"], name=typed(name)) for name, _ in unsigned]
    return (*missing, *(say(one, town=application.town_name) for one in said["steps"]))


def signature_rows(signatures: list[dict]) -> Rows:
    """Who has signed, each with the way to their page."""
    said = load_words("applying")["done"]
    return Rows(
        tuple(
            Row(one["name"], _stands(said, one), f"/sign/{one['position']}", _act(said, one))
            for one in signatures
        )
    )


def _stands(said: dict, signature: dict) -> str:
    if signature["signed"]:
        return said["signed"]
    if signature["on_paper"]:
        return said["on_paper"]
    return said["minor" if signature["minor"] else "not_signed"]


def _act(said: dict, signature: dict) -> str:
    return said["look" if signature["signed"] else "go"]


def doubled(names: list[str]) -> Page:
    said = load_words("applying")["doubled"]
    parts = (Bullets("", tuple(names)), Words(said["says"]), Words(said["look_up"]))
    return Page(said["title"], parts, (Button(load_words("applying")["done"]["status"], link=STATUS),))
