"""A month side by side: what is needed, what there is, what was assigned, what was done; and the two gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
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

Place = tuple[str, str, str]  # a service, a district, a town; "" where it is not known


@dataclass(frozen=True)
class Sum:
    """Minutes of a month. `people` is how many demands there are, as nobody has two of one service.

    `served` of them have somebody assigned, to `reached` of them somebody came, and `short` of them have less
    assigned than they need.
    """

    service: str
    town: str
    people: int = 0
    needed: int = 0
    supply: int = 0
    assigned: int = 0
    delivered: int = 0
    served: int = 0
    reached: int = 0
    short: int = 0

    @property
    def unassigned(self) -> int:
        return max(0, self.needed - self.assigned)

    @property
    def undelivered(self) -> int:
        return max(0, self.assigned - self.delivered)


@dataclass
class Found:
    """What was found for a place, by demand; supply by offer, so that none counts twice."""

    needed: dict[int, Span] = field(default_factory=dict)
    assigned: dict[int, list[Span]] = field(default_factory=lambda: defaultdict(list))
    delivered: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    supply: dict[int, int] = field(default_factory=dict)

    def add_up(self, service: str, town: str, month: Month) -> Sum:
        return Sum(
            service,
            town,
            people=len(self.needed),
            needed=spans.planned(month, self.needed.values()),
            supply=sum(self.supply.values()),
            assigned=spans.planned(month, [one for held in self.assigned.values() for one in held]),
            delivered=sum(self.delivered.values()),
            served=len(self.assigned),
            reached=sum(minutes > 0 for minutes in self.delivered.values()),
            short=sum(self._is_short(demand, month) for demand in self.needed),
        )

    def _is_short(self, demand: int, month: Month) -> bool:
        held = self.assigned.get(demand, [])
        return spans.planned(month, held) < spans.planned(month, [self.needed[demand]])


def together(places: Iterable[Found]) -> Found:
    """Several places as one."""
    whole = Found()
    for one in places:
        for name in ("needed", "assigned", "delivered", "supply"):
            getattr(whole, name).update(getattr(one, name))
    return whole


def count(session: Session, region: StaffRegion, month: Month, services: Iterable[str]) -> list[Sum]:
    """By service in their order: all towns together, then each town where there is something.

    A provider that serves several towns stands in the supply of each, and once in that of all together.
    """
    found = gather(session, region, month)
    sums = []
    for service in services:
        own = {place: one for place, one in found.items() if place[0] == service}
        if own:
            sums.append(together(own.values()).add_up(service, "", month))
        for town in sorted({place[2] for place in own} - {""}):
            here = together(one for place, one in own.items() if place[2] == town)
            sums.append(here.add_up(service, town, month))
    return sums


def gather(session: Session, region: StaffRegion, month: Month) -> dict[Place, Found]:
    """What there is in each place of the region, before it is added up."""
    found: defaultdict[Place, Found] = defaultdict(Found)
    _add_demands(session, region, month, found)
    _add_assignments(session, region, month, found)
    _add_supply(session, region, month, found)
    return dict(found)


def total(sums: Iterable[Sum]) -> Sum:
    """All services together, of rows of all towns."""
    whole = Sum("", "")
    for one in sums:
        names = ("people", "needed", "supply", "assigned", "delivered")
        whole = replace(whole, **{name: getattr(whole, name) + getattr(one, name) for name in names})
    return whole


def _place(service: str, district: str | None, town: str | None) -> Place:
    return service, district or "", town or ""


def _overlaps(month: Month, first: ColumnElement, last: ColumnElement) -> ColumnElement[bool]:
    return (first < month.next) & or_(last.is_(None), last >= month.first)


def _add_demands(session: Session, region: StaffRegion, month: Month, found: defaultdict) -> None:
    d = ServiceDemand
    query = select(d.id, d.service, d.district, d.town, d.opened_on, d.closed_on, d.minutes_per_week)
    query = query.where(within(region, district=d.district, town=d.town))
    rows = session.execute(query.where(_overlaps(month, d.opened_on, d.closed_on)))
    for id, service, district, town, *span in rows:
        found[_place(service, district, town)].needed[id] = Span(*span)


def _add_assignments(session: Session, region: StaffRegion, month: Month, found: defaultdict) -> None:
    a, d, h = ServiceAssignment, ServiceDemand, ServiceHours
    here = within(region, district=d.district, town=d.town)
    query = select(d.id, d.service, d.district, d.town, a.begins, a.ends, a.minutes_per_week, h.minutes)
    query = query.join(a, a.demand_id == d.id)
    query = query.outerjoin(h, (h.assignment_id == a.id) & (h.month == month.first))
    rows = session.execute(query.where(here, _overlaps(month, a.begins, a.ends)))
    for id, service, district, town, *span, minutes in rows:
        place = found[_place(service, district, town)]
        place.assigned[id].append(Span(*span))
        place.delivered[id] += minutes or 0


def _add_supply(session: Session, region: StaffRegion, month: Month, found: defaultdict) -> None:
    o, p, t = ServiceOffer, ServiceProvider, ProviderTown
    query = select(o.service, p.district, t.town, o.id, o.minutes_per_month).join(p, p.id == o.provider_id)
    query = query.join(t, t.provider_id == p.id)
    here = within(region, district=p.district, town=t.town)
    query = query.where(here, or_(p.closed_at.is_(None), p.closed_at >= month.begins))
    for service, district, town, offer_id, minutes in session.execute(query):
        found[_place(service, district, town)].supply[offer_id] = minutes
