"""The list of a visitor's applications, and their visit at one page of one of them."""

from __future__ import annotations

from flask import current_app, g
from werkzeug.datastructures import MultiDict

from webapp import clock
from webapp.api.my import own
from webapp.applications.moving import words_of as state_words
from webapp.languages import say
from webapp.models.applications import Application
from webapp.pages.following.places import Following, words_of
from webapp.pages.parts import Door, Doors, Field, Folded, Page, Part, Words
from webapp.pages.progress.visits import Visit
from webapp.pages.wording import button
from webapp.pages.written import spaced


def list_page() -> Page:
    """What is under way, the draft, and a way to what was submitted elsewhere."""
    said = words_of("mine_list")
    doors = [_door(said, one) for one in own.shown()]
    draft = own.find_draft()
    if draft is not None:
        doors.append(Door("/apply", said["draft"], said["draft_says"]))
        doors.append(Door("/apply/data", said["mine"], said["mine_says"]))
    parts: list[Part] = [Doors(tuple(doors)) if doors else Words(said["none"])]
    fields = (
        Field("number", said["number"], hint=said["number_hint"], digits=True, most=40),
        Field("id_tail", said["tail"], hint=said["tail_hint"], input="id", digits=True, most=8),
    )
    parts += [Folded(said["look_up"], fields)] if doors else fields
    return Page(said["title"], tuple(parts), (button(said["find"], secondary=bool(doors)),))


def _door(said: dict, application: Application) -> Door:
    """How the first of it stands, and its number."""
    label = state_words(application.requests[0]).label
    number = say(said["under_way"], number=spaced(application.number))
    return Door(f"/status/{application.number}", label, number)


def following(visit: Visit, key: str = "", form: MultiDict | None = None) -> Following:
    return Following(
        g.session, current_app.guide, visit, clock.now(), key, asker(), g.visitor.conversation, form
    )


def asker() -> str:
    """Whose tries at an ID tail are counted together: this person's, on whichever phone."""
    return current_app.index_hash("status.client", f"mini:{g.visitor.login.person_id}")
