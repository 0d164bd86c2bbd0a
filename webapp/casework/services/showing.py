"""Services in words: the sums of a month, what is needed, who is assigned, who has time."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications.households import label_of
from webapp.applications.steps import towns_of
from webapp.casework.services import counting, spans, supplying
from webapp.casework.services.counting import Sum
from webapp.casework.services.spans import Span
from webapp.models.needs import ServiceAssignment, ServiceDemand
from webapp.models.staff import Role
from webapp.security.crypto import mask_name
from webapp.staff.accounts import Staff
from webapp.staff.regions import StaffRegion, name_of
from webapp.verification.shown import short_day

NEAR = ("同一个镇街", "同一个区县", "外区县")
BARS = (("要", "needed"), ("能供", "supply"), ("排了", "assigned"), ("做了", "delivered"))
ME = "申请人"


def towns_in(guide: Guide, region: StaffRegion) -> dict[str, str]:
    """The towns that the region answers for, by code; with the district's name where there are several."""
    keys = [region.district] if region.district else list(guide.regions.districts)
    found = {}
    for key in keys:
        prefix = "" if region.district else guide.regions.districts[key].name
        for code, town in towns_of(guide, key):
            if region.town in (None, code):
                found.setdefault(code, prefix + town)
    return found


def service_name(guide: Guide, service: str) -> str:
    known = guide.scale.services.get(service)
    return known.name if known is not None else service


# ---- a month's sums ----


def figures(guide: Guide, sums: list[Sum]) -> dict[str, object]:
    """Rows by service with their bars and those of their towns, and what all come to."""
    whole = [one for one in sums if not one.town]
    largest = max((getattr(one, name) for one in whole for _, name in BARS), default=0)
    return {
        "rows": [
            _sum_row(guide, one, largest)
            | {"towns": [_sum_row(guide, two, largest) for two in sums if two.town and _same(one, two)]}
            for one in whole
        ],
        "total": _sum_row(guide, counting.total(whole), largest) if whole else None,
        "bars": [words for words, _ in BARS],
    }


def _same(one: Sum, two: Sum) -> bool:
    return one.service == two.service


def _sum_row(guide: Guide, one: Sum, largest: int) -> dict[str, object]:
    return {
        "name": service_name(guide, one.service),
        "town": name_of(guide.regions, one.town) if one.town else "",
        "people": one.people,
        "cells": [spans.hours(getattr(one, name)) for _, name in BARS],
        "widths": [round(100 * getattr(one, name) / largest, 2) if largest else 0 for _, name in BARS],
        "unassigned": spans.hours(one.unassigned),
        "undelivered": spans.hours(one.undelivered),
    }


HEAD = ("月份", "服务", "镇街", "几个人", "要（小时）", "能供", "排了", "做了", "没排上", "没做到")


def to_rows(guide: Guide, sums: Iterable[Sum], month: object) -> Iterable[tuple[object, ...]]:
    """The same as lines of a table."""
    for one in sums:
        row = _sum_row(guide, one, 0)
        town = row["town"] or "合计"
        gaps = (row["unassigned"], row["undelivered"])
        yield str(month), row["name"], town, one.people, *row["cells"], *gaps


# ---- what is needed ----


def demand_rows(guide: Guide, demands: list[ServiceDemand], today: datetime.date) -> list[dict[str, object]]:
    """By role in the family and number, no names: a list tells nobody who it is."""
    return [
        {
            "id": one.id,
            "title": f"{service_name(guide, one.service)}（{_label(one)}）",
            "number": one.member.application.number,
            "hours": spans.hours(one.minutes_per_week),
            "assigned": spans.hours(_assigned(one, today)),
            "is_short": _assigned(one, today) < one.minutes_per_week,
            "town": name_of(guide.regions, one.town or ""),
            "since": short_day(one.opened_on),
        }
        for one in demands
    ]


def _label(demand: ServiceDemand) -> str:
    return ME if demand.member.is_applicant else label_of(demand.member.relation)


def _assigned(demand: ServiceDemand, today: datetime.date) -> int:
    """How much a week runs today or begins later, whichever is most."""
    running = [Span(one.begins, one.ends, one.minutes_per_week) for one in demand.assignments]
    return spans.heaviest_week(running, Span(today, None))[0]


def demand_page(session: Session, guide: Guide, demand: ServiceDemand, today: datetime.date) -> dict:
    first = max(today, demand.opened_on)
    left = max(0, demand.minutes_per_week - _assigned(demand, today))
    found = supplying.suggest(session, demand, first) if demand.closed_on is None else []
    return {
        "demand": demand,
        "title": f"{service_name(guide, demand.service)}（{_label(demand)}）",
        "name": mask_name(demand.member.name or "") or "（没有姓名）",
        "town": name_of(guide.regions, demand.town or ""),
        "hours": spans.hours(demand.minutes_per_week),
        "left": spans.hours(left),
        "assignments": [assignment_row(one, today) for one in demand.assignments],
        "offers": [
            (
                str(one.offer.id),
                one.offer.provider.name,
                f"{NEAR[one.nearness]}，每周还有 {spans.hours(one.minutes_a_week)} 小时"
                + (f"、{one.places} 个名额" if one.places is not None else ""),
            )
            for one in found
        ],
        "first": first.isoformat(),
    }


def assignment_row(one: ServiceAssignment, today: datetime.date) -> dict[str, object]:
    return {
        "id": one.id,
        "provider": one.offer.provider.name,
        "hours": spans.hours(one.minutes_per_week),
        "begins": one.begins,
        "ends": one.ends,
        "is_running": one.ends is None or one.ends >= today,
        "done": [(f"{row.month:%Y-%m}", spans.hours(row.minutes)) for row in one.hours],
    }


def may_enter(staff: Staff) -> bool:
    """Providers are entered by towns and districts, demands assigned by them."""
    return staff.role in (Role.TOWN, Role.DISTRICT)
