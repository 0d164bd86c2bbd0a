"""What protects people's data: consents to sensitive kinds of it, one-time codes. When jobs ran."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, Instant


class SensitiveConsent(Base):
    """An answer to one kind of sensitive data, under the text that was read. The newest of a kind counts."""

    __tablename__ = "sensitive_consents"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    is_given: Mapped[bool]
    text_version: Mapped[str] = mapped_column(String(32))
    text_hash: Mapped[str] = mapped_column(String(64))
    decided_at: Mapped[datetime] = mapped_column(Instant)


class OneTimeCode(Base):
    """A code that was sent to somebody: a keyed hash of it, until when it holds, and the tries left."""

    __tablename__ = "one_time_codes"
    __table_args__ = (Index(None, "recipient_key", "issued_at"), Index(None, "expires_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    purpose: Mapped[str] = mapped_column(String(32))
    recipient_key: Mapped[str] = mapped_column(String(64))
    code_key: Mapped[str] = mapped_column(String(64))
    tries_left: Mapped[int] = mapped_column(Integer)
    issued_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class JobRun(Base):
    """When a job ran last, so that of several workers one runs it, and not every second."""

    __tablename__ = "job_runs"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(Instant)


class GatewayCheck(Base):
    """Whether an outside system answered when the worker last knocked; `fault`: why not, by name."""

    __tablename__ = "gateway_checks"

    gateway: Mapped[str] = mapped_column(String(16), primary_key=True)
    checked_at: Mapped[datetime] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    fault: Mapped[str | None] = mapped_column(String(32))
