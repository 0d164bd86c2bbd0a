"""What waits in a region: urgent first, then by the clock, page by page behind the last row shown.

Only coded columns are read, and no name; a page costs the same on the first and on the thousandth.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import ColumnElement, Row, func, select, tuple_
from sqlalchemy.orm import Session

from webapp.applications.numbers import find_application_number
from webapp.applications.states import RequestState
from webapp.applications.winding import RESTING
from webapp.models.applications import Application, Request
from webapp.staff.regions import StaffRegion, within

PAGE = 50
MINE, NOBODY = "mine", "nobody"
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN = (
    Request.id, Request.version, Request.policy, Request.person_label, Request.state, Request.state_since,
    Request.due_at, Request.due_is_estimate, Request.is_urgent, Request.clerk_id, Request.queue_rank,
    Request.queue_at, Application.number, Application.town_name, Application.district_name,
)  # fmt: skip


@dataclass(frozen=True)
class Place:
    """Where a page ended."""

    rank: int
    at: datetime
    id: int

    def __str__(self) -> str:
        micros = (self.at - BEGINNING) // timedelta(microseconds=1)
        return f"{self.rank}.{micros}.{self.id}"

    @classmethod
    def parse(cls, written: str) -> Place | None:
        """None for what is no place: then the first page is shown."""
        parts = written.split(".")
        if len(parts) != 3 or not all(one.isascii() and one.isdigit() and len(one) < 19 for one in parts):
            return None
        rank, micros, id = map(int, parts)
        try:
            return cls(min(rank, 9), BEGINNING + timedelta(microseconds=micros), id)
        except OverflowError:
            return None


@dataclass(frozen=True)
class Wanted:
    """Which part of the queue. `policies`: of the group that was chosen; `clerk`: an id, MINE or NOBODY."""

    state: str = ""
    group: str = ""
    policies: frozenset[str] | None = None
    town: str = ""
    holder: str = ""
    is_late: bool = False
    after: Place | None = None


@dataclass(frozen=True)
class Page:
    """Some rows, and where the next page begins; None at the end."""

    rows: list[Row]
    next: Place | None


def find_page(session: Session, region: StaffRegion, wanted: Wanted, *, staff_id: int, now: datetime) -> Page:
    query = select(*SHOWN).join(Application, Application.id == Request.application_id)
    query = query.where(*_conditions(region, wanted, staff_id, now))
    order = (Request.queue_rank, Request.queue_at, Request.id)
    if wanted.after is not None:
        query = query.where(tuple_(*order) > (wanted.after.rank, wanted.after.at, wanted.after.id))
    rows = list(session.execute(query.order_by(*order).limit(PAGE + 1)))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    return Page(rows[:PAGE], Place(last.queue_rank, last.queue_at, last.id) if last is not None else None)


def _conditions(
    region: StaffRegion, wanted: Wanted, staff_id: int, now: datetime
) -> list[ColumnElement[bool]]:
    found = [Request.queue_at.is_not(None), within(region, district=Request.district, town=Request.town)]
    if wanted.state:
        found.append(Request.state == wanted.state)
    if wanted.policies is not None:
        found.append(Request.policy.in_(wanted.policies))
    if wanted.town:
        found.append(Request.town == wanted.town)
    if wanted.holder == MINE:
        found.append(Request.clerk_id == staff_id)
    if wanted.holder == NOBODY:
        found.append(Request.clerk_id.is_(None))
    if wanted.is_late:
        found += [Request.queue_at < now, Request.queue_rank < RESTING]
    return found


def count_states(session: Session, region: StaffRegion) -> dict[RequestState, int]:
    """How many wait in which state, in the order of their way.

    Counted by district as well, because that is the order of the index: SQLite reads a whole city from it.
    """
    waits = (Request.queue_at.is_not(None), within(region, district=Request.district, town=Request.town))
    counted = select(Request.district, Request.state, func.count()).where(*waits)
    found: Counter[str] = Counter()
    for _, state, count in session.execute(counted.group_by(Request.district, Request.state)):
        found[state] += count
    return {state: found[state] for state in RequestState if state in found}


def find_by_number(session: Session, region: StaffRegion, typed: str) -> list[Row]:
    """Every request under an application number, ended ones too, as far as they lie in the region."""
    number = find_application_number(typed)
    if number is None:
        return []
    query = select(*SHOWN).join(Application, Application.id == Request.application_id)
    mine = within(region, district=Request.district, town=Request.town)
    theirs = query.where(Application.number == number, Request.state != RequestState.DRAFT, mine)
    return list(session.execute(theirs.order_by(Request.id)))
