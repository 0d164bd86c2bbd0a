"""Going on with a draft on another phone: its code and the tail of the applicant's ID, five tries an hour.

A code that does not exist, one of an application that was submitted, and a wrong tail get the same answer.
"""

import datetime
import secrets
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import tries
from webapp.applications.identity import normalise
from webapp.applications.numbers import CODE_LENGTH, MISREAD, make_code
from webapp.applications.steps import applicant_of
from webapp.models.applications import Application
from webapp.security import audit
from webapp.security.crypto import IndexHash

PURPOSE = "draft.code"
MOST_TRIES, TAIL_LENGTH = 5, 4


@dataclass(frozen=True)
class Limited:
    """Too many tries; `minutes` until the next one."""

    minutes: int


def may_have_code(draft: Application) -> bool:
    """Whether there is an ID number whose tail will open the draft."""
    applicant = applicant_of(draft)
    return applicant is not None and bool(applicant.id_number)


def open_code(session: Session, index_hash: IndexHash, draft: Application) -> str:
    """The code of a draft, made when it is first asked for."""
    if draft.resume_code is None:
        draft.resume_code = make_code(CODE_LENGTH)
        draft.resume_key = index_hash(PURPOSE, draft.resume_code)
        session.flush()
    return draft.resume_code


def find_draft(
    session: Session, index_hash: IndexHash, code: str, tail: str, *, asker: str, now: datetime.datetime
) -> Application | Limited | None:
    """The draft that code and tail open. Writes the tries; `asker` is the keyed hash of who asks."""
    typed = normalise(code).translate(MISREAD)[:40]
    keys = index_hash.every(PURPOSE, typed)
    tries.wait_for_turn(session, (asker, *keys))
    minutes = tries.minutes_to_wait(session, (asker, keys), MOST_TRIES, now)
    if minutes:
        return Limited(minutes)
    wanted = (Application.resume_key.in_(keys), Application.submitted_at.is_(None))
    draft = session.scalars(select(Application).where(*wanted)).one_or_none()
    applicant = applicant_of(draft) if draft is not None else None
    right = ((applicant.id_number if applicant else None) or "")[-TAIL_LENGTH:]
    given = normalise(tail)
    if not secrets.compare_digest(right.encode(), given.encode()) or len(given) != TAIL_LENGTH:
        tries.note_try(session, asker, keys[0], now)
        return None
    audit.record(session, f"asker:{asker[:16]}", "resume-draft", subject=draft.id, at=now)
    return draft
