"""What is told on of two who were spoken of as one: 我俩都聋，二级，三十多岁."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_OF_BODY = frozenset({"disability_types", "illnesses", "self_care"})
_GOES_ON = frozenset({"disability_grade", "disability_cert", "age_years"})
_TOGETHER = re.compile(r"(?:俩|两个|两口子?|夫妻|夫妇)[^，。；]{0,4}(?:都|全|均)")
# 二级, 都是二级, 三十多岁: the clause is no more than that.
_BARE = re.compile(
    r"(?:也|都|全|是|有|办了|残疾|证|肢体|听力|视力|言语|的|今年|快|岁|多|来|了|级|[一二三四1-4]级|"
    r"[二三四五六七八九]?十[一二三四五六七八九]?|\d\d)+"
)


def with_both(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, a grade or an age of the other of two as well, whose body was told of together before."""
    yield from said
    both = _both_told_of(said, people)
    if both is None:
        return
    end, other = both
    known = {one.fact for one in said if one.person == other.person}
    for one in sorted(said, key=lambda one: one.start):
        if one.start < end or one.fact not in _GOES_ON:
            continue
        start, stop = clause_start(people.plain, one.start), clause_end(people.plain, one.end)
        named = any(end <= m.start < one.end for m in people.mentions)
        if (
            named
            or one.fact in known
            or one.person != "self"
            or not _BARE.fullmatch(people.plain[start:stop])
        ):
            continue
        yield replace(one, of=replace(other, start=one.start, end=one.start))


def _both_told_of(said: list[Said], people: People) -> tuple[int, Mention] | None:
    """Where a clause ends that tells of the body of who speaks and of another at once, and who that is."""
    together = _TOGETHER.search(people.plain)
    if together is None:
        return None
    end = clause_end(people.plain, together.end())
    here = [one for one in said if one.fact in _OF_BODY and together.start() <= one.start < end]
    mine = {(one.fact, one.start) for one in here if one.person == "self"}
    others = (one.of for one in here if one.person != "self" and (one.fact, one.start) in mine)
    other = next(others, None)
    return (end, other) if other is not None else None


__all__ = ["with_both"]
