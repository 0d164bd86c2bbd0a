"""What the forms of services send: amounts of time in hours, days, towns, services."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from werkzeug.datastructures import MultiDict

from webapp.casework.services.booking import Wanted
from webapp.casework.services.spans import MINUTES_A_DAY, WEEK, Span
from webapp.casework.services.supplying import Entered
from webapp.pages.forms import FormError, normalise_number

MOST_A_WEEK = WEEK * MINUTES_A_DAY
MOST_A_MONTH = 100_000 * 60  # of a provider, all its people together
MOST_PLACES = 100_000
LONGEST_NAME = 60
FARTHEST = datetime.timedelta(days=731)
HOURS = "写小时数，比如 4 或 1.5"


def parse_minutes(written: str, most: int, *, least: int = 1) -> int:
    """Hours as people write them, in whole minutes. Raises FormError under ""."""
    try:
        hours = Decimal(normalise_number(written.strip().removesuffix("小时")))
    except InvalidOperation:
        raise FormError({"": HOURS}) from None
    if not hours.is_finite() or not 0 <= hours <= most:
        raise FormError({"": f"小时数要在 0 到 {most // 60} 之间"})
    minutes = int((hours * 60).to_integral_value(ROUND_HALF_UP))
    if not least <= minutes <= most:
        low = "大于 0，最多" if least else "0 到"
        raise FormError({"": f"小时数要{low} {most // 60}"})
    return minutes


def parse_demands(form: MultiDict, known: Collection[tuple[str, str]]) -> dict[tuple[str, str], int]:
    """Minutes a week by (person, service), of the fields that were filled in. Raises FormError."""
    found, errors = {}, {}
    for person, service in known:
        name = f"need|{service}|{person}"
        written = form.get(name, "").strip()
        if not written:
            continue
        try:
            found[person, service] = parse_minutes(written, MOST_A_WEEK)
        except FormError as wrong:
            errors[name] = wrong.errors[""]
    if errors:
        raise FormError(errors)
    if not found:
        raise FormError({"needs": "给要记的那一样写上每周几小时"})
    return found


def parse_wanted(form: MultiDict, today: datetime.date) -> Wanted:
    """Which offer, how much a week, from when to when. Raises FormError."""
    errors: dict[str, str] = {}
    offer = form.get("offer", "")
    if not (offer.isascii() and offer.isdigit() and len(offer) < 10):
        errors["offer"] = "选一家"
    minutes = 0
    try:
        minutes = parse_minutes(form.get("hours", ""), MOST_A_WEEK)
    except FormError as wrong:
        errors["hours"] = wrong.errors[""]
    first = _parse_day(form, "begins", today, errors)
    last = _parse_day(form, "ends", today, errors) if form.get("ends", "").strip() else None
    if errors:
        raise FormError(errors)
    return Wanted(int(offer), Span(first, last, minutes))


def parse_last(form: MultiDict, today: datetime.date) -> datetime.date:
    """The last day of an assignment. Raises FormError."""
    errors: dict[str, str] = {}
    day = _parse_day(form, "last", today, errors)
    if errors:
        raise FormError(errors)
    return day


def _parse_day(
    form: MultiDict, name: str, today: datetime.date, errors: dict[str, str]
) -> datetime.date:  # fmt: skip
    try:
        day = datetime.date.fromisoformat(form.get(name, "").strip())
    except ValueError:
        errors[name] = "日子写成 2026-12-01 这样"
        return today
    if abs(day - today) > FARTHEST:
        errors[name] = "日子离今天太远了，看看年份"
    return day


def parse_provider(form: MultiDict, towns: Mapping[str, str], district_of) -> Entered:
    """A provider that sits in one of `towns` and serves some of them. Raises FormError."""
    name, town = form.get("name", "").strip(), form.get("town", "")
    served, errors = parse_towns(form, towns), {}
    if not 0 < len(name) <= LONGEST_NAME:
        errors["name"] = f"写上名字，最多 {LONGEST_NAME} 个字"
    if town not in towns:
        errors["town"] = "选它在哪个镇街"
    if not served:
        errors["towns"] = "勾上它管哪几个镇街"
    if errors:
        raise FormError(errors)
    return Entered(name, district_of(town), town, served)


def parse_towns(form: MultiDict, towns: Mapping[str, str]) -> tuple[str, ...]:
    """The towns that were ticked, of those there are."""
    return tuple(one for one in towns if one in form.getlist("towns"))


def parse_offer(form: MultiDict, services: Collection[str]) -> tuple[str, int, int | None]:
    """The service, the minutes a month, and the places where they are limited. Raises FormError."""
    service, errors, minutes = form.get("service", ""), {}, 0
    if service not in services:
        errors["service"] = "选一样服务"
    try:
        minutes = parse_minutes(form.get("hours", ""), MOST_A_MONTH, least=0)
    except FormError as wrong:
        errors["hours"] = wrong.errors[""]
    written, places = form.get("places", "").strip(), None
    if written:
        places = int(written) if written.isascii() and written.isdigit() and len(written) < 7 else -1
        if not 0 <= places <= MOST_PLACES:
            errors["places"] = "写人数，不限就空着"
    if errors:
        raise FormError(errors)
    return service, minutes, places


def parse_sheet(form: MultiDict, ids: Collection[int]) -> dict[int, int]:
    """Minutes of the month by assignment, of the fields that were filled in. Raises FormError."""
    found, errors = {}, {}
    for id in ids:
        written = form.get(f"hours-{id}", "").strip()
        if not written:
            continue
        try:
            found[id] = parse_minutes(written, 31 * MINUTES_A_DAY, least=0)
        except FormError as wrong:
            errors[f"hours-{id}"] = wrong.errors[""]
    if errors:
        raise FormError(errors)
    return found
