"""动态监测: who is to be visited and why, the visits, who looks after which village, who wants none."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, Integer, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class WarningState(StrEnum):
    """`AGAIN`: nobody was met, and somebody has to go once more. `HELPING`: help is under way."""

    OPEN = "open"
    AGAIN = "again"
    HELPING = "helping"
    CLOSED = "closed"


class VisitOutcome(StrEnum):
    HELPED = "helped"
    IN_NEED = "in-need"
    NOT_IN_NEED = "not-in-need"
    NOT_FOUND = "not-found"


REFUSED = "refused"
"""The result of a warning that ended because the person wants no visit."""


class WarningRow(Base):
    """One warning: by which rule, where, and how it stands, in codes; whom it is about, encrypted.

    `cause_key` is that of person, rule and cause: while the cause lasts (`ended_at` is empty) there is one
    row for it, whatever has become of the visit. `settled_at`: the cause is over and the warning closed.
    `result`: the outcome of the last visit, HELPED once what was applied for is granted, or REFUSED.
    `application_id`: what the assistant began for its person; a draft that nobody finished is deleted, and
    then begun anew.
    """

    __tablename__ = "warnings"
    __table_args__ = (
        Index(
            "uq_warnings_lasting",
            "cause_key",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "town", "state", "rank", "pushed_at"),
        Index(None, "district", "state", "rank", "pushed_at"),
        Index(
            "ix_warnings_application",
            "application_id",
            sqlite_where=text("application_id IS NOT NULL"),
            postgresql_where=text("application_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    layer: Mapped[str] = mapped_column(String(40))
    rank: Mapped[int] = mapped_column(SmallInteger)
    district: Mapped[str] = mapped_column(String(32))
    town: Mapped[str] = mapped_column(String(12))
    person_key: Mapped[str] = mapped_column(String(64), index=True)
    household_key: Mapped[str] = mapped_column(String(64), index=True)
    cause_key: Mapped[str] = mapped_column(String(64))
    subject: Mapped[dict] = mapped_column(EncryptedJSON("warnings.subject"))
    contact: Mapped[dict | None] = mapped_column(EncryptedJSON("warnings.contact"))
    facts: Mapped[list | None] = mapped_column(EncryptedJSON("warnings.facts"))
    guide_version: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16), default=WarningState.OPEN)
    result: Mapped[str | None] = mapped_column(String(16))
    assistant_id: Mapped[int | None] = mapped_column(index=True)
    application_id: Mapped[str | None] = mapped_column(String(32))
    pushed_at: Mapped[datetime] = mapped_column(Instant)
    visited_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    settled_at: Mapped[datetime | None] = mapped_column(Instant)

    visits: Mapped[list["WarningVisit"]] = relationship(
        back_populates="warning",
        order_by="WarningVisit.id",
        cascade="all, delete-orphan",
        passive_deletes=True,
    )


class WarningVisit(Base):
    """One visit and what came of it. `key` is that of the button, so that it counts once."""

    __tablename__ = "warning_visits"
    __table_args__ = (Index("uq_warning_visits_key", "warning_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    warning_id: Mapped[int] = mapped_column(ForeignKey("warnings.id", ondelete="CASCADE"))
    visited_on: Mapped[date]
    outcome: Mapped[str] = mapped_column(String(16))
    note: Mapped[str | None] = mapped_column(EncryptedText("warning_visits.note"))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str | None] = mapped_column(String(64))

    warning: Mapped[WarningRow] = relationship(back_populates="visits")


class VillageAssistant(Base):
    """Who on the staff looks after a village of a town. A village is a place, as the town calls it."""

    __tablename__ = "village_assistants"
    __table_args__ = (Index("uq_village_assistants_place", "town", "village", unique=True),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    town: Mapped[str] = mapped_column(String(12))
    village: Mapped[str] = mapped_column(String(40))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff.id", ondelete="CASCADE"), index=True)


class ContactRefusal(Base):
    """Somebody who said: do not come to me by yourselves. Taken back, the row goes."""

    __tablename__ = "contact_refusals"

    person_key: Mapped[str] = mapped_column(String(64), primary_key=True)
    id_number: Mapped[str] = mapped_column(EncryptedText("contact_refusals.id_number"))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
