"""A month side by side: what is needed, what there is, what was assigned, what was done; and the two gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from webapp.casework.services import spans
from webapp.casework.services.spans import Span
from webapp.ledger.figures import Month
from webapp.models.needs import (
    ProviderTown,
    ServiceAssignment,
    ServiceDemand,
    ServiceHours,
    ServiceOffer,
    ServiceProvider,
)
from webapp.staff.regions import StaffRegion, within

Place = tuple[str, str]  # a service, and a town; "" for all towns together


@dataclass(frozen=True)
class Sum:
    """Minutes of a month. `people` is how many demands there are, as nobody has two of one service."""

    service: str
    town: str
    people: int = 0
    needed: int = 0
    supply: int = 0
    assigned: int = 0
    delivered: int = 0

    @property
    def unassigned(self) -> int:
        return max(0, self.needed - self.assigned)

    @property
    def undelivered(self) -> int:
        return max(0, self.assigned - self.delivered)


@dataclass
class _Found:
    """What was found for one place, before it is added up."""

    needed: list[Span] = field(default_factory=list)
    assigned: list[Span] = field(default_factory=list)
    delivered: int = 0
    supply: dict[int, int] = field(default_factory=dict)  # by offer, so that none counts twice

    def add_up(self, place: Place, month: Month) -> Sum:
        return Sum(
            *place,
            people=len(self.needed),
            needed=spans.planned(month, self.needed),
            supply=sum(self.supply.values()),
            assigned=spans.planned(month, self.assigned),
            delivered=self.delivered,
        )


def count(session: Session, region: StaffRegion, month: Month, services: Iterable[str]) -> list[Sum]:
    """By service in their order: all towns together, then each town where there is something.

    A provider that serves several towns stands in the supply of each, and once in that of all together.
    """
    found: defaultdict[Place, _Found] = defaultdict(_Found)
    _add_demands(session, region, month, found)
    _add_assignments(session, region, month, found)
    _add_supply(session, region, month, found)
    ordered = sorted(found, key=lambda place: place[1])
    return [
        found[place].add_up(place, month) for one in services for place in ordered if place[0] == one
    ]  # fmt: skip


def total(sums: Iterable[Sum]) -> Sum:
    """All services together, of rows of all towns."""
    whole = Sum("", "")
    for one in sums:
        names = ("people", "needed", "supply", "assigned", "delivered")
        whole = replace(whole, **{name: getattr(whole, name) + getattr(one, name) for name in names})
    return whole


def _places(service: str, town: str | None) -> Iterator[Place]:
    yield service, ""
    if town:
        yield service, town


def _overlaps(month: Month, first: ColumnElement, last: ColumnElement) -> ColumnElement[bool]:
    return (first < month.next) & or_(last.is_(None), last >= month.first)


def _add_demands(session: Session, region: StaffRegion, month: Month, found: defaultdict) -> None:
    d = ServiceDemand
    query = select(d.service, d.town, d.opened_on, d.closed_on, d.minutes_per_week)
    query = query.where(within(region, district=d.district, town=d.town))
    for service, town, *span in session.execute(query.where(_overlaps(month, d.opened_on, d.closed_on))):
        for place in _places(service, town):
            found[place].needed.append(Span(*span))


def _add_assignments(session: Session, region: StaffRegion, month: Month, found: defaultdict) -> None:
    a, d, h = ServiceAssignment, ServiceDemand, ServiceHours
    here = within(region, district=d.district, town=d.town)
    query = select(d.service, d.town, a.begins, a.ends, a.minutes_per_week, h.minutes)
    query = query.join(a, a.demand_id == d.id)
    query = query.outerjoin(h, (h.assignment_id == a.id) & (h.month == month.first))
    for service, town, *span, minutes in session.execute(
        query.where(here, _overlaps(month, a.begins, a.ends))
    ):
        for place in _places(service, town):
            found[place].assigned.append(Span(*span))
            found[place].delivered += minutes or 0


def _add_supply(session: Session, region: StaffRegion, month: Month, found: defaultdict) -> None:
    o, p, t = ServiceOffer, ServiceProvider, ProviderTown
    query = select(o.service, t.town, o.id, o.minutes_per_month).join(p, p.id == o.provider_id)
    query = query.join(t, t.provider_id == p.id)
    here = within(region, district=p.district, town=t.town)
    query = query.where(here, or_(p.closed_at.is_(None), p.closed_at >= month.begins))
    for service, town, offer_id, minutes in session.execute(query):
        for place in _places(service, town):
            found[place].supply[offer_id] = minutes
