"""What follows a decision: re-checks, a commitment that was not kept, a referral to a charity."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.applications import Application, ApplicationMember, Request
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class RecheckCause(StrEnum):
    """`APPROVAL`: its time has come. `FADING`: the months of fading out are over."""

    APPROVAL = "approval"
    CHANGE = "change"
    DEATH = "death"
    FADING = "fading"
    CLERK = "clerk"


class RecheckOutcome(StrEnum):
    KEPT = "kept"
    ADJUSTED = "adjusted"
    FADING = "fading"
    STOPPED = "stopped"


class Recheck(Base):
    """Help that is granted is looked at again by `due_on`; open from `opened_at` to `done_at`.

    One a cause is waiting for a request at a time. `findings` are those of the household as it is now.
    """

    __tablename__ = "rechecks"
    __table_args__ = (
        Index(
            "uq_rechecks_waiting",
            "request_id",
            "cause",
            unique=True,
            sqlite_where=text("done_at IS NULL"),
            postgresql_where=text("done_at IS NULL"),
        ),
        Index(None, "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    cause: Mapped[str] = mapped_column(String(16))
    due_on: Mapped[date]
    says: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text, default="")
    planned_at: Mapped[datetime] = mapped_column(Instant)
    planned_by: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime | None] = mapped_column(Instant)
    done_at: Mapped[datetime | None] = mapped_column(Instant)
    done_by: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(String(16))
    until: Mapped[date | None]
    amount_fen: Mapped[int | None]
    findings: Mapped[dict | None] = mapped_column(EncryptedJSON("rechecks.findings"))
    note: Mapped[str | None] = mapped_column(EncryptedText("rechecks.note"))

    request: Mapped[Request] = relationship()


class BreachState(StrEnum):
    """`FOUND` by the town, `RECORDED` by the district; the citizen sees it from `TOLD` on."""

    FOUND = "found"
    DROPPED = "dropped"
    RECORDED = "recorded"
    TOLD = "told"
    APPEALED = "appealed"
    UPHELD = "upheld"
    REVOKED = "revoked"
    REPAIRED = "repaired"
    EXPIRED = "expired"


class Breach(Base):
    """A commitment that was not kept: what was declared and what was found, fact by fact, and what follows.

    `measures` are keys of `applications/texts/commitment.yaml`; `expires_on` is the district's, as no source
    says for how long a record stands.
    """

    __tablename__ = "breaches"
    __table_args__ = (Index(None, "state", "expires_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int] = mapped_column(ForeignKey("application_members.id", ondelete="CASCADE"))
    state: Mapped[str] = mapped_column(String(12))
    version: Mapped[int] = mapped_column(default=0)
    facts: Mapped[list] = mapped_column(EncryptedJSON("breaches.facts"))
    words: Mapped[str] = mapped_column(EncryptedText("breaches.words"))
    measures: Mapped[str] = mapped_column(String(120), default="")
    expires_on: Mapped[date | None]
    found_at: Mapped[datetime] = mapped_column(Instant)
    found_by: Mapped[str] = mapped_column(String(32))
    key: Mapped[str | None] = mapped_column(String(64), unique=True)

    application: Mapped[Application] = relationship()
    member: Mapped[ApplicationMember] = relationship()
    events: Mapped[list["BreachEvent"]] = relationship(
        order_by="BreachEvent.id", cascade="all, delete-orphan", back_populates="breach"
    )


class BreachEvent(Base):
    """One step of it: from where to where, when, by whom, and why."""

    __tablename__ = "breach_events"
    __table_args__ = (Index("uq_breach_events_key", "breach_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    breach_id: Mapped[int] = mapped_column(ForeignKey("breaches.id", ondelete="CASCADE"), index=True)
    from_state: Mapped[str] = mapped_column(String(12))
    to_state: Mapped[str] = mapped_column(String(12))
    at: Mapped[datetime] = mapped_column(Instant)
    role: Mapped[str] = mapped_column(String(16))
    by: Mapped[str] = mapped_column(String(32))
    note: Mapped[str | None] = mapped_column(EncryptedText("breach_events.note"))
    key: Mapped[str | None] = mapped_column(String(64))

    breach: Mapped[Breach] = relationship(back_populates="events")


class ReferralState(StrEnum):
    OFFERED = "offered"
    AGREED = "agreed"
    DECLINED = "declined"
    SENT = "sent"
    ANSWERED = "answered"


class Referral(Base):
    """A charity's project that may help a household further, with the citizen's consent.

    `findings`: why it fits. `consent` is how it was given; `text_hash` pins the words that were agreed to.
    """

    __tablename__ = "referrals"
    __table_args__ = (Index("uq_referrals_policy", "request_id", "policy", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    policy: Mapped[str] = mapped_column(String(64))
    person: Mapped[str | None] = mapped_column(String(64))
    findings: Mapped[dict] = mapped_column(EncryptedJSON("referrals.findings"))
    state: Mapped[str] = mapped_column(String(12))
    offered_at: Mapped[datetime] = mapped_column(Instant)
    offered_by: Mapped[str] = mapped_column(String(32))
    consent: Mapped[str | None] = mapped_column(String(16))
    text_hash: Mapped[str | None] = mapped_column(String(64))
    consented_at: Mapped[datetime | None] = mapped_column(Instant)
    consented_by: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[datetime | None] = mapped_column(Instant)
    sent_by: Mapped[str | None] = mapped_column(String(32))
    outcome: Mapped[str | None] = mapped_column(String(16))
    answer: Mapped[str | None] = mapped_column(EncryptedText("referrals.answer"))
    answered_at: Mapped[datetime | None] = mapped_column(Instant)

    request: Mapped[Request] = relationship()
