"""A child at school is one of the home, though who speaks counts but the couple: 就俺两口子，闺女上大学."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.understanding.people.whom import People
from bot.understanding.said import Said

_COUPLE_ALONE = re.compile(
    r"(?:(?![儿女娃孩爹娘爸妈]).){0,16}(?:两口|俩口|夫妻|媳妇|老公|老婆|老伴|对象|爱人)"
    r"(?:(?![儿女娃孩爹娘爸妈]).){0,8}"
)
_CHILDREN = ("son", "daughter", "child")
# Who learns for a master's degree keeps a home of their own by the rules.
_NOT_COUNTED = ("none", "graduate")


def with_students(said: Iterable[Said], people: People) -> list[Said]:
    """`said`, with the one child at school counted in; without the size, where it may be several."""
    said = list(said)
    of = {
        one.person: one.of
        for one in said
        if one.fact == "school_stage" and one.of and one.of.relation in _CHILDREN
        if one.value not in _NOT_COUNTED
    }
    counted = [one for one in said if of and _is_of_couple(one, people.plain)]
    if not counted:
        return said
    named = {m.person for m in people.mentions if m.relation in _CHILDREN}
    one_alone = len(named) == 1 and next(iter(of.values())).relation != "child"
    three = [replace(one, value=3) for one in counted] if one_alone else []
    return [*(one for one in said if one not in counted), *three]


def _is_of_couple(one: Said, plain: str) -> bool:
    """Does it count two, who are husband and wife?"""
    told = one.fact == "household_size" and one.value == 2
    return told and _COUPLE_ALONE.fullmatch(plain, one.start, one.end) is not None


__all__ = ["with_students"]
