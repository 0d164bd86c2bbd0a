"""What leads to a signature: the text that was read, and the personal link of somebody who is elsewhere."""

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.applications import ApplicationMember
from webapp.models.base import Base, Instant


class DeedReading(Base):
    """The whole text was served for a member, and somebody at this door said at its end that it was read."""

    __tablename__ = "deed_readings"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("application_members.id", ondelete="CASCADE"), index=True
    )
    text_version: Mapped[str] = mapped_column(String(32))
    door: Mapped[str] = mapped_column(String(16))
    manner: Mapped[str] = mapped_column(String(16))
    served_at: Mapped[datetime] = mapped_column(Instant)
    read_at: Mapped[datetime] = mapped_column(Instant)


class SigningLink(Base):
    """A link for one member to sign once. The token itself stands nowhere, only its keyed hash."""

    __tablename__ = "signing_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("application_members.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    member: Mapped[ApplicationMember] = relationship()
