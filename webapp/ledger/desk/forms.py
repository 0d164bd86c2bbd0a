"""What the pages of the ledger send."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.editor.proposals import KINDS, LONGEST_TEXT, NEEDS_POLICY
from webapp.ledger.figures import Month, months
from webapp.problems import Problem
from webapp.staff.regions import StaffRegion

MOST_ROWS = 200


def parse_proposal(guide: Guide, form: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The kind, policy and text that an editor suggests, and what is wrong with them by field."""
    values = {key: form.get(key, "").strip() for key in ("kind", "policy", "suggests")}
    errors = {}
    if values["kind"] not in KINDS:
        errors["kind"] = "选一种改法"
    if values["policy"] and values["policy"] not in guide.policies:
        errors["policy"] = "指南里没有这项政策"
    elif not values["policy"] and values["kind"] in NEEDS_POLICY:
        errors["policy"] = "选是哪项政策"
    if not 0 < len(values["suggests"]) <= LONGEST_TEXT:
        errors["suggests"] = f"写一写建议怎么改，最多 {LONGEST_TEXT} 字"
    return values, errors


def parse_rows(form: MultiDict[str, str], gap_id: int) -> list[int]:
    """The ids that were ticked, with that of the page."""
    ticked = {int(one) for one in form.getlist("rows")[:MOST_ROWS] if one.isascii() and one.isdigit()}
    return sorted(one for one in ticked | {gap_id} if one < 2**31)


def parse_month(wanted: str, today: date, *, finished: bool) -> Month:
    """The month asked for, of those there are; the newest where none is named. Raises Problem 404."""
    known = months(today, finished=finished)
    found = next((one for one in known if str(one) == wanted), None if wanted else known[0])
    if found is None:
        raise Problem(404, "unknown-month", "没有这个月的数字。")
    return found


def parse_district(guide: Guide, wanted: str, region: StaffRegion) -> str:
    """The district whose towns are asked for; "" for none. Who answers for a district has that one."""
    if region.district is not None:
        return ""
    return wanted if wanted in guide.regions.districts else ""
