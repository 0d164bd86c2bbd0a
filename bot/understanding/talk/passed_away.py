"""What was told of one who, it turns out, has died: 我爷爷人都没了，问的是我奶奶."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.messages import Removed
from bot.understanding.people.departed import departed
from bot.understanding.people.whom import People
from knowledge import Situation

# What only the living have or can be given.
_OF_THE_LIVING = frozenset(
    {"veteran_kinds", "service_disability_grade", "service_injury_worse", "self_care", "incontinent"}
    | {"wants_care_service", "living_place", "holds_personal_aid", "employment", "can_work", "hukou"}
    | {"disability_cert", "disability_grade", "income_yuan_per_month", "care_needed_months", "assessed_needs"}
)
# 去年去世了，听说还能再发十二个月: what is due for them is asked for.
_DUE_AFTER_DEATH = re.compile(r"再发|丧葬|遗属|抚恤")


def without_the_dead(
    people: People, known: tuple[Situation, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]]:
    """`known` without what is only of the living, of those who the message says have died."""
    gone = {m.person for m in departed(people.plain, people.told) if m.relation != "spouse"}
    if not gone or _DUE_AFTER_DEATH.search(people.plain):
        return known, ()
    removed: list[Removed] = []
    kept = []
    for situation in known:
        for person in situation.people:
            lost = [fact for fact in person.facts if fact in _OF_THE_LIVING] if person.id in gone else []
            if lost:
                left = {fact: value for fact, value in person.facts.items() if fact not in lost}
                situation = situation.with_person(replace(person, facts=left))
                removed += [Removed(situation.id, person.id, fact) for fact in lost]
        kept.append(situation)
    return tuple(kept), tuple(removed)


__all__ = ["without_the_dead"]
