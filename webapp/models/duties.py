"""What a desk is told without asking, and the record of good-faith mistakes that were put right."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedText, Instant


class DeskNotice(Base):
    """One thing that a desk has to know. `level` is the desk: of the town, the district or the city.

    `cause` is unique: the same thing is told once at a desk, by however many workers. It holds ids alone.
    """

    __tablename__ = "desk_notices"
    __table_args__ = (Index(None, "level", "town", "seen_at"), Index(None, "level", "district", "seen_at"))

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(24))
    cause: Mapped[str] = mapped_column(String(120), unique=True)
    level: Mapped[str] = mapped_column(String(8))
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    request_id: Mapped[int | None] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    at: Mapped[datetime] = mapped_column(Instant, index=True)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_by: Mapped[str | None] = mapped_column(String(32))


class FoundHow(StrEnum):
    OWN_CHECK = "own-check"
    RECHECK = "recheck"
    OBJECTION = "objection"
    COMPLAINT = "complaint"
    AUDIT = "audit"
    ABOVE = "above"


class Correction(Base):
    """A mistake made in good faith and put right (容错纠错): what, how found, how put right. Nobody is named.

    It hangs on no application, so that nobody can be found through it. The district judges it afterwards.
    """

    __tablename__ = "corrections"
    __table_args__ = (Index(None, "district", "town"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    district: Mapped[str] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    policy: Mapped[str | None] = mapped_column(String(64))
    happened_on: Mapped[date]
    found_on: Mapped[date]
    found_how: Mapped[str] = mapped_column(String(16))
    effect: Mapped[str] = mapped_column(String(16))
    what: Mapped[str] = mapped_column(EncryptedText("corrections.what"))
    put_right_on: Mapped[date]
    put_right: Mapped[str] = mapped_column(EncryptedText("corrections.put_right"))
    lesson: Mapped[str | None] = mapped_column(EncryptedText("corrections.lesson"))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str | None] = mapped_column(String(64), unique=True)
    is_excused: Mapped[bool | None]
    judged_why: Mapped[str | None] = mapped_column(EncryptedText("corrections.judged_why"))
    judged_by: Mapped[str | None] = mapped_column(String(32))
    judged_at: Mapped[datetime | None] = mapped_column(Instant)
