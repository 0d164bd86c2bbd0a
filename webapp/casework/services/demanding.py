"""Demands: a service that a person of an application needs, so much a week, until it is no longer needed."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from webapp.applications.errors import ApplicationError
from webapp.casework.services.booking import BookingError, span_of
from webapp.casework.services.spans import Span, heaviest_week
from webapp.models.applications import ApplicationMember, Request
from webapp.models.needs import ServiceDemand
from webapp.security import audit
from webapp.staff.regions import StaffRegion, within

NO_TOWN = "这一件还没有定是哪个镇街，先转到镇街再记"
STILL_RUNS = "还有人在服务，先把安排停了，再说不用了"
BELOW = "已经排了每周更多的小时，先少排些"


def find_open(session: Session, request: Request) -> dict[tuple[str, str], ServiceDemand]:
    """What people of the application need, by person and service, whichever request it was found at."""
    d, m = ServiceDemand, ApplicationMember
    query = select(m.person, d).join(m, m.id == d.member_id)
    query = query.where(m.application_id == request.application_id, d.closed_on.is_(None))
    return {(person, demand.service): demand for person, demand in session.execute(query)}


def open_demands(
    session: Session, request: Request, wanted: Mapping[tuple[str, str], int], *, by: str,
    at: datetime.datetime,
) -> list[ServiceDemand]:  # fmt: skip
    """Demands for (person, service), in minutes a week; one that is open already gets that amount.

    Raises BookingError where more than that is assigned, ApplicationError for nobody of the household.
    """
    if request.town is None:
        raise BookingError(NO_TOWN)
    members = {one.person: one for one in request.application.members if one.left_on is None}
    known = find_open(session, request)
    changed = []
    for (person, service), minutes in wanted.items():
        if person not in members:
            raise ApplicationError("这个人不在这一户里")
        demand = known.get((person, service))
        if demand is None:
            demand = _open(session, request, members[person], service)
        changed.append(_set(session, demand, minutes, by=by, at=at))
    session.flush()
    return changed


def _open(session: Session, request: Request, member: ApplicationMember, service: str) -> ServiceDemand:
    """A new row that is not kept yet."""
    made = ServiceDemand(member_id=member.id, request_id=request.id, service=service)
    made.district, made.town, made.minutes_per_week = request.district, request.town, 0
    return made


def _set(
    session: Session, demand: ServiceDemand, minutes: int, *, by: str, at: datetime.datetime
) -> ServiceDemand:  # fmt: skip
    if demand.id is None:
        demand.minutes_per_week, demand.opened_on = minutes, at.date()
        demand.opened_by, demand.opened_at = by, at
        demand = _add(session, demand)
    session.refresh(demand, with_for_update=True)
    session.refresh(demand, ["assignments"])
    if heaviest_week(map(span_of, demand.assignments), Span(at.date(), None))[0] > minutes:
        raise BookingError(BELOW)
    demand.minutes_per_week = minutes
    session.flush()
    audit.record(session, by, "need-service", subject=demand.member.application_id, at=at)
    return demand


def _add(session: Session, demand: ServiceDemand) -> ServiceDemand:
    """The row; that of somebody who was faster where there is one."""
    try:
        with session.begin_nested():
            session.add(demand)
            session.flush()
    except IntegrityError:
        mine = (ServiceDemand.member_id == demand.member_id, ServiceDemand.service == demand.service)
        return session.scalars(select(ServiceDemand).where(*mine, ServiceDemand.closed_on.is_(None))).one()
    return demand


def close(session: Session, demand: ServiceDemand, *, by: str, at: datetime.datetime) -> None:
    """It is needed no more from today on. Raises BookingError while somebody is assigned beyond today."""
    session.refresh(demand, with_for_update=True)
    session.refresh(demand, ["assignments"])
    if any(one.ends is None or one.ends > at.date() for one in demand.assignments):
        raise BookingError(STILL_RUNS)
    if demand.closed_on is None:
        demand.closed_on, demand.closed_by = at.date(), by
        audit.record(session, by, "close-service", subject=demand.member.application_id, at=at)
    session.flush()


def list_open(session: Session, region: StaffRegion, *, service: str = "", town: str = "") -> list:
    """Open demands of the region, the oldest first."""
    d = ServiceDemand
    query = select(d).where(d.closed_on.is_(None), within(region, district=d.district, town=d.town))
    if service:
        query = query.where(d.service == service)
    if town:
        query = query.where(d.town == town)
    return list(session.scalars(query.order_by(d.opened_on, d.id)))
