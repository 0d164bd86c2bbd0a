"""A sum told of one that another has as well: 俺爹一个月一百八，俺娘也是."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_INCOME = "income_yuan_per_month"
_TOO = re.compile(
    r"(?:那边|自己|一个?月)?(?:也|跟他|跟她|跟俺|跟我){1,2}(?:就|才)?(?:是|一样|有|拿|领)?(?:这些|这么多|这个数|一样多?|那些)?(?:钱)?(?:的|了|吧){0,2}"
)
_SAYS = re.compile(r"是|一样|些|多|数")
# 俺爹是老师一个月三千，俺娘也是: it may be that she is one too.
_ELSE = re.compile(r"是(?!一?个?月)|残|病|级|退役|低保|户口")


def with_likewise(said: Sequence[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, and the same sum of who is said to have as much in the clause behind it."""
    yield from said
    told = {one.person for one in said if one.fact == _INCOME}
    for one in said:
        if one.fact != _INCOME or one.of is None:
            continue
        head, end = clause_start(plain, one.start), clause_end(plain, one.end)
        named = one.of.end > one.of.start and head <= one.of.start
        tail = clause_end(plain, end + 1)
        next_named = [m for m in people.mentions if end < m.start and m.end <= tail and m.person]
        if not named or _ELSE.search(plain, one.of.end, one.start) or len(next_named) != 1:
            continue
        too = _TOO.fullmatch(plain, next_named[0].end, tail)
        other = next_named[0].person not in told and next_named[0].start <= end + 2
        if too and other and _SAYS.search(too.group()):
            yield replace(one, of=next_named[0], start=next_named[0].start, end=tail)


__all__ = ["with_likewise"]
