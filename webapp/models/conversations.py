"""Conversations: one encrypted value a row, found by a random id or by the keyed hash of the sender."""

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class ConversationRow(Base):
    """`state` is the bot's conversation, `said` and `reply` the last exchange, for a page to show it again.

    `version` grows by one with every turn: who saves over another version has lost, and takes the turn again.
    """

    __tablename__ = "conversations"
    __table_args__ = (Index(None, "expires_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    version: Mapped[int] = mapped_column(Integer)
    door: Mapped[str] = mapped_column(String(16))
    sender_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    sender: Mapped[str | None] = mapped_column(EncryptedText("conversations.sender"))
    state: Mapped[dict] = mapped_column(EncryptedJSON("conversations.state"))
    said: Mapped[str | None] = mapped_column(EncryptedText("conversations.said"))
    reply: Mapped[dict | None] = mapped_column(EncryptedJSON("conversations.reply"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
