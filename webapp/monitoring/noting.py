"""What an application for a visited person begins with: facts of the records, and of the visit's note.

The note is read as a resident's words are: each fact with the words that said it. What was seen goes before
what the records had. Nothing is taken over unseen: the page lists every fact, to be left out where it is
wrong.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import bot
from knowledge import Guide, Person, Situation, SituationError, parse_value
from webapp.applications import households
from webapp.models.monitoring import VisitOutcome, WarningRow

SELF, CHILD, HOME = "self", "child", "h1"
KIN = frozenset({*households.RELATIONS_TO_ADD, "child", "parent", "grandchild", "grandparent"})
CHILDREN = frozenset({"child", "son", "daughter"})
PARENTS = frozenset({"father", "mother", "parent"})
Subject = tuple[str | None, str]


@dataclass(frozen=True)
class Noted:
    """One fact, where it came from, and the words that said it where it was heard."""

    person: str | None
    relation: str | None
    fact: str
    value: object = field(repr=False)
    origin: str = households.FROM_RECORDS
    words: str = field(default="", repr=False)

    @property
    def mark(self) -> str:
        """Its name in a form."""
        return f"{self.person or ''}|{self.fact}"


@dataclass(frozen=True)
class Start:
    """What is known of the household, whether its person is a child, and what the note asks for."""

    facts: tuple[Noted, ...]
    is_child: bool
    relevance: Mapping[str, float]
    note: str = field(repr=False)

    def situation(self, marks: Collection[str]) -> Situation:
        """With the facts of these marks alone. Who files for a child is the one who speaks."""
        people = (Person(SELF, "self"), *((Person(CHILD, "child"),) if self.is_child else ()))
        found = Situation(HOME, {}, people)
        for one in self.chosen(marks):
            if one.person is not None and all(known.id != one.person for known in found.people):
                found = found.with_person(Person(one.person, one.relation or one.person))
            found = found.with_fact(one.person, one.fact, one.value)
        return found

    def chosen(self, marks: Collection[str]) -> list[Noted]:
        return [one for one in self.facts if one.mark in marks]


def read(guide: Guide, row: WarningRow, is_child: bool, today: datetime.date) -> Start:
    """What the warning and its last visit to somebody in need come to."""
    note = next((one.note or "" for one in reversed(row.visits) if one.outcome == VisitOutcome.IN_NEED), "")
    heard = bot.turn(guide, bot.Conversation(), bot.Message(note), today).conversation if note else None
    visited = CHILD if is_child else SELF
    found: dict[Subject, Noted] = {(one.person, one.fact): one for one in _recorded(guide, row, visited)}
    if heard is not None:
        size = found.get((None, "household_size"))
        found |= {(one.person, one.fact): one for one in _seen(heard, visited, size)}
    rule = guide.warnings.get(row.rule)
    likely = dict.fromkeys(rule.policies if rule else (), 1.0)
    relevance = dict(heard.relevance) if heard is not None else {}
    return Start(tuple(found.values()), is_child, relevance | likely, note)


def _recorded(guide: Guide, row: WarningRow, visited: str):
    """What it was pushed with. What the guide no longer knows is left out."""
    for told in row.facts or ():
        definition = guide.facts.get(told["fact"])
        if definition is None:
            continue
        try:
            value = parse_value(definition, told["value"])
        except SituationError:
            continue
        if definition.scope == "household":
            yield Noted(None, None, definition.key, value)
        else:
            yield Noted(visited, visited, definition.key, value)


def _seen(heard: bot.Conversation, visited: str, size: Noted | None):
    """What the note says of the household and of those who may belong to it, as far as there is room."""
    home = heard.situation(HOME)
    if home is None:
        return
    who = _who_is_who(home, visited)
    known = {SELF, visited}
    most = size.value if size is not None and isinstance(size.value, int) else None
    for one in heard.evidence:
        if one.household != HOME or (one.person is not None and one.person not in who):
            continue
        person, relation = (None, None) if one.person is None else who[one.person]
        if person is not None and person not in known:
            if most is not None and len(known) >= most:
                continue
            known.add(person)
        facts = home.household if one.person is None else home.person(one.person).facts
        if one.fact in facts:
            about = {"origin": households.FROM_VISIT, "words": one.words}
            yield Noted(person, relation, one.fact, facts[one.fact], **about)


def _who_is_who(home: Situation, visited: str) -> dict[str, tuple[str, str]]:
    """People of the note to people of the application. The one who is just 老人 or 他 is who was visited."""
    strangers = [one for one in home.people if one.relation not in KIN and one.relation != "self"]
    children = [one for one in home.people if one.relation in CHILDREN]
    who = {}
    for one in home.people:
        if one.relation == "self" or strangers == [one] or (visited == CHILD and children == [one]):
            who[one.id] = (visited, visited)
        elif visited == CHILD and one.relation in PARENTS:
            who[one.id] = (SELF, SELF)
        elif one.relation in KIN:
            who[one.id] = (one.id, one.relation)
    return who
