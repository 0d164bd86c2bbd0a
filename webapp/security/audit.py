"""Who saw or changed whose data: ids, codes and names of facts, never values.

Rows are written in the request's transaction, so that nothing is done that is not recorded; what was refused
is recorded in a transaction of its own (`webapp/security/access.py`). The worker seals them
(`webapp/security/seals.py`). A desk reads a case through `webapp.staff.cases.read_case`, which records it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import insert
from sqlalchemy.orm import Session

from webapp.models.audit import AuditRow, Reason

if TYPE_CHECKING:
    from webapp.staff.accounts import Staff

READ, REFUSED = "read", "refused"
FACTS_LENGTH = 500
AS_WHOM = ("role", "region", "reason")
WRITE = insert(AuditRow.__table__).inline()


def record(session: Session, actor: str, action: str, **about: object) -> None:
    """Note that `actor` did `action`. `about`: `subject` (an id), `at` (moment), `facts` (names alone).

    It is written at once, before what is told of the subject, and stands or falls with the transaction.
    """
    row = {"at": about["at"], "actor": actor, "action": action, "subject": about["subject"]}
    as_whom = {name: about.get(name, "") for name in AS_WHOM}
    session.connection().execute(WRITE, {**row, **as_whom, "facts": _join(about.get("facts", ()))})


def _join(facts: Iterable[str]) -> str:
    """The names with commas, as many as the column takes; for a whole case the name is `situation`."""
    joined = ",".join(sorted(facts))
    return joined if len(joined) <= FACTS_LENGTH else joined[: joined.rindex(",", 0, FACTS_LENGTH)]


def record_staff(session: Session, staff: Staff, action: str, **about: object) -> None:
    """Note that somebody on the staff did `action`, and as what. `about` as for `record`."""
    record(session, staff.actor, action, **about, role=staff.role, region=staff.region.code)


def record_read(session: Session, staff: Staff, subject: str, *, reason: Reason, **about: object) -> None:
    """Note that somebody on the staff read `subject`, and why. `about`: `at`, and `facts` (their names)."""
    record_staff(session, staff, READ, subject=subject, **about, reason=reason)
