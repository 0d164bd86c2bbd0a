"""Who saw or changed whose data: ids, codes and names of facts, never values.

Rows are written in the request's transaction, so that nothing is done that is not recorded; what was refused
is recorded in a transaction of its own (`webapp/security/access.py`). The worker seals them
(`webapp/security/seals.py`). A desk reads a case through `webapp.staff.cases.read_case`, which records it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from webapp.models.audit import AuditRow, Reason

if TYPE_CHECKING:
    from webapp.staff.accounts import Staff

READ, REFUSED = "read", "refused"
FACTS_LENGTH = 500


def record(session: Session, actor: str, action: str, **about: object) -> AuditRow:
    """Note that `actor` did `action`. `about`: `subject` (an id), `at` (moment), `facts` (names alone)."""
    row = AuditRow(at=about["at"], actor=actor, action=action, subject=about["subject"])
    row.facts = _join(about.get("facts", ()))
    session.add(row)
    return row


def _join(facts: Iterable[str]) -> str:
    """The names with commas, as many as the column takes; for a whole case the name is `situation`."""
    joined = ",".join(sorted(facts))
    return joined if len(joined) <= FACTS_LENGTH else joined[: joined.rindex(",", 0, FACTS_LENGTH)]


def record_staff(session: Session, staff: Staff, action: str, **about: object) -> AuditRow:
    """Note that somebody on the staff did `action`, and as what. `about` as for `record`."""
    row = record(session, staff.actor, action, **about)
    row.role, row.region = staff.role, staff.region.code
    return row


def record_read(session: Session, staff: Staff, subject: str, *, reason: Reason, **about: object) -> AuditRow:
    """Note that somebody on the staff read `subject`, and why. `about`: `at`, and `facts` (their names)."""
    row = record_staff(session, staff, READ, subject=subject, **about)
    row.reason = reason
    return row
