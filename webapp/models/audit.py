"""Who read or changed whose case: ids, codes and names of facts, never values; and the seals over them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, Instant


class Reason(StrEnum):
    """Why somebody on the staff read a case. A code, because a free sentence would hold what it protects."""

    HANDLING = "handling"
    REVIEW = "review"
    CALLER = "caller"
    COMPLAINT = "complaint"
    SUPERVISION = "supervision"


class AuditRow(Base):
    """`role` and `region` say as what somebody acted that day; they stay when the account changes.

    `place` and `seal` are set by the worker, once: the place in the chain, and the hash over the row and the
    seal before it. Places follow the order of sealing, because ids are given before a transaction commits.
    """

    __tablename__ = "audit"
    __table_args__ = (
        Index(
            "ix_audit_unsealed",
            "id",
            sqlite_where=text("seal IS NULL"),
            postgresql_where=text("seal IS NULL"),
        ),
        Index("ix_audit_place", "place", unique=True),
        Index("ix_audit_subject_id", "subject", "id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    actor: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(80))
    facts: Mapped[str] = mapped_column(String(500), default="")
    role: Mapped[str] = mapped_column(String(16), default="", server_default="")
    region: Mapped[str] = mapped_column(String(32), default="", server_default="")
    reason: Mapped[str] = mapped_column(String(16), default="", server_default="")
    place: Mapped[int | None] = mapped_column(Integer)
    seal: Mapped[str | None] = mapped_column(String(64))


class AuditDay(Base):
    """One day of the audit. While it is open, `head` is the seal of its last row so far.

    Once closed it has its `hash`, from which the next day's chain goes on, and which can be published.
    """

    __tablename__ = "audit_days"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
    last_id: Mapped[int] = mapped_column(Integer)
    last_place: Mapped[int] = mapped_column(Integer)
    head: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
    sealed_at: Mapped[datetime | None] = mapped_column(Instant)
