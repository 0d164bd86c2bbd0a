"""What an application lacks: said once and completely, answered on one list, and the request goes back.

Each thing is answered in words, or by a document: `webapp/documents/tied.py` puts the id of what was
photographed into `SupplementEntry.document` through `attach`.
"""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy.orm import Session

from knowledge import Guide, Value
from webapp.applications import households, moving
from webapp.applications.agreeing import meet
from webapp.applications.comparing import Subject
from webapp.applications.moving import By, find_pressed, find_supplement, lock, move, return_state
from webapp.applications.states import RequestState
from webapp.models.afterwards import Supplement, SupplementEntry
from webapp.models.applications import Application, Request, RequestEvent
from webapp.security import audit

LONGEST_ANSWER = 1000
MOST_WANTED = 20
MARK = "："


class EntryKind(StrEnum):
    TEXT = "text"
    DOCUMENT = "document"


@dataclass(frozen=True)
class Wanted:
    """One thing that is missing, in the clerk's words, and what it is needed for."""

    wanted: str
    kind: EntryKind = EntryKind.TEXT
    why: str | None = None


@dataclass(frozen=True)
class Said:
    """What an answer says: a fact of a person, or of the household (None)."""

    person: str | None
    fact: str
    value: Value = field(repr=False)


@dataclass(frozen=True)
class Given:
    """An answer in words, the id of a document, or both; `said` where it is a fact."""

    words: str | None = None
    document: str | None = None
    said: Said | None = None


def words_for(guide: Guide, application: Application, person: str | None, fact: str) -> str:
    """A fact as something that is wanted: 全家：城里还是村里. By these words it is found again."""
    return f"{households.told_apart(application)[person]}{MARK}{guide.facts[fact].label}"


def find_subject(guide: Guide, application: Application, entry: SupplementEntry) -> Subject | None:
    """The person and fact that an entry asks for; None for what is no fact, or one the guide has no more."""
    if entry.kind != EntryKind.TEXT:
        return None
    who, _, label = entry.wanted.partition(MARK)
    people = [person for person, called in households.told_apart(application).items() if called == who]
    subjects = (
        (person, key)
        for person in people
        for key, one in guide.facts.items()
        if one.ask and one.label == label and (one.scope == "person") == (person is not None)
    )
    return next(subjects, None)


def ask(
    session: Session,
    request: Request,
    wanted: list[Wanted],
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
    seen: int | None = None,
) -> RequestEvent:
    """Ask for all that is missing, at once. Raises what `move` raises, ValueError for an empty list."""
    if not 0 < len(wanted) <= MOST_WANTED:
        raise ValueError(f"a list of 1 to {MOST_WANTED} things")
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None:
        return pressed
    with session.begin_nested():
        if find_supplement(session, request) is None:
            request.supplements.append(_make(request, wanted, by, at))
        session.flush()
        return move(session, request, RequestState.SUPPLEMENT_REQUESTED, by, at=at, key=key, seen=seen)


def _make(request: Request, wanted: list[Wanted], by: By, at: datetime.datetime) -> Supplement:
    supplement = Supplement(asked_from=request.state, asked_at=at, asked_by=by.name)
    for position, one in enumerate(wanted, 1):
        entry = SupplementEntry(position=position, kind=one.kind, wanted=one.wanted.strip(), why=one.why)
        supplement.entries.append(entry)
    return supplement


def find_asked(session: Session, application: Application) -> list[Supplement]:
    """Every open list of an application, in the order of its requests."""
    found = (moving.find_asked(session, one) for one in application.requests)
    return [one for one in found if one is not None]


def answer(
    session: Session,
    supplement: Supplement,
    given: Mapping[int, Given],
    by: By,
    *,
    at: datetime.datetime,
    key: str | None = None,
) -> RequestEvent | None:
    """Take in answers by id of their entry; when none is missing any more, the request goes back.

    Returns None while something is still missing. What was answered already is changed by an answer, and
    never emptied.
    """
    request = supplement.request
    lock(session, request)
    pressed = find_pressed(session, request, key)
    if pressed is not None or supplement.closed_at is not None:
        return pressed
    for entry in supplement.entries:
        _fill_in(entry, given.get(entry.id, Given()), by, at)
    names = [f"entry {one.position}" for one in supplement.entries if one.id in given]
    audit.record(session, by.name, "supplement", subject=request.application_id, at=at, facts=names)
    session.flush()
    if any(one.answered_at is None for one in supplement.entries):
        return None
    return move(session, request, return_state(request, supplement, at), by, at=at, key=key)


def say_answers(
    session: Session,
    guide: Guide,
    application: Application,
    given: Iterable[Given],
    *,
    by: By,
    at: datetime.datetime,
) -> None:
    """What answers say becomes what is known of the household; what was known of a set is not forgotten."""
    said = [one.said for one in given if one.said is not None]
    for one in said:
        situation = households.read_situation(guide, application)
        holder = situation.household if one.person is None else situation.person(one.person).facts
        before, definition = holder.get(one.fact), guide.facts[one.fact]
        joined = (
            meet(definition, before, one.value) if before is not None and definition.type == "set" else None
        )
        value = one.value if joined is None else joined
        subject = (one.person, one.fact)
        households.say_fact(guide, application, subject, value, origin=households.FROM_SUPPLEMENT)
    if said:
        application.updated_at = at
        names = {one.fact for one in said}
        audit.record(session, by.name, "supplement", subject=application.id, at=at, facts=names)


def _fill_in(entry: SupplementEntry, given: Given, by: By, at: datetime.datetime) -> None:
    words = (given.words or "").strip()[:LONGEST_ANSWER]
    if words or given.document:
        entry.answer, entry.document = words or entry.answer, given.document or entry.document
        entry.answered_at, entry.helper_id = at, by.helper_id


def attach(
    session: Session, entry: SupplementEntry, document: str | None, by: By, *, at: datetime.datetime
) -> None:
    """Photos came, or the last one was taken back (None). The request goes on when the list is sent."""
    request = entry.supplement.request
    lock(session, request)
    if entry.supplement.closed_at is not None:
        return
    entry.document, entry.helper_id = document, by.helper_id
    entry.answered_at = at if document or entry.answer else None
    audit.record(
        session,
        by.name,
        "supplement",
        subject=request.application_id,
        at=at,
        facts=[f"entry {entry.position}"],
    )
    session.flush()
