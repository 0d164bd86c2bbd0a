"""The second factor: six digits of a phone's authenticator app, or one of ten codes on paper."""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from webapp.models.staff import RecoveryCode, StaffAccount
from webapp.security import audit
from webapp.security.crypto import IndexHash
from webapp.staff.accounts import subject_of, to_staff

ISSUER, PURPOSE = "淄助你", "staff.recovery-code"
STEP_SECONDS = 30
DRIFT_STEPS = 1
RECOVERY_CODES = 10
RECOVERY_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
RECOVERY_LENGTH = 12


def begin(account: StaffAccount) -> None:
    """Give the account a secret, unless it has one. It counts once a code has confirmed it."""
    account.totp_secret = account.totp_secret or pyotp.random_base32()


def address_of(account: StaffAccount) -> str:
    """What an authenticator app reads from the picture."""
    return pyotp.TOTP(account.totp_secret).provisioning_uri(name=account.sign_in_name, issuer_name=ISSUER)


def picture_of(address: str) -> str:
    """The address as a QR code, in a `data:` address for an <img>."""
    import segno  # used by whoever sets up a phone, and by nobody else

    return segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#FFFFFF")


def take_code(account: StaffAccount, typed: str, now: datetime) -> bool:
    """Whether these are the phone's digits, now or a step earlier or later. No code is taken twice."""
    digits = _normalise(typed)
    if account.totp_secret is None or len(digits) != 6:
        return False
    codes, current = pyotp.TOTP(account.totp_secret), int(now.timestamp()) // STEP_SECONDS
    for step in range(current - DRIFT_STEPS, current + DRIFT_STEPS + 1):
        fits = secrets.compare_digest(codes.generate_otp(step).encode(), digits.encode())
        if fits and step > (account.totp_step or 0):
            account.totp_step = step
            return True
    return False


def confirm(session: Session, index_hash: IndexHash, account: StaffAccount, at: datetime) -> list[str]:
    """The phone has shown that it knows the secret. Returns the recovery codes, to be shown once."""
    account.totp_since = at
    _note(session, account, "set-up-second-factor", at)
    return renew_recovery_codes(session, index_hash, account)


def renew_recovery_codes(session: Session, index_hash: IndexHash, account: StaffAccount) -> list[str]:
    """Ten new ones of 59 bits; the old ones are gone."""
    _delete_codes(session, account)
    codes = [_make_code() for _ in range(RECOVERY_CODES)]
    keys = (index_hash(PURPOSE, f"{account.id}:{code}") for code in codes)
    session.add_all(RecoveryCode(staff_id=account.id, code_key=key) for key in keys)
    return ["-".join((code[:4], code[4:8], code[8:])) for code in codes]


def take_recovery_code(
    session: Session, index_hash: IndexHash, account: StaffAccount, typed: str, *, at: datetime
) -> bool:
    """Whether this is a code of theirs that has not been used; it is used now."""
    keys = index_hash.every(PURPOSE, f"{account.id}:{_normalise(typed).lower()}")
    theirs = (RecoveryCode.staff_id == account.id, RecoveryCode.code_key.in_(keys))
    code = session.scalars(
        select(RecoveryCode).where(*theirs, RecoveryCode.used_at.is_(None)).with_for_update()
    ).one_or_none()
    if code is None:
        return False
    code.used_at = at
    _note(session, account, "use-recovery-code", at)
    return True


def count_recovery_codes(session: Session, staff_id: int) -> int:
    """How many are left."""
    left = (RecoveryCode.staff_id == staff_id, RecoveryCode.used_at.is_(None))
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*left)) or 0


def take_away(session: Session, account: StaffAccount, at: datetime, by: str | None = None) -> None:
    """Another phone, or none: the secret and the codes are gone. `by` is who did it, if not they."""
    account.totp_secret = account.totp_since = account.totp_step = None
    _delete_codes(session, account)
    action, subject = "take-away-second-factor", subject_of(account)
    if by is None:
        _note(session, account, action, at)
    else:
        audit.record(session, by, action, subject=subject, at=at)


def current_code(account: StaffAccount, now: datetime) -> str | None:
    """What a phone shows now, for a demonstration without one."""
    return pyotp.TOTP(account.totp_secret).at(now) if account.totp_secret else None


def _delete_codes(session: Session, account: StaffAccount) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.staff_id == account.id))


def _make_code() -> str:
    return "".join(secrets.choice(RECOVERY_ALPHABET) for _ in range(RECOVERY_LENGTH))


def _normalise(typed: str) -> str:
    kept = unicodedata.normalize("NFKC", typed)[:40]
    return "".join(one for one in kept if one not in " -\t")


def _note(session: Session, account: StaffAccount, action: str, at: datetime) -> None:
    audit.record_staff(session, to_staff(account), action, subject=subject_of(account), at=at)
