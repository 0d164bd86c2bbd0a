"""Accounts: adding, finding, disabling, new passwords. The operator of the commands manages them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.models.staff import Role, StaffAccount, StaffSession
from webapp.security import audit, passwords
from webapp.staff.errors import StaffError
from webapp.staff.regions import StaffRegion
from webapp.staff.sessions import Known

IndexHash = Callable[[str, str], str]
OPERATOR = "operator"
NAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,31}")
LONGEST_DISPLAY_NAME = 40


@dataclass(frozen=True)
class Staff:
    """Who asks, in one request: `g.staff` at every desk. `actor` names them in the audit and in events."""

    id: int
    name: str
    role: Role
    region: StaffRegion

    @property
    def actor(self) -> str:
        return f"staff:{self.id}"


@dataclass(frozen=True)
class NewAccount:
    """What an account is made of. The password is the first one: whoever signs in with it changes it."""

    sign_in_name: str
    display_name: str
    role: Role
    region: StaffRegion
    password: str


def to_staff(account: StaffAccount | Known) -> Staff:
    region = StaffRegion(account.district, account.town)
    return Staff(account.id, account.display_name, Role(account.role), region)


def normalise_name(typed: str) -> str:
    """As it is looked up: half width, small letters, no spaces around it."""
    return unicodedata.normalize("NFKC", typed).strip().lower()[:80]


def key_of(index_hash: IndexHash, sign_in_name: str) -> str:
    return index_hash("staff.name", normalise_name(sign_in_name))


def find_account(session: Session, index_hash: IndexHash, sign_in_name: str) -> StaffAccount | None:
    keys = index_hash.every("staff.name", normalise_name(sign_in_name))
    return session.scalars(select(StaffAccount).where(StaffAccount.name_key.in_(keys))).one_or_none()


def get_account(session: Session, index_hash: IndexHash, sign_in_name: str) -> StaffAccount:
    account = find_account(session, index_hash, sign_in_name)
    if account is None:
        raise StaffError(f"没有“{normalise_name(sign_in_name)}”这个账号")
    return account


def find_accounts(session: Session) -> list[StaffAccount]:
    """All of them, in the order in which they were added."""
    return list(session.scalars(select(StaffAccount).order_by(StaffAccount.id)))


def add_account(session: Session, index_hash: IndexHash, new: NewAccount, at: datetime) -> StaffAccount:
    """Raises StaffError where a name is taken or malformed, or the first password is weak."""
    name, display = normalise_name(new.sign_in_name), new.display_name.strip()
    if not NAME.fullmatch(name):
        raise StaffError("登录名用 3 到 32 个小写字母、数字、点、横线，以字母或数字开头")
    if not 0 < len(display) <= LONGEST_DISPLAY_NAME:
        raise StaffError(f"姓名要写，最多 {LONGEST_DISPLAY_NAME} 个字")
    if find_account(session, index_hash, name) is not None:
        raise StaffError(f"登录名“{name}”已经有人用了")
    _require_strong(new.password, name)
    account = StaffAccount(name_key=key_of(index_hash, name), sign_in_name=name, display_name=display)
    account.role, account.district, account.town = new.role, new.region.district, new.region.town
    account.created_at = at
    _set_password(account, new.password, at)
    session.add(account)
    session.flush()
    _note(session, account, "add-staff", at)
    return account


def disable(session: Session, account: StaffAccount, at: datetime) -> None:
    """At once: every session of the account is gone with it."""
    account.disabled_at = account.disabled_at or at
    close_sessions(session, account.id)
    _note(session, account, "disable-staff", at)


def enable(session: Session, account: StaffAccount, at: datetime) -> None:
    account.disabled_at = None
    _note(session, account, "enable-staff", at)


def reset_password(session: Session, account: StaffAccount, password: str, at: datetime) -> None:
    """A new first password: to be changed at the next sign-in. Sessions that are open end."""
    _require_strong(password, account.sign_in_name)
    _set_password(account, password, at)
    close_sessions(session, account.id)
    _note(session, account, "reset-password", at)


def change_password(session: Session, account: StaffAccount, password: str, at: datetime) -> None:
    """Their own new password. The caller ends the other sessions. Raises StaffError where it is weak."""
    _require_strong(password, account.sign_in_name, account.display_name)
    if passwords.matches(account.password, password):
        raise StaffError("新密码和原来的一样，换一个")
    _set_password(account, password, at, must_change=False)
    audit.record_staff(session, to_staff(account), "change-password", subject=subject_of(account), at=at)


def close_sessions(session: Session, staff_id: int, but: int | None = None) -> None:
    """End every session of an account, except the one with the id `but`."""
    theirs = delete(StaffSession).where(StaffSession.staff_id == staff_id)
    if but is not None:
        theirs = theirs.where(StaffSession.id != but)
    session.execute(theirs.execution_options(synchronize_session=False))


def subject_of(account: StaffAccount) -> str:
    return f"staff:{account.id}"


def _require_strong(password: str, *known: str) -> None:
    weakness = passwords.find_weakness(password, *known)
    if weakness is not None:
        raise StaffError(weakness)


def _set_password(account: StaffAccount, password: str, at: datetime, must_change: bool = True) -> None:
    account.password = passwords.hash_password(password)
    account.password_changed_at, account.must_change_password = at, must_change


def _note(session: Session, account: StaffAccount, action: str, at: datetime) -> None:
    audit.record(session, OPERATOR, action, subject=subject_of(account), at=at)
