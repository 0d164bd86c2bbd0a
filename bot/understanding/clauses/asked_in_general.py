"""What a question asks of any such people, before it is told of whom: 四级残疾人能领吗？我爱人是四级.

Who asks in general says of themselves no more than they may; where the same is told of another next, they
say nothing of themselves at all. 四级残疾人能领吗，我就是 tells of who asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_ASKS = re.compile(
    r"(?:能|可以|有(?!病|残)|给|该|够|享受|咋|怎么|符合)[^，。；！？ ]{0,16}"
    r"(?:吗|么|[啥什]么?|多少|不|没有?|呢|政策|办|领|申请)$"
)
_TOO = re.compile(r"[^，。；！？ ]{0,3}?也")
_BY_GRADE = frozenset({"disability_grade", "disability_cert", "disability_types"})


def without_asked_in_general(said: Iterable[Said], people: People) -> list[Said]:
    """`said` without what only a question about such people in general told of who asks it."""
    said = list(said)
    return [one for one in said if not _is_general(one, said, people)]


def _is_general(one: Said, said: list[Said], people: People) -> bool:
    """Is it asked of whoever is so, and told of another behind that?"""
    of, plain = one.of, people.plain
    if of is None or of.person != "self" or of.end > of.start:
        return False
    first, last = clause_start(plain, one.start), clause_end(plain, one.start)
    if not _ASKS.search(plain, one.start, last) or any(
        first <= m.start < last and m.topic for m in _named(people)
    ):
        return False
    behind = [m for m in _named(people) if m.start >= last]
    if not behind or behind[0].person == "self" or _TOO.match(plain, behind[0].end):
        return False
    if one.fact == "raises_child_alone" and behind[0].relation not in (*YOUNG, "spouse"):
        return True
    told = {two.fact for two in said if two.person == behind[0].person and two.start >= last}
    return one.fact in told or (one.fact in _BY_GRADE and bool(told & _BY_GRADE))


def _named(people: People) -> list[Mention]:
    return [m for m in people.mentions if m.person is not None and m.end > m.start]


__all__ = ["without_asked_in_general"]
