"""The way of a warning: given to an assistant, visited, closed with what came of it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from webapp.models.monitoring import VisitOutcome, WarningRow, WarningState, WarningVisit
from webapp.monitoring.refusing import is_not_refused
from webapp.staff.regions import StaffRegion, within

MOST_SHOWN = 100
VISITS_UNTIL_NOT_FOUND = 2


class WarningClosedError(Exception):
    """Somebody has closed it meanwhile."""


@dataclass(frozen=True)
class Visit:
    """When, what came of it, and anything else in words."""

    day: datetime.date
    outcome: VisitOutcome
    note: str = field(default="", repr=False)


@cache
def load_words() -> dict[str, dict[str, str]]:
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


def list_open(
    session: Session, region: StaffRegion, assistant_id: int | None = None
) -> tuple[list[WarningRow], int]:
    """What waits in a region, or with one assistant of it, the urgent and the oldest first; and how many."""
    conditions = _open_in(region)
    if assistant_id is not None:
        conditions.append(WarningRow.assistant_id == assistant_id)
    order = (WarningRow.rank, WarningRow.pushed_at, WarningRow.id)
    rows = select(WarningRow).where(*conditions).order_by(*order).limit(MOST_SHOWN)
    counted = select(func.count()).select_from(WarningRow).where(*conditions)
    return list(session.scalars(rows)), session.scalar(counted)


def _open_in(region: StaffRegion) -> list[ColumnElement[bool]]:
    here = within(region, district=WarningRow.district, town=WarningRow.town)
    return [here, WarningRow.state != WarningState.CLOSED, is_not_refused()]


def assign(session: Session, region: StaffRegion, ids: set[int], assistant_id: int) -> list[int]:
    """Give those that are open in the region to an assistant. Returns which."""
    rows = session.scalars(select(WarningRow).where(WarningRow.id.in_(ids), *_open_in(region))).all()
    for row in rows:
        row.assistant_id = assistant_id
    return [row.id for row in rows]


def record(
    session: Session, row: WarningRow, visit: Visit, by: str, *, at: datetime.datetime, key: str | None
) -> WarningVisit:
    """Note a visit and what becomes of the warning. Pressed twice it counts once.

    Raises WarningClosedError where it is closed already.
    """
    session.refresh(row, with_for_update=True)
    pressed = next((one for one in row.visits if key is not None and one.key == key), None)
    if pressed is not None:
        return pressed
    if row.state == WarningState.CLOSED:
        raise WarningClosedError
    made = WarningVisit(visited_on=visit.day, outcome=visit.outcome, note=visit.note or None)
    made.by, made.at, made.key = by, at, key
    row.visits.append(made)
    row.visited_at, row.result = row.visited_at or at, visit.outcome
    row.state = _state_after(row, visit.outcome)
    if row.state is WarningState.CLOSED:
        row.closed_at = at
        row.settled_at = at if row.ended_at is not None else None
    session.flush()
    return made


def _state_after(row: WarningRow, outcome: VisitOutcome) -> WarningState:
    match outcome:
        case VisitOutcome.IN_NEED:
            return WarningState.HELPING
        case VisitOutcome.NOT_FOUND:
            missed = sum(one.outcome == VisitOutcome.NOT_FOUND for one in row.visits)
            return WarningState.CLOSED if missed >= VISITS_UNTIL_NOT_FOUND else WarningState.AGAIN
    return WarningState.CLOSED
