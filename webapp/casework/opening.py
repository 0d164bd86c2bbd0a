"""What somebody at the desk opens: within their region, and never without a trace.

The look is committed by itself before anything is shown: a slow page keeps nobody from writing, and a look at
a form that was sent with a mistake is not lost. A step goes on in a second transaction, which may write.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from flask import g, request

from webapp import clock
from webapp.applications.states import RequestState
from webapp.db import begin_write
from webapp.models.applications import Application, Request
from webapp.models.audit import Reason
from webapp.problems import Problem
from webapp.security import access, audit
from webapp.staff.cases import read_case

PARTS = ("members", "situation", "verification", "survey", "decision")
Row = TypeVar("Row")


def open_request(request_id: int, facts: Iterable[str] = PARTS, reason: Reason = Reason.HANDLING) -> Request:
    """The request, with the read recorded; after a press the caller commits what it did.

    Raises Problem 404 where there is none (a draft is the citizen's alone), Refused for another region.
    """
    begin_write(g.session)
    found = g.session.get(Request, request_id)
    if found is None or found.state == RequestState.DRAFT:
        raise Problem(404, "unknown-request", "没有这一件。")
    access.require_region(district=found.district, town=found.town, subject=f"request:{found.id}")
    return _recorded(found, found.application_id, facts, reason)


def open_case(
    application_id: str, facts: Iterable[str] = PARTS, reason: Reason = Reason.HANDLING
) -> Application:
    """A whole application; else as `open_request`."""
    begin_write(g.session)
    about = {"staff": g.staff, "reason": reason, "facts": facts, "at": clock.now()}
    return _kept(read_case(g.session, application_id, **about))


def open_row(model: type[Row], id: int, place, facts: Iterable[str] = ()) -> Row:
    """A row of this region by its id. `place` gives its district, its town, and whose case it is, or None."""
    begin_write(g.session)
    found = g.session.get(model, id)
    if found is None:
        raise Problem(404, "unknown-row", "没有这一件。")
    district, town, case = place(found)
    subject = f"{model.__tablename__}:{id}"
    access.require_region(district=district, town=town, subject=subject)
    return _recorded(found, case or subject, facts, Reason.HANDLING)


def _recorded(found: Row, subject: str, facts: Iterable[str], reason: Reason) -> Row:
    audit.record_read(g.session, g.staff, subject, reason=reason, facts=facts, at=clock.now())
    return _kept(found)


def _kept(found: Row) -> Row:
    """Keep the look. What is pressed next goes by how the row stands then."""
    g.session.commit()
    if request.method == "POST":
        begin_write(g.session)
        g.session.refresh(found)
    return found
