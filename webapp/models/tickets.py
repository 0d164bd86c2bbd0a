"""Tickets: what a caller leaves for an office to do, who has it, and what became of it."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class Category(StrEnum):
    """What the caller wants. `CLUE`: tells of somebody in need, which starts clocks that run from a clue."""

    INQUIRY = "inquiry"
    HELP = "help"
    CLUE = "clue"
    PROGRESS = "progress"
    COMPLAINT = "complaint"
    OTHER = "other"


class TicketState(StrEnum):
    """`OPEN`: with the hotline. `TRANSFERRED`: with the department. `CALL_BACK`: the caller is to be rung."""

    OPEN = "open"
    TRANSFERRED = "transferred"
    CALL_BACK = "call-back"
    CLOSED = "closed"


class Result(StrEnum):
    ANSWERED = "answered"
    SOLVED = "solved"
    FILED = "filed"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    WITHDRAWN = "withdrawn"


class Ticket(Base):
    """`version` grows with every change: who changes over another version is told, and nothing is lost.

    `department` is the one first responsible; `caller_key` the keyed hash of the phone, which finds earlier
    tickets of the same caller. `due_at` is there only where a published limit says how long it may take.
    """

    __tablename__ = "tickets"
    __table_args__ = (Index(None, "state", "opened_at"), Index(None, "closed_at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(16), unique=True)
    version: Mapped[int] = mapped_column(Integer, default=1)
    category: Mapped[str] = mapped_column(String(16))
    policy: Mapped[str | None] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(32), index=True)
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(16), default=TicketState.OPEN)
    opened_by: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    holder_id: Mapped[int | None] = mapped_column(ForeignKey("staff.id"), index=True)
    situation: Mapped[list] = mapped_column(EncryptedJSON("tickets.situation"))
    said: Mapped[str] = mapped_column(EncryptedText("tickets.said"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("tickets.phone"))
    caller: Mapped[str | None] = mapped_column(EncryptedText("tickets.caller"))
    caller_key: Mapped[str | None] = mapped_column(String(64), index=True)
    application_id: Mapped[str | None] = mapped_column(String(32), index=True)
    call_back_at: Mapped[datetime | None] = mapped_column(Instant)
    due_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    due_is_estimate: Mapped[bool] = mapped_column(default=False)
    due_source: Mapped[str | None] = mapped_column(String(300))
    result: Mapped[str | None] = mapped_column(String(16))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    events: Mapped[list["TicketEvent"]] = relationship(
        order_by="TicketEvent.id", cascade="all, delete-orphan", back_populates="ticket"
    )
    samples: Mapped[list["TicketSample"]] = relationship(
        order_by="TicketSample.id", cascade="all, delete-orphan", back_populates="ticket"
    )


class TicketEvent(Base):
    """One thing done with a ticket. `detail` is a code: a department, a member of staff, a result."""

    __tablename__ = "ticket_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    kind: Mapped[str] = mapped_column(String(16))
    detail: Mapped[str] = mapped_column(String(64), default="")
    note: Mapped[str | None] = mapped_column(EncryptedText("ticket_events.note"))

    ticket: Mapped[Ticket] = relationship(back_populates="events")


class TicketSample(Base):
    """A supervisor's look at how a ticket was handled, each score from 1 to 5."""

    __tablename__ = "ticket_samples"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("tickets.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(Instant)
    by_id: Mapped[int] = mapped_column(ForeignKey("staff.id"))
    agent_id: Mapped[int] = mapped_column(ForeignKey("staff.id"), index=True)
    accuracy: Mapped[int]
    manner: Mapped[int]
    completeness: Mapped[int]
    note: Mapped[str | None] = mapped_column(EncryptedText("ticket_samples.note"))

    ticket: Mapped[Ticket] = relationship(back_populates="samples")
