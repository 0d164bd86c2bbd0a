"""Notices in words, with the way to what they are about. No name stands in the list."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path

import yaml
from flask import url_for
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications.alerting import Desk, Kind, Level
from webapp.models.applications import Request
from webapp.models.duties import DeskNotice
from webapp.staff.regions import StaffRegion, name_of
from webapp.verification.shown import short_moment

LATE = frozenset({Kind.OVERDUE, Kind.RECHECK_OVERDUE, Kind.TRANSFER_UNCERTAIN})


@cache
def load_notice_words() -> dict[str, dict[str, str]]:
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


def desk_of(region: StaffRegion) -> Desk:
    return Desk(Level(region.level.value), region.district, region.town)


def row(session: Session, guide: Guide, notice: DeskNotice, now: datetime) -> dict[str, object]:
    words = load_notice_words()[notice.kind]
    found = session.get(Request, notice.request_id) if notice.request_id else None
    return {
        "id": notice.id,
        "says": words["says"],
        "due": f"{words['due']} {short_moment(notice.due_at)}".strip() if notice.due_at else "",
        "is_late": Kind(notice.kind) in LATE,
        "at": short_moment(notice.at),
        "where": name_of(guide.regions, notice.town) if notice.town else "",
        "about": _about(guide, found) if found else "",
        "link": _link(notice, found),
    }


def _about(guide: Guide, found: Request) -> str:
    policy = guide.policies.get(found.policy)
    return f"{policy.name if policy else found.policy}，编号 {found.application.number}"


def _link(notice: DeskNotice, found: Request | None) -> str:
    """Where to go on: the page that the kind belongs to."""
    kind = notice.kind.partition("-")[0]
    if kind == "recheck":
        return url_for("casework.rechecks")
    if kind == "transfer":
        return url_for("casework.transfers")
    if kind == "appealed":
        return url_for("casework.breaches")
    if found is None:
        return ""
    if kind == "referral":
        return url_for("casework.referrals", application_id=found.application_id)
    return url_for("casework.verification", application_id=found.application_id)
