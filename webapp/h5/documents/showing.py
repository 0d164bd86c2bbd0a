"""The pages of papers in a browser: whose they are, and what stands around them."""

from __future__ import annotations

from datetime import datetime

from flask import g, render_template, request

from knowledge import Guide
from webapp.applications import helping, steps
from webapp.applications.moving import By
from webapp.applications.steps import Section, Step
from webapp.documents import keeping
from webapp.h5 import helping as assisting
from webapp.h5.signing.routes import seen_application, seen_helper
from webapp.models.applications import Application
from webapp.pages.papers.folders import (
    APPLY,
    STATUS,
    Entry,
    Folder,
    entry_context,
    folder_of,
    may_add,
    may_change,
)

SECTIONS = list(Section)
__all__ = [
    "APPLY",
    "STATUS",
    "Folder",
    "entry_page",
    "find_folder",
    "list_page",
    "may_add",
    "may_open",
    "who_acts",
]


def find_folder(guide: Guide, base: str) -> Folder | None:
    """The papers that this visitor may see at this door; None where there are none to see."""
    if base == APPLY:
        draft = assisting.find_draft()
        return folder_of(guide, base, draft) if draft is not None else None
    application = seen_application(helping_too=True)
    is_filed = application is not None and application.number is not None
    return folder_of(guide, base, application) if is_filed else None


def who_looks(application: Application) -> str:
    """Who is written down: the applicant, or who helps in their place."""
    helper = seen_helper(application)
    if helper is None and assisting.find_draft() is application and assisting.is_helping():
        helper = helping.find_open(application)
    return helping.actor(helper) if helper is not None else keeping.BY_APPLICANT


def who_acts(application: Application) -> By:
    """In whose name something is handed in."""
    return helping.by_applicant(seen_helper(application))


def may_open(guide: Guide, draft: Application) -> str | None:
    """The address of the page that still waits before this one; None when it is this one's turn."""
    waiting = steps.first_waiting(g.session, guide, draft)
    step = Step("documents", Section.WHERE)
    return waiting.path if steps.is_behind(draft, step, waiting) else None


def list_page(guide: Guide, folder: Folder) -> str:
    return render_template("documents/list.html", folder=folder, **_frame(folder))


def entry_page(guide: Guide, folder: Folder, entry: Entry, *, at: datetime, **sent: object) -> str:
    """One paper; who looked at its pages is noted. `sent`: `errors`, and `form` where none can be read."""
    context = entry_context(guide, folder, entry, at=at, by=who_looks(folder.application))
    frame = _frame(folder) | {"may_add": may_change(folder, entry)}
    if "form" not in sent:
        sent["form"] = request.form
    return render_template("documents/entry.html", **sent, **context, **frame)


def _frame(folder: Folder) -> dict[str, object]:
    draft = folder.base == APPLY
    back = steps.step_before(folder.application, Step("documents", Section.WHERE)) if draft else None
    return {
        "back": back.path if back else "/status/shown",
        "section": SECTIONS.index(Section.WHERE) + 1 if draft else None,
        "sections": SECTIONS,
        "may_add": may_add(folder.application),
    }
