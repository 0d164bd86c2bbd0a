"""Places that are not where somebody lives: of a register, or of a child's new home."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_REGISTER = re.compile(
    r"(?:户口|户籍)(?:本|簿)?(?:[也都还又就是现在一直早已经落上放迁挂随着跟和与同了]){0,8}$"
)
_SETTLED = re.compile(r"嫁|安了?(?:个)?家|成了?家|落了?户|定居")


def without_places_of_others(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, without where somebody is only registered, and where a child has set up house."""
    said = list(said)
    for one in said:
        if not (_new_home(one, said, people) or _is_of_register(one, people)):
            yield one


def _is_of_register(one: Said, people: People) -> bool:
    """她户口跟俺在一块儿: with whom somebody is registered says nothing of where they live."""
    head = people.plain[clause_start(people.plain, one.start) : one.start]
    return one.fact == "living_place" and _REGISTER.search(head) is not None


def _new_home(one: Said, said: list[Said], people: People) -> bool:
    """闺女嫁到张店了: not where the family of others lives that the conversation is about."""
    if one.fact != "district" or one.of is None or one.of.relation not in ("son", "daughter", "child"):
        return False
    alone = all(each is one or each.fact != "district" for each in said)
    of_others = any(known.id != one.of.person for known in people.spoken.people)
    settled = _SETTLED.search(people.plain, max(one.of.end, one.start - 4), one.end + 6)
    return alone and of_others and settled is not None
