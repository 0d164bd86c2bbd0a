"""Conversations that a person takes over from the bot, and what is said in them meanwhile."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String, text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class HandoverState(StrEnum):
    """`WAITING`: the bot still answers. `TAKEN`: the desk does, the bot listens. `CLOSED`: the bot again."""

    WAITING = "waiting"
    TAKEN = "taken"
    CLOSED = "closed"


class HandoverRow(Base):
    """`facts` is the bot's conversation as it stood; at most one handover of a conversation is open."""

    __tablename__ = "handovers"
    __table_args__ = (
        Index(
            "uq_handovers_open",
            "conversation_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index(None, "state", "opened_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(32))
    door: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), default=HandoverState.WAITING)
    facts: Mapped[dict] = mapped_column(EncryptedJSON("handovers.facts"))
    recipient: Mapped[str] = mapped_column(EncryptedText("handovers.recipient"))
    taken_by: Mapped[str | None] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)


class HandoverWord(Base):
    """One thing said during a handover; `by` is "citizen" or who spoke at the desk."""

    __tablename__ = "handover_words"
    __table_args__ = (Index(None, "handover_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    handover_id: Mapped[int] = mapped_column(ForeignKey("handovers.id", ondelete="CASCADE"))
    by: Mapped[str] = mapped_column(String(32))
    words: Mapped[str] = mapped_column(EncryptedText("handover_words.words"))
    at: Mapped[datetime] = mapped_column(Instant)
