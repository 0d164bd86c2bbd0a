"""Applications: what a household files once, its requests, members, signatures and events.

Names, numbers, phones, cards, addresses and situations are encrypted; people are found again by keyed hashes.
Coded columns (state, policy, district, town) stay clear for queues and counts.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import ForeignKey, Index, SmallInteger, String, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant

if TYPE_CHECKING:
    from webapp.models.afterwards import Decision, Helper, HouseholdChange, Objection, Supplement


class Application(Base):
    """One household's application. Without a `number` it is a draft; a conversation has one open draft.

    `district` and `town` are those of the hukou, or of the first request where no hukou here is asked for;
    `residence_…` and `event_…` stand where a request goes by them.

    `sender` and `sender_hash`: who submitted it from WeChat. The conversation is deleted long before the
    application ends. `resume_code` opens the draft on another phone, together with the tail of an ID number.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_draft_of_conversation",
            "conversation_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
        Index("uq_applications_resume_key", "resume_key", unique=True),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64), index=True)
    household: Mapped[str] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(12), unique=True)
    guide_version: Mapped[str] = mapped_column(String(64))
    district: Mapped[str | None] = mapped_column(String(32), index=True)
    town: Mapped[str | None] = mapped_column(String(12), index=True)
    town_name: Mapped[str | None] = mapped_column(String(32))
    district_name: Mapped[str | None] = mapped_column(String(32))
    residence_district: Mapped[str | None] = mapped_column(String(32))
    residence_town: Mapped[str | None] = mapped_column(String(12))
    event_district: Mapped[str | None] = mapped_column(String(32))
    event_town: Mapped[str | None] = mapped_column(String(12))
    situation: Mapped[dict] = mapped_column(EncryptedJSON("applications.situation"))
    origins: Mapped[list] = mapped_column(EncryptedJSON("applications.origins"))
    follow_ups: Mapped[list] = mapped_column(EncryptedJSON("applications.follow_ups"))
    answered: Mapped[list] = mapped_column(EncryptedJSON("applications.answered"))
    phone: Mapped[str | None] = mapped_column(EncryptedText("applications.phone"))
    address: Mapped[str | None] = mapped_column(EncryptedText("applications.address"))
    bank_card: Mapped[str | None] = mapped_column(EncryptedText("applications.bank_card"))
    note: Mapped[str | None] = mapped_column(EncryptedText("applications.note"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    updated_at: Mapped[datetime] = mapped_column(Instant)
    submitted_at: Mapped[datetime | None] = mapped_column(Instant)
    sender: Mapped[str | None] = mapped_column(EncryptedText("applications.sender"))
    sender_hash: Mapped[str | None] = mapped_column(String(64), index=True)
    resume_code: Mapped[str | None] = mapped_column(EncryptedText("applications.resume_code"))
    resume_key: Mapped[str | None] = mapped_column(String(64))

    members: Mapped[list["ApplicationMember"]] = relationship(
        order_by="ApplicationMember.position", cascade="all, delete-orphan", back_populates="application"
    )
    requests: Mapped[list["Request"]] = relationship(
        order_by="Request.id", cascade="all, delete-orphan", back_populates="application"
    )
    helpers: Mapped[list["Helper"]] = relationship(
        order_by="Helper.id", cascade="all, delete-orphan", back_populates="application"
    )
    changes: Mapped[list["HouseholdChange"]] = relationship(
        order_by="HouseholdChange.id", cascade="all, delete-orphan", back_populates="application"
    )


class ApplicationMember(Base):
    """A person of the household as the application names them; `person` is their id in the situation.

    Who died or moved away after the submission stays, with the day they left.
    """

    __tablename__ = "application_members"
    __table_args__ = (Index("uq_application_members_person", "application_id", "person", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    person: Mapped[str] = mapped_column(String(64))
    relation: Mapped[str] = mapped_column(String(32))
    position: Mapped[int]
    is_applicant: Mapped[bool] = mapped_column(default=False)
    is_adult: Mapped[bool | None]
    name: Mapped[str | None] = mapped_column(EncryptedText("application_members.name"))
    id_number: Mapped[str | None] = mapped_column(EncryptedText("application_members.id_number"))
    id_key: Mapped[str | None] = mapped_column(String(64), index=True)
    refused_at: Mapped[datetime | None] = mapped_column(Instant)
    sources_asked: Mapped[list | None] = mapped_column(EncryptedJSON("application_members.sources_asked"))
    left_on: Mapped[date | None]
    left_why: Mapped[str | None] = mapped_column(String(16))

    application: Mapped[Application] = relationship(back_populates="members")
    authorisations: Mapped[list["Authorisation"]] = relationship(
        cascade="all, delete-orphan",
        back_populates="member",
        foreign_keys="Authorisation.member_id",
        order_by="Authorisation.id",
    )


ORDER = ("queue_rank", "queue_at", "id")


def _waiting(name: str, *columns: str) -> Index:
    """An index of what waits at a desk alone."""
    waits = text("queue_at IS NOT NULL")
    return Index(name, *columns, sqlite_where=waits, postgresql_where=waits)


class Request(Base):
    """One policy for a person or household. State and holder live here; the application's is derived.

    `version` counts the transitions, so that a page that shows an older one is found out. `due_at`: by when
    whoever holds it has to act; an estimate while days are counted that nobody knows to be working days.
    `clerk_id`: the staff account that has it in hand; `visitor_id`: the assistant who is asked to visit the
    household, and may see it for that. `queue_rank` and `queue_at` order what waits at a desk,
    and are empty once nothing does (`winding`).
    """

    __tablename__ = "requests"
    __table_args__ = (
        Index("ix_requests_town_state", "town", "state"),
        Index("ix_requests_due_at", "due_at"),
        _waiting("ix_requests_queue", *ORDER),
        _waiting("ix_requests_queue_town", "town", *ORDER),
        _waiting("ix_requests_queue_district", "district", *ORDER),
        _waiting("ix_requests_queue_clerk", "clerk_id", *ORDER),
        _waiting("ix_requests_queue_counts", "district", "state", "queue_at"),
        Index(
            "ix_requests_visitor",
            "visitor_id",
            sqlite_where=text("visitor_id IS NOT NULL"),
            postgresql_where=text("visitor_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    policy: Mapped[str] = mapped_column(String(64), index=True)
    unit: Mapped[str] = mapped_column(String(16))
    person: Mapped[str | None] = mapped_column(String(64))
    person_label: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(24), index=True)
    state_since: Mapped[datetime] = mapped_column(Instant)
    holder: Mapped[str | None] = mapped_column(String(64))
    is_urgent: Mapped[bool] = mapped_column(default=False)
    is_chosen: Mapped[bool] = mapped_column(default=True)
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    verdict: Mapped[str] = mapped_column(String(8))
    findings: Mapped[dict] = mapped_column(EncryptedJSON("requests.findings"))
    amount_low_fen: Mapped[int | None]
    amount_high_fen: Mapped[int | None]
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    version: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime | None] = mapped_column(Instant)
    due_is_estimate: Mapped[bool] = mapped_column(default=False, server_default=false())
    clerk_id: Mapped[int | None]
    visitor_id: Mapped[int | None]
    queue_rank: Mapped[int | None] = mapped_column(SmallInteger)
    queue_at: Mapped[datetime | None] = mapped_column(Instant)

    application: Mapped[Application] = relationship(back_populates="requests")
    events: Mapped[list["RequestEvent"]] = relationship(
        order_by="RequestEvent.id", cascade="all, delete-orphan", back_populates="request"
    )
    supplements: Mapped[list["Supplement"]] = relationship(
        order_by="Supplement.id", cascade="all, delete-orphan", back_populates="request"
    )
    decisions: Mapped[list["Decision"]] = relationship(
        order_by="Decision.id", cascade="all, delete-orphan", back_populates="request"
    )
    objections: Mapped[list["Objection"]] = relationship(
        order_by="Objection.id", cascade="all, delete-orphan", back_populates="request"
    )


class RequestSubject(Base):
    """Who an open request is for, by keyed ID: nobody stands in two open requests of one policy."""

    __tablename__ = "request_subjects"
    __table_args__ = (
        Index(
            "uq_request_subjects_open",
            "id_key",
            "policy",
            unique=True,
            sqlite_where=text("is_open"),
            postgresql_where=text("is_open"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    policy: Mapped[str] = mapped_column(String(64))
    id_key: Mapped[str] = mapped_column(String(64))
    is_open: Mapped[bool] = mapped_column(default=True)


class RequestEvent(Base):
    """One step of a request: from where to where, when, by whom (a role or a staff id, never a name).

    `key` is that of the button: pressed again, it gives the event that the first press made. `helper_id`: who
    acted in the applicant's place.
    """

    __tablename__ = "request_events"
    __table_args__ = (Index("uq_request_events_key", "request_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    from_state: Mapped[str] = mapped_column(String(24))
    to_state: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(Instant)
    role: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(EncryptedText("request_events.note"))
    key: Mapped[str | None] = mapped_column(String(64))
    helper_id: Mapped[int | None] = mapped_column(ForeignKey("helpers.id", ondelete="SET NULL"))

    request: Mapped[Request] = relationship(back_populates="events")


class Authorisation(Base):
    """A member lets their circumstances be verified: purpose, sources, period and the text they read.

    `state` is `signed`, or how the clerk's look at a sheet of paper stands. `withdrawn_at` is the member's
    own end; `ended_at` the end of the period, or that a newer signature took its place. `copy` is the PDF of
    what was signed, as it was that day (base64), and `copy_hash` its SHA-256.
    """

    __tablename__ = "authorisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("application_members.id", ondelete="CASCADE"), index=True
    )
    state: Mapped[str] = mapped_column(String(16), server_default="signed", default="signed")
    signed_by: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    text_version: Mapped[str] = mapped_column(String(32))
    text_hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str | None] = mapped_column(EncryptedText("authorisations.signature"))
    drawing: Mapped[str | None] = mapped_column(EncryptedText("authorisations.drawing"), deferred=True)
    device: Mapped[str | None] = mapped_column(String(16))
    door: Mapped[str | None] = mapped_column(String(16))
    guardian_id: Mapped[int | None] = mapped_column(
        ForeignKey("application_members.id", ondelete="SET NULL"), index=True
    )
    guardian_relation: Mapped[str | None] = mapped_column(String(16))
    guardian_reason: Mapped[str | None] = mapped_column(String(16))
    guardian_note: Mapped[str | None] = mapped_column(EncryptedText("authorisations.guardian_note"))
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    photo: Mapped[str | None] = mapped_column(String(64))
    checked_by: Mapped[str | None] = mapped_column(String(32))
    checked_at: Mapped[datetime | None] = mapped_column(Instant)
    check_note: Mapped[str | None] = mapped_column(EncryptedText("authorisations.check_note"))
    copy: Mapped[str | None] = mapped_column(EncryptedText("authorisations.copy"), deferred=True)
    copy_hash: Mapped[str | None] = mapped_column(String(64))

    member: Mapped[ApplicationMember] = relationship(
        back_populates="authorisations", foreign_keys=[member_id]
    )
    guardian: Mapped[ApplicationMember | None] = relationship(foreign_keys=[guardian_id])


class Commitment(Base):
    """The applicant's word that what was said is true."""

    __tablename__ = "commitments"

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("application_members.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(16))
    text_version: Mapped[str] = mapped_column(String(32))
    text_hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str | None] = mapped_column(EncryptedText("commitments.signature"))
    drawing: Mapped[str | None] = mapped_column(EncryptedText("commitments.drawing"), deferred=True)
    device: Mapped[str | None] = mapped_column(String(16))
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_at: Mapped[datetime] = mapped_column(Instant)
    copy: Mapped[str | None] = mapped_column(EncryptedText("commitments.copy"), deferred=True)
    copy_hash: Mapped[str | None] = mapped_column(String(64))

    member: Mapped[ApplicationMember] = relationship()


class StatusTry(Base):
    """One try to look up a status, by keyed client and keyed number; only tries of the last hour count."""

    __tablename__ = "status_tries"
    __table_args__ = (
        Index("ix_status_tries_client_at", "client_key", "at"),
        Index("ix_status_tries_number_at", "number_key", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    client_key: Mapped[str] = mapped_column(String(64))
    number_key: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(Instant)
