"""What nobody could answer, and how much of what was asked for, in codes and counts."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, Index, Integer, SmallInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedText, Instant


class Gap(StrEnum):
    """Why there was no answer: no policy, no published figure, no fact to judge by, or little said of it."""

    NO_POLICY = "no-policy"
    NO_FIGURE = "no-figure"
    NO_FACT = "no-fact"
    WEAK = "weak"


class GapState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    DISMISSED = "dismissed"


class GapRow(Base):
    """One question without an answer. `words` are redacted, and taken away after ninety days; codes stay."""

    __tablename__ = "gaps"
    __table_args__ = (Index(None, "state", "at"), Index(None, "day"))

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    day: Mapped[date] = mapped_column(Date)
    door: Mapped[str] = mapped_column(String(16))
    gap: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(64), default="")
    district: Mapped[str] = mapped_column(String(32), default="")
    town: Mapped[str] = mapped_column(String(12), default="")
    words: Mapped[str | None] = mapped_column(EncryptedText("gaps.words"))
    state: Mapped[str] = mapped_column(String(16), default=GapState.OPEN)
    settled_by: Mapped[int | None]
    settled_at: Mapped[datetime | None] = mapped_column(Instant)


class DemandRow(Base):
    """How often a group was asked about on a day, at a door, from a town; "" where that is not known.

    The group "any" counts conversations, each once. A count is the sum of its rows, one a `share`: turns that
    end in the same moment seldom add to the same row.
    """

    __tablename__ = "demand"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    door: Mapped[str] = mapped_column(String(16), primary_key=True)
    group_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    district: Mapped[str] = mapped_column(String(32), primary_key=True)
    town: Mapped[str] = mapped_column(String(12), primary_key=True)
    share: Mapped[int] = mapped_column(SmallInteger, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)
