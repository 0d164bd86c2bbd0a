"""From what a source says to facts of the guide, and from the tables to what can be compared.

A source is believed in what the vocabulary says it can confirm, in the unit named there, and in nothing else.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from knowledge import FactDefinition, Guide, SituationError, Value, parse_value, value_to_json
from webapp.applications import households
from webapp.applications.comparing import Answer, Declared, Origin, Subject, Verified
from webapp.applications.errors import ApplicationError
from webapp.applications.sources import Source, load_sources
from webapp.gateways.verification import Stated
from webapp.models.applications import Application, ApplicationMember
from webapp.models.verifications import ResultState, VerificationOrder, VerificationResult

R = ResultState
Facts = Mapping[str, FactDefinition]
SETTLED = frozenset({R.ANSWERED, R.MOVED_OUT, R.DECEASED, R.NOT_FOUND})
GONE = frozenset({R.STOPPED, R.DISCARDED})


class FactRefused(ApplicationError):
    """What a source says is no fact that it could know. The text is a name, and holds no value."""


def parse_facts(facts: Facts, source: Source, stated: Mapping[str, Stated]) -> dict[str, Value]:
    """The facts of an answer, all or none. Raises FactRefused."""
    return {key: _parse_fact(facts, source, key, one) for key, one in stated.items()}


def _parse_fact(facts: Facts, source: Source, key: str, stated: Stated) -> Value:
    definition = facts.get(key)
    if definition is None:
        raise FactRefused("unknown-fact")
    if not source.can_say(definition):
        raise FactRefused("not-theirs-to-say")
    if stated.unit != definition.unit:
        raise FactRefused("wrong-unit")
    try:
        return parse_value(definition, stated.value)
    except SituationError:
        raise FactRefused("wrong-value") from None


def declared_to(facts: Facts, member: ApplicationMember, source: Source) -> dict[str, Stated]:
    """What was declared of a member and can be confirmed by `source`, to be compared there. Nothing else."""
    raw = member.application.situation
    own = next((one["facts"] for one in raw["people"] if one["id"] == member.person), {})
    known = {**raw["household"], **own}
    return {
        key: Stated(value, facts[key].unit)
        for key, value in known.items()
        if key in facts and source.can_say(facts[key])
    }


def find_orders(session: Session, application: Application) -> list[VerificationOrder]:
    """Every order of the application, the oldest first."""
    wanted = select(VerificationOrder).where(VerificationOrder.application_id == application.id)
    by_round = wanted.order_by(VerificationOrder.round, VerificationOrder.id)
    return list(session.scalars(by_round.options(selectinload(VerificationOrder.results))))


def rows_by_source(
    orders: Iterable[VerificationOrder], member: ApplicationMember
) -> dict[str, list[VerificationResult]]:
    """What was asked about a member, by source, the oldest first."""
    found: dict[str, list[VerificationResult]] = {}
    for order in orders:
        if order.member_id == member.id:
            for row in order.results:
                found.setdefault(row.source, []).append(row)
    return found


def find_verified(
    session: Session, facts: Facts, application: Application, expected: Iterable[tuple[str, str]] = ()
) -> Verified:
    """What came back so far. `expected`: (person, source id) that a whole picture would need."""
    orders, by_id = find_orders(session, application), load_sources().by_id
    answers = [
        answer_of(facts, member, by_id[source], rows)
        for member in application.members
        for source, rows in rows_by_source(orders, member).items()
        if source in by_id
    ]
    return Verified(tuple(answers), frozenset(expected))


def answer_of(
    facts: Facts, member: ApplicationMember, source: Source, rows: list[VerificationResult]
) -> Answer:
    """How it stands with a source: what it said last counts until it says something else."""
    newest, told = rows[-1], next((one for one in reversed(rows) if _has_told(one)), None)
    return Answer(
        person=member.person,
        source=source,
        state=_state_of(newest),
        since=_since(rows),
        asked_at=newest.asked_at,
        answered_at=told.answered_at if told else None,
        as_of=told.as_of if told else None,
        facts=_read(facts, told.facts or {}) if told else {},
        error=newest.error,
    )


def _has_told(row: VerificationResult) -> bool:
    """Whether something came that was kept, if only in part before the rest failed."""
    return row.answered_at is not None and row.state != R.DISCARDED


def _state_of(row: VerificationResult) -> ResultState:
    """What was sent and not taken has not been asked."""
    sent = row.order.ordered_at is not None or row.state != R.ASKED
    return R(row.state) if sent else R.WAITING


def _since(rows: list[VerificationResult]) -> datetime.datetime | None:
    """When the question was first put that is still without an answer."""
    waiting = []
    for row in reversed(rows):
        if row.state in SETTLED:
            break
        waiting.append(row)
    return min((one.asked_at for one in waiting if one.asked_at), default=None)


def _read(facts: Facts, stored: Mapping[str, object]) -> dict[str, Value]:
    """What was stored, as far as the guide of today has it."""
    found = {}
    for key, raw in stored.items():
        if key in facts:
            try:
                found[key] = parse_value(facts[key], raw)
            except SituationError:
                continue
    return found


def to_stored(values: Mapping[str, Value]) -> dict[str, object]:
    return {key: value_to_json(value) for key, value in values.items()}


def find_declared(guide: Guide, application: Application) -> Declared:
    """What the applicant said, where it came from, and what the requests still need to know."""
    origins: dict[Subject, Origin] = {
        (one["person"], one["fact"]): Origin(one["from"], one["words"]) for one in application.origins
    }
    wanted = {
        _holder_of(guide, one["person"], one["fact"])
        for request in application.requests
        for one in (request.findings or {}).get("open_facts", ())
        if one["fact"] in guide.facts and (one["person"] or guide.facts[one["fact"]].scope == "household")
    }
    return Declared(households.read_situation(guide, application), origins, frozenset(wanted))


def _holder_of(guide: Guide, person: str | None, fact: str) -> Subject:
    return (person if guide.facts[fact].scope == "person" else None), fact
