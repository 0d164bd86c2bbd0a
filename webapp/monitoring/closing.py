"""How a warning ends well: with what was applied for, and with nothing less.

A visit may be noted as 帮上了 once something was filed for its person since it was pushed, by whoever it was.
What an assistant filed closes the warning by itself when it is granted, or paid first as an urgent need.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, or_, select
from sqlalchemy.orm import Session

from webapp.applications.states import RequestState
from webapp.models.applications import Application, ApplicationMember, Request
from webapp.models.monitoring import VisitOutcome, WarningRow, WarningState
from webapp.security import audit
from webapp.security.crypto import IndexHash

ID_NUMBER = "id-number"
HELP_CAME = (RequestState.APPROVED, RequestState.PAYING)
HELP_CAME_ACTION = "warning-helped"


def is_filed(session: Session, index_hash: IndexHash, row: WarningRow) -> bool:
    """Whether something was applied for that has to do with the warning."""
    keys = index_hash.every(ID_NUMBER, row.subject["person"] or "")
    theirs = exists().where(
        ApplicationMember.application_id == Application.id, ApplicationMember.id_key.in_(keys)
    )
    found = select(Application.id).where(
        Application.submitted_at.is_not(None),
        or_(Application.id == row.application_id, theirs & (Application.submitted_at >= row.pushed_at)),
    )
    return session.scalars(found.limit(1)).first() is not None


def close_helped(session: Session, request: Request, by: str, at: datetime) -> int:
    """End the warnings that led to a request whose help has come now. How many there were."""
    if request.state not in HELP_CAME:
        return 0
    waiting = select(WarningRow).where(
        WarningRow.application_id == request.application_id, WarningRow.state == WarningState.HELPING
    )
    rows = session.scalars(waiting.order_by(WarningRow.id).with_for_update()).all()
    for row in rows:
        row.state, row.result, row.closed_at = WarningState.CLOSED, VisitOutcome.HELPED, at
        row.settled_at = at if row.ended_at is not None else None
        audit.record(session, by, HELP_CAME_ACTION, subject=f"warning:{row.id}", at=at)
    session.flush()
    return len(rows)
