"""What only the living have is not of one who died: 老伴去年刚走，现在一个人住，他吃低保."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from bot.messages import Evidence
from bot.understanding.mention import Mention
from bot.understanding.people.departed import departed
from bot.understanding.people.whom import OUTSIDE, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start
from knowledge import FactDefinition, Situation

_OF_A_LIFE = frozenset(
    {"living_place", "on_subsistence", "hukou", "income_yuan_per_month", "receives", "medical_insurance"}
    | {"self_care", "can_work", "supporters", "children_ever", "holds_personal_aid", "other_benefits"}
)
_PRONOUNS = ("他", "她")
_SELF = Mention(0, 0, "self", "self")
_ALIVE_THEN = re.compile(r"生前|活着|在世|走之?前|去世之?前|死之?前|以前|原来|那时|当时|抚恤|丧葬")


def of_the_living(
    said: Iterable[Said], people: People, facts: Mapping[str, FactDefinition]
) -> Iterator[Said]:
    """`said`, with what is told after a death of whom the talk was before it, or of who speaks."""
    gone = [*departed(people.plain, people.mentions), *_parted(people)]
    dead = {m.person: m for m in sorted(gone, key=lambda m: -m.start)}
    for one in said:
        lost = dead.get(one.person) if one.of is not None else None
        if lost is None or not _is_of_a_life(one, facts) or not _is_told_later(one, lost, people):
            yield one
        elif (left := _left(lost, one, people, dead)) is not None:
            yield replace(one, of=left)


_PARTED = re.compile(r"[^，。；！？]{0,8}?(?:离(?:了|婚|异)|跑了|跟人)(?:[^，。；]{0,4})(?=[，。；！？]|$)")


def _parted(people: People) -> Iterator[Mention]:
    """老婆早些年就离了: a husband or wife who is of the home no more."""
    for m in people.mentions:
        if m.relation == "spouse" and _PARTED.match(people.plain, m.end):
            yield m


def _is_of_a_life(one: Said, facts: Mapping[str, FactDefinition]) -> bool:
    definition = facts.get(one.fact)
    return one.fact in _OF_A_LIFE or (definition is not None and definition.scope == "household")


def without_the_late(
    said: Iterable[Said], known: Iterable[Situation], told: Iterable[Evidence]
) -> Iterator[Said]:
    """`said`, without what only the living have, of whom it was told before that they died.

    Only of the dead it is known without words that they are of no household.
    """
    worded = {(one.household, one.person) for one in told if one.fact == "household_member"}
    late = {
        one.id
        for home in known
        for one in home.people
        if one.facts.get("household_member") is False and (home.id, one.id) not in worded
    }
    return (one for one in said if one.person not in late or one.fact not in _OF_A_LIFE)


def _is_told_later(one: Said, lost: Mention, people: People) -> bool:
    """Is it told in a later clause than the death, and are the dead not named in that clause?"""
    start = clause_start(people.plain, one.start)
    if start <= lost.end or start < clause_end(people.plain, lost.end):
        return False
    return all(m.words in _PRONOUNS for m in _named(one, lost, people))


def _named(one: Said, lost: Mention, people: People) -> list[Mention]:
    start = clause_start(people.plain, one.start)
    return [m for m in people.mentions if m.person == lost.person and start <= m.start < one.end]


def _left(lost: Mention, one: Said, people: People, dead: Mapping[str | None, Mention]) -> Mention | None:
    """Of whom the talk was before the death was told, or else who speaks.

    None for what was so while they lived: 老公没了，他是职工医保; 生前一月挣五千.
    """
    if _ALIVE_THEN.search(people.plain, clause_start(people.plain, one.start), one.end):
        return None
    for m in reversed(people.mentions):
        if m.start < lost.start and m.topic and m.person not in (None, "self", *dead):
            return m
    if _named(one, lost, people):
        return None
    own = people.default if people.default.relation in OUTSIDE else _SELF
    return replace(own, start=one.start, end=one.start)


__all__ = ["of_the_living", "without_the_late"]
