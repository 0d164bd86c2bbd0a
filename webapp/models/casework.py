"""What the caseworkers' desk keeps beside the requests: visits at home, and what hangs in public."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class Survey(Base):
    """A visit: when, who was met, what was seen (`person`, `fact`, `value`), and anything else in words.

    Its facts hold for the household from then on, before what departments say of the same.
    """

    __tablename__ = "surveys"
    __table_args__ = (Index("uq_surveys_key", "request_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"))
    visited_on: Mapped[date]
    met: Mapped[str] = mapped_column(EncryptedText("surveys.met"))
    facts: Mapped[list] = mapped_column(EncryptedJSON("surveys.facts"))
    note: Mapped[str | None] = mapped_column(EncryptedText("surveys.note"))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str | None] = mapped_column(String(64))


class PublicityRow(Base):
    """What hangs in public of a request, through `until`: a surname, a place, and what it is about.

    `shown_as`: the words for the policy, without illness or disability. `taken_down_at`: by its day, or
    before its time.
    """

    __tablename__ = "publicities"
    __table_args__ = (Index(None, "town", "until"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(EncryptedText("publicities.name"))
    village: Mapped[str] = mapped_column(EncryptedText("publicities.village"))
    shown_as: Mapped[str] = mapped_column(String(64))
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    begins: Mapped[date]
    until: Mapped[date]
    by: Mapped[str] = mapped_column(String(32))
    taken_down_at: Mapped[datetime | None] = mapped_column(Instant)
