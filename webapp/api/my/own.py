"""What belongs to whoever is logged in: their draft, what they submitted, what they looked up a while ago."""

from __future__ import annotations

from datetime import datetime

from flask import g
from sqlalchemy import select

from webapp import clock
from webapp.applications import drafting, helping, whole
from webapp.models.afterwards import Helper
from webapp.models.applications import Application
from webapp.pages.progress.visits import Visit
from webapp.problems import Problem
from webapp.wechat.login.logins import LOOKED_UP_FOR

LOOK_UP_FIRST = "先用编号和身份证后 4 位查一下，再来看。"


def find_draft() -> Application | None:
    return drafting.find_draft(g.session, g.visitor.conversation)


def get_draft() -> Application:
    draft = find_draft()
    if draft is None:
        raise Problem(404, "no-draft", "没有没交完的申请。")
    return draft


def submitted() -> list[Application]:
    """What was submitted from this conversation, at whichever door, the newest first."""
    wanted = (
        Application.conversation_id == g.visitor.conversation,
        Application.submitted_at.is_not(None),
    )
    newest = select(Application).where(*wanted).order_by(Application.submitted_at.desc())
    return list(g.session.scalars(newest))


def looked_up() -> Application | None:
    """What was looked up last with number and ID tail, for half an hour."""
    login = g.visitor.login
    if login.application_id is None or clock.now() - login.looked_up_at > LOOKED_UP_FOR:
        return None
    return g.session.get(Application, login.application_id)


def remember(application: Application, helper: Helper | None, now: datetime) -> None:
    """Keep for half an hour what was looked up, and in whose place."""
    login = g.visitor.login
    login.application_id, login.looked_up_at = application.id, now
    login.helper_id = helper.id if helper is not None else None


def shown() -> list[Application]:
    """What was submitted here, and what was looked up a moment ago."""
    found = {one.id: one for one in (*submitted(), looked_up()) if one is not None}
    return list(found.values())


def get_visit(number: str) -> Visit:
    """What was submitted here is the applicant's to act on; what was looked up, in whose place it was.

    Raises Problem where it is not theirs to see, or a permission has ended.
    """
    application = get_application(number)
    login = g.visitor.login
    if login.application_id != application.id or login.helper_id is None or _is_own(application):
        return Visit(application)
    helper = helping.find_helper(application, login.helper_id)
    if helper not in helping.valid_helpers(application, clock.now()):
        raise Problem(404, "look-up-first", LOOK_UP_FIRST)
    return Visit(application, helper)


def draft_visit() -> Visit:
    return Visit(get_draft())


def all_of() -> list[Application]:
    return [one for one in (find_draft(), *submitted(), looked_up()) if one is not None]


def get_application(number: str) -> Application:
    """One that was submitted. Raises Problem where it is not theirs to see."""
    found = whole.find_numbered(g.session, number)
    if found is None or not (_is_own(found) or found is looked_up()):
        raise Problem(404, "look-up-first", LOOK_UP_FIRST)
    return found


def _is_own(application: Application) -> bool:
    """Whether it was submitted from this conversation."""
    return application.conversation_id == g.visitor.conversation and application.submitted_at is not None
