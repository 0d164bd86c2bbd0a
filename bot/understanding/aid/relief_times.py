"""How often 临时救助 was given this year."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of

_TIMES = re.compile(
    r"临时救助(?:金|款)?(?:今年|前后|也|都|已经|已|曾|共|一共|给|领|申请|批|办|过|了|发|、|我们|俺们|"
    r"我家){0,12}(?P<n>[一两二三1-3])[次回]|"
    r"(?:领|批|给|申请|拿|办)(?:过|了)(?P<m>[一两二三1-3])[次回](?:的)?(?:那个)?(?:临时救助|救急的?钱)|"
    r"(?:镇上|村里|民政|街道|政府|社区)[^，。]{0,6}给过(?:俺|我们?)?(?:[^，。]{0,6})(?P<once>临时救助|"
    r"救急的?钱)|"
    r"临时救助(?:金|款)?(?:镇上|村里|街道|社区|民政)(?:今年|也|都|已经|就|刚)*(?:给|领|发|批|办)(?:过|了)(?P<j>[一两二三1-3])[次回]|"
    r"临时救助(?:金|款)?(?:今年|也|都|已经|刚|才|就|倒是){0,12}(?:领|给|发|批|拿)(?:了|过)(?:我|俺)?(?:们)?(?=[一二两三四五六七八九\d]{1,12}(?:千|百|\d)|[，。；]|$|也|可|不够)|"
    r"(?:上个?月|前阵子?|今年|刚|开春|年初|前几天|前两天|才)[^，。；没不能问]{0,6}(?:给|发|领|批|拿)(?:了|过)(?![一两二三1-3][次回])(?:我|他|她)?们?(?:家)?[^，。；没]{0,6}?(?:的)?"
    r"(?P<got>临时救助|救急的?钱)(?!吗|没|金?的)|"
    r"临时救助[^。]{0,4}(?:能|可以)[^。]{0,8}[？?。，](?:[^，。]{0,12})(?:领|给|"
    r"批)过(?P<k>[一两二三1-3])[次回]"
)
_NOT_THIS_YEAR = re.compile(r"(?:去年|前年|年时|往年|以前|能|可以|最多|只能|一年)[^，。]{0,6}$")
_NEVER = re.compile(
    r"没(?:有)?(?:领|享受|拿|办|申请|得)(?:过)?(?:啥|什么|任何)?(?:临时救助|救急的?钱)|"
    r"没(?:有)?(?:领|享受|拿|得|要|申请|受)过(?:任何|别的|其他|啥|什么){0,2}(?:的)?(?:救助|救济)[金款钱]?的?"
    r"(?=[，。；！ ]|$)|"
    r"(?:救助|救济)[金款]?(?:也|都|从来|一次|一分){0,3}没(?:有)?(?:领|享受|拿|得|要|申请|受)过"
    r"(?=[，。；！ ]|$)|"
    r"临时救助(?:也|都|从来|今年|一次){0,3}没(?:有)?(?:领|享受|拿|办|申请|得)过?(?=[，。；！ ]|$)"
)
_COUNT = {"一": 1, "1": 1, "两": 2, "二": 2, "2": 2, "三": 3, "3": 3}


def _never(plain: str, people: People) -> Iterator[Said]:
    for found in _NEVER.finditer(plain):
        of = people.home(found.start(), found.end())
        ever = plain[: found.start()].endswith(("以前", "之前", "从前", "以前也", "之前也", "从来"))
        if of is not None and (ever or stance_of(plain, *found.span()) is not Stance.OPEN):
            yield Said("relief_times_this_year", 0, of, *found.span())


def read_relief_times(plain: str, people: People) -> Iterator[Said]:
    """How often 临时救助 was given this year."""
    yield from _never(plain, people)
    for found in _TIMES.finditer(plain):
        times = found["n"] or found["m"] or found["j"] or found["k"] or "1"
        if found["k"] is None and _NOT_THIS_YEAR.search(plain[max(0, found.start() - 10) : found.start()]):
            continue
        of = people.home(found.start(), found.end())
        if of is not None:
            yield Said("relief_times_this_year", _COUNT[times], of, found.start(), found.end())
