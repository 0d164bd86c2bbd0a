"""What an answer about the whole household says of each of its people: nobody has a certificate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.understanding.aid.of_one import STATUS, with_whose
from knowledge.situations import CHILDREN, MEMBERS

from .facts_read import read_guide

if TYPE_CHECKING:
    from knowledge import Guide, Person, Situation


ADULT = 18
Place = tuple[str | None, str]  # person or None, fact


def surely_belongs(person: Person) -> bool:
    """Whether 您家 means this person too: who may live elsewhere is asked about by name."""
    stated = person.facts.get("household_member")
    if isinstance(stated, bool):
        return stated
    age = person.facts.get("age_years")
    minor = isinstance(age, int) and age < ADULT and person.relation in CHILDREN
    return person.relation in MEMBERS or minor


def with_answer(guide: Guide, situation: Situation, place: Place, value: object) -> Situation:
    """The situation with the fact; where nobody has something, each of those known has it not."""
    person, fact = place
    changed = (with_whose(situation, value) if fact == STATUS else situation).with_fact(person, fact, value)
    if value is not False or person is not None:
        return changed
    for one in filter(surely_belongs, situation.people):
        for part, whole in read_guide(guide).anybody.items():
            if whole == fact and part not in one.facts:
                changed = changed.with_fact(one.id, part, False)
    return changed
