"""Applications: what a household files once, its requests, members, signatures and events.

Names, numbers, phones, cards, addresses and situations are encrypted; people are found again by keyed hashes.
Coded columns (state, policy, district, town) stay clear for queues and counts.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class Application(Base):
    """One household's application. Without a `number` it is a draft; a conversation has one open draft."""

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "uq_applications_draft_of_conversation",
            "conversation_id",
            unique=True,
            sqlite_where=text("submitted_at IS NULL"),
            postgresql_where=text("submitted_at IS NULL"),
        ),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    conversation_id: Mapped[str] = mapped_column(String(64))
    household: Mapped[str] = mapped_column(String(64))
    number: Mapped[str | None] = mapped_column(String(12), unique=True)
    guide_version: Mapped[str] = mapped_column(String(64))
    district: Mapped[str | None] = mapped_column(String(32), index=True)
    town: Mapped[str | None] = mapped_column(String(12), index=True)
    town_name: Mapped[str | None] = mapped_column(String(32))
    district_name: Mapped[str | None] = mapped_column(String(32))
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

    members: Mapped[list["ApplicationMember"]] = relationship(
        order_by="ApplicationMember.position", cascade="all, delete-orphan", back_populates="application"
    )
    requests: Mapped[list["Request"]] = relationship(
        order_by="Request.id", cascade="all, delete-orphan", back_populates="application"
    )


class ApplicationMember(Base):
    """A person of the household as the application names them; `person` is their id in the situation."""

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

    application: Mapped[Application] = relationship(back_populates="members")
    authorisations: Mapped[list["Authorisation"]] = relationship(
        cascade="all, delete-orphan", back_populates="member"
    )


class Request(Base):
    """One policy for a person or household. State and holder live here; the application's is derived."""

    __tablename__ = "requests"
    __table_args__ = (Index("ix_requests_town_state", "town", "state"),)

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

    application: Mapped[Application] = relationship(back_populates="requests")
    events: Mapped[list["RequestEvent"]] = relationship(
        order_by="RequestEvent.id", cascade="all, delete-orphan", back_populates="request"
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
    """One step of a request: from where to where, when, by whom (a role or a staff id, never a name)."""

    __tablename__ = "request_events"

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    from_state: Mapped[str] = mapped_column(String(24))
    to_state: Mapped[str] = mapped_column(String(24))
    at: Mapped[datetime] = mapped_column(Instant)
    by: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(EncryptedText("request_events.note"))

    request: Mapped[Request] = relationship(back_populates="events")


class Authorisation(Base):
    """A member lets their circumstances be verified: purpose, sources, period and the text they read."""

    __tablename__ = "authorisations"

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("application_members.id", ondelete="CASCADE"), index=True
    )
    signed_by: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(16))
    text_version: Mapped[str] = mapped_column(String(32))
    text_hash: Mapped[str] = mapped_column(String(64))
    signature: Mapped[str | None] = mapped_column(EncryptedText("authorisations.signature"))
    receipt: Mapped[str] = mapped_column(String(16), unique=True)
    signed_at: Mapped[datetime] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    member: Mapped[ApplicationMember] = relationship(back_populates="authorisations")


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
    signed_at: Mapped[datetime] = mapped_column(Instant)


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
