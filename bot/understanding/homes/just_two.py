"""Two who live together, told in a few words: 俺俩过, 俺俩住淄川村里, and 他俩过 of the parents spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import OUTSIDE, couple_of_ids
from bot.understanding.people.whom import People

Found = tuple[tuple[int, int], Mention | None]

_HEAD = r"(?:^|(?<=[，。；！ ]))(?:家里|现在|如今|平时|一直|就|是|也|还|都){0,3}"
_US = r"(?:我|俺)们?(?:俩人?|两个人?|两人)"
_LIVE = (
    r"(?:(?:自己|单独|一块儿?|一起|搭伙|在家|在[村庄]里){0,2}(?:过(?:日子|活)?|生活)|单过|相依为命)"
    r"(?:的|呢|啊|吧){0,2}(?=[，。；！ ]|$)"
)
_WE_LIVE = re.compile(rf"{_HEAD}{_US}{_LIVE}")
_THEY_LIVE = re.compile(rf"{_HEAD}(?:[他她]们?|老)?(?:俩人?|两个人|两人){_LIVE}")
# 家里就俺两口就这点进项, 就俺老两口; but 就俺两口带着孙子 are three.
_JUST_US_TWO = re.compile(
    r"(?:家里|现在|如今|平时|(?<=[，。；！ ])|^)(?:就|只有|就剩|只剩)(?:下|了)?(?:我|俺)们?老?两口(?:子|人)?"
    r"(?=就|靠|指|过|在家|[，。；！ ]|$)"
)
# 俺俩住一个村 says nothing of one home, nor does 俺俩住敬老院.
_WE_LIVE_AT = re.compile(
    rf"{_HEAD}{_US}(?:现在|一直|平时|都|就)?(?:住在?|在)(?:(?!一个|同|前后|各|不|没)[^，。；家院校]){{0,6}}?"
    r"(?:村|庄|镇|乡下|农村|城里|小区|楼|[区县]|张店|淄川|博山|临淄|周村|桓台|高青|沂源|老屋|老房子?|平房|屋)"
    r"(?:里头?|上|这边|那边)?(?:住|过)?(?:着|的|呢|啊){0,2}(?=[，。；！ ]|$)"
)
# 老伴跟俺七十了，俩人: told of the couple in a clause of its own.
_TWO_IN_ALL = re.compile(
    r"(?<=，)(?:就|一共|家里|现在|就是){0,2}(?:俺|我)?们?(?:俩人|两个人|两人)(?=[，。；！]|$)"
)
# 儿女都在外地，俺俩过: those named besides are at home no more.
_AWAY = re.compile(r"在外|外地|外头|成了?家|结了?婚|嫁|打工|不在|分家|另过|城里|没了|走了|不管")
_ELDERS = ("father", "mother", "parent", "father_in_law", "mother_in_law", "grandfather", "grandmother")
_LEFT_HOME = ("son", "daughter", "child", "brother", "sister", "daughter_in_law", "son_in_law")
_SHARES_MY_HOME = ("spouse", "grandchild", "child")


def find_two(plain: str, people: People) -> Iterator[Found]:
    """(span, one of them) of each wording by which two are a home; None for one where who speaks is."""
    named = _named(people)
    spoken = {one.id: Mention(0, 0, one.id, one.relation, topic=False) for one in people.spoken.people}
    for found in (*_WE_LIVE.finditer(plain), *_JUST_US_TWO.finditer(plain)):
        if len(named) < 2 or _AWAY.search(plain):
            yield found.span(), None
    for found in _WE_LIVE_AT.finditer(plain):
        both = {**spoken, **named}
        if len(both) == 1 and next(iter(both.values())).relation in _SHARES_MY_HOME:
            yield found.span(), None
    for found in _TWO_IN_ALL.finditer(plain):
        mates = [m for m in named.values() if m.relation == "spouse" and m.end <= found.start()]
        if mates and (len(named) < 2 or _AWAY.search(plain)):
            yield found.span(), None
    for found in _THEY_LIVE.finditer(plain):
        if (one := _one_of_them(named, spoken, people)) is not None:
            yield found.span(), one


def _named(people: People) -> dict[str, Mention]:
    """Those of the family whom the message names."""
    return {
        m.person: m for m in people.mentions if m.person not in (None, "self") and m.relation not in OUTSIDE
    }


def _one_of_them(named: dict[str, Mention], spoken: dict[str, Mention], people: People) -> Mention | None:
    """The first of the two old people whom 他俩 stands for; None where it may be others."""
    if any(one.person == "self" for one in people.spoken.told):
        return None  # who speaks has told of themselves, and may live elsewhere
    of = named or spoken
    newest = list(of)[:2]
    if "parents" in of or couple_of_ids(newest):
        return of.get("parents") or of[newest[0]]
    alone = 0 < len(of) <= 2 and not any(m.relation in _LEFT_HOME for m in of.values())
    old = (m for m in of.values() if m.relation in _ELDERS)
    return next(old, None) if alone else None


__all__ = ["find_two"]
