"""Messages that WeChat delivered: each one at most once answered, however often it arrives."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedText, Instant


class InboxRow(Base):
    """A delivery, claimed by `lease` until `leased_until`; `reply` is there once the turn is committed."""

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("app_id", "sender_hash", "message_hash"),
        Index(None, "sender_hash", "place"),
        Index(None, "received_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    app_id: Mapped[str] = mapped_column(String(32))
    sender_hash: Mapped[str] = mapped_column(String(64))
    message_hash: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column(BigInteger)
    lease: Mapped[str] = mapped_column(String(32))
    leased_until: Mapped[datetime] = mapped_column(Instant)
    reply: Mapped[str | None] = mapped_column(EncryptedText("inbox.reply"))
    received_at: Mapped[datetime] = mapped_column(Instant)
