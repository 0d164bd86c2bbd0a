"""Ages counted as 虚岁, from one at birth and one more each new year: a year or two more than 周岁."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import Number
from bot.understanding.people.whom import People
from bot.understanding.said import Said

from .missaid import is_taken_back, puts_right

# 姥姥虚岁八十六; 八十六虚岁; 八十六了，虚岁
_NOMINAL_BEFORE = re.compile(r"虚(?:岁|着?数)?(?:都|也|今年|快|已经|才|是|有|算|[：，]){0,3}$")
_NOMINAL_AFTER = re.compile(r"岁?了?[，（(]?(?:是|按|算)?虚岁")
# The other count is told as well, and stands: 虚岁七十六，周岁七十五.
_REAL = re.compile(r"[周实]岁|实际|身份证|(?:19|20)\d\d年")
# 虚岁六十算不算; 虚岁五十五那年
_NO_AGE_OF_NOW = re.compile(
    r"岁?(?:就|才|能|可以|算不算|行不行|的老人|以[上下]|还是|或者?|那[年会]|时|的时候|上(?=[就得查没死走嫁瘫]))"
)
_LEAST, _MOST = 5, 110


def read_nominal(people: People) -> Iterator[Said]:
    """The ages told by 虚岁 alone, each as the two that they may be."""
    plain = people.plain
    for number in people.numbers if "虚" in plain else ():
        if not is_nominal(plain, number) or _NO_AGE_OF_NOW.match(plain, number.end):
            continue
        of = people.subject(number.start, number.end)
        if of is None or is_taken_back(plain, number) or puts_right(plain, number):
            continue
        for whose in filter(None, (of, people.both(of))):
            value = {"min": int(number.low) - 2, "max": int(number.high) - 1}
            yield Said("age_years", value, whose, number.start, number.end)


def is_nominal(plain: str, number: Number) -> bool:
    """Is it an age by 虚岁, with nothing said of the other count?"""
    if not _LEAST <= number.low <= number.high <= _MOST or _REAL.search(plain):
        return False
    before = _NOMINAL_BEFORE.search(plain, max(0, number.start - 8), number.start)
    return bool(before or _NOMINAL_AFTER.match(plain, number.end))


__all__ = ["is_nominal", "read_nominal"]
