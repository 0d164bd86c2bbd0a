"""A change at home after filing, also after the decision: what, since when, each fact before and after.

The household as it is known is brought up to date, so that what is still to be decided rests on it; what was
decided keeps the findings it rested on. The clerk finds the change in a list until it is marked as seen.
"""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import Guide, Situation, value_to_json
from webapp.applications import households
from webapp.applications.moving import By
from webapp.models.afterwards import HouseholdChange
from webapp.models.applications import Application, ApplicationMember
from webapp.security import audit

ADDRESS, MEMBER, SIZE = "address", "member", "household_size"


class ChangeKind(StrEnum):
    BIRTH = "birth"
    DEATH = "death"
    JOINED = "joined"
    LEFT = "left"
    INCOME = "income"
    JOB = "job"
    ADDRESS = "address"
    OTHER = "other"


PERSON_FACTS = {ChangeKind.INCOME: "income_yuan_per_month", ChangeKind.JOB: "employment"}
"""The one fact of a person that such a change is about."""
LEAVES = frozenset({ChangeKind.DEATH, ChangeKind.LEFT})
COMES = frozenset({ChangeKind.BIRTH, ChangeKind.JOINED})


@dataclass(frozen=True)
class Change:
    """What is reported. `person`: of the household; `relation` and `name` of who comes; `value` of the fact.

    `words`: anything to be told with it; the new address; the whole of another change.
    """

    kind: ChangeKind
    happened_on: datetime.date
    person: str | None = None
    relation: str | None = None
    name: str | None = None
    value: object = None
    words: str = ""


def report(
    session: Session,
    guide: Guide,
    application: Application,
    change: Change,
    *,
    by: By,
    at: datetime.datetime,
    key: str | None = None,
) -> HouseholdChange:
    """Write a change down and bring the household up to date. The same key again gives the same change."""
    told = next((one for one in application.changes if key is not None and one.key == key), None)
    if told is not None:
        return told
    before = households.read_situation(guide, application)
    facts = list(_Applying(guide, application, before, change).facts())
    told = HouseholdChange(kind=change.kind, happened_on=change.happened_on, facts=facts, reported_at=at)
    told.person, told.words, told.key = change.person or _newcomer(facts), change.words or None, key
    told.helper_id = by.helper_id
    application.changes.append(told)
    application.updated_at = at
    names = {one["fact"] for one in facts}
    audit.record(session, by.name, "report-change", subject=application.id, at=at, facts=names)
    session.flush()
    return told


def _newcomer(facts: list[dict]) -> str | None:
    return next((one["person"] for one in facts if one["fact"] == MEMBER), None)


@dataclass(frozen=True)
class _Applying:
    """One change, put into the household as it was before it."""

    guide: Guide
    application: Application
    before: Situation
    change: Change

    def facts(self) -> Iterator[dict]:
        """Bring the household up to date; what it comes to, fact by fact."""
        match self.change.kind:
            case kind if kind in COMES:
                yield from self._come()
            case kind if kind in LEAVES:
                yield from self._leave()
            case kind if kind in PERSON_FACTS:
                yield self._say(self.change.person, PERSON_FACTS[kind], self.change.value)
            case ChangeKind.ADDRESS:
                yield _fact(None, ADDRESS, self.application.address, self.change.words)
                self.application.address = self.change.words

    def _come(self) -> Iterator[dict]:
        change = self.change
        member = households.add_member(self.guide, self.application, change.relation)
        member.name = change.name
        if change.kind is ChangeKind.BIRTH:
            member.is_adult = False
            for fact, value in (("birth_date", change.happened_on), ("age_years", 0)):
                households.say_fact(self.guide, self.application, (member.person, fact), value)
        yield _fact(member.person, MEMBER, None, change.relation)
        yield from self._resize(1)

    def _leave(self) -> Iterator[dict]:
        member = member_of(self.application, self.change.person)
        member.left_on, member.left_why = self.change.happened_on, self.change.kind.value
        people = tuple(one for one in self.before.people if one.id != member.person)
        households.write_situation(self.application, replace(self.before, people=people))
        yield _fact(member.person, MEMBER, member.relation, None)
        yield from self._resize(-1)

    def _resize(self, more: int) -> Iterator[dict]:
        """How many they are now, where that was known."""
        size = self.before.household.get(SIZE)
        if isinstance(size, int) and size + more > 0:
            yield self._say(None, SIZE, size + more)

    def _say(self, person: str | None, fact: str, value: object) -> dict:
        known = self.before.household if person is None else self.before.person(person).facts
        households.say_fact(self.guide, self.application, (person, fact), value)
        old = value_to_json(known[fact]) if fact in known else None
        return _fact(person, fact, old, value_to_json(value))


def _fact(person: str | None, fact: str, before: object, after: object) -> dict:
    return {"person": person, "fact": fact, "before": before, "after": after}


def member_of(application: Application, person: str | None) -> ApplicationMember | None:
    return next((one for one in application.members if one.person == person), None)


def present_members(application: Application) -> list[ApplicationMember]:
    """Who is still there."""
    return [one for one in application.members if one.left_on is None]


def may_work(member: ApplicationMember) -> bool:
    """Whether a change of income or work may be told of a member: not of a child."""
    return member.left_on is None and member.is_adult is not False


def list_unseen(session: Session, town: str | None = None) -> list[HouseholdChange]:
    """For the clerk: what nobody has looked at yet, the oldest first; of one town or of all."""
    query = select(HouseholdChange).join(Application).where(HouseholdChange.seen_at.is_(None))
    if town is not None:
        query = query.where(Application.town == town)
    return list(session.scalars(query.order_by(HouseholdChange.id)))


def mark_seen(session: Session, change: HouseholdChange, by: By, at: datetime.datetime) -> None:
    """The first of several clerks is who has seen it."""
    session.refresh(change, ("seen_at",), with_for_update=True)
    if change.seen_at is None:
        change.seen_at, change.seen_by = at, by.name
        audit.record(session, by.name, "see-change", subject=change.application_id, at=at)
