"""Providers in words, and the sheet of a month: who is cared for, how much, and what was done."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.casework.services import spans, supplying
from webapp.casework.services.showing import service_name
from webapp.casework.services.spans import Span
from webapp.ledger.figures import Month
from webapp.models.needs import ServiceAssignment, ServiceProvider
from webapp.security.crypto import mask_name
from webapp.staff.regions import name_of


def rows(session: Session, guide: Guide, providers: list[ServiceProvider], today: datetime.date) -> list:
    """Each with what it has, and what is free of it from today on."""
    free = supplying.free_of(session, [offer for one in providers for offer in one.offers], today)
    return [
        {
            "id": one.id,
            "name": one.name,
            "town": name_of(guide.regions, one.town),
            "towns": "、".join(_short(guide, row.town) for row in one.towns),
            "closed": one.closed_at is not None,
            "offers": [
                {
                    "name": service_name(guide, offer.service),
                    "hours": spans.hours(offer.minutes_per_month),
                    "places": offer.places,
                    "free": spans.hours(free[offer.id][0]),
                    "free_places": free[offer.id][1],
                }
                for offer in one.offers
            ],
        }
        for one in providers
    ]


def _short(guide: Guide, code: str) -> str:
    place = guide.regions.find(code)
    return place[1].name if place is not None and place[1] is not None else code


def sheet_rows(
    guide: Guide, assignments: list[ServiceAssignment], month: Month, today: datetime.date
) -> list[dict[str, object]]:
    """One line for each who is cared for in the month: planned, at most, and what was noted."""
    noted = {(hours.assignment_id, hours.month): hours.minutes for one in assignments for hours in one.hours}
    found = []
    for one in assignments:
        span = Span(one.begins, one.ends, one.minutes_per_week)
        minutes = noted.get((one.id, month.first))
        found.append(
            {
                "id": one.id,
                "name": mask_name(one.demand.member.name or "") or "（没有姓名）",
                "service": service_name(guide, one.offer.service),
                "town": _short(guide, one.demand.town or ""),
                "week": spans.hours(one.minutes_per_week),
                "planned": spans.hours(spans.planned(month, [span])),
                "days": spans.days_in(month, span, today),
                "done": "" if minutes is None else spans.hours(minutes),
                "minutes": minutes or 0,
            }
        )
    return found


def applications_of(assignments: list[ServiceAssignment]) -> list[str]:
    """Whose cases the sheet shows."""
    return sorted({one.demand.member.application_id for one in assignments})
