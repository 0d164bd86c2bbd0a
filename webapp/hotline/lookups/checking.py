"""The check of a caller: the tail of the ID, and a fact that only the family knows. Tries are limited.

Whatever is wrong, the answer is the same. What the applicant's own ID card says does not count as the second
fact: whoever found the card knows it too.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import tries
from webapp.applications.identity import ID_LENGTH, normalise
from webapp.applications.numbers import find_application_number
from webapp.applications.steps import applicant_of
from webapp.models.applications import Application, ApplicationMember
from webapp.security import audit
from webapp.security.crypto import IndexHash
from webapp.security.rehashing import ID_NUMBER

if TYPE_CHECKING:
    from webapp.staff.accounts import Staff

MOST_TRIES_OF_A_NUMBER = 5
MOST_TRIES_OF_AN_AGENT = 20


class Second(StrEnum):
    """Which second fact the caller gave."""

    PHONE_TAIL = "phone-tail"
    BIRTH_YEAR = "birth-year"


@dataclass(frozen=True)
class Claimed:
    """What the caller said: application number or ID number, the ID's last four, and the second fact."""

    number: str
    id_tail: str
    second: Second
    value: str


@dataclass(frozen=True)
class Limited:
    """Too many wrong tries."""

    minutes: int


def check(
    session: Session, index_hash: IndexHash, claimed: Claimed, *, by: Staff, at: datetime
) -> Application | Limited | None:
    """The application where everything is right; None where anything is not. Writes the try that failed."""
    number = find_application_number(claimed.number)
    number_keys = index_hash.every("status.number", number or normalise(claimed.number)[:40])
    agent_key = index_hash("hotline.agent", str(by.id))
    tries.wait_for_turn(session, (agent_key, *number_keys))
    minutes = _minutes_to_wait(session, agent_key, number_keys, at)
    if minutes:
        return Limited(minutes)
    application = _find(session, index_hash, claimed, number)
    if application is not None and _fits(application, claimed):
        return application
    tries.note_try(session, agent_key, number_keys[0], at)
    about = {"subject": f"number:{number_keys[0][:16]}", "at": at}
    audit.record_staff(session, by, "caller-check-failed", **about)
    session.flush()
    return None


def _minutes_to_wait(session: Session, agent_key: str, number_keys: tuple[str, ...], now: datetime) -> int:
    """An agent takes many calls, a number is for few to know: each has a limit of its own."""
    of_agent = tries.minutes_to_wait(session, (agent_key, ()), MOST_TRIES_OF_AN_AGENT, now)
    return of_agent or tries.minutes_to_wait(session, ("", number_keys), MOST_TRIES_OF_A_NUMBER, now)


def _find(
    session: Session, index_hash: IndexHash, claimed: Claimed, number: str | None
) -> Application | None:
    if number is not None:
        return session.scalars(select(Application).where(Application.number == number)).one_or_none()
    id_number = normalise(claimed.number)
    if len(id_number) != ID_LENGTH:
        return None
    theirs = (
        ApplicationMember.id_key.in_(index_hash.every(ID_NUMBER, id_number)),
        ApplicationMember.is_applicant,
        Application.number.is_not(None),
    )
    filed = select(Application).join(ApplicationMember).where(*theirs)
    return session.scalars(filed.order_by(Application.submitted_at.desc()).limit(1)).first()


def _fits(application: Application, claimed: Claimed) -> bool:
    """Both at once, so that the answer does not say which of them is wrong."""
    applicant = applicant_of(application)
    right = (applicant.id_number or "")[-4:] if applicant is not None else ""
    tail = _same(right, normalise(claimed.id_tail)) and len(right) == 4
    value = normalise(claimed.value)
    known = _second_facts(application, claimed.second)
    second = sum(_same(one, value) for one in known) > 0
    return tail and second and len(value) == 4


def _second_facts(application: Application, second: Second) -> list[str]:
    if second is Second.PHONE_TAIL:
        return [application.phone[-4:]] if application.phone else []
    others = (one for one in application.members if not one.is_applicant and one.id_number)
    return [one.id_number[6:10] for one in others]


def _same(right: str, given: str) -> bool:
    return secrets.compare_digest(right.encode(), given.encode())
