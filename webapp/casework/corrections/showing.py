"""Corrected mistakes of a region, the newest first, and the form of a new one."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications.correcting import NamedError
from webapp.models.duties import Correction
from webapp.models.staff import Role
from webapp.pages.forms import FormError
from webapp.staff.accounts import Staff
from webapp.staff.regions import name_of, within
from webapp.verification.shown import short_day

MOST_SHOWN = 100


@cache
def load_correction_words() -> dict[str, dict[str, str]]:
    return yaml.safe_load(Path(__file__).with_name("words.yaml").read_text(encoding="utf-8"))


def page(session: Session, guide: Guide, staff: Staff) -> dict[str, object]:
    here = within(staff.region, district=Correction.district, town=Correction.town)
    newest = select(Correction).where(here).order_by(Correction.id.desc()).limit(MOST_SHOWN)
    words = load_correction_words()
    return {
        "rows": [_row(guide, one) for one in session.scalars(newest)],
        "may_write": staff.role in (Role.TOWN, Role.DISTRICT),
        "may_judge": staff.role is Role.DISTRICT,
        "found_hows": list(words["found_how"].items()),
        "effects": list(words["effects"].items()),
        "policies": [(one.id, one.name) for one in guide.policies.values() if one.filing == "here"],
    }


def _row(guide: Guide, one: Correction) -> dict[str, object]:
    words = load_correction_words()
    return {
        "id": one.id,
        "what": one.what,
        "put_right": one.put_right,
        "lesson": one.lesson or "",
        "policy": guide.policies[one.policy].name if one.policy in guide.policies else "",
        "where": name_of(guide.regions, one.town or one.district),
        "days": [short_day(day) for day in (one.happened_on, one.found_on, one.put_right_on)],
        "found_how": words["found_how"][one.found_how],
        "effect": words["effects"][one.effect],
        "judged": {None: "", True: "认定为容错情形", False: "没有认定"}[one.is_excused],
        "why": one.judged_why or "",
    }


def errors_of(wrong: Exception) -> dict[str, str]:
    if isinstance(wrong, FormError):
        return wrong.errors
    return {wrong.field if isinstance(wrong, NamedError) else "happened_on": str(wrong)}
