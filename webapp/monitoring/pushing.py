"""Warnings into the database: each cause once while it lasts, to its town and the village's assistant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from knowledge import Guide
from knowledge.monitoring import URGENCIES
from webapp.models.monitoring import ContactRefusal, WarningRow, WarningState
from webapp.monitoring import refusing
from webapp.monitoring.villages import Villages
from webapp.security.crypto import IndexHash

ID_NUMBER, HOUSEHOLD, CAUSE = "id-number", "watch.household", "watch.cause"
DIALECTS = {"sqlite": sqlite, "postgresql": postgresql}
AT_ONCE = 500
NO_NUMBER, NO_TOWN, REFUSED, BEFORE, PUSHED = "no-number", "no-town", "refused", "before", "pushed"


@dataclass(frozen=True)
class Found:
    """A rule that holds for somebody: by which cause, where they live, and what is known."""

    rule: str
    cause: str
    layer: str
    household: str
    person: str
    id_number: str | None
    town: str
    contact: dict[str, str] = field(repr=False)
    facts: list[dict[str, object]] = field(repr=False)

    @property
    def place(self) -> tuple[str, str, str]:
        return self.rule, self.household, self.person


@dataclass(frozen=True)
class Seen:
    """How every rule stands for somebody: None not known, "" not so, else the cause ("1" for none)."""

    id_number: str | None
    now: dict[str, str | None] = field(repr=False)


@dataclass
class Told:
    """What became of each that was found; `held_back` are tried again by the next run."""

    counts: Counter = field(default_factory=Counter)
    held_back: set[tuple[str, str, str]] = field(default_factory=set)

    def add(self, found: Found, what: str) -> None:
        self.counts[what] += 1
        if what in (NO_NUMBER, NO_TOWN, REFUSED):
            self.held_back.add(found.place)


def cause_words(person: str, rule: str, cause: str) -> str:
    """What the key of a cause is the hash of."""
    return f"{person}\0{rule}\0{cause}"


class Pusher:
    """Pushes into one session, whose transactions are the caller's."""

    def __init__(self, session: Session, guide: Guide, index_hash: IndexHash, at: datetime) -> None:
        self.session, self.guide, self.index_hash, self.at = session, guide, index_hash, at
        self.insert = DIALECTS[session.get_bind().dialect.name].insert(WarningRow.__table__)

    def lasting_households(self) -> frozenset[str]:
        """The keys of households with a cause that had not ended."""
        lasting = select(WarningRow.household_key).where(WarningRow.ended_at.is_(None)).distinct()
        return frozenset(self.session.scalars(lasting))

    def push(self, found: Sequence[Found], told: Told) -> None:
        """Write those that are new. Call it with few: it is one transaction."""
        people = {one.id_number: self.index_hash.every(ID_NUMBER, one.id_number) for one in _known(found)}
        refused = refusing.find_refused(self.session, (key for keys in people.values() for key in keys))
        lasting = self._lasting(found)
        villages = Villages(self.session)
        for one in found:
            if one.id_number is None:
                told.add(one, NO_NUMBER)
            elif refused.intersection(people[one.id_number]):
                told.add(one, REFUSED)
            elif (place := self.guide.regions.find(one.town)) is None or place[1] is None:
                told.add(one, NO_TOWN)
            elif lasting.intersection(self._cause_keys(one)):
                told.add(one, BEFORE)
            else:
                town = (place[0].key, place[1].code)
                told.add(one, PUSHED if self._write(one, town, villages) else BEFORE)

    def _lasting(self, found: Iterable[Found]) -> set[str]:
        keys = [key for one in _known(found) for key in self._cause_keys(one)]
        lasting = select(WarningRow.cause_key).where(
            WarningRow.cause_key.in_(keys), WarningRow.ended_at.is_(None)
        )
        return set(self.session.scalars(lasting))

    def _cause_keys(self, one: Found) -> tuple[str, ...]:
        return self.index_hash.every(CAUSE, cause_words(one.id_number, one.rule, one.cause))

    def _write(self, one: Found, town: tuple[str, str], villages: Villages) -> bool:
        """False where another run, or another row of the same person, was faster."""
        rule = self.guide.warnings[one.rule]
        subject = {"person": one.id_number, "household": one.household, "cause": one.cause}
        values = {
            "rule": one.rule, "layer": one.layer, "rank": URGENCIES.index(rule.urgency),
            "district": town[0], "town": town[1],
            "person_key": self.index_hash(ID_NUMBER, one.id_number),
            "household_key": self.index_hash(HOUSEHOLD, one.household),
            "cause_key": self._cause_keys(one)[0], "subject": subject, "contact": one.contact,
            "facts": one.facts, "guide_version": self.guide.version, "state": WarningState.OPEN,
            "assistant_id": villages.assistant_of(town[1], one.contact.get("village", "")),
            "pushed_at": self.at,
        }  # fmt: skip
        made = self.insert.values(values).on_conflict_do_nothing().returning(WarningRow.id)
        return self.session.connection().execute(made).first() is not None

    def end(self, seen: Sequence[Seen]) -> int:
        """End the causes that are surely over. What is not known now goes on."""
        now: dict[str, dict[str, str | None]] = {}
        for one in seen:
            if one.id_number is not None:
                now |= dict.fromkeys(self.index_hash.every(ID_NUMBER, one.id_number), one.now)
        lasting = select(WarningRow).where(WarningRow.person_key.in_(now), WarningRow.ended_at.is_(None))
        over = [row for row in self.session.scalars(lasting) if _is_over(row, now[row.person_key])]
        for row in over:
            row.ended_at = self.at
            row.settled_at = self.at if row.closed_at is not None else None
        self.session.flush()
        return len(over)

    def sweep(self) -> int:
        """Close what was pushed in the moment in which somebody said that they want no visit."""
        refused = select(WarningRow.person_key).join(
            ContactRefusal, ContactRefusal.person_key == WarningRow.person_key
        )
        open_ = WarningRow.state != WarningState.CLOSED
        change = update(WarningRow).where(open_, WarningRow.person_key.in_(refused))
        return self.session.execute(change.values(refusing.closing(self.at))).rowcount


def _known(found: Iterable[Found]) -> list[Found]:
    return [one for one in found if one.id_number is not None]


def _is_over(row: WarningRow, now: dict[str, str | None]) -> bool:
    state = now.get(row.rule)
    return state is not None and state != (row.subject["cause"] or "1")
