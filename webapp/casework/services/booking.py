"""Who cares for whom: an assignment never takes a provider or a demand beyond what there is.

Demand and offer are locked, in that order, before what runs on them is counted; so two clerks at the same
moment come one after the other, and the second is told what is left.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.errors import ApplicationError
from webapp.casework.services import spans
from webapp.casework.services.spans import Span
from webapp.models.needs import ServiceAssignment, ServiceDemand, ServiceHours, ServiceOffer
from webapp.security import audit

GONE = "这家已经停了，换一家"
OTHER = "这家不做这一样，或者不到这个镇街"
CLOSED = "这一样已经不用了"
EARLY = "不能早于提出需要的那天"
BACKWARDS = "最后一天在第一天前头了"
FULL = "这家这段时间的名额满了，换一家"
SHORT = "这家这段时间最多还能排每周 {hours} 小时，换一家或者少排些"
ENOUGH = "已经排了的加上这些，超过他要的了：最多还能排每周 {hours} 小时"
WORKED = "{month}还记着小时数，先改小时数，或者把最后一天往后放"


class BookingError(ApplicationError):
    """What cannot be assigned or ended so. The clerk reads the message."""


@dataclass(frozen=True)
class Wanted:
    """Which offer, from when to when, and how much a week."""

    offer_id: int
    span: Span


def assign(
    session: Session, demand: ServiceDemand, wanted: Wanted, *, by: str, at: datetime.datetime, key: str
) -> ServiceAssignment:
    """The assignment; pressed again with the same `key` it is the first one. Raises BookingError."""
    session.refresh(demand, with_for_update=True)
    offer = session.get(ServiceOffer, wanted.offer_id, with_for_update=True, populate_existing=True)
    made = session.scalars(select(ServiceAssignment).where(ServiceAssignment.key == key)).one_or_none()
    if made is not None:
        return made
    _check_matches(demand, offer, wanted.span)
    _check_room(session, offer, wanted.span)
    _check_wanted(session, demand, wanted.span)
    first, last, minutes = wanted.span
    made = ServiceAssignment(
        demand_id=demand.id, offer_id=offer.id, minutes_per_week=minutes, begins=first, ends=last
    )
    made.by, made.at, made.key = by, at, key
    session.add(made)
    session.flush()
    audit.record(session, by, "assign-service", subject=demand.member.application_id, at=at)
    return made


def _check_matches(demand: ServiceDemand, offer: ServiceOffer | None, span: Span) -> None:
    if demand.closed_on is not None:
        raise BookingError(CLOSED)
    if offer is None or offer.service != demand.service or not _serves(offer, demand.town):
        raise BookingError(OTHER)
    if offer.provider.closed_at is not None:
        raise BookingError(GONE)
    if span.first < demand.opened_on:
        raise BookingError(EARLY)
    if span.last is not None and span.last < span.first:
        raise BookingError(BACKWARDS)


def _serves(offer: ServiceOffer, town: str | None) -> bool:
    return town in {one.town for one in offer.provider.towns}


def _check_room(session: Session, offer: ServiceOffer, span: Span) -> None:
    minutes, people = spans.heaviest_week(running_on(session, [offer.id])[offer.id], span)
    if offer.places is not None and people >= offer.places:
        raise BookingError(FULL)
    if not spans.fits(minutes + span.minutes_per_week, offer.minutes_per_month):
        left = max(0, spans.most_a_week(offer.minutes_per_month) - minutes)
        raise BookingError(SHORT.format(hours=spans.hours(left)))


def _check_wanted(session: Session, demand: ServiceDemand, span: Span) -> None:
    rows = select(ServiceAssignment).where(ServiceAssignment.demand_id == demand.id)
    minutes, _ = spans.heaviest_week(map(span_of, session.scalars(rows)), span)
    if minutes + span.minutes_per_week > demand.minutes_per_week:
        left = max(0, demand.minutes_per_week - minutes)
        raise BookingError(ENOUGH.format(hours=spans.hours(left)))


def span_of(assignment: ServiceAssignment) -> Span:
    return Span(assignment.begins, assignment.ends, assignment.minutes_per_week)


def running_on(session: Session, offers: Iterable[int]) -> dict[int, list[Span]]:
    """What was ever assigned on these offers, offer by offer."""
    found: dict[int, list[Span]] = {one: [] for one in offers}
    a = ServiceAssignment
    query = select(a.offer_id, a.begins, a.ends, a.minutes_per_week).where(a.offer_id.in_(found))
    for offer_id, *span in session.execute(query):
        found[offer_id].append(Span(*span))
    return found


def end(
    session: Session, assignment: ServiceAssignment, last: datetime.date, *, by: str, at: datetime.datetime
) -> None:
    """It goes on up to this day and no longer. Raises BookingError where hours stand behind it."""
    session.refresh(assignment.demand, with_for_update=True)
    session.refresh(assignment, with_for_update=True)
    if last < assignment.begins:
        raise BookingError(BACKWARDS)
    if assignment.ends is not None and assignment.ends < last:
        raise BookingError("已经停在更早的一天了")
    worked = select(ServiceHours.month).where(
        ServiceHours.assignment_id == assignment.id, ServiceHours.minutes > 0, ServiceHours.month > last
    )
    late = session.scalars(worked.limit(1)).first()
    if late is not None:
        raise BookingError(WORKED.format(month=f"{late.year} 年 {late.month} 月"))
    assignment.ends, assignment.ended_by = last, by
    session.flush()
    audit.record(session, by, "end-service", subject=assignment.demand.member.application_id, at=at)
