"""What comes from the forms of warnings. Raises FormError with the message for each field."""

from __future__ import annotations

import datetime

from werkzeug.datastructures import MultiDict

from webapp.models.audit import Reason
from webapp.models.monitoring import VisitOutcome
from webapp.models.staff import Role
from webapp.monitoring.villages import normalise
from webapp.monitoring.visiting import Visit, load_words
from webapp.pages.forms import FormError

LONGEST_NOTE = 1000
LONGEST_AGO = datetime.timedelta(days=60)
NEEDS_NOTE = (VisitOutcome.HELPED, VisitOutcome.IN_NEED)


def reasons_for(role: Role) -> list[tuple[str, str]]:
    """For what somebody may look; an assistant looks only to go there."""
    words = load_words()["reasons"]
    return [one for one in words.items() if role is not Role.ASSISTANT or one[0] == Reason.HANDLING]


def parse_reason(form: MultiDict, role: Role) -> Reason:
    chosen = form.get("reason", "")
    if chosen not in dict(reasons_for(role)):
        raise FormError({"reason": "先选为什么看，会记下来"})
    return Reason(chosen)


def parse_visit(form: MultiDict, today: datetime.date) -> Visit:
    errors: dict[str, str] = {}
    day, note = _day(form, today, errors), form.get("note", "").strip()[:LONGEST_NOTE]
    outcome = form.get("outcome", "")
    if outcome not in set(VisitOutcome):
        errors["outcome"] = "选一下去了怎么样"
    elif outcome in NEEDS_NOTE and not note:
        errors["note"] = load_words()["outcome_hints"][outcome]
    if errors:
        raise FormError(errors)
    return Visit(day, VisitOutcome(outcome), note)


def _day(form: MultiDict, today: datetime.date, errors: dict[str, str]) -> datetime.date:
    try:
        day = datetime.date.fromisoformat(form.get("visited_on", "").strip())
    except ValueError:
        errors["visited_on"] = "写成 2026-11-28 这样"
        return today
    if not today - LONGEST_AGO <= day <= today:
        errors["visited_on"] = "要在今天以前、60 天以内"
    return day


def parse_facts(form: MultiDict) -> frozenset[str]:
    """What is to be taken over into an application, by mark."""
    return frozenset(form.getlist("fact"))


def parse_assistant(form: MultiDict, known: list[tuple[int, str]]) -> int:
    chosen = form.get("assistant", "")
    if chosen not in {str(id) for id, _ in known}:
        raise FormError({"assistant": "选一位协理员"})
    return int(chosen)


def parse_ticked(form: MultiDict) -> set[int]:
    ticked = {one for one in form.getlist("warning") if one.isascii() and one.isdigit() and len(one) < 10}
    if not ticked:
        raise FormError({"warning": "先勾上要交出去的"})
    return {int(one) for one in ticked}


def parse_village(form: MultiDict) -> str:
    village = normalise(form.get("village", ""))
    if not village:
        raise FormError({"village": "写上村、社区的名字"})
    return village
