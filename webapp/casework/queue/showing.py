"""The queue in words: what, whose by role in the family, where it stands, by when, in whose hands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from urllib.parse import urlencode

from flask import url_for
from sqlalchemy import Row

from knowledge import Guide
from webapp.applications.progress import Due
from webapp.applications.states import RequestState
from webapp.applications.steps import towns_of
from webapp.applications.wording import load_state_words
from webapp.casework.queue.finding import MINE, NOBODY, Place, Wanted
from webapp.models.staff import Role
from webapp.staff.accounts import Staff
from webapp.verification.shown import short_day, short_moment

S = RequestState
ESTIMATED = "（估算）"


def line(guide: Guide, row: Row, clerks: Mapping[int, str], now: datetime) -> dict[str, object]:
    due = Due(row.due_at, row.due_is_estimate) if row.due_at and row.state != S.SUPPLEMENT_REQUESTED else None
    policy = guide.policies.get(row.policy)
    return {
        "id": row.id,
        "seen": row.version,
        "title": f"{policy.name if policy else row.policy}（{row.person_label}）",
        "number": row.number,
        "state": load_state_words()[S(row.state)].label,
        "since": short_day(row.state_since),
        "where": row.town_name or row.district_name or "",
        "clerk": clerks.get(row.clerk_id, "") if row.clerk_id else "",
        "due": due_words(due),
        "is_late": due is not None and due.is_over(now),
        "is_urgent": row.is_urgent,
    }


def due_words(due: Due | None) -> str:
    """12 月 3 日前, with the minute where hours are counted; nothing where no limit is known."""
    if due is None:
        return ""
    words = short_moment(due.at) if due.time else short_day(due.at)
    return f"{words}前{ESTIMATED if due.is_estimate else ''}"


def choices(guide: Guide, staff: Staff, counts: Mapping[RequestState, int]) -> dict[str, list]:
    """What the queue can be narrowed down to."""
    words = load_state_words()
    return {
        "states": [("", "全部")]
        + [(one.value, f"{words[one].label}　{count} 件") for one, count in counts.items()],
        "groups": [("", "全部")] + [(id, one.name) for id, one in guide.groups.items()],
        "towns": [("", "全部"), *_towns(guide, staff)] if staff.role is not Role.TOWN else [],
        "holders": [("", "全部"), (MINE, "我手上的"), (NOBODY, "没人接的")],
    }


def _towns(guide: Guide, staff: Staff) -> Iterable[tuple[str, str]]:
    keys = [staff.region.district] if staff.region.district else list(guide.regions.districts)
    several = len(keys) > 1
    for key in keys:
        name = guide.regions.districts[key].name if several else ""
        yield from ((code, f"{name}{town}") for code, town in towns_of(guide, key))


def address_of(wanted: Wanted, after: Place | None = None) -> str:
    """The queue's address with the same choices, behind a place."""
    said = {
        "state": wanted.state,
        "group": wanted.group,
        "town": wanted.town,
        "holder": wanted.holder,
        "late": "1" if wanted.is_late else "",
        "after": str(after) if after else "",
    }
    query = urlencode({name: value for name, value in said.items() if value})
    return url_for("casework.home") + (f"?{query}" if query else "")
