"""Signed-in sessions: a row each, found by the hash of a random token that only the browser has.

A session ends half an hour after it was last used, ten hours after signing in, and at once when the account
is disabled or its password changes. Pages say when that is, and ask in time (`templates/desk/layout.html`).
"""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, delete, or_, select, update
from sqlalchemy.orm import Session, contains_eager

from webapp.models.staff import StaffAccount, StaffSession
from webapp.turns import AHEAD

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=10)
WARN_BEFORE = timedelta(minutes=5)
SEEN_EVERY = timedelta(minutes=1)
FIND = (
    select(StaffSession)
    .join(StaffSession.account)
    .options(contains_eager(StaffSession.account))
    .where(StaffSession.token_hash == bindparam("token"), StaffAccount.disabled_at.is_(None))
)
_SESSION, _ACCOUNT = StaffSession.__table__.c, StaffAccount.__table__.c


class Known(NamedTuple):
    """Of an account what decides where it may go."""

    id: int
    display_name: str
    role: str
    district: str | None
    town: str | None
    totp_since: datetime | None
    must_change_password: bool


class Opened(NamedTuple):
    """A signed-in session as every request of a desk reads it: nothing of it can be changed here."""

    id: int
    staff_id: int
    second_factor_at: datetime | None
    seen_at: datetime
    expires_at: datetime
    account: Known


# Asked at every request of a desk: a plain row, put together once.
FIND_OPENED = (
    select(*(_SESSION[one] for one in Opened._fields[:-1]), *(_ACCOUNT[one] for one in Known._fields))
    .join_from(StaffSession.__table__, StaffAccount.__table__)
    .where(_SESSION.token_hash == bindparam("token"), _ACCOUNT.disabled_at.is_(None))
)


def open_session(session: Session, account: StaffAccount, at: datetime) -> str:
    """A new session; returns its token, which is kept nowhere else."""
    opened = StaffSession(staff_id=account.id, opened_at=at, seen_at=at, expires_at=at + LONGEST)
    token = renew_token(opened)
    session.add(opened)
    return token


def renew_token(opened: StaffSession) -> str:
    """Another token for the same session: after each step that gives it more rights."""
    token = secrets.token_urlsafe(32)
    opened.token_hash = _hash(token)
    return token


def find_session(session: Session, token: str | None, now: datetime) -> StaffSession | None:
    """The session with its account; None where it has ended or the account is disabled. One query."""
    if not token:
        return None
    found = session.scalars(FIND, {"token": _hash(token)}).one_or_none()
    if found is None or found.seen_at > now + AHEAD:
        return None  # seen by a clock that was set back since: it would go on for as long as that
    return found if now < ends_at(found) else None


def find_opened(session: Session, token: str | None, now: datetime) -> Opened | None:
    """The same, to be read alone."""
    if not token:
        return None
    row = session.connection().execute(FIND_OPENED, {"token": _hash(token)}).one_or_none()
    if row is None:
        return None
    own = len(Opened._fields) - 1
    found = Opened(*row[:own], Known(*row[own:]))
    return found if now < ends_at(found) else None


def ends_at(opened: StaffSession | Opened) -> datetime:
    """When it ends if nothing more is done."""
    return min(opened.seen_at + IDLE, opened.expires_at)


def wants_touch(opened: StaffSession | Opened, now: datetime) -> bool:
    """Whether its last use was noted so long ago that it is noted again; not at every request."""
    return now - opened.seen_at >= SEEN_EVERY


def touch(session: Session, session_id: int, now: datetime) -> None:
    """Note the use. The caller has begun to write."""
    session.execute(update(_SESSION.id.table).where(_SESSION.id == session_id).values(seen_at=now))


def purge(session: Session, now: datetime) -> int:
    """Delete the sessions that have ended."""
    ended = or_(StaffSession.seen_at <= now - IDLE, StaffSession.expires_at <= now)
    old = delete(StaffSession).where(ended)
    return session.execute(old.execution_options(synchronize_session=False)).rowcount


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
