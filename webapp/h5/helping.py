"""An assistant on the citizens' pages: filling in the application of whom they visited.

The desk begins it and leads here. Its conversation stands in the citizens' cookie beside the visitor's own,
and opens something only while the assistant, whom the permission names, is signed in at the desk of the same
browser. No code carries it to another phone, so that it is open to nobody else.
"""

from __future__ import annotations

from flask import g, redirect, request, session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import drafting
from webapp.applications import helping as permissions
from webapp.h5 import bp, conversing
from webapp.h5.progress import visiting
from webapp.models.applications import Application
from webapp.models.monitoring import WarningRow
from webapp.models.staff import Role
from webapp.monitoring import applying
from webapp.problems import Problem
from webapp.security import access
from webapp.staff.accounts import Staff

HELPING = "helping"
FILING_ONLY = "他只让填好交上去，没让替他看进度。"
SIGN_IN_FIRST = "先登录救助经办，从预警那一页打开，再接着填。"


@bp.before_request
def look_who_helps() -> None:
    """Asked only where an assistant has begun something in this browser."""
    g.assistant = access.find_at_desk() if HELPING in session else None


@bp.get("/apply/helping")
def go_on_helping() -> Response:
    """From the desk to the page that waits. The number is that of the warning."""
    wanted = request.args.get("warning", "")
    row = g.session.get(WarningRow, int(wanted)) if wanted.isascii() and wanted.isdigit() else None
    staff = access.find_at_desk()
    if row is None or staff is None or not _is_theirs(staff, row):
        raise Problem(403, "sign-in-first", SIGN_IN_FIRST)
    found = applying.find_application(g.session, row)
    if found.submitted_at is not None:
        return _follow(found)
    session[HELPING] = [found.conversation_id, row.id]
    return redirect("/apply", 303)


def _follow(filed: Application) -> Response:
    """What was filed, as any helper sees it whom the person lets follow."""
    helper = permissions.find_open(filed)
    if helper not in permissions.valid_helpers(filed, clock.now()):
        raise Problem(403, "filing-only", FILING_ONLY)
    visiting.remember(filed, helper)
    return redirect("/status/shown", 303)


def _is_theirs(staff: Staff, row: WarningRow) -> bool:
    if staff.role is not Role.ASSISTANT or row.assistant_id != staff.id:
        return False
    found = applying.find_application(g.session, row)
    return found is not None and applying.is_own(found, staff)


def talk() -> str | None:
    """The conversation whose application is filled in here: that of an assistant's, or one's own."""
    helped = _helped()
    return helped.conversation_id if helped is not None else session.get(conversing.CONVERSATION)


def find_draft() -> Application | None:
    """The draft that is filled in here."""
    helped = _helped()
    if helped is not None:
        return helped if helped.submitted_at is None else None
    return drafting.find_draft(g.session, session.get(conversing.CONVERSATION))


def is_helping() -> bool:
    return _helped() is not None


def warning_path() -> str | None:
    """Where the assistant came from."""
    return f"/casework/warnings/{session[HELPING][1]}" if is_helping() else None


def leave_submitted() -> None:
    """What was filed is done; the next application in this browser is the visitor's own."""
    helped = _helped()
    if helped is not None and helped.submitted_at is not None:
        session.pop(HELPING)


def _helped() -> Application | None:
    staff, kept = g.get("assistant"), session.get(HELPING)
    if staff is None or kept is None:
        return None
    conversation, warning = kept
    found = drafting.find_draft(g.session, conversation) or drafting.find_submitted(g.session, conversation)
    row = g.session.get(WarningRow, warning)
    return found if found is not None and row is not None and _is_theirs(staff, row) else None
