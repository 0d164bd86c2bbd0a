"""Who saw or changed whose data. Rows are written in the request's transaction, and sealed by the worker.

A seal is a hash over the row and the seal before it: a row changed or taken out later breaks the chain.
"""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.audit import AuditRow

BATCH = 500


def record(session: Session, actor: str, action: str, **about: object) -> None:
    """Note that `actor` did `action`. `about`: `subject` (an id), `at` (moment), `facts` (names alone)."""
    facts = ",".join(sorted(about.get("facts", ())))[:500]
    session.add(AuditRow(at=about["at"], actor=actor, action=action, subject=about["subject"], facts=facts))


def seal(session: Session) -> int:
    """Seal the rows that have none, in order. Returns how many were sealed."""
    last = session.scalars(
        select(AuditRow).where(AuditRow.seal.is_not(None)).order_by(AuditRow.id.desc()).limit(1)
    ).first()
    before = last.seal if last is not None else ""
    first_id = last.id if last is not None else 0
    rows = session.scalars(
        select(AuditRow).where(AuditRow.id > first_id).order_by(AuditRow.id).limit(BATCH)
    ).all()
    for row in rows:
        before = row.seal = seal_of(row, before)
    return len(rows)


def find_break(session: Session) -> int | None:
    """The id of the first sealed row that does not fit the chain; None while all do."""
    before = ""
    rows = session.scalars(select(AuditRow).where(AuditRow.seal.is_not(None)).order_by(AuditRow.id))
    for row in rows:
        if row.seal != seal_of(row, before):
            return row.id
        before = row.seal
    return None


def seal_of(row: AuditRow, before: str) -> str:
    moment: datetime = row.at
    parts = (before, str(row.id), moment.isoformat(), row.actor, row.action, row.subject, row.facts)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
