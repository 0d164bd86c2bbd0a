"""Hours that were really given, as the provider's sheet of a month says: never more than a calendar holds."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from webapp.casework.services import spans
from webapp.casework.services.booking import BookingError, span_of
from webapp.ledger.figures import Month
from webapp.models.needs import ServiceAssignment, ServiceDemand, ServiceHours, ServiceOffer
from webapp.security import audit
from webapp.staff.regions import StaffRegion, within

AHEAD = "这个月还没到，不能先记"
TOO_MANY = "这个月只有 {days} 天在服务，记不到 {hours} 小时"
TOGETHER = "几样加起来，他这个月一共 {hours} 小时，比这些天的钟点还多"


class HoursError(BookingError):
    """Hours that no month holds; `assignment_id` says of whom."""

    def __init__(self, says: str, assignment_id: int | None = None) -> None:
        self.assignment_id = assignment_id
        super().__init__(says)


def find_of_month(
    session: Session, provider_id: int, month: Month, region: StaffRegion
) -> list[ServiceAssignment]:
    """What a provider does in the region in that month, the longest assigned first."""
    a, d, o = ServiceAssignment, ServiceDemand, ServiceOffer
    query = select(a).join(d, d.id == a.demand_id).join(o, o.id == a.offer_id)
    query = query.where(
        o.provider_id == provider_id,
        a.begins < month.next,
        or_(a.ends.is_(None), a.ends >= month.first),
        within(region, district=d.district, town=d.town),
    )
    query = query.options(joinedload(a.demand).joinedload(d.member), joinedload(a.offer))
    return list(session.scalars(query.order_by(a.begins, a.id)))


def record(
    session: Session, rows: list[ServiceAssignment], month: Month, minutes: Mapping[int, int], *, by: str,
    at: datetime.datetime,
) -> int:  # fmt: skip
    """Note the minutes of each assignment that was filled in. How many changed. Raises HoursError."""
    today = at.date()
    if month.first > today:
        raise HoursError(AHEAD)
    given = {one.id: one for one in rows if one.id in minutes}
    for id, one in given.items():
        days = spans.days_in(month, span_of(one), today)
        if minutes[id] > days * spans.MINUTES_A_DAY:
            raise HoursError(TOO_MANY.format(days=days, hours=spans.hours(minutes[id])), id)
    people = sorted({one.demand.member_id for one in given.values()})
    demands = select(ServiceDemand.id).where(ServiceDemand.member_id.in_(people)).order_by(ServiceDemand.id)
    session.execute(demands.with_for_update()).all()
    changed = sum(_note(session, id, month, minutes[id], by=by, at=at) for id in sorted(given))
    session.flush()
    _check_people(session, given, month, today)
    return changed


def _note(
    session: Session, id: int, month: Month, minutes: int, *, by: str, at: datetime.datetime
) -> bool:  # fmt: skip
    kept = session.get(ServiceHours, (id, month.first), populate_existing=True)
    if kept is None:
        kept = ServiceHours(assignment_id=id, month=month.first, minutes=-1)
        session.add(kept)
    if kept.minutes == minutes:
        return False
    kept.minutes, kept.by, kept.at = minutes, by, at
    audit.record(session, by, "record-hours", subject=f"service-assignment:{id}", at=at)
    return True


def _check_people(
    session: Session, given: Mapping[int, ServiceAssignment], month: Month, today: datetime.date
) -> None:  # fmt: skip
    """Nobody is cared for longer than the days have hours, all providers together."""
    a, d, h = ServiceAssignment, ServiceDemand, ServiceHours
    people = {one.demand.member_id for one in given.values()}
    query = select(d.member_id, h.minutes).join(a, a.demand_id == d.id).join(h, h.assignment_id == a.id)
    sums: defaultdict[int, int] = defaultdict(int)
    for person, minutes in session.execute(query.where(d.member_id.in_(people), h.month == month.first)):
        sums[person] += minutes
    most = spans.days_in(month, spans.Span(month.first, None), today) * spans.MINUTES_A_DAY
    for id, one in given.items():
        if sums[one.demand.member_id] > most:
            raise HoursError(TOGETHER.format(hours=spans.hours(sums[one.demand.member_id])), id)
