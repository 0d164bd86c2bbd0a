"""Those of whom the message says that they died, however far behind their name it says so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from bot.understanding.mention import Mention

from .namings import DEAD, WHEN_OR_OF_WHAT

if TYPE_CHECKING:
    from .whom import People

_NOT_SAVED = (
    r"[^。！？；我俺]{0,40}?(?:人(?:也|还是|就)?没(?:能)?留住|(?:人)?没(?:能)?(?:抢)?救过来|没保住命)"
)
# 孙女13，母去年病故: in a note one character is another person.
_OF_PARENTS = re.compile(r"[父母爹娘爸妈]")
_DIED = re.compile(
    r"[^。！？；我俺没不]{0,18}?(?:[撞轧砸淹摔电烧打捅炸压]死了?|身亡|去世了?|病故|过世|病逝|牺牲了?|遇难|死了|"
    r"(?:人)?当场(?:就)?(?:没了|死)|人(?:都|也|就|早就?|已经){0,2}没了(?:[好几一二两三四五六七八九十\d]{1,3}年)?)"
    r"(?=[，。！？ ]|$)|"
    rf"{_NOT_SAVED}"
)
# 俺老头子是四级的伤残军人，今年开春没的; 打过越南，今年春天没了: with when, else anything may be gone.
_DIED_LATER = re.compile(
    rf"[^。！？；]{{0,40}}?，(?:他|她)?(?={WHEN_OR_OF_WHAT})(?:{DEAD.pattern}|(?:{WHEN_OR_OF_WHAT}){{1,6}}(?:没的|老了的|走的))"
    r"(?=[，。！？ 了的]|$)"
)
_DIED_THERE = re.compile(
    r"[^，。；]{0,30}(?:身亡|死亡|遇难|当场(?:就)?(?:去世|没了|死))|"
    r"[^，。；]{0,3}(?:当场|当时)就?(?:没了|死了|走了|身亡|不行了)"
)
_GONE = re.compile(
    r"[^，。；]{0,8}(?<!出)(?:(?<![腿脚手膊臂指趾眼耳牙肾肺球])没了(?!工作|收入|联系|信|活|饭碗|岗|进项|班)|去世|已故|亡故|早亡|[均俱皆双]亡|离世|早逝|[摔砸病累淹]?死了|不在了|过世|病故|"
    r"走了(?=[，。；]|[一二三四五六七八九十\d]{1,12}年)|牺牲)|"
    r"[^。！？；我俺]{0,40}?(?<![病工])人(?:就|也|还是|都)?没了|"
    rf"{_NOT_SAVED}"
)
_LIVED_LONG = frozenset(
    {"spouse", "father", "mother", "grandfather", "grandmother", "father_in_law", "mother_in_law"}
    | {"uncle_aunt", "brother", "sister", "villager", "neighbour"}
)


def departed(plain: str, mentions: Sequence[Mention]) -> Iterator[Mention]:
    """The mentions of those who died: 俺老头子叫车轧死了, told before anybody else is named."""
    for mention, after in zip_longest(mentions, mentions[1:]):
        end = after.start if after is not None else len(plain)
        if mention is not None and _died(plain, mention, end):
            yield mention


_BEASTS = re.compile(r"[猪羊牛鸡鸭鹅鱼兔狗]")


def has_died(of: Mention | None, people: People) -> bool:
    """Does the message say that they died?"""
    if of is None or of.person in (None, "self"):
        return False
    if any(m.person == of.person for m in departed(people.plain, people.mentions)):
        return True
    ends = [m.end for m in people.mentions if m.person == of.person]
    return any(_DIED_THERE.match(people.plain, end) or DEAD.match(people.plain, end) for end in ends)


def has_just_died(mention: Mention, people: People) -> bool:
    """孩子她爸牺牲了: the father, who is named nearer, and not the child."""
    told = _GONE.match(people.plain, mention.end)
    return told is not None and not any(mention.end <= m.start < told.end() for m in people.mentions)


def dies_on(plain: str, start: int, mentions: Sequence[Mention]) -> bool:
    """Does what goes on at `start` say that the one spoken of died, before anybody else is named?"""
    end = min((m.start for m in mentions if m.start >= start), default=len(plain))
    found = _DIED.match(plain, start, end)
    return found is not None and not _BEASTS.search(plain, max(0, start - 8), found.end())


def _died(plain: str, mention: Mention, end: int) -> bool:
    if mention.person in (None, "self"):
        return False
    if DEAD.match(plain, mention.end):
        return True
    if mention.topic and mention.relation in _LIVED_LONG and _DIED_LATER.match(plain, mention.end, end):
        return True
    found = _DIED.match(plain, mention.end, end) if mention.topic else None
    return found is not None and not _OF_PARENTS.search(found.group())
