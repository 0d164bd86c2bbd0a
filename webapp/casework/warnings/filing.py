"""The application on the page of a warning: what it would begin with, or how it stands, by who looks."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from bot.phrases import fact_phrase
from knowledge import Guide
from webapp.applications import helping, moving
from webapp.applications.households import FROM_VISIT, label_of
from webapp.casework import DECIDERS
from webapp.models.applications import Application
from webapp.models.monitoring import WarningRow, WarningState
from webapp.models.staff import Role
from webapp.monitoring import applying
from webapp.monitoring.noting import SELF, Noted
from webapp.pages.written import spaced
from webapp.staff.accounts import Staff
from webapp.staff.regions import covers

OWN = "本人"


def page(
    session: Session, guide: Guide, row: WarningRow, staff: Staff, *, now: datetime
) -> dict[str, object]:
    """`start`: the facts to begin with, for the assistant; `filed`: what was begun, and how it stands.

    `go_on`: the words of the button that leads there.
    """
    found = applying.find_application(session, row)
    may_begin = staff.role is Role.ASSISTANT and row.state == WarningState.HELPING and row.contact is not None
    return {
        "start": _facts(guide, row, now) if may_begin and found is None else None,
        "filed": _filed(guide, found, staff, now) if found is not None else None,
        "go_on": _way_on(found, staff, now) if may_begin and found is not None else "",
    }


def _way_on(found: Application, staff: Staff, now: datetime) -> str:
    """What the assistant may go on with: the draft, or what was filed as far as the person lets them."""
    if found.submitted_at is None:
        return "接着填"
    helper = helping.find_open(found)
    follows = applying.is_own(found, staff) and helper in helping.valid_helpers(found, now)
    return "看进度、补材料" if follows else ""


def _facts(guide: Guide, row: WarningRow, now: datetime) -> list[tuple[str, str, str]]:
    """(mark, words, where it is from) of each fact that would be taken over."""
    return [_fact(guide, one) for one in applying.read_start(guide, row, now).facts]


def _fact(guide: Guide, one: Noted) -> tuple[str, str, str]:
    who = "" if one.person in (None, SELF) else f"{label_of(one.relation or one.person)}："
    origin = f"上门看到的：“{one.words}”" if one.origin == FROM_VISIT else "部门数据里的"
    return one.mark, f"{who}{fact_phrase(guide.facts[one.fact], one.value)}", origin


def _filed(guide: Guide, found: Application, staff: Staff, now: datetime) -> dict[str, object]:
    """An assistant follows it as far as the person lets them; who decides on it opens it."""
    helper = helping.find_open(found)
    is_own = applying.is_own(found, staff)
    follows = staff.role in DECIDERS or (is_own and helper in helping.valid_helpers(found, now))
    return {
        "number": spaced(found.number) if found.number else "",
        "begun": found.created_at,
        "is_withdrawn": bool(found.helpers) and helper is None,
        "is_own": is_own,
        "requests": [_request(guide, one, staff) for one in found.requests] if follows else [],
    }


def _request(guide: Guide, one, staff: Staff) -> tuple[str, str, int | None]:
    may_open = staff.role in DECIDERS and covers(staff.region, district=one.district, town=one.town)
    state = moving.words_of(one).label if one.application.number else "还没交"
    who = OWN if one.person_label == label_of(SELF) else one.person_label
    name = f"{guide.policies[one.policy].name}（{who}）"
    return name, state, one.id if may_open and one.application.number else None
