"""今年中考考了四百来分，上了工程学校: whoever is past the exam is in junior school no more."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.said import Said

_SCORE = r"[一二三四五六七\d][百\d][一二三四五六七八九十零来多几\d]{0,4}分"
_OVER = re.compile(
    rf"中考(?:的?成绩)?[^，。；！？]{{0,6}}{_SCORE}|中考，?(?:就|才|只)?考了?{_SCORE}|"
    r"中考(?:刚)?(?:考?完|过了?|结束|落榜|失利|考砸|考得|考的|没考[上好])|(?:考完|过了)中考|"
    r"中考[^，。；！？]{0,4}，?(?:没|未)(?:考上|够|上)[^，。；]{0,6}(?:高中|普高|线|分)|没考上(?:普通)?(?:高中|普高)|"
    r"中考，?(?:后|以后|之后)?(?:就)?(?:上|去|进|考[上进]|录到|录取到)了"
)
_REACH = 16


def without_past_junior(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, without a junior school that stands right beside an exam that is over."""
    exams = [one.span() for one in _OVER.finditer(plain)]
    for one in said:
        near = (start - _REACH <= one.start and one.end <= end + _REACH for start, end in exams)
        told = re.search("初[中一二三]", plain[one.start : one.end])
        if one.value != "junior" or one.fact != "school_stage" or told or not any(near):
            yield one


__all__ = ["without_past_junior"]
