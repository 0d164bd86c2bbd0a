"""One warning as somebody opens it: within their region, an assistant only their own."""

from __future__ import annotations

from flask import current_app, g

from webapp import clock
from webapp.db import begin_write
from webapp.models.audit import Reason
from webapp.models.monitoring import REFUSED, WarningRow
from webapp.models.staff import Role
from webapp.monitoring import refusing
from webapp.problems import Problem
from webapp.security import access, audit


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
