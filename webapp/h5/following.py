"""What comes from the forms of a submitted application goes the same way as from every other door."""

from __future__ import annotations

from collections.abc import Callable

from flask import current_app, g, redirect, request, session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.db import begin_write
from webapp.h5 import conversing
from webapp.pages.following.places import Following
from webapp.pages.forms import FormError
from webapp.pages.progress.visits import Visit

Answer = Response | str | tuple[str, int]


def at(visit: Visit, key: object = "") -> Following:
    """This visitor at one of the pages, with what was filled in."""
    asker = current_app.index_hash("status.client", request.remote_addr or "")
    conversation = session.get(conversing.CONVERSATION)
    return Following(
        g.session, current_app.guide, visit, clock.now(), str(key), asker, conversation, request.form
    )


def take(
    taken: Callable[[Following], str],
    find_visit: Callable[[], Visit],
    again: Callable[[Following, dict[str, str]], str],
    key: object = "",
) -> Answer:
    """Take what was filled in and go on to the page that comes then; `again` shows what is to be mended."""
    begin_write(g.session)
    here = at(find_visit(), key)
    try:
        place = taken(here)
    except FormError as wrong:
        return again(here, wrong.errors), 422
    g.session.commit()
    return redirect(f"/status/{place}", 303)
