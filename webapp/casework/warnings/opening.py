"""One warning as somebody opens it: within their region, an assistant only their own."""

from __future__ import annotations

from flask import current_app, g

from webapp import clock
from webapp.db import begin_write
from webapp.models.audit import Reason
from webapp.models.monitoring import REFUSED, VisitOutcome, WarningRow
from webapp.models.staff import Role
from webapp.monitoring import applying, closing, refusing
from webapp.monitoring.visiting import Visit
from webapp.pages.forms import FormError
from webapp.problems import Problem
from webapp.security import access, audit

NOT_FILED = "还没有替他交过申请。正在帮的选“要帮，正在帮”；不用申请就解决了的，选“不用帮”，写清楚"
NOT_IN_NEED = "先记一次上门，选“要帮，正在帮”，再替他申请"


def get_warning(warning_id: int) -> WarningRow:
    """In a transaction that may write. 404 where there is none, or its person wants no visit."""
    begin_write(g.session)
    found = g.session.get(WarningRow, warning_id)
    if found is None or found.result == REFUSED or refusing.find_refused(g.session, [found.person_key]):
        raise Problem(404, "unknown-warning", "没有这一条。")
    subject = subject_of(found)
    access.require_region(district=found.district, town=found.town, subject=subject)
    if g.staff.role is Role.ASSISTANT and found.assistant_id != g.staff.id:
        raise access.Refused(g.staff, subject, access.ELSEWHERE)
    return found


def subject_of(found: WarningRow) -> str:
    return f"warning:{found.id}"


def record_look(found: WarningRow, reason: Reason, facts: list[str]) -> None:
    """That its person was looked at, and for what; the caller commits."""
    about = {"reason": reason, "facts": facts, "at": clock.now()}
    audit.record_read(g.session, g.staff, subject_of(found), **about)


def record_act(subject: str, action: str) -> None:
    audit.record_staff(g.session, g.staff, action, subject=subject, at=clock.now())


def refuse_contact(found: WarningRow) -> None:
    """Whoever was visited said: do not come again by yourselves."""
    about = {"by": g.staff.actor, "at": clock.now()}
    refusing.refuse(g.session, current_app.index_hash, found.subject["person"], **about)
    record_act(subject_of(found), "refuse-contact")


def require_filed(found: WarningRow, visit: Visit) -> None:
    """帮上了 stands for an application. Raises FormError where there is none."""
    is_filed = closing.is_filed(g.session, current_app.index_hash, found)
    if visit.outcome is VisitOutcome.HELPED and not is_filed:
        raise FormError({"outcome": NOT_FILED})


def begin_application(found: WarningRow, marks: frozenset[str]) -> None:
    """Begin it, or go on with what was begun. Raises FormError where there is nothing to begin."""
    beginning = applying.Beginning(g.staff, clock.now(), marks, current_app.index_hash)
    try:
        begun = applying.begin(g.session, current_app.guide, found, beginning)
    except applying.NotInNeedError:
        raise FormError({"begin": NOT_IN_NEED}) from None
    except applying.NothingToFileError as nothing:
        names = "、".join(current_app.guide.policies[one].name for one in nothing.others)
        others = f"这几样这里交不了，点政策看怎么办：{names}" if names else "照这些情况，没有对得上的政策"
        raise FormError({"begin": others}) from None
    record_act(subject_of(found), "begin-helped-application")
    audit.record_staff(
        g.session, g.staff, "begin-helped-application", subject=begun.id, at=clock.now()
    )  # fmt: skip
