"""What is late, by town; numbers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from webapp.applications.winding import RESTING
from webapp.models.applications import Request
from webapp.staff.regions import StaffRegion, within

LONG = timedelta(days=3)


@dataclass(frozen=True)
class Late:
    """How many are late in a town, how many of them for long, and how many nobody has in hand."""

    town: str | None
    count: int
    long: int
    unheld: int
    oldest: datetime


def count_late(session: Session, region: StaffRegion, now: datetime) -> list[Late]:
    """The towns with the most first."""

    def how_many(condition):
        return func.sum(cast(condition, Integer))

    counted = (
        select(
            Request.town,
            func.count(),
            how_many(Request.queue_at < now - LONG),
            how_many(Request.clerk_id.is_(None)),
            func.min(Request.queue_at),
        )
        .where(
            within(region, district=Request.district, town=Request.town),
            Request.queue_at < now,
            Request.queue_rank < RESTING,
        )
        .group_by(Request.town)
        .order_by(func.count().desc(), Request.town)
    )
    return [Late(*row) for row in session.execute(counted)]
