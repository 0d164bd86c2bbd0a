"""One-time codes: six digits that show that somebody has a phone in hand.

A code is kept as a keyed hash alone, together with whom and what it is for: who reads the database learns
neither the code nor the number. It holds for ten minutes and five tries, once; a newer one takes its place.
Sending it is the caller's: `issue` gives the code, and it stands nowhere else.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from webapp.db import index_hash_of
from webapp.models.protection import OneTimeCode
from webapp.turns import AHEAD

DIGITS = 6
HOLDS = timedelta(minutes=10)
MOST_TRIES = 5
MOST_IN_AN_HOUR, HOUR = 5, timedelta(hours=1)


class TooManyCodesError(Exception):
    """Somebody was sent as many codes in the last hour as anybody needs."""


@dataclass(frozen=True)
class Recipient:
    """To whom a code goes, and what for: a code for one purpose opens no other."""

    purpose: str
    address: str


def issue(session: Session, recipient: Recipient, now: datetime) -> str:
    """A new code; those before it no longer hold. Raises TooManyCodesError."""
    keys = _recipient_keys(session, recipient)
    own = OneTimeCode.recipient_key.in_(keys)
    issued = OneTimeCode.issued_at
    sent = select(func.count(OneTimeCode.id)).where(own, issued > now - HOUR, issued <= now + AHEAD)
    if session.scalar(sent) >= MOST_IN_AN_HOUR:
        raise TooManyCodesError
    session.execute(update(OneTimeCode).where(own, OneTimeCode.used_at.is_(None)).values(tries_left=0))
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    row = OneTimeCode(purpose=recipient.purpose, recipient_key=keys[0], tries_left=MOST_TRIES)
    row.code_key = _code_keys(session, recipient, code)[0]
    row.issued_at, row.expires_at = now, now + HOLDS
    session.add(row)
    session.flush()
    return code


def check(session: Session, recipient: Recipient, code: str, now: datetime) -> bool:
    """Whether this is the code that was sent. A right one is used up; a wrong one costs a try.

    The try is taken in the same statement that finds it, so that many at once get no more than five. The
    caller commits also after a wrong one.
    """
    holds = (
        OneTimeCode.recipient_key.in_(_recipient_keys(session, recipient)),
        OneTimeCode.used_at.is_(None),
        OneTimeCode.expires_at > now,
        OneTimeCode.issued_at <= now + AHEAD,
        OneTimeCode.tries_left > 0,
    )
    row_id = session.scalar(
        select(OneTimeCode.id).where(*holds).order_by(OneTimeCode.id.desc()).limit(1).with_for_update()
    )
    if row_id is None:
        return False
    taken = update(OneTimeCode).where(OneTimeCode.id == row_id, *holds)
    tried = session.execute(taken.values(tries_left=OneTimeCode.tries_left - 1))
    right = _code_keys(session, recipient, code.strip())
    used = update(OneTimeCode).where(
        OneTimeCode.id == row_id, OneTimeCode.code_key.in_(right), OneTimeCode.used_at.is_(None)
    )
    return tried.rowcount == 1 and session.execute(used.values(used_at=now)).rowcount == 1


def _recipient_keys(session: Session, recipient: Recipient) -> tuple[str, ...]:
    return index_hash_of(session).every("code.recipient", f"{recipient.purpose}\0{recipient.address}")


def _code_keys(session: Session, recipient: Recipient, code: str) -> tuple[str, ...]:
    said = f"{recipient.purpose}\0{recipient.address}\0{code}"
    return index_hash_of(session).every("code", said)
