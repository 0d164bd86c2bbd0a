"""Messages to citizens, recorded before they are sent."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp import tracing
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class OutboxState(StrEnum):
    """`UNCERTAIN`: whether it arrived is not known. It is shown so and never sent again by itself."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


class Channel(StrEnum):
    """`WECHAT`: a customer-service message, up to 48 hours after a word. `SUBSCRIBED`: one agreed to."""

    SMS = "sms"
    WECHAT = "wechat"
    SUBSCRIBED = "subscribed"


class OutboxRow(Base):
    """One message. `cause` is unique: the same change of state is told once on a channel.

    `fallbacks` (`[channel, recipient, body]` each) are tried in turn where it is refused for good. A body for
    subscribers is JSON: the name of the template and its values. `application_id`: the one it tells of.
    `trace`: the request that it comes from.
    """

    __tablename__ = "outbox"
    __table_args__ = (Index(None, "state", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    cause: Mapped[str] = mapped_column(String(120), unique=True)
    application_id: Mapped[str | None] = mapped_column(String(32), index=True)
    recipient: Mapped[str] = mapped_column(EncryptedText("outbox.recipient"))
    body: Mapped[str] = mapped_column(EncryptedText("outbox.body"))
    fallbacks: Mapped[list | None] = mapped_column(EncryptedJSON("outbox.fallbacks"))
    state: Mapped[str] = mapped_column(String(16), default=OutboxState.PENDING)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    reason: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(Instant)
    due_at: Mapped[datetime] = mapped_column(Instant)
    sending_since: Mapped[datetime | None] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    trace: Mapped[str | None] = mapped_column(String(64), default=tracing.current)
