"""Tries to sign in that failed, and how long one then waits: per name and per address, never for good.

A try is written down before the password is looked at, and taken away again when it was right: many at once
do not slip through. Names are counted whether they exist or not, and the answer is the same.
"""

from __future__ import annotations

import zlib
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select, text
from sqlalchemy.orm import Session

from webapp.models.staff import SignInTry
from webapp.turns import AHEAD

WINDOW = timedelta(hours=1)
FREE_TRIES_OF_A_NAME = 5
# An office has one address for everybody behind it.
FREE_TRIES_OF_AN_ADDRESS = 30
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)


def claim(session: Session, name_key: str, client_key: str, now: datetime) -> int:
    """Write one try down. Returns 0, or the whole minutes to wait, and then nothing was written."""
    for key in sorted((name_key, client_key)):
        _wait_for_turn(session, key)
    until = max(
        _free_at(session, SignInTry.name_key == name_key, FREE_TRIES_OF_A_NAME, now),
        _free_at(session, SignInTry.client_key == client_key, FREE_TRIES_OF_AN_ADDRESS, now),
    )
    if until > now:
        return -int((now - until).total_seconds() // 60)
    session.add(SignInTry(name_key=name_key, client_key=client_key, at=now))
    session.flush()
    return 0


def forgive(session: Session, name_key: str) -> None:
    """It was right: the tries of this name no longer count, for its address neither."""
    gone = delete(SignInTry).where(SignInTry.name_key == name_key)
    session.execute(gone.execution_options(synchronize_session=False))


def purge(session: Session, now: datetime) -> int:
    old = delete(SignInTry).where(SignInTry.at <= now - WINDOW)
    return session.execute(old.execution_options(synchronize_session=False)).rowcount


def _free_at(session: Session, of: ColumnElement[bool], free: int, now: datetime) -> datetime:
    """When the next try is allowed: twice as long after each failure beyond the free ones."""
    recent = select(SignInTry.at).where(of, SignInTry.at > now - WINDOW, SignInTry.at <= now + AHEAD)
    moments = session.scalars(recent.order_by(SignInTry.at.desc()).limit(free + 10)).all()
    if len(moments) < free:
        return now
    return moments[0] + min(FIRST_WAIT * 2 ** (len(moments) - free), LONGEST_WAIT)


def _wait_for_turn(session: Session, key: str) -> None:
    """Tries on one name or from one address run one after another. SQLite has one writer at a time anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(key.encode())})
