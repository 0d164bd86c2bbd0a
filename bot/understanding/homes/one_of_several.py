"""Children spoken of together first, one by one later: 我带俩娃 … 一个上四年级一个三岁 is no third child."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.lists import boy_and_girl
from bot.understanding.said import Said
from knowledge import Person, Situation

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


_SHARED = frozenset({*_OF_ALL, "living_place", "household_member", "hukou", "hukou_kind"})
_COUNTED = re.compile(r"(?:俩|[两二三四]个?|仨|几个)(?:小|亲|外)?$")


def of_each(one: Said, mentions: Sequence[Mention], plain: str) -> list[Said]:
    """俩孙子跟着我，大的九岁小的六岁: what is told of all of them, of each who is told apart."""
    if one.of is None or one.fact not in _SHARED:
        return [one]
    named = {m.person: m for m in mentions}
    two = boy_and_girl(plain, list(mentions))
    if two and one.of in two and not re.search("[，。；！？]", plain[two[1].end : one.start]):
        return [replace(one, of=m) for m in two]
    if f"{one.of.person}-2" not in named:
        return [one]
    all_of_them = one.of.person
    counted = any(
        m.person == all_of_them and _COUNTED.search(plain, max(0, m.start - 3), m.start) for m in mentions
    )
    several = [
        m for person, m in named.items() if re.fullmatch(rf"{re.escape(str(all_of_them))}-\d", str(person))
    ]
    return [replace(one, of=replace(one.of, person=m.person)) for m in several] if counted else [one]


def renamed(one: Said, same: dict[str, str]) -> Said:
    """`one`, under the name by which the child is known."""
    if one.of is None or str(one.of.person) not in same:
        return one
    return replace(one, of=replace(one.of, person=same[str(one.of.person)]))
