"""Who looks at an application: the applicant, or a helper under a permission that still holds."""

from __future__ import annotations

from webapp.applications import whole
from webapp.h5.signing.routes import remember, seen_application, seen_helper
from webapp.models.applications import Application
from webapp.pages.progress.visits import Visit
from webapp.problems import Problem

__all__ = ["Visit", "find_visit", "find_whole_visit", "get_applicant_visit", "get_visit", "remember"]


def find_visit() -> Visit | None:
    """What this visitor submitted or looked up. A helper whose permission has ended sees nothing any more."""
    return _visit(seen_application(helping_too=True))


def find_whole_visit() -> Visit | None:
    """The same, read at once for the page that shows all of it."""
    return _visit(seen_application(helping_too=True, find=whole.find_whole))


def _visit(application: Application | None) -> Visit | None:
    if application is None or application.number is None:
        return None
    return Visit(application, seen_helper(application))


def get_visit() -> Visit:
    """The same, or a Problem that says how to come in."""
    visit = find_visit()
    if visit is None:
        raise Problem(403, "look-up-first", "先用编号和身份证后 4 位查一下，再来办。")
    return visit


def get_applicant_visit() -> Visit:
    """What only the applicant may do: take a request back, end a permission, say whether it helped."""
    visit = get_visit()
    if visit.helper is not None:
        raise Problem(403, "applicant-only", "这一样要申请人自己来，用编号和身份证后 4 位查一下再办。")
    return visit
