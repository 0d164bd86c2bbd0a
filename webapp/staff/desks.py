"""The desks of this app and where each role belongs: navigation, landing page, and what the layout shows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import Flask, current_app, g, request, url_for

from webapp import clock
from webapp.models.staff import StaffSession
from webapp.security import access
from webapp.security.hardening import is_staff_door
from webapp.staff import sessions
from webapp.staff.accounts import Staff
from webapp.staff.regions import name_of
from webapp.staff.words import role_words

ACCOUNT = "staff.account"


@dataclass(frozen=True)
class Desk:
    """`name` is that of its blueprint. `pages`: endpoint and words of each page in the navigation.

    A page shows up for the roles that its route admits; staff arrive at the first one that does.
    """

    name: str
    title: str
    pages: tuple[tuple[str, str], ...]


def home_of(staff: Staff) -> str:
    """The endpoint where this role arrives: the first desk that admits it, or the account page."""
    arrivals = (_arrival(staff, desk) for desk in current_app.desks.values())
    return next(filter(None, arrivals), ACCOUNT)


def _arrival(staff: Staff, desk: Desk) -> str | None:
    """The first page of a desk that this role may open."""
    return next((endpoint for endpoint, _ in desk.pages if may_open(staff, endpoint)), None)


def may_open(staff: Staff, endpoint: str) -> bool:
    return staff.role in access.roles_of(current_app, endpoint)


def add_desk() -> dict[str, object]:
    """What `desk/layout.html` needs; nothing on the pages of citizens."""
    if not is_staff_door():
        return {}
    staff: Staff | None = g.get("staff")
    opened = g.get("staff_session")
    return {
        "staff": staff,
        "staff_title": _title(staff),
        "desk": current_app.desks.get(request.blueprint),
        "pages": _pages(staff),
        "demo": current_app.settings.demo,
        "ending": tell_ending(opened, clock.now()) if opened is not None else None,
    }


def tell_ending(opened: StaffSession | sessions.Opened, now: datetime) -> dict[str, object]:
    """When a session ends if nothing is done (`at`, and seconds `left`), and seconds to its `longest` end.

    `warn` is how many seconds before that a page says so.
    """
    ends = sessions.ends_at(opened)
    return {
        "at": ends.astimezone(clock.SHANGHAI).strftime("%H:%M"),
        "left": max(0, int((ends - now).total_seconds())),
        "longest": max(0, int((opened.expires_at - now).total_seconds())),
        "warn": int(sessions.WARN_BEFORE.total_seconds()),
    }


def _title(staff: Staff | None) -> str:
    if staff is None:
        return ""
    return f"{name_of(current_app.guide.regions, staff.region.code)} {role_words(staff.role)}"


def _pages(staff: Staff | None) -> list[tuple[str, str, bool]]:
    """Address, words and whether one is there: the pages of this desk, then the other desks."""
    if staff is None:
        return []
    here = current_app.desks.get(request.blueprint)
    rows = list(here.pages) if here is not None else []
    rows = [one for one in rows if may_open(staff, one[0])]
    others = [(_arrival(staff, desk), desk.title) for desk in current_app.desks.values() if desk is not here]
    rows += [one for one in others if one[0] is not None]
    return [(url_for(endpoint), words, endpoint == request.endpoint) for endpoint, words in rows]


def init_app(app: Flask) -> None:
    app.context_processor(add_desk)
