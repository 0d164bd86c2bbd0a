"""What is known of a request today: both sides of its facts, and what the rules come to on the verified."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from knowledge import Guide, Situation, assess
from webapp.applications import deciding
from webapp.applications.comparing import Subject, verified_situation
from webapp.applications.deciding import Ruling, make_findings
from webapp.applications.errors import UndecidedError
from webapp.applications.reporting import Comparison, compare_application
from webapp.models.applications import Request


@dataclass(frozen=True)
class Known:
    """`situation`: departments and visits believed before the applicant. `findings`: None where the person
    has left the household, or the guide has the policy no more. `open`: the facts that could still decide."""

    comparison: Comparison = field(repr=False)
    situation: Situation = field(repr=False)
    findings: dict[str, object] | None = field(repr=False)
    open: tuple[Subject, ...] = ()


def know(session: Session, guide: Guide, request: Request, on: datetime.date) -> Known:
    comparison = compare_application(session, guide, request.application, on)
    situation = verified_situation(guide.facts, comparison.declared, comparison.rows)
    findings = find_findings(guide, situation, request, on)
    open_facts = _open_facts(guide, situation, request, on) if findings is not None else ()
    return Known(comparison, situation, findings, open_facts)


def _open_facts(
    guide: Guide, situation: Situation, request: Request, on: datetime.date
) -> tuple[Subject, ...]:
    """(person, fact), None for the household; what is asked of nobody in particular is left out."""
    wanted = (request.unit, request.person)
    judged = assess(guide, situation, on, [request.policy])
    found = next((one.open_facts for one in judged if (one.unit, one.person) == wanted), ())
    household = {one.fact for one in found if guide.facts[one.fact].scope == "household"}
    rows = [(None if one.fact in household else one.person, one.fact) for one in found]
    return tuple(dict.fromkeys(one for one in rows if one[0] is not None or one[1] in household))


def find_findings(
    guide: Guide, situation: Situation, request: Request, on: datetime.date
) -> dict[str, object] | None:
    if request.policy not in guide.policies:
        return None
    try:
        return make_findings(guide, situation, deciding.Subject.of(request), on)
    except UndecidedError:
        return None


def rule(
    guide: Guide, known: Known, request: Request, on: datetime.date, *, rulings: Mapping[str, Ruling]
) -> dict[str, object]:
    """The findings with what the clerk found of open conditions. Raises UndecidedError."""
    return make_findings(guide, known.situation, deciding.Subject.of(request), on, rulings=rulings)
