"""Staff: accounts, their signed-in sessions, recovery codes, and tries to sign in.

Names, the hash of the password and the secret of the second factor are encrypted: a copy of the database
alone gives nobody a password to guess at. An account is found by the keyed hash of its sign-in name.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, EncryptedText, Instant


class Role(StrEnum):
    """What somebody on the staff is there for. One account has one role."""

    TOWN = "town"
    DISTRICT = "district"
    CITY = "city"
    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ASSISTANT = "assistant"
    LEAD = "lead"
    EDITOR = "editor"


class StaffAccount(Base):
    """`district` and `town` are codes of the guide's regions; neither means the whole city.

    `totp_since` is empty until a first code has shown that the phone knows the secret. `totp_step` is the
    step of the last code taken, so that no code is taken twice.
    """

    __tablename__ = "staff"

    id: Mapped[int] = mapped_column(primary_key=True)
    name_key: Mapped[str] = mapped_column(String(64), unique=True)
    sign_in_name: Mapped[str] = mapped_column(EncryptedText("staff.sign_in_name"))
    display_name: Mapped[str] = mapped_column(EncryptedText("staff.display_name"))
    password: Mapped[str] = mapped_column(EncryptedText("staff.password"))
    role: Mapped[str] = mapped_column(String(16))
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    password_changed_at: Mapped[datetime] = mapped_column(Instant)
    totp_secret: Mapped[str | None] = mapped_column(EncryptedText("staff.totp_secret"))
    totp_since: Mapped[datetime | None] = mapped_column(Instant)
    totp_step: Mapped[int | None] = mapped_column(BigInteger)
    created_at: Mapped[datetime] = mapped_column(Instant)
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)


class StaffSession(Base):
    """Somebody signed in on one browser. Only the hash of the token in their cookie is kept."""

    __tablename__ = "staff_sessions"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    second_factor_at: Mapped[datetime | None] = mapped_column(Instant)
    opened_at: Mapped[datetime] = mapped_column(Instant)
    seen_at: Mapped[datetime] = mapped_column(Instant, index=True)
    expires_at: Mapped[datetime] = mapped_column(Instant)

    account: Mapped[StaffAccount] = relationship(lazy="joined", innerjoin=True)


class RecoveryCode(Base):
    """Stands in once for the phone with the second factor; kept as a keyed hash."""

    __tablename__ = "staff_recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)
    code_key: Mapped[str] = mapped_column(String(64))
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class SignInTry(Base):
    """One try that has not succeeded, by keyed name and keyed address; those of the last hour count."""

    __tablename__ = "sign_in_tries"
    __table_args__ = (
        Index("ix_sign_in_tries_name_at", "name_key", "at"),
        Index("ix_sign_in_tries_client_at", "client_key", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name_key: Mapped[str] = mapped_column(String(64))
    client_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
