"""What departments and banks were asked about whom, what came back and when, and what the citizen said to it.

What came back stands beside the application's situation and never in it.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp import tracing
from webapp.models.applications import ApplicationMember
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class OrderState(StrEnum):
    """`WAITING` to be sent, `ORDERED` with the platform, `PARTLY` answered. `STOPPED`: not authorised now."""

    WAITING = "waiting"
    ORDERED = "ordered"
    PARTLY = "partly"
    COMPLETE = "complete"
    FAILED = "failed"
    STOPPED = "stopped"


class ResultState(StrEnum):
    """How it stands with one source. `PARTLY`: it has answered and says that more is to come.

    `STOPPED`: the authorisation ended before an answer. `DISCARDED`: an answer came after that, unread.
    """

    WAITING = "waiting"
    ASKED = "asked"
    PARTLY = "partly"
    ANSWERED = "answered"
    NOT_FOUND = "not-found"
    DECEASED = "deceased"
    MOVED_OUT = "moved-out"
    FAILED = "failed"
    STOPPED = "stopped"
    DISCARDED = "discarded"


class Cause(StrEnum):
    """Why an order was made."""

    FIRST = "first"
    ADDED = "added"
    RETRY = "retry"
    SECOND_LOOK = "second-look"


class VerificationOrder(Base):
    """What is asked about one member at once. `key` is what the platform knows it by.

    Who works on it holds `lease` until `leased_until`. `receipt` and `text_hash` are those of the
    authorisation under which it was made. `differs` counts, on the newest order of a member, the facts that
    differ by their records alone, `differs_together` those in which others' records speak too: for lists,
    which open no facts.
    """

    __tablename__ = "verification_orders"
    __table_args__ = (
        UniqueConstraint("member_id", "round"),
        Index(None, "next_try_at"),
        Index(None, "application_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    member_id: Mapped[int] = mapped_column(ForeignKey("application_members.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(32), unique=True)
    cause: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(32))
    receipt: Mapped[str] = mapped_column(String(16))
    text_hash: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default=OrderState.WAITING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    differs: Mapped[int] = mapped_column(Integer, default=0)
    differs_together: Mapped[int] = mapped_column(Integer, default=0)
    error: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(Instant)
    ordered_at: Mapped[datetime | None] = mapped_column(Instant)
    cancelled_at: Mapped[datetime | None] = mapped_column(Instant)
    next_try_at: Mapped[datetime | None] = mapped_column(Instant)
    lease: Mapped[str | None] = mapped_column(String(32))
    leased_until: Mapped[datetime | None] = mapped_column(Instant)
    trace: Mapped[str | None] = mapped_column(String(64), default=tracing.current)

    member: Mapped[ApplicationMember] = relationship()
    results: Mapped[list["VerificationResult"]] = relationship(
        order_by="VerificationResult.id", cascade="all, delete-orphan", back_populates="order"
    )


class VerificationResult(Base):
    """What one source said. `as_of`: the day its records stand at; `next_try_at`: when to ask it again."""

    __tablename__ = "verification_results"
    __table_args__ = (UniqueConstraint("order_id", "source"), Index(None, "next_try_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("verification_orders.id", ondelete="CASCADE"))
    source: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default=ResultState.WAITING)
    asked_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    as_of: Mapped[date | None] = mapped_column(Date)
    facts: Mapped[dict | None] = mapped_column(EncryptedJSON("verification_results.facts"))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_try_at: Mapped[datetime | None] = mapped_column(Instant)
    error: Mapped[str | None] = mapped_column(String(32))

    order: Mapped[VerificationOrder] = relationship(back_populates="results")


class VerificationReply(Base):
    """What the applicant says of a contradiction; the newest one counts. `person` None is the household."""

    __tablename__ = "verification_replies"
    __table_args__ = (Index(None, "application_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    person: Mapped[str | None] = mapped_column(String(64))
    fact: Mapped[str] = mapped_column(EncryptedText("verification_replies.fact"))
    choice: Mapped[str] = mapped_column(String(16))
    words: Mapped[str | None] = mapped_column(EncryptedText("verification_replies.words"))
    at: Mapped[datetime] = mapped_column(Instant)
