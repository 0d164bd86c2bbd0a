"""The levels of a household as they now stand: what the facts come to, and what clerks found by looking."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide, NeedLevel, ServiceNeed, Situation, assess_needs, find_service_needs
from knowledge.needs import Subject
from webapp.models.needs import NeedChange
from webapp.security import audit


@dataclass(frozen=True)
class Needs:
    """`levels` as they hold, `computed` as the facts alone would have them, both in the same order.

    `changes`: the newest of each that holds; `history`: all of them, the newest first.
    """

    levels: tuple[NeedLevel, ...] = field(repr=False)
    computed: tuple[NeedLevel, ...] = field(repr=False)
    services: tuple[ServiceNeed, ...] = field(repr=False)
    changes: dict[Subject, NeedChange] = field(repr=False)
    history: list[NeedChange] = field(repr=False)


def find_needs(
    session: Session, guide: Guide, application_id: str, situation: Situation, *, on: datetime.date
) -> Needs:  # fmt: skip
    newest = select(NeedChange).where(NeedChange.application_id == application_id)
    history = list(session.scalars(newest.order_by(NeedChange.id.desc())))
    last: dict[Subject, NeedChange] = {}
    for one in history:
        last.setdefault((one.person, one.dimension), one)
    holding = {key: one for key, one in last.items() if one.said["level"] is not None}
    found = {key: one.said["level"] for key, one in holding.items()}
    levels = assess_needs(guide, situation, on, found)
    ends = {(one.person, one.dimension): one.ends for one in levels}
    services = find_service_needs(guide, situation, on, ends)
    return Needs(levels, assess_needs(guide, situation, on), services, holding, history)


@dataclass(frozen=True)
class Change:
    """A level that somebody found, None to go by the facts again, and why."""

    subject: Subject
    level: int | None
    why: str = field(repr=False)


def change_level(
    session: Session, application_id: str, needs: Needs, change: Change, *, by: str, at: datetime.datetime,
    key: str | None,
) -> NeedChange:  # fmt: skip
    """Keep what was found, with what the facts came to; pressed again it is the first row."""
    made = (NeedChange.application_id == application_id, NeedChange.key == key)
    pressed = session.scalars(select(NeedChange).where(*made)).first() if key else None
    if pressed is not None:
        return pressed
    person, dimension = change.subject
    facts = next(one for one in needs.computed if (one.person, one.dimension) == change.subject)
    said = {"level": change.level, "low": facts.low, "high": facts.high, "why": change.why}
    row = NeedChange(application_id=application_id, person=person, dimension=dimension, said=said)
    row.by, row.at, row.key = by, at, key
    session.add(row)
    session.flush()
    audit.record(session, by, "change-need", subject=application_id, at=at)
    return row
