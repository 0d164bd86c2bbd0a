"""What happens around a filed application: who helps, what is missing, what is decided, what has changed."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.applications import Application, Request
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class Helper(Base):
    """The permission of somebody who acts in the applicant's place: a relative or a village assistant.

    `relation`: who they are to the applicant. `scope`: filing, or everything. The applicant's consent is
    typed, or on paper, which counts once somebody at the town has seen it (`seen_at`). Who helps from a staff
    account has a `staff` id and no phone.
    """

    __tablename__ = "helpers"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    relation: Mapped[str] = mapped_column(String(32))
    person: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(EncryptedText("helpers.name"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("helpers.phone"))
    staff: Mapped[str | None] = mapped_column(String(32))
    scope: Mapped[str] = mapped_column(String(16))
    since: Mapped[datetime] = mapped_column(Instant)
    until: Mapped[date | None]
    consent_kind: Mapped[str | None] = mapped_column(String(16))
    text_version: Mapped[str | None] = mapped_column(String(32))
    text_hash: Mapped[str | None] = mapped_column(String(64))
    signature: Mapped[str | None] = mapped_column(EncryptedText("helpers.signature"))
    consented_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_by: Mapped[str | None] = mapped_column(String(32))
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_by: Mapped[str | None] = mapped_column(String(32))

    application: Mapped[Application] = relationship(back_populates="helpers")


class Supplement(Base):
    """All that a request lacks, said once. The request goes back to `asked_from` when it is answered."""

    __tablename__ = "supplements"
    __table_args__ = (
        Index(
            "uq_supplements_open",
            "request_id",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    asked_from: Mapped[str] = mapped_column(String(24))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    asked_by: Mapped[str] = mapped_column(String(32))
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    request: Mapped[Request] = relationship(back_populates="supplements")
    entries: Mapped[list["SupplementEntry"]] = relationship(
        order_by="SupplementEntry.position", cascade="all, delete-orphan", back_populates="supplement"
    )


class SupplementEntry(Base):
    """One thing that is missing. It is answered in words or by a document; `document` is its id."""

    __tablename__ = "supplement_entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    supplement_id: Mapped[int] = mapped_column(ForeignKey("supplements.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    wanted: Mapped[str] = mapped_column(EncryptedText("supplement_entries.wanted"))
    why: Mapped[str | None] = mapped_column(EncryptedText("supplement_entries.why"))
    answer: Mapped[str | None] = mapped_column(EncryptedText("supplement_entries.answer"))
    document: Mapped[str | None] = mapped_column(String(64))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("helpers.id", ondelete="SET NULL"))

    supplement: Mapped[Supplement] = relationship(back_populates="entries")


class Decision(Base):
    """What was decided of a request, by whom, with the findings in full, so that it can be replayed.

    `minutes`: of the meeting that decided what the rules leave open (`held_on`, `people`, `words`).
    `starts_on`: from when what is granted is given.
    """

    __tablename__ = "decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime] = mapped_column(Instant)
    role: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(32))
    guide_version: Mapped[str] = mapped_column(String(64))
    findings: Mapped[dict] = mapped_column(EncryptedJSON("decisions.findings"))
    note: Mapped[str | None] = mapped_column(EncryptedText("decisions.note"))
    amount_fen: Mapped[int | None]
    starts_on: Mapped[date | None]
    minutes: Mapped[dict | None] = mapped_column(EncryptedJSON("decisions.minutes"))

    request: Mapped[Request] = relationship(back_populates="decisions")


class Objection(Base):
    """The applicant does not accept a decision: which grounds, in whose words, and how it came out."""

    __tablename__ = "objections"
    __table_args__ = (
        Index(
            "uq_objections_open",
            "request_id",
            unique=True,
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    made_at: Mapped[datetime] = mapped_column(Instant)
    grounds: Mapped[list] = mapped_column(EncryptedJSON("objections.grounds"))
    words: Mapped[str] = mapped_column(EncryptedText("objections.words"))
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("helpers.id", ondelete="SET NULL"))
    settled_at: Mapped[datetime | None] = mapped_column(Instant)
    outcome: Mapped[str | None] = mapped_column(String(16))

    request: Mapped[Request] = relationship(back_populates="objections")


class HouseholdChange(Base):
    """Something changed at home: what, since when, each fact before and after. `seen_at`: by the clerk."""

    __tablename__ = "household_changes"
    __table_args__ = (Index("uq_household_changes_key", "application_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    person: Mapped[str | None] = mapped_column(String(64))
    happened_on: Mapped[date]
    facts: Mapped[list] = mapped_column(EncryptedJSON("household_changes.facts"))
    words: Mapped[str | None] = mapped_column(EncryptedText("household_changes.words"))
    reported_at: Mapped[datetime] = mapped_column(Instant)
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("helpers.id", ondelete="SET NULL"))
    key: Mapped[str | None] = mapped_column(String(64))
    seen_at: Mapped[datetime | None] = mapped_column(Instant)
    seen_by: Mapped[str | None] = mapped_column(String(32))

    application: Mapped[Application] = relationship(back_populates="changes")


class Feedback(Base):
    """Whether it helped, said once when all is over."""

    __tablename__ = "feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), unique=True
    )
    answer: Mapped[str] = mapped_column(String(16))
    words: Mapped[str | None] = mapped_column(EncryptedText("feedback.words"))
    at: Mapped[datetime] = mapped_column(Instant)
