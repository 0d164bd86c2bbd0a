"""Messages that WeChat delivered: each one at most once answered, however often it arrives."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp import tracing
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class Told(StrEnum):
    """How the reply reaches the citizen where it is not the answer to the push itself.

    `LATE`: as a customer-service message, the push was answered with a word of patience. `OWED`: it stands
    ready for the next push, and becomes late when none comes.
    """

    LATE = "late"
    OWED = "owed"


class InboxRow(Base):
    """A delivery, claimed by `lease` until `leased_until`; `reply` is there once the turn is committed.

    `message` is what was delivered. It is kept until then alone, so that whoever takes over can answer it.
    """

    __tablename__ = "inbox"
    __table_args__ = (
        UniqueConstraint("app_id", "sender_hash", "message_hash"),
        Index(None, "sender_hash", "place"),
        Index(None, "received_at"),
        Index(None, "told", "received_at"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    app_id: Mapped[str] = mapped_column(String(32))
    sender_hash: Mapped[str] = mapped_column(String(64))
    message_hash: Mapped[str] = mapped_column(String(64))
    place: Mapped[int] = mapped_column(BigInteger)
    lease: Mapped[str] = mapped_column(String(32))
    leased_until: Mapped[datetime] = mapped_column(Instant)
    message: Mapped[dict | None] = mapped_column(EncryptedJSON("inbox.message"))
    reply: Mapped[str | None] = mapped_column(EncryptedText("inbox.reply"))
    told: Mapped[str | None] = mapped_column(String(8))
    received_at: Mapped[datetime] = mapped_column(Instant)
    trace: Mapped[str | None] = mapped_column(String(64), default=tracing.current)
