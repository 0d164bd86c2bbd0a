"""Who is logged in to the mini-program: a row for each phone, found by the hash of a token only it has.

A login ends after a day; the mini-program then logs in anew by itself, and the citizen notices nothing.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.models.wechat import MiniLogin, WechatPerson

VALID_FOR = timedelta(days=1)
LOOKED_UP_FOR = timedelta(minutes=30)


@dataclass(frozen=True)
class Opened:
    """The token of a new login, which is kept nowhere else, and when it ends."""

    token: str
    expires_at: datetime


def open_login(session: Session, person: WechatPerson, now: datetime) -> Opened:
    token, expires_at = secrets.token_urlsafe(32), now + VALID_FOR
    row = MiniLogin(token_hash=_hash(token), opened_at=now, expires_at=expires_at)
    row.person = person
    session.add(row)
    return Opened(token, expires_at)


def find_login(session: Session, token: str | None, now: datetime) -> MiniLogin | None:
    """The login with its person; None where there is none or it has ended."""
    if not token:
        return None
    wanted = (MiniLogin.token_hash == _hash(token), MiniLogin.expires_at > now)
    return session.scalars(select(MiniLogin).where(*wanted)).one_or_none()


def close_login(session: Session, login_id: int) -> None:
    session.execute(delete(MiniLogin).where(MiniLogin.id == login_id))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
