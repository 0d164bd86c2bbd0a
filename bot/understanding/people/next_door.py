"""The neighbour: one who is told of, one who only helps or looks on, and one who struck somebody."""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

from .namings import ACTS

# 邻居先动的手, 邻居把俺娘推倒了, 隔壁老王拿锨把他头打破了; not 邻居把俺娘送医院, 邻居打了120
_STRIKES = re.compile(
    r"(?:家)?(?:的)?(?:[老小大]?[^，。；把拿打动]{0,2})(?:喝[醉多]?了?酒?就?)?先?(?:动(?:起|了|的)?手(?!术)|"
    r"(?:拿[^，。；]{1,6})?把[^，。；]{1,8}?[打砍砸捅踹推揍](?!电话)|拿[^，。；]{1,6}[打砍砸捅拍踹]|"
    r"[打捅砍揍踹](?:了|断|伤|破|坏)(?!个?(?:电话|招呼|报警)|1[12]))"
)
_STRUCK_BY, _HIT = re.compile("[被让叫教]$"), re.compile("[^，。；]{0,8}?[打捅砍揍踹推砸咬撞](?!电话|招呼)")


def strikes(plain: str, start: int, end: int) -> bool:
    """叫邻居打了, 邻居先动的手: did the neighbour who is named strike somebody?"""
    by = _STRUCK_BY.search(plain, max(0, start - 1), start)
    return bool(by and _HIT.match(plain, end)) or bool(_STRIKES.match(plain, end))


def acts_next_door(plain: str, start: int, end: int) -> bool:
    """Do they only do something, and are not told of?"""
    return bool(ACTS.match(plain, end)) or strikes(plain, start, end)


def next_door(plain: str, start: int, end: int) -> Mention:
    """The neighbour who is named; nobody where they struck, for nothing of them is kept."""
    if strikes(plain, start, end):
        return Mention(start, end, None, None, topic=False, words="邻居")
    spoken_for = plain[start - 1 : start] in tuple("替帮代给")  # 替邻居老李问问
    acts = bool(ACTS.match(plain, end)) and not spoken_for
    return Mention(start, end, "neighbor", "neighbour", topic=not acts, words="邻居")
