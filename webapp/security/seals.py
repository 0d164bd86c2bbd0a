"""The chain over the audit: a row changed, taken out or put in later shows.

The worker gives each row the next place and a seal: a hash over the row, its place and the seal before it.
Places follow the order of sealing and not the ids, because a database gives ids before transactions commit:
a row that commits late is simply sealed later. Rows of a new day wait until the day before is closed.

A day is closed a while after midnight, when no request that began before it can still be running, and with
writers kept out for that moment: its row in `audit_days` then holds last id, count and hash, and the next
day's chain goes on from that hash. A row that turns up in a closed day afterwards was put in.

Hashes have no key, so that anybody who was given them can check them; that is also their limit. Whoever may
write to the database could make the whole chain anew, and only a hash kept elsewhere tells. `zizhuni audit
days` prints the closed days to be published, `zizhuni audit verify --days FILE` compares. Of rows not sealed
yet (some seconds; after midnight some minutes) nothing tells.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from webapp.clock import SHANGHAI
from webapp.models.audit import AuditDay, AuditRow

BATCH = 500
MOST_DAYS = 60
CLOSES_AFTER = timedelta(minutes=10)
ONE_DAY = timedelta(days=1)
SEALER_LOCK = 2_071_523_617


class FaultKind(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    INSERTED = "inserted"
    DAY_CHANGED = "day-changed"
    DAY_REMOVED = "day-removed"
    OTHER_THAN_PUBLISHED = "other-than-published"


@dataclass(frozen=True)
class Fault:
    """Something that does not fit: on which day, and the row's id or the first place that is empty."""

    kind: FaultKind
    day: date | None
    place: int | None = None
    row_id: int | None = None


def seal(session: Session, now: datetime) -> int:
    """Seal the rows that have none, and close the days that are over. Returns how many were sealed."""
    _wait_for_turn(session)
    count = 0
    for _ in range(MOST_DAYS):
        day = _find_open_day(session, now)
        if day is None:
            return count
        count += _seal_rows(session, day)
        if now < _begins(day.day + ONE_DAY) + CLOSES_AFTER:
            return count
        count += _close(session, day, now)
    return count


def _wait_for_turn(session: Session) -> None:
    """One sealer at a time. SQLite has one writer anyway; PostgreSQL gets a lock for the transaction."""
    if _is_postgres(session):
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SEALER_LOCK})


def _find_open_day(session: Session, now: datetime) -> AuditDay | None:
    """The day whose rows are sealed now; None where there is nothing to seal yet."""
    last = session.scalars(select(AuditDay).order_by(AuditDay.day.desc()).limit(1)).first()
    if last is None:
        first = session.scalar(select(func.min(AuditRow.at)))
        return None if first is None else _add_day(session, day_of(first), None)
    if last.hash is None:
        return last
    return _add_day(session, last.day + ONE_DAY, last) if last.day < day_of(now) else None


def _add_day(session: Session, day: date, before: AuditDay | None) -> AuditDay:
    opened = AuditDay(day=day, count=0, last_id=0, last_place=0, head="")
    if before is not None:
        opened.last_id, opened.last_place, opened.head = before.last_id, before.last_place, before.hash
    session.add(opened)
    session.flush()
    return opened


def _seal_rows(session: Session, day: AuditDay) -> int:
    """Append the unsealed rows of `day`, and note where the chain stands."""
    begins, ends = _begins(day.day), _begins(day.day + ONE_DAY)
    waiting = (AuditRow.seal.is_(None), AuditRow.at >= begins, AuditRow.at < ends)
    count = 0
    while rows := session.scalars(select(AuditRow).where(*waiting).order_by(AuditRow.id).limit(BATCH)).all():
        for row in rows:
            row.place = day.last_place + 1
            row.seal = seal_of(row, day.head)
            day.last_place, day.last_id, day.head = row.place, row.id, row.seal
        day.count += len(rows)
        count += len(rows)
        session.flush()
    return count


def _close(session: Session, day: AuditDay, now: datetime) -> int:
    """Wait for whoever is writing, seal what they wrote, and give the day its hash."""
    if _is_postgres(session):
        session.execute(text("SET LOCAL lock_timeout = '2s'"))
        session.execute(text("LOCK TABLE audit IN SHARE MODE"))
    late = _seal_rows(session, day)
    day.hash, day.sealed_at = hash_of(day), now
    session.flush()
    return late


def seal_of(row: AuditRow, before: str) -> str:
    """The seal of `row` at its place, behind the seal `before`."""
    moment = row.at.astimezone(UTC).isoformat(timespec="microseconds")
    about = (row.actor, row.action, row.subject, row.facts, row.role, row.region, row.reason)
    return _digest(before, row.place, row.id, moment, *about)


def hash_of(day: AuditDay) -> str:
    """What is published of a closed day: it stands for every row up to the end of it."""
    return _digest(day.day.isoformat(), day.count, day.last_id, day.last_place, day.head)


def _digest(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()


def day_of(moment: datetime) -> date:
    """The day in Zibo."""
    return moment.astimezone(SHANGHAI).date()


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)


def _is_postgres(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"


def find_days(session: Session) -> list[AuditDay]:
    """All days in order; the last one may still be open."""
    return list(session.scalars(select(AuditDay).order_by(AuditDay.day)))


def find_faults(session: Session, published: Iterable[tuple[date, str]] = ()) -> list[Fault]:
    """Everything in the audit that does not fit the chain, or the hashes of days `published` elsewhere."""
    days = find_days(session)
    faults = [
        fault
        for before, day in zip([None, *days], days, strict=False)
        for fault in _walk(session, day, before)
    ]
    faults += _strays(session, days)
    known = {day.day: day.hash for day in days}
    return faults + [
        Fault(FaultKind.OTHER_THAN_PUBLISHED, day) for day, kept in published if known.get(day) != kept
    ]


def _walk(session: Session, day: AuditDay, before: AuditDay | None) -> Iterator[Fault]:
    """Follow one day's chain from the day before. Behind a gap it goes on from the next row's own seal."""
    place, head = (before.last_place, before.hash) if before is not None else (0, "")
    if before is not None and before.day + ONE_DAY != day.day:
        yield Fault(FaultKind.DAY_REMOVED, before.day + ONE_DAY)
    if (day.hash is None and day.sealed_at is not None) or (
        day.hash is not None and day.hash != hash_of(day)
    ):
        yield Fault(FaultKind.DAY_CHANGED, day.day)
    rows = select(AuditRow).where(AuditRow.place > place, AuditRow.place <= day.last_place)
    for row in session.scalars(rows.order_by(AuditRow.place).execution_options(yield_per=BATCH)):
        if row.place != place + 1:
            yield Fault(FaultKind.REMOVED, day.day, place=place + 1)
        elif row.seal != seal_of(row, head or ""):
            yield Fault(FaultKind.CHANGED, day.day, place=row.place, row_id=row.id)
        place, head = row.place, row.seal
    if place < day.last_place:
        yield Fault(FaultKind.REMOVED, day.day, place=place + 1)
    elif head != day.head:
        yield Fault(FaultKind.DAY_CHANGED, day.day)


def _strays(session: Session, days: list[AuditDay]) -> Iterator[Fault]:
    """Rows that stand in no day's chain though their day is closed, and places behind the last one."""
    closed = [day.day for day in days if day.hash is not None]
    begins = _begins(days[0].day) if days else None
    ends = _begins(closed[-1] + ONE_DAY) if closed else begins
    last_place = days[-1].last_place if days else 0
    stray = [AuditRow.place > last_place]
    if ends is not None:
        stray.append(AuditRow.place.is_(None) & (AuditRow.at < ends))
    for row in session.scalars(select(AuditRow).where(or_(*stray)).order_by(AuditRow.id)):
        yield Fault(FaultKind.INSERTED, day_of(row.at), place=row.place, row_id=row.id)
