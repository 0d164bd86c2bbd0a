"""What hangs in public comes down by its day."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.alerting import Desk, Kind, notify
from webapp.calendar import day_of
from webapp.models.applications import Request
from webapp.models.casework import PublicityRow

BATCH = 100


def take_down_due(session: Session, now: datetime) -> int:
    """Take down what has hung to its last day; the town is told that it may go on. Returns how many."""
    over = (PublicityRow.taken_down_at.is_(None), PublicityRow.until < day_of(now))
    query = select(PublicityRow).where(*over).order_by(PublicityRow.until).limit(BATCH)
    found = session.scalars(query.with_for_update(skip_locked=True)).all()
    for one in found:
        one.taken_down_at = now
        desk = Desk.of(session.get(Request, one.request_id))
        about = {"at": now, "request_id": one.request_id}
        notify(session, desk, Kind.PUBLICITY_DOWN, f"publicity:{one.id}", **about)
    return len(found)
