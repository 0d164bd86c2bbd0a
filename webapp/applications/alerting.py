"""What a desk is told without asking: once for a cause, by however many workers and buttons."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.models.applications import Request
from webapp.models.duties import DeskNotice

MOST_SHOWN = 100


class Kind(StrEnum):
    """What it is about; the words of each stand with the desk's page."""

    ROUTED_HERE = "routed-here"
    ROUTED_AWAY = "routed-away"
    TRANSFER_IN = "transfer-in"
    TRANSFER_TAKEN = "transfer-taken"
    TRANSFER_REFUSED = "transfer-refused"
    TRANSFER_UNCERTAIN = "transfer-uncertain"
    TRANSFER_ANSWERED = "transfer-answered"
    DUE_SOON = "due-soon"
    OVERDUE = "overdue"
    RECHECK_DUE = "recheck-due"
    RECHECK_OVERDUE = "recheck-overdue"
    AUTHORISATION_ENDS = "authorisation-ends"
    APPEALED = "appealed"
    REFERRAL_AGREED = "referral-agreed"
    REFERRAL_DECLINED = "referral-declined"
    PUBLICITY_DOWN = "publicity-down"
    VISIT_DONE = "visit-done"


class Level(StrEnum):
    """Whose desk. What is late goes up the line."""

    TOWN = "town"
    DISTRICT = "district"
    CITY = "city"


@dataclass(frozen=True)
class Desk:
    """Whom to tell: the desk of a level over a district and town."""

    level: Level
    district: str | None
    town: str | None

    @classmethod
    def of(cls, request: Request, level: Level = Level.TOWN) -> Desk:
        return cls(level, request.district, request.town)

    @property
    def code(self) -> str:
        return {Level.TOWN: self.town, Level.DISTRICT: self.district}.get(self.level) or self.level.value


def notify(
    session: Session,
    desk: Desk,
    kind: Kind,
    cause: str,
    *,
    at: datetime.datetime,
    request_id: int | None = None,
    due_at: datetime.datetime | None = None,
) -> bool:
    """Tell a desk once. `cause` names the event (`request:7:due:…`). False where it was told before."""
    whole = f"{kind}:{desk.code}:{cause}"
    if session.scalar(select(DeskNotice.id).where(DeskNotice.cause == whole)) is not None:
        return False
    told = DeskNotice(kind=kind, cause=whole, level=desk.level, district=desk.district, town=desk.town)
    told.request_id, told.due_at, told.at = request_id, due_at, at
    try:
        with session.begin_nested():
            session.add(told)
            session.flush()
    except IntegrityError:  # another worker told it in this moment
        return False
    return True


def list_unseen(session: Session, desk: Desk) -> list[DeskNotice]:
    """What a desk has not put away yet: what is due first, then the newest."""
    query = select(DeskNotice).where(_at(desk), DeskNotice.seen_at.is_(None))
    order = (DeskNotice.due_at.is_(None), DeskNotice.due_at, DeskNotice.id.desc())
    return list(session.scalars(query.order_by(*order).limit(MOST_SHOWN)))


def mark_seen(session: Session, desk: Desk, ids: set[int], *, by: str, at: datetime.datetime) -> int:
    """Put notices of this desk away; those of another one stay."""
    theirs = (DeskNotice.id.in_(ids), DeskNotice.seen_at.is_(None), _at(desk))
    change = update(DeskNotice).where(*theirs).values(seen_at=at, seen_by=by)
    return session.execute(change.execution_options(synchronize_session=False)).rowcount


def _at(desk: Desk) -> ColumnElement[bool]:
    level = DeskNotice.level == desk.level
    match desk.level:
        case Level.TOWN:
            return and_(level, DeskNotice.town == desk.town)
        case Level.DISTRICT:
            return and_(level, DeskNotice.district == desk.district)
    return level
