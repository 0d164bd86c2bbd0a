"""What people need and who can give it: levels that were changed, demands, providers, assignments, hours.

Time is kept in whole minutes; a month stands under its first day.
"""

from datetime import date, datetime

from sqlalchemy import BigInteger, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from webapp.models.applications import Application, ApplicationMember
from webapp.models.base import Base, EncryptedJSON, EncryptedText, Instant


class NeedChange(Base):
    """A level that a clerk found by looking (`said`: level, low, high, why); the newest one holds.

    `low` and `high` are what the facts came to then. `person` None is the household; a level of None gives
    the dimension back to the facts.
    """

    __tablename__ = "need_changes"
    __table_args__ = (Index("uq_need_changes_key", "application_id", "key", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    application_id: Mapped[str] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"), index=True)
    person: Mapped[str | None] = mapped_column(String(64))
    dimension: Mapped[str] = mapped_column(String(16))
    said: Mapped[dict] = mapped_column(EncryptedJSON("need_changes.said"))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str | None] = mapped_column(String(64))

    application: Mapped[Application] = relationship()


class ServiceDemand(Base):
    """A service that somebody needs, and how much of it; open until `closed_on`, one a service at a time."""

    __tablename__ = "service_demands"
    __table_args__ = (
        Index(
            "uq_service_demands_open",
            "member_id",
            "service",
            unique=True,
            sqlite_where=text("closed_on IS NULL"),
            postgresql_where=text("closed_on IS NULL"),
        ),
        Index(None, "district", "town"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    member_id: Mapped[int] = mapped_column(
        ForeignKey("application_members.id", ondelete="CASCADE"), index=True
    )
    request_id: Mapped[int] = mapped_column(ForeignKey("requests.id", ondelete="CASCADE"), index=True)
    service: Mapped[str] = mapped_column(String(32))
    district: Mapped[str | None] = mapped_column(String(32))
    town: Mapped[str | None] = mapped_column(String(12))
    minutes_per_week: Mapped[int]
    opened_on: Mapped[date]
    opened_by: Mapped[str] = mapped_column(String(32))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    closed_on: Mapped[date | None]
    closed_by: Mapped[str | None] = mapped_column(String(32))

    member: Mapped[ApplicationMember] = relationship()
    assignments: Mapped[list["ServiceAssignment"]] = relationship(
        order_by="ServiceAssignment.id", cascade="all, delete-orphan", back_populates="demand"
    )


class ServiceProvider(Base):
    """Who gives care, as a town or district entered them: where they sit, and the towns that they serve."""

    __tablename__ = "service_providers"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(EncryptedText("service_providers.name"))
    district: Mapped[str] = mapped_column(String(32), index=True)
    town: Mapped[str] = mapped_column(String(12))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)

    towns: Mapped[list["ProviderTown"]] = relationship(
        order_by="ProviderTown.town", cascade="all, delete-orphan"
    )
    offers: Mapped[list["ServiceOffer"]] = relationship(
        order_by="ServiceOffer.id", cascade="all, delete-orphan", back_populates="provider"
    )


class ProviderTown(Base):
    """A town that a provider serves."""

    __tablename__ = "service_provider_towns"

    provider_id: Mapped[int] = mapped_column(
        ForeignKey("service_providers.id", ondelete="CASCADE"), primary_key=True
    )
    town: Mapped[str] = mapped_column(String(12), primary_key=True, index=True)


class ServiceOffer(Base):
    """How much of a service a provider has a month, and for how many people at once where that is limited."""

    __tablename__ = "service_offers"
    __table_args__ = (Index("uq_service_offers_service", "provider_id", "service", unique=True),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("service_providers.id", ondelete="CASCADE"))
    service: Mapped[str] = mapped_column(String(32), index=True)
    minutes_per_month: Mapped[int] = mapped_column(BigInteger)
    places: Mapped[int | None]

    provider: Mapped[ServiceProvider] = relationship(back_populates="offers")


class ServiceAssignment(Base):
    """Who cares for whom, how much a week, from when to when; `ends` is the last day, None while it goes on.

    `key` is unique: a button pressed twice assigns once.
    """

    __tablename__ = "service_assignments"

    id: Mapped[int] = mapped_column(primary_key=True)
    demand_id: Mapped[int] = mapped_column(ForeignKey("service_demands.id", ondelete="CASCADE"), index=True)
    offer_id: Mapped[int] = mapped_column(ForeignKey("service_offers.id", ondelete="CASCADE"), index=True)
    minutes_per_week: Mapped[int]
    begins: Mapped[date]
    ends: Mapped[date | None]
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
    ended_by: Mapped[str | None] = mapped_column(String(32))
    key: Mapped[str] = mapped_column(String(64), unique=True)

    demand: Mapped[ServiceDemand] = relationship(back_populates="assignments")
    offer: Mapped[ServiceOffer] = relationship()
    hours: Mapped[list["ServiceHours"]] = relationship(
        order_by="ServiceHours.month", cascade="all, delete-orphan"
    )


class ServiceHours(Base):
    """What was really done of an assignment in a month, by the provider's sheet; the newest entry stands."""

    __tablename__ = "service_hours"

    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("service_assignments.id", ondelete="CASCADE"), primary_key=True
    )
    month: Mapped[date] = mapped_column(primary_key=True, index=True)
    minutes: Mapped[int]
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[datetime] = mapped_column(Instant)
