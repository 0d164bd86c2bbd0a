"""Visits at people's homes: what was seen holds for the household from then on, with the visit as its source.

A visit goes before what departments say of the same fact, because somebody looked; both stand on the page. It
is kept even where the request has moved on meanwhile.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import FactDefinition, SituationError, Value, parse_value, value_to_json
from webapp.applications.comparing import Answer, Subject, Verified
from webapp.applications.sources import Source
from webapp.models.applications import Application, Request
from webapp.models.casework import Survey
from webapp.models.verifications import ResultState
from webapp.security import audit

if TYPE_CHECKING:
    from webapp.applications.moving import By

SURVEY = Source("survey", "入户调查", "", frozenset(), prevails=True)
LONGEST_MET, LONGEST_NOTE = 200, 4000


@dataclass(frozen=True)
class Visit:
    """What is written down of one: when, who was met, what was seen, and anything else."""

    visited_on: datetime.date
    met: str = field(repr=False)
    facts: Mapping[Subject, Value] = field(default_factory=dict, repr=False)
    note: str = field(default="", repr=False)


def record(
    session: Session, request: Request, visit: Visit, by: By, *, at: datetime.datetime, key: str | None
) -> Survey:
    """Keep a visit; the same key again gives the first. The caller holds the request's row."""
    made = find_made(session, request.id, key)
    if made is not None:
        return made
    made = Survey(application_id=request.application_id, request_id=request.id, by=by.name, at=at, key=key)
    made.visited_on, made.met = visit.visited_on, visit.met[:LONGEST_MET]
    made.note = visit.note[:LONGEST_NOTE] or None
    made.facts = [
        {"person": person, "fact": fact, "value": value_to_json(value)}
        for (person, fact), value in visit.facts.items()
    ]
    session.add(made)
    session.flush()
    names = {fact for _, fact in visit.facts}
    audit.record(session, by.name, "survey", subject=request.application_id, at=at, facts=names)
    return made


def find_made(session: Session, request_id: int, key: str | None) -> Survey | None:
    """The visit that the button with this key has kept already."""
    same = select(Survey).where(Survey.request_id == request_id, Survey.key == key)
    return session.scalars(same).one_or_none() if key is not None else None


def find_surveys(session: Session, application: Application) -> list[Survey]:
    """Every visit, in the order of their days."""
    mine = select(Survey).where(Survey.application_id == application.id)
    return list(session.scalars(mine.order_by(Survey.visited_on, Survey.id)))


def with_surveys(
    session: Session, facts: Mapping[str, FactDefinition], application: Application, verified: Verified
) -> Verified:
    """What departments said, and what was seen at home."""
    seen = [
        answer for one in find_surveys(session, application) for answer in _answers(facts, application, one)
    ]
    return replace(verified, answers=(*verified.answers, *seen)) if seen else verified


def _answers(
    facts: Mapping[str, FactDefinition], application: Application, survey: Survey
) -> Iterator[Answer]:
    home = next((one.person for one in application.members if one.is_applicant), "")
    by_person: dict[str, dict[str, Value]] = {}
    for row in survey.facts:
        value = _read(facts, row)
        if value is not None:
            by_person.setdefault(row["person"] or home, {})[row["fact"]] = value
    for person, found in by_person.items():
        about = {"asked_at": survey.at, "answered_at": survey.at, "as_of": survey.visited_on}
        yield Answer(person, SURVEY, ResultState.ANSWERED, facts=found, **about)


def _read(facts: Mapping[str, FactDefinition], row: Mapping[str, object]) -> Value | None:
    """As far as the guide of today has it."""
    definition = facts.get(row["fact"])
    try:
        return parse_value(definition, row["value"]) if definition is not None else None
    except SituationError:
        return None
