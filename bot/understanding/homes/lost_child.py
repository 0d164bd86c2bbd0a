"""An only child who died, where one message tells of the death and another that there was but one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from bot.messages import Evidence
from bot.understanding.mention import Mention
from bot.understanding.people.departed import departed
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from knowledge import Person, Situation

OWN_CHILD = frozenset({"son", "daughter", "child"})  # the ids of one of whom no second was told apart
_PARENT_DEAD = (("father_state", "dead"), ("mother_state", "dead"))
_SUPPOSED = re.compile(r"(?:要是|如果|万一|怕|假如|等)[^，。；]{0,3}$")


def lost_children(plain: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The speaker's own child of whom the message says that they died."""
    for mention in departed(plain, mentions):
        supposed = _SUPPOSED.search(plain, max(0, mention.start - 6), mention.start)
        if mention.person in OWN_CHILD and not supposed:
            yield mention


def read_lost_child(
    people: People, known: Sequence[Situation], said: Iterable[Said], told: Iterable[Evidence]
) -> Iterator[Said]:
    """`only_child_state` of who speaks: 就那一个儿, after 儿也没了 or before it."""
    said = tuple(said)
    if people.host or not known or any(one.fact == "only_child_state" for one in said):
        return
    if len(_own_children(people, known) - {"child"}) > 1:
        return  # 儿没了, and a daughter besides
    bore = next((one for one in said if (one.fact, one.person) == ("children_ever", "self")), None)
    lost = next(lost_children(people.plain, people.told), None)
    one_alone = bore.value == 1 if bore else any(_bore_one(one) for home in known for one in home.people)
    if one_alone and (lost or (bore and _was_lost(known, told))):
        start, end = (lost.start, lost.end) if lost else (bore.start, bore.end)
        yield Said("only_child_state", "dead", Mention(start, start, "self", "self"), start, end)


def without_parent_of_lost(said: Iterable[Said]) -> list[Said]:
    """孩子跟前妻过，没了，独生: it is the child who died, and not whom they lived with."""
    said = list(said)
    lost = [one for one in said if (one.fact, one.value) == ("only_child_state", "dead")]
    return [
        one
        for one in said
        if (one.fact, one.value) not in _PARENT_DEAD
        or not any(each.start <= one.start and one.end <= each.end for each in lost)
    ]


def _own_children(people: People, known: Sequence[Situation]) -> set[str]:
    before = {one.id for home in known for one in home.people if one.relation in OWN_CHILD}
    return before | {str(m.person) for m in people.told if m.relation in OWN_CHILD}


def _bore_one(one: Person) -> bool:
    return one.id == "self" and one.facts.get("children_ever") == 1


def _was_lost(known: Sequence[Situation], told: Iterable[Evidence]) -> bool:
    """Did a child die before? Only of the dead it is known without words that they are of no household."""
    said = {(one.household, one.person) for one in told if one.fact == "household_member"}
    return any(
        one.id in OWN_CHILD and one.facts.get("household_member") is False and (home.id, one.id) not in said
        for home in known
        for one in home.people
    )


__all__ = ["OWN_CHILD", "lost_children", "read_lost_child", "without_parent_of_lost"]
