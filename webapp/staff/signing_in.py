"""From a name and a password to a session that may enter a desk, step by step.

Second factor first where the account has one, then a new password where one is due, then a phone to be set up
where the role needs one: a password that was reset by somebody else opens nothing by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.staff import Role, StaffAccount, StaffSession
from webapp.security import audit, passwords
from webapp.staff import accounts, second_factor, sessions, tries
from webapp.staff.roles import EXPORTERS

IndexHash = Callable[[str, str], str]


class Step(StrEnum):
    """What stands between a session and the desks; the value names the route that asks for it."""

    SECOND_FACTOR = "staff.show_second_factor"
    PASSWORD = "staff.show_password"
    SET_UP = "staff.show_set_up"


def next_step(opened: StaffSession | sessions.Opened) -> Step | None:
    """None once the session may enter."""
    account = opened.account
    if account.totp_since is not None and opened.second_factor_at is None:
        return Step.SECOND_FACTOR
    if account.must_change_password:
        return Step.PASSWORD
    if account.totp_since is None and Role(account.role) in EXPORTERS:
        return Step.SET_UP
    return None


def find_signing_in(session: Session, index_hash: IndexHash, name: str, password: str) -> StaffAccount | None:
    """The account of this name and password. Unknown, disabled and wrong look and take the same."""
    account = accounts.find_account(session, index_hash, name)
    usable = account is not None and account.disabled_at is None
    right = passwords.matches(account.password if usable else None, password)
    return account if right else None


def sign_in(
    session: Session, index_hash: IndexHash, account: StaffAccount, password: str, *, at: datetime
) -> str:
    """Open a session behind a right password; returns its token."""
    tries.forgive(session, account.name_key)
    if passwords.is_outdated(account.password):
        account.password = passwords.hash_password(password)
    _note(session, account, "sign-in", at)
    return sessions.open_session(session, account, at)


def find_locked(session: Session, opened: StaffSession) -> StaffAccount:
    """The account of a session, with other requests of it kept waiting: a code counts once."""
    wanted = select(StaffAccount).where(StaffAccount.id == opened.staff_id).with_for_update()
    return session.scalars(wanted.execution_options(populate_existing=True)).one()


def pass_second_factor(
    session: Session, index_hash: IndexHash, opened: StaffSession, typed: str, *, at: datetime
) -> str | None:
    """Six digits or a recovery code; returns the new token, or None where neither fits."""
    account = find_locked(session, opened)
    fits = second_factor.take_code(account, typed, at) or second_factor.take_recovery_code(
        session, index_hash, account, typed, at=at
    )
    if not fits:
        return None
    tries.forgive(session, factor_key(index_hash, account.id))
    opened.second_factor_at = at
    return sessions.renew_token(opened)


def set_up(
    session: Session, index_hash: IndexHash, opened: StaffSession, typed: str, *, at: datetime
) -> tuple[str, list[str]] | None:
    """The first code of a new phone; returns the new token and the recovery codes, or None."""
    account = find_locked(session, opened)
    if account.totp_since is not None or not second_factor.take_code(account, typed, at):
        return None
    tries.forgive(session, factor_key(index_hash, account.id))
    codes = second_factor.confirm(session, index_hash, account, at)
    accounts.close_sessions(session, account.id, but=opened.id)
    opened.second_factor_at = at
    return sessions.renew_token(opened), codes


def change_password(session: Session, opened: StaffSession, new: str, *, at: datetime) -> str:
    """Their new password; returns the new token, and ends other sessions. Raises StaffError where weak."""
    accounts.change_password(session, opened.account, new, at)
    accounts.close_sessions(session, opened.staff_id, but=opened.id)
    return sessions.renew_token(opened)


def sign_out(session: Session, opened: StaffSession, at: datetime) -> None:
    _note(session, opened.account, "sign-out", at)
    session.delete(opened)


def factor_key(index_hash: IndexHash, staff_id: int) -> str:
    """Under what tries of the second factor, and of the own password, are counted."""
    return index_hash("staff.second-factor", str(staff_id))


def _note(session: Session, account: StaffAccount, action: str, at: datetime) -> None:
    staff = accounts.to_staff(account)
    audit.record_staff(session, staff, action, subject=accounts.subject_of(account), at=at)
