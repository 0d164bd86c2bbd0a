"""Re-checks in a list, by their day; one of them with what has changed since and what the rules say now."""

from __future__ import annotations

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import deciding, households, rechecking
from webapp.applications.errors import UndecidedError
from webapp.applications.wording import load_texts
from webapp.models.afterwards import HouseholdChange
from webapp.models.applications import Request
from webapp.models.followups import Recheck, RecheckOutcome
from webapp.staff.regions import StaffRegion, name_of, within
from webapp.verification.shown import short_day

MOST_SHOWN = 200
VERDICTS = {"met": "符合", "unmet": "不符合", "unknown": "还定不了"}


def rows(session: Session, guide: Guide, region: StaffRegion, today: datetime.date) -> list[dict]:
    """What is open or planned, what is due first."""
    here = within(region, district=Request.district, town=Request.town)
    query = select(Recheck).join(Request).where(here, Recheck.done_at.is_(None))
    found = session.scalars(query.order_by(Recheck.due_on, Recheck.id).limit(MOST_SHOWN)).all()
    return [_row(guide, one, today) for one in found]


def _row(guide: Guide, one: Recheck, today: datetime.date) -> dict[str, object]:
    found = one.request
    return {
        "id": one.id,
        "policy": guide.policies[found.policy].name,
        "person": found.person_label,
        "number": found.application.number,
        "town": name_of(guide.regions, found.town) if found.town else "",
        "cause": load_texts("rechecks")["causes"][one.cause],
        "due": short_day(one.due_on),
        "is_late": one.due_on < today,
        "is_open": one.opened_at is not None,
        "done": one.done_at is not None,
    }


def page(session: Session, guide: Guide, one: Recheck, today: datetime.date) -> dict[str, object]:
    found = one.request
    latest = rechecking.fading_until(guide, found, today)
    outcomes = load_texts("rechecks")["outcomes"]
    offered = [key for key in RecheckOutcome if key is not RecheckOutcome.FADING or latest]
    return {
        "row": _row(guide, one, today),
        "application": found.application,
        "says": one.says,
        "source": one.source,
        "changes": [_change(change) for change in found.application.changes],
        "verdict": _verdict(guide, found, today),
        "latest": latest,
        "outcomes": [(key.value, outcomes[key]) for key in offered],
        "result": outcomes.get(one.outcome or "", ""),
        "note": one.note or "",
        "earlier": [
            (short_day(other.done_at.date()), outcomes.get(other.outcome or "", ""), other.note or "")
            for other in rechecking.list_rechecks(session, found)
            if other.done_at is not None and other.id != one.id
        ],
    }


def _change(change: HouseholdChange) -> str:
    return f"{short_day(change.happened_on)}：{load_texts('changes')[change.kind]['told']}"


def _verdict(guide: Guide, found: Request, today: datetime.date) -> dict[str, object] | None:
    """What the rules of today say of the household as it is known; None where the person has left."""
    situation = households.read_situation(guide, found.application)
    try:
        findings = deciding.make_findings(guide, situation, deciding.Subject.of(found), today)
    except UndecidedError:
        return None
    conditions = [(one["says"], VERDICTS[one["verdict"]]) for one in findings["conditions"]]
    return {"words": VERDICTS[findings["verdict"]], "conditions": conditions, "may_stop": findings["failing"]}
