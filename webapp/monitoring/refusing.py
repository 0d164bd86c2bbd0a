"""不要主动联系我: who said so is not visited for a warning, until they take it back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import ColumnElement, delete, exists, select, update
from sqlalchemy.orm import Session

from webapp.models.applications import Application
from webapp.models.monitoring import REFUSED, ContactRefusal, WarningRow, WarningState
from webapp.security.crypto import IndexHash

ID_NUMBER = "id-number"
AT_ONCE = 500


def find_refused(session: Session, keys: Iterable[str]) -> set[str]:
    """Those of the keys whose people want no visit."""
    wanted, found = list(keys), set()
    for start in range(0, len(wanted), AT_ONCE):
        some = ContactRefusal.person_key.in_(wanted[start : start + AT_ONCE])
        found.update(session.scalars(select(ContactRefusal.person_key).where(some)))
    return found


def refuse(session: Session, index_hash: IndexHash, id_number: str, *, by: str, at: datetime) -> None:
    """From now on no visit; what waits is closed. Saying it again changes nothing."""
    keys = index_hash.every(ID_NUMBER, id_number)
    if not find_refused(session, keys):
        session.add(ContactRefusal(person_key=keys[0], id_number=id_number, by=by, at=at))
    theirs = (WarningRow.person_key.in_(keys), WarningRow.state != WarningState.CLOSED)
    session.execute(update(WarningRow).where(*theirs).values(closing(at)))
    session.flush()


def allow(session: Session, index_hash: IndexHash, id_number: str) -> None:
    """They may be visited again: what the refusal ended begins anew with the next run."""
    keys = index_hash.every(ID_NUMBER, id_number)
    session.execute(delete(ContactRefusal).where(ContactRefusal.person_key.in_(keys)))


def have_refused(session: Session, index_hash: IndexHash, id_numbers: Iterable[str]) -> bool:
    """Whether all of them want no visit."""
    keys = [index_hash.every(ID_NUMBER, number) for number in id_numbers]
    refused = find_refused(session, (key for every in keys for key in every))
    return all(refused.intersection(every) for every in keys)


def numbers_of(application: Application) -> list[str]:
    """Those for whom the applicant says it: themselves, and the children who are not of age."""
    own = (one for one in application.members if one.is_applicant or one.is_adult is False)
    return [one.id_number for one in own if one.id_number and one.left_on is None]


def closing(at: datetime) -> dict[str, object]:
    """What a refusal makes of a warning: over, so that it begins anew when the refusal is taken back."""
    return {
        "state": WarningState.CLOSED, "result": REFUSED, "closed_at": at, "ended_at": at, "settled_at": at,
    }  # fmt: skip


def is_not_refused() -> ColumnElement[bool]:
    """Of a warning: nobody is shown whose person wants no visit, whatever was pushed in that moment."""
    return ~exists().where(ContactRefusal.person_key == WarningRow.person_key)
