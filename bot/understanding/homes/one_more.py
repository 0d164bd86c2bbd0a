"""Who is at home besides those counted: 孙子跟着俺过 | 老头子也在，还有俺老娘; 俺两口子，还有个儿."""

from __future__ import annotations

import re

from bot.understanding.people.departed import departed
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.people.whom import Mention, People
from bot.understanding.stance import clause_end, clause_start

Found = tuple[tuple[int, int], int]

_BY_NUMBER = re.compile(r"口|个人|人口|^[\d一二两三四五六七八九]$|[仨俩]人")
_BESIDES = re.compile(r"(?:还有|再加上?|加上|外加)(?:个|一个)?(?:[我俺](?:那|这)?)?(?:老)?$")
_HERE_TOO = re.compile(
    r"(?:也|都|还)(?:在(?:家|呢|这)?|跟着?[我俺]们?(?:过|住)?|一起过|活着)(?=[，。；！ ]|$)"
)
_ELSEWHERE = re.compile(
    r"在外|外地|打工|跑|离|走了|没了|不在|死|去世|成家|分家|另过|住院|养老院|娘家|坐牢|判"
)
_MATE = re.compile(r"爱人|对象|老伴|老公|男人|老头|老婆|媳妇|妻|丈夫|两口|夫妻|俩|[爸爹]和[妈娘]")

_N = {"一": 1, "俩": 2, "两": 2, "二": 2, "仨": 3, "三": 3, "四": 4, "": 1}
_COUPLE = (
    r"(?:^|(?<=[，。；！ ]))(?:家里|我们家|[我俺]家|现在|就){0,2}[我俺咱]?们?"
    r"(?:(?:老|小)?(?:两口子?|俩口子?)|夫妻(?:俩|二人|两个)|俩(?=，)|[和跟](?:老伴|老头子?|老婆子?|老公|老婆|媳妇|对象|爱人))"
)
_MORE = (
    r"，?(?:还有|再加上?|加上?|外加|带着?|领着?)(?:[我俺])?(?P<n>[一俩两二仨三四])?个?(?:[^，。；我俺他她]{1,5}的)?"
    r"(?P<who>老娘|老爹|孩子|娃娃?|儿子?|闺女|女儿|小子|丫头|孙子|孙女|外孙女?|[我俺]?(?:公婆|爹娘|爸妈|父母)|[我俺]?[爹娘爸妈])"
)
_COUPLE_AND = re.compile(rf"{_COUPLE}{_MORE}(?=[，。；！ ]|$|一?个?月|一年)")
_PAIR = re.compile("公婆|爹娘|爸妈|父母")
_ALSO = re.compile(r"[孙侄]|公|婆|[爹娘爸妈]|哥|姐|弟|妹|口人|[一二三四五六七八九]口")


def count_couple_and(plain: str) -> Found | None:
    """How many a couple and those are who are told to be there besides; None where there may be more."""
    found = _COUPLE_AND.search(plain)
    if found is None or _ELSEWHERE.search(plain, found.end()) or _ALSO.search(plain, found.end()):
        return None
    if _ALSO.search(plain, 0, found.start()):
        return None
    return found.span(), 2 + (2 if _PAIR.search(found["who"]) else _N[found["n"] or ""])


# 俺家两口人，加一个上高中的; 加上我三口 is of all three.
_AND_ADDED = re.compile(
    r"(?:家里?|全家|[我俺]们?)(?:就|只|现在)?(?P<base>[一俩两二三四])口(?:人|子)?，?(?:再|外|又)?加(?:上)?(?P<n>[一俩两二仨三])?个?"
    r"(?=[上念读在]|大[一二三四学]|[高初][一二三中]|小学|孩|娃|儿|闺女|女儿|老人|老的|瘫|残)"
)


def count_added(plain: str) -> Found | None:
    """How many those counted and those told to come on top of them are."""
    found = _AND_ADDED.search(plain)
    if found is None or re.search("[一二三四五六七八九]口", plain[found.end() :]):
        return None
    return found.span(), _N[found["base"]] + _N[found["n"] or ""]


def count_one_more(people: People) -> Found | None:
    """The home that was told of by who is in it, with those who are told to be there too."""
    sizes = [one for one in people.spoken.told if one.fact == "household_size"]
    if not sizes or not isinstance(sizes[0].value, int) or _BY_NUMBER.search(sizes[0].words):
        return None
    known = {one.id for one in people.spoken.people if one.facts.get("household_member") is True}
    gone = {m.person for m in departed(people.plain, people.mentions)}
    new = {
        m.person: m
        for m in people.mentions
        if m.person not in (None, "self", *known, *gone) and m.relation not in OUTSIDE
    }
    mated = bool(_MATE.search(sizes[0].words))
    here = [m for m in new.values() if _is_here(people.plain, m, mated=mated)]
    if not here or sizes[0].value == 1:
        return None
    return (here[0].start, here[-1].end), sizes[0].value + len(here)


def _is_here(plain: str, one: Mention, *, mated: bool) -> bool:
    head, tail = clause_start(plain, one.start), clause_end(plain, one.end)
    if _ELSEWHERE.search(plain, head, tail):
        return False
    if one.relation == "spouse":
        return not mated  # who lives, and is nowhere else
    return bool(_BESIDES.search(plain, head, one.start) or _HERE_TOO.match(plain, one.end))


__all__ = ["count_added", "count_couple_and", "count_one_more"]
