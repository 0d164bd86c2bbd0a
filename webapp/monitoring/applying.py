"""From a warning to an application: an assistant files for whom they visited and found in need.

One application for a person, however often and from whichever of their warnings it is begun. It is filled in
on the citizens' pages under a permission that the person gives there, and takes back when they like
(`applications/helping.py`).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import drafting, helping, households, identity, steps
from webapp.applications.errors import IdentityError
from webapp.clock import SHANGHAI
from webapp.ledger import counting
from webapp.models.applications import Application
from webapp.models.monitoring import WarningRow, WarningState
from webapp.monitoring import noting
from webapp.monitoring.noting import CHILD, SELF, Start
from webapp.security.crypto import IndexHash
from webapp.staff.accounts import Staff

ID_NUMBER = "id-number"
VILLAGE = "village"


class NothingToFileError(Exception):
    """None of what may fit is filed here; `others` are the policies that are had elsewhere."""

    def __init__(self, others: list[str]) -> None:
        super().__init__("nothing is filed here")
        self.others = others


class NotInNeedError(Exception):
    """No visit has found the person in need, or the warning is closed."""


@dataclass(frozen=True)
class Beginning:
    """Who begins it and when, and which facts are taken over."""

    by: Staff
    at: datetime
    marks: frozenset[str]
    index_hash: IndexHash


def find_application(session: Session, row: WarningRow) -> Application | None:
    """What came of the warning; None too where a draft has been deleted since."""
    return session.get(Application, row.application_id) if row.application_id else None


def read_start(guide: Guide, row: WarningRow, at: datetime) -> Start:
    """What an application would begin with."""
    today = at.astimezone(SHANGHAI).date()
    known = _identity(row, at)
    return noting.read(guide, row, known is not None and not known.is_adult(today), today)


def begin(session: Session, guide: Guide, row: WarningRow, beginning: Beginning) -> Application:
    """The application of the warning's person, begun or gone on with. Pressed twice it is one.

    Raises NotInNeedError, or NothingToFileError.
    """
    rows = _of_same_person(session, row, beginning.index_hash)
    if row not in rows:
        raise NotInNeedError
    begun = (find_application(session, one) for one in (row, *rows))
    found = next((one for one in begun if one is not None), None)
    if found is None:
        found = _draft(session, guide, row, beginning)
    if found.submitted_at is None:
        _name_helper(session, found, beginning)
    row.application_id = found.id
    session.flush()
    return found


def _of_same_person(session: Session, row: WarningRow, index_hash: IndexHash) -> list[WarningRow]:
    """The person's warnings of the town in which help is under way, held until the transaction ends.

    In one order always, so that of two presses at once the second waits and finds what the first began.
    """
    theirs = select(WarningRow).where(
        WarningRow.person_key.in_(index_hash.every(ID_NUMBER, row.subject["person"])),
        WarningRow.state == WarningState.HELPING,
        WarningRow.town == row.town,
    )
    held = theirs.order_by(WarningRow.id).with_for_update().execution_options(populate_existing=True)
    return list(session.scalars(held))


def _name_helper(session: Session, draft: Application, beginning: Beginning) -> None:
    """Whose hand fills it in. Where it was another's, or was taken back, the person is asked anew."""
    by = beginning.by
    person = helping.Person(VILLAGE, by.name, staff=by.actor)
    helping.open_permission(session, draft, person, beginning.at)


def _draft(session: Session, guide: Guide, row: WarningRow, beginning: Beginning) -> Application:
    start, now = read_start(guide, row, beginning.at), beginning.at
    known = start.situation(beginning.marks).with_fact(None, "district", row.district)
    draft = Application(
        id=secrets.token_hex(16), conversation_id=secrets.token_hex(16), household=noting.HOME,
        guide_version=guide.version, situation=known.to_json(), origins=[], follow_ups=[],
        answered=[steps.HELPED, *_answered(row)], note=start.note or None, created_at=now, updated_at=now,
    )  # fmt: skip
    households.add_members(draft, known)
    households.choose_applicant(draft, SELF)
    for one in start.chosen(beginning.marks):
        households.note_origin(draft, one.person, one.fact, one.origin, words=one.words)
    _take_contact(guide, draft, row, beginning)
    drafting.judge(guide, draft, start.relevance, now)
    if not draft.requests:
        raise NothingToFileError(list(dict.fromkeys(one["policy"] for one in draft.follow_ups)))
    session.add(draft)
    _take_place(guide, draft, row)
    session.flush()
    day = now.astimezone(SHANGHAI).date()
    counting.count(session, {counting.BEGUN}, day=day, door=counting.APPLYING)
    return draft


def _answered(row: WarningRow) -> list[str]:
    """The pages that go by having been answered, and are."""
    return ["address"] if (row.contact or {}).get("address") else []


def _take_contact(guide: Guide, draft: Application, row: WarningRow, beginning: Beginning) -> None:
    """Who it is and how they are reached; what is not written as it has to be is asked on its page."""
    contact, people = row.contact or {}, {one.person: one for one in draft.members}
    visited = people.get(CHILD, people[SELF])
    visited.name = _read(identity.parse_name, contact.get("name", ""))
    draft.phone = _read(identity.parse_phone, contact.get("phone", ""))
    draft.address = contact.get("address") or None
    known = _identity(row, beginning.at)
    if known is not None:
        visited.id_number, visited.id_key = known.number, beginning.index_hash(ID_NUMBER, known.number)
        today = beginning.at.astimezone(SHANGHAI).date()
        households.take_identity(guide, draft, visited, known, today=today)


def _take_place(guide: Guide, draft: Application, row: WarningRow) -> None:
    """They live where they were visited. Where the hukou is, nobody has said."""
    steps.set_place_district(guide, draft, "residence", row.district)
    steps.set_place_town(guide, draft, "residence", row.town)
    households.note_origin(draft, None, "district", households.FROM_RECORDS)


def _identity(row: WarningRow, at: datetime) -> identity.Identity | None:
    try:
        return identity.parse_id_number(row.subject["person"] or "", at.astimezone(SHANGHAI).date())
    except IdentityError:
        return None


def _read(parse, written: str) -> str | None:
    try:
        return parse(written)
    except IdentityError:
        return None


def is_own(application: Application, staff: Staff) -> bool:
    """Whether this assistant is who helps, under a permission that was not taken back."""
    helper = helping.find_open(application)
    return helper is not None and helper.staff == staff.actor
