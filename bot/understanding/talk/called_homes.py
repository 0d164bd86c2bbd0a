"""Which of several homes a later message is about that begins with a name: 李奶奶没低保.

The name stands in the words that an age was heard in (李奶奶79): nothing else of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.messages import Evidence
from bot.text.surnames import SURNAMES
from bot.understanding.people.hosts import CALLED_AND_AGED
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.said import Said
from knowledge import Person, Range, Situation

from .named_homes import CALLED_OLD, NAME, key_of

_LONGEST = 8
_NAME = re.compile(
    rf"(?:老[{SURNAMES}](?![师板乡家人])|[{SURNAMES}](?:大[爷娘妈叔婶]|奶奶|爷爷|婆婆|老[汉太]|[嫂婶叔姨哥姐]))"
)
_BEGINS = re.compile(
    rf"(?:那个?|这个?|还有|另外)?(?:[村庄]?[东西南北前后][头边街院面]?的?)?"
    rf"(?P<name>{NAME.pattern}|{_NAME.pattern}|{CALLED_OLD})"
)
_ONE_MORE = re.compile(rf"(?:还有|另外)?(?P<called>{CALLED_AND_AGED})")
# 李四家娃白血病: so little stands between a home and what is told of it first.
_BETWEEN = re.compile(
    r"家?(?:的|里|，)?(?:孩子|娃|儿子?|闺女|女儿|男人|媳妇|老[人头伴]|他?[爹娘爸妈])?(?:考?上|念|读|得了?|有|是|，)?"
)


def with_names_called(said: Iterable[Said], plain: str) -> list[Said]:
    """`said`, each age with the name right before it, so that it is known who was called so, and what is
    told first of a home: 张三家着火."""
    return [
        replace(one, start=_called_from(plain, one.start))
        if one.fact == "age_years"
        else replace(one, start=_home_from(plain, one.start))
        for one in said
    ]


def _home_from(plain: str, start: int) -> int:
    """Where the name of a home begins that something is told of right behind; else where that itself does."""
    for found in NAME.finditer(plain, max(0, start - _LONGEST), start + 1):
        within = found.end() == start + 1 and plain[start] == "家"  # 刘家两口人: heard from 家 on
        if within or (found.end() <= start and _BETWEEN.fullmatch(plain, found.end(), start)):
            return found.start()
    return start


def _called_from(plain: str, start: int) -> int:
    """Where the name right before an age begins; where the age does, if there is none."""
    for found in _NAME.finditer(plain, max(0, start - _LONGEST), start):
        if re.fullmatch("，?(?:今年|都)?", plain[found.end() : start]):
            return found.start()
    return start


def home_called(plain: str, known: Sequence[Situation], told: Iterable[Evidence]) -> Situation | None:
    """The one of several homes whose name a message begins with, or whose old woman or man it speaks of."""
    if len(known) < 2:
        return None
    begins = _BEGINS.match(plain)
    if begins is None:
        return _by_look(plain, known)
    key = key_of(begins["name"])
    called = ((one.household, NAME.match(one.words) or _NAME.match(one.words)) for one in told)
    homes = {home for home, name in called if name is not None and key_of(name.group()) == key}
    return next((home for home in known if homes == {home.id}), None)


def is_only_called(plain: str) -> bool:
    """李四家呢, 那老吴呢: does it say no more than whose turn it is?"""
    begins = _BEGINS.match(plain)
    return begins is not None and _TURN.fullmatch(plain, begins.end()) is not None


_TURN = re.compile("家?(?:里|那[边里])?(?:呢|咋样|怎么样|咋弄|咋办|怎么办)[啊呀？]?")
# 老太太就一个女儿, 那家男的能领啥: of several homes the only one where there is such a one.
_LOOK = re.compile(
    r"(?:[那这]个?|[那这]家的?)?(?:(?P<old_woman>老太太|老大娘|老奶奶|老婆婆)|(?P<old_man>老头子?|老汉|老爷子|老大爷)|"
    r"(?P<woman>女的)|(?P<man>男的))(?!跟|和)"
)
_OLD = 55


def _by_look(plain: str, known: Sequence[Situation]) -> Situation | None:
    found = _LOOK.match(plain)
    if found is None or any(one.relation not in OUTSIDE for home in known for one in home.people):
        return None
    sex = "female" if str(found.lastgroup).endswith("woman") else "male"
    old = str(found.lastgroup).startswith("old")
    there = [home for home in known if home.people and _looks_so(home.people[0], sex, old=old)]
    return there[0] if len(there) == 1 else None


def _looks_so(one: Person, sex: str, *, old: bool) -> bool:
    age = one.facts.get("age_years")
    years = age.low if isinstance(age, Range) else age
    return one.facts.get("sex") == sex and (not old or (years is not None and years >= _OLD))


def calls_another(plain: str, known: Sequence[Situation], told: Iterable[Evidence]) -> bool:
    """老李62残疾一级, of who told of 老王 alone: does it begin with one more, their age behind?"""
    begins = _ONE_MORE.match(plain)
    if begins is None or any(one.relation not in OUTSIDE for home in known for one in home.people):
        return False
    names = [found.group() for one in told if (found := _NAME.match(one.words))]
    return bool(names) and begins["called"] not in names


__all__ = ["calls_another", "home_called", "is_only_called", "with_names_called"]
