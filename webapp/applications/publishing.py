"""公示: what hangs in the village, and on a page that everybody can open, until its day is over.

A surname, a place and the words for the policy; no ID, no illness, no disability. A child is not named: the
applicant stands for the household. How long it hangs comes from the guide.
"""

from __future__ import annotations

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications.deciding import make_publicity
from webapp.applications.moving import By, find_pressed, lock, move
from webapp.applications.states import RequestState
from webapp.calendar import day_of
from webapp.models.applications import Request, RequestEvent
from webapp.models.casework import PublicityRow

# What these policies are called tells of illness, disability, a crime suffered, or a child.
TELLING_GROUPS, TELLING_WORDS = frozenset({"disabled", "patients", "legal"}), ("儿", "计划生育")
NEUTRAL = "社会救助"
LONGEST_VILLAGE = 40


def publish(
    session: Session,
    guide: Guide,
    request: Request,
    village: str,
    *,
    by: By,
    at: datetime.datetime,
    key: str | None = None,
    seen: int | None = None,
) -> RequestEvent:
    """Hang it out, and move the request. Raises what `move` raises, StandardMissing without a period."""
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    with session.begin_nested():
        event = move(session, request, RequestState.PUBLICISED, by, at=at, key=key, seen=seen)
        for older in find_rows(session, request):
            older.taken_down_at = older.taken_down_at or at
        session.add(_make(guide, request, village, by=by.name, on=day_of(at)))
        session.flush()
        return event


def _make(guide: Guide, request: Request, village: str, *, by: str, on: datetime.date) -> PublicityRow:
    hung = make_publicity(guide, request, village.strip()[:LONGEST_VILLAGE], on)
    row = PublicityRow(request_id=request.id, name=hung.name, village=hung.village, begins=hung.begins)
    row.shown_as, row.until, row.by = shown_as(guide, request.policy), hung.ends, by
    row.district, row.town = request.district, request.town
    return row


def shown_as(guide: Guide, policy: str) -> str:
    """The policy in words that tell nothing of illness, disability or a child."""
    found = guide.policies[policy]
    is_telling = TELLING_GROUPS & set(found.groups) or any(word in found.name for word in TELLING_WORDS)
    return NEUTRAL if is_telling else found.name


def find_rows(session: Session, request: Request) -> list[PublicityRow]:
    """Every time that it hung, the oldest first."""
    mine = select(PublicityRow).where(PublicityRow.request_id == request.id)
    return list(session.scalars(mine.order_by(PublicityRow.id)))


def hangs_until(session: Session, request: Request) -> datetime.date | None:
    """The last day of what hangs now; None where nothing does."""
    rows = find_rows(session, request) if request.state == RequestState.PUBLICISED else []
    return rows[-1].until if rows and rows[-1].taken_down_at is None else None


def find_hanging(session: Session, town: str, on: datetime.date) -> list[PublicityRow]:
    """What hangs in a town on the day, for everybody."""
    hanging = select(PublicityRow).join(Request, Request.id == PublicityRow.request_id)
    hanging = hanging.where(
        PublicityRow.town == town,
        PublicityRow.begins <= on,
        PublicityRow.until >= on,
        PublicityRow.taken_down_at.is_(None),
        Request.state == RequestState.PUBLICISED,
    )
    return list(session.scalars(hanging.order_by(PublicityRow.until, PublicityRow.id)))
