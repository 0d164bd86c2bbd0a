"""Children spoken of together first, one by one later: 我带俩娃 … 一个上四年级一个三岁 is no third child."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from knowledge import Person, Situation

from .said import Said

# child-2, villager-child-1: one of several; before them the others' name for all: child, villager-child.
_ONE = re.compile(r"(?P<all>(?:.{1,60}-)?child)-\d")
# Where one is told apart from the others, these may not differ from what was known.
_TELLING = ("age_years", "school_stage")
_OF_ALL = ("father_state", "mother_state")


def same_children(said: Iterable[Said], known: Iterable[Situation]) -> dict[str, str]:
    """For one of the children now told apart the name under which all of them were known: child-1 → child.

    None where the children were told apart before, or where none of these can be the one known.
    """
    said, same = tuple(said), {}
    named = {one.of.person for one in said if one.of is not None and _ONE.fullmatch(str(one.of.person))}
    people = {one.id: one for situation in known for one in situation.people}
    for person in sorted(map(str, named)):
        group = _ONE.fullmatch(person)["all"]
        before = people.get(group)
        if before is None or person in people or group in same.values():
            continue
        if _may_be(before, person, said):
            same[person] = group
    return same


def _may_be(before: Person, person: str, said: Iterable[Said]) -> bool:
    told = {one.fact: one.value for one in said if one.of is not None and one.of.person == person}
    return all(told.get(fact, value) == value for fact, value in before.facts.items() if fact in _TELLING)


def with_parents_shared(situations: dict[str, Situation], same: dict[str, str]) -> None:
    """老公没了，我带俩娃: what became of the father is told of each of them."""
    for home, situation in situations.items():
        for group in same.values():
            known = next((one for one in situation.people if one.id == group), None)
            for one in situation.people if known is not None else ():
                if _ONE.fullmatch(one.id) and one.id.startswith(f"{group}-"):
                    for fact in _OF_ALL:
                        if fact in known.facts and fact not in one.facts:
                            situation = situation.with_fact(one.id, fact, known.facts[fact])
        situations[home] = situation


def renamed(one: Said, same: dict[str, str]) -> Said:
    """`one`, under the name by which the child is known."""
    if one.of is None or str(one.of.person) not in same:
        return one
    return replace(one, of=replace(one.of, person=same[str(one.of.person)]))
