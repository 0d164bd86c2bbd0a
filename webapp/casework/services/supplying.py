"""Supply: providers as towns and districts enter them, what they have, and who is free near somebody."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, selectinload

from webapp.casework.services import spans
from webapp.casework.services.booking import GONE, BookingError, running_on
from webapp.casework.services.spans import Span
from webapp.models.needs import ProviderTown, ServiceAssignment, ServiceDemand, ServiceOffer, ServiceProvider
from webapp.security import audit
from webapp.staff.regions import StaffRegion, within

BOOKED = "已经排出去每周 {hours} 小时、{people} 个人，不能比这少"
RUNNING = "还有人在那里服务：先把安排停了"


@dataclass(frozen=True)
class Entered:
    """A provider as somebody enters it: where it sits, and the towns it serves."""

    name: str
    district: str
    town: str
    towns: tuple[str, ...]


@dataclass(frozen=True)
class Suggestion:
    """Somebody who has time: how near (0 in the same town, 1 in the district, 2 beyond), and how much."""

    offer: ServiceOffer
    nearness: int
    minutes_a_week: int
    places: int | None


def seen_by(region: StaffRegion) -> ColumnElement[bool]:
    """Providers that sit in the region or serve a town of it."""
    p = ServiceProvider
    own = within(region, district=p.district, town=p.town)
    if region.town is None:
        return own
    serving = select(ProviderTown.provider_id).where(ProviderTown.town == region.town)
    return or_(own, p.id.in_(serving))


def list_providers(session: Session, region: StaffRegion) -> list[ServiceProvider]:
    """Those who still serve first, then by town."""
    p = ServiceProvider
    query = select(p).where(seen_by(region)).options(selectinload(p.towns), selectinload(p.offers))
    return list(session.scalars(query.order_by(p.closed_at.is_not(None), p.town, p.id)))


def add_provider(
    session: Session, entered: Entered, *, by: str, at: datetime.datetime, key: str
) -> ServiceProvider:
    """The provider; pressed again with the same `key` it is the first one."""
    made = session.scalars(select(ServiceProvider).where(ServiceProvider.key == key)).one_or_none()
    if made is not None:
        return made
    made = ServiceProvider(name=entered.name, district=entered.district, town=entered.town)
    made.by, made.at, made.key = by, at, key
    made.towns = [ProviderTown(town=one) for one in entered.towns]
    session.add(made)
    session.flush()
    audit.record(session, by, "add-provider", subject=f"service-provider:{made.id}", at=at)
    return made


def set_offer(
    session: Session, provider: ServiceProvider, service: str, *, minutes_per_month: int,
    places: int | None, by: str, at: datetime.datetime,
) -> ServiceOffer:  # fmt: skip
    """How much of a service there is a month. Raises BookingError for less than what is assigned."""
    session.refresh(provider, with_for_update=True)
    if provider.closed_at is not None:
        raise BookingError(GONE)
    mine = (ServiceOffer.provider_id == provider.id, ServiceOffer.service == service)
    offer = session.scalars(select(ServiceOffer).where(*mine).with_for_update()).one_or_none()
    if offer is None:
        offer = ServiceOffer(provider_id=provider.id, service=service)
        session.add(offer)
    else:
        load, people = spans.heaviest_week(running_on(session, [offer.id])[offer.id], Span(at.date(), None))
        if not spans.fits(load, minutes_per_month) or (places is not None and places < people):
            raise BookingError(BOOKED.format(hours=spans.hours(load), people=people))
    offer.minutes_per_month, offer.places = minutes_per_month, places
    session.flush()
    audit.record(session, by, "set-offer", subject=f"service-offer:{offer.id}", at=at)
    return offer


def set_towns(
    session: Session, provider: ServiceProvider, towns: Sequence[str], *, by: str, at: datetime.datetime
) -> None:
    """The towns that it serves. Raises BookingError where somebody is cared for in one that is left out."""
    _lock(session, provider)
    a, d = ServiceAssignment, ServiceDemand
    query = select(d.town).join(a, a.demand_id == d.id).where(*_running(provider, at.date()))
    if set(session.scalars(query)) - set(towns):
        raise BookingError(RUNNING)
    provider.towns = [one for one in provider.towns if one.town in towns]
    known = {one.town for one in provider.towns}
    provider.towns += [ProviderTown(town=one) for one in towns if one not in known]
    session.flush()
    audit.record(session, by, "set-towns", subject=f"service-provider:{provider.id}", at=at)


def close_provider(
    session: Session, provider: ServiceProvider, *, by: str, at: datetime.datetime
) -> None:  # fmt: skip
    """It takes nobody any more. Raises BookingError while it still cares for somebody."""
    _lock(session, provider)
    running = select(ServiceAssignment.id).where(*_running(provider, at.date()))
    if session.scalars(running.limit(1)).first() is not None:
        raise BookingError(RUNNING)
    provider.closed_at = provider.closed_at or at
    session.flush()
    audit.record(session, by, "close-provider", subject=f"service-provider:{provider.id}", at=at)


def _lock(session: Session, provider: ServiceProvider) -> None:
    """The provider and all that it offers, so that nothing is assigned meanwhile."""
    session.refresh(provider, with_for_update=True)
    mine = select(ServiceOffer).where(ServiceOffer.provider_id == provider.id).order_by(ServiceOffer.id)
    session.scalars(mine.with_for_update()).all()


def _running(provider: ServiceProvider, today: datetime.date) -> tuple[ColumnElement[bool], ...]:
    a = ServiceAssignment
    offers = select(ServiceOffer.id).where(ServiceOffer.provider_id == provider.id)
    return a.offer_id.in_(offers), or_(a.ends.is_(None), a.ends > today)


def free_of(
    session: Session, offers: Iterable[ServiceOffer], first: datetime.date
) -> dict[int, tuple[int, int | None]]:  # fmt: skip
    """By offer: the minutes a week, and the places, that are free from a day on without an end."""
    known = {one.id: one for one in offers}
    found = {}
    for id, running in running_on(session, known).items():
        load, people = spans.heaviest_week(running, Span(first, None))
        left = max(0, spans.most_a_week(known[id].minutes_per_month) - load)
        places = known[id].places
        found[id] = left, None if places is None else max(0, places - people)
    return found


def suggest(session: Session, demand: ServiceDemand, first: datetime.date) -> list[Suggestion]:
    """Who serves the town and has time from that day on: the nearest first, then who has most."""
    o, p = ServiceOffer, ServiceProvider
    serving = select(ProviderTown.provider_id).where(ProviderTown.town == demand.town)
    query = select(o).join(p).where(o.service == demand.service, p.closed_at.is_(None), p.id.in_(serving))
    offers = list(session.scalars(query.options(selectinload(o.provider))))
    free = free_of(session, offers, first)
    found = [Suggestion(one, _nearness(one.provider, demand), *free[one.id]) for one in offers]
    able = [one for one in found if one.minutes_a_week > 0 and one.places != 0]
    return sorted(able, key=lambda one: (one.nearness, -one.minutes_a_week, one.offer.id))


def _nearness(provider: ServiceProvider, demand: ServiceDemand) -> int:
    if provider.town == demand.town:
        return 0
    return 1 if provider.district == demand.district else 2
