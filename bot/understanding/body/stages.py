"""二B期以前, 没到三期: a stage of cancer that is told as what has not been reached."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.said import Said

_TWO_B = r"(?:[二2Ⅱ]|ii)(?:期[bB]|[bB]期?)"
_TOKEN = re.compile(rf"(?P<two_b>{_TWO_B})|(?:[三四34ⅢⅣ]|iii|iv)[a-cA-C]?期?|中?晚期")
_NOT_YET = re.compile(r"(?:(?:没|不|未)(?:有)?(?:到|够|达到?|过)|早于|[小轻低]于)(?:了|第)?$")
_THAN = re.compile(r"比$")
_EARLIER = re.compile(r"(?:还|要|更)?(?:早|轻|靠前)")
# 二B期以前没领过: what had not been received before, at ⅡB.
_UP_TO = re.compile(
    r"(?:期)?(?:以|之)?[前下](?:面)?(?:的|呢|吧|啊|了)?(?=$|[，。；！、 ])|(?:期)?(?:以内|之内)"
)
# 到没到二B期俺也不清楚
_WHETHER = re.compile(r"到(?:没|不)到?$|是不是(?:到了?)?$|有没有(?:到)?$")
_REACH = 6


def read_not_reached(words: str, start: int = 0, end: int | None = None) -> str | None:
    """`before_2b` where ⅡB is told as not reached, `unsure` where a later stage is; None else."""
    for token in _TOKEN.finditer(words, start, len(words) if end is None else end):
        begin = max(0, token.start() - _REACH)
        if _WHETHER.search(words, begin, token.start()):
            return "unsure"
        less = _THAN.search(words, begin, token.start()) and _EARLIER.match(words, token.end())
        if less or _NOT_YET.search(words, begin, token.start()) or _UP_TO.match(words, token.end()):
            return "before_2b" if token["two_b"] else "unsure"
    return None


def stages_not_reached(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, with ⅡB that is not reached as earlier; a later stage not reached may be either: it is open."""
    for one in said:
        earlier = None
        if one.fact == "cancer_stage" and one.value == "from_2b":
            earlier = read_not_reached(plain, one.start, one.end + 1)
        if earlier is None:
            yield one
        elif earlier != "unsure":
            yield replace(one, value=earlier)


__all__ = ["read_not_reached", "stages_not_reached"]
