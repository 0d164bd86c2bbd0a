"""A child who came after the only one died: 又抱养了一个, 后来又生了个闺女. Then there were two."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of
from knowledge import Person, Situation

_AFTER = r"(?:又|再|后来|以后|之后|后|另外|另|随后|接着|[去前今]年|\d年)"
_GOT = r"(?:抱养|领养|收养|过继|生养|生|养|抱|要|添|试管)"
_YOUNG = r"(?:一|个)?(?:闺女|女儿|女孩|男孩|儿子|孩子|娃|小子|丫头|妮)"
_ONE = rf"(?:[了过]|上)?(?:[一1]?个(?![月狗猫])|[^，。；！？ ]{{0,2}}{_YOUNG})"
_ONE_MORE = re.compile(
    rf"{_AFTER}[^，。；！？没未不想能]{{0,6}}?(?:{_GOT}{_ONE}|(?:抱|领|收)养[了过]|生[了过](?=[，。；！ ]|$))"
)
_NOT_THEN = re.compile(
    r"想|打算|准备|计划|能不能|可以|愿意|敢|(?:没|未|不)(?![了在])|前$|人家|别人|他们|她们"
)
_NOT_DONE = re.compile(r"(?:孙|外孙|也?没|也?夭|行不|行吗|可以|吗|么|[中不]中|咋|怎么)")
_COUPLE = frozenset({"self", "spouse", "wife", "husband"})
_OF_OTHERS = frozenset(
    {"daughter_in_law", "son_in_law", "father", "mother", "parent", "brother", "sister", "neighbour"}
    | {"uncle_aunt", "friend", "villager", "relative", "ex_spouse"}
)


def with_one_more_child(said: Sequence[Said], people: People, known: Sequence[Situation]) -> list[Said]:
    """`said`, in which who bore but one child, as told now or before, had one more after."""
    now = [one for one in said if _tells_of_one(one.fact, one.value) and one.person in _COUPLE]
    before = [one for home in known for one in home.people if one.id in _COUPLE and _bore_one(one)]
    whose = {one.person: one.of for one in now} | {one.id: None for one in before}
    since = min((one.start for one in now), default=0)
    more = (found for found in _ONE_MORE.finditer(people.plain) if found.start() >= since)
    found = next((one for one in more if _is_theirs(one, people)), None)
    if not whose or found is None:
        return list(said)
    kept = [one for one in said if one.fact != "children_ever" or one.person not in whose]
    here, relations = found.start(), {one.id: one.relation for one in before}
    of = {person: named or Mention(here, here, person, relations[person]) for person, named in whose.items()}
    return [*kept, *(Said("children_ever", 2, one, *found.span()) for one in of.values())]


def _is_theirs(found: re.Match[str], people: People) -> bool:
    """Is it told as done, and of nobody else: not 儿媳又生了一个, 想再要一个?"""
    plain = people.plain
    head = plain[max(clause_start(plain, found.start()), found.start() - 10) : found.start()]
    if _NOT_THEN.search(head) or _NOT_DONE.match(plain, found.end()):
        return False
    start = clause_start(plain, found.start())
    others = (m for m in people.mentions if start <= m.start < found.end() and m.relation in _OF_OTHERS)
    return not any(others) and stance_of(plain, found.start(), found.end()) is Stance.SAID


def _tells_of_one(fact: str, value: object) -> bool:
    return (fact, value) in (("children_ever", 1), ("only_child_state", "dead"))


def _bore_one(one: Person) -> bool:
    return any(_tells_of_one(fact, value) for fact, value in one.facts.items())


__all__ = ["with_one_more_child"]
