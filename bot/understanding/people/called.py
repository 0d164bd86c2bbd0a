"""Kin called by a given name behind the word for kin: 我弟弟小军二十八…小军还没办证; 其妻杨某."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.text.surnames import SURNAMES
from bot.understanding.mention import Mention

_NO_NAME = (
    r"[小大](?:学|时|腿|便|脑|孩|娃|病|夫|小|专|约|概|半|年|龄|的|区|产|出|人|集|姐|哥|弟|妹|伙|家|队|女|儿|子|嫂|爷|娘|姑|姨|叔|"
    r"舅|婶|伯|姓|棚|货|车|病|手|院|厂|雪|雨|火|街|爱|本|中|班|闺|丫|妮|[一二三四五六七八九十])|"
    r"(?:常常|天天|年年|月月|渐渐|慢慢|好好|早早|刚刚|偏偏|明明|整整|足足|白白|人人|个个|偷偷|死死|老老|活活|爸爸|妈妈|爷爷|"
    r"奶奶|哥哥|姐姐|弟弟|妹妹|叔叔|姑姑|舅舅|孙孙|娃娃|宝宝|乖乖)"
)
_PET = rf"(?!{_NO_NAME})(?:[小大阿][一-鿿]|([一-鿿])\1)"
_FULL = rf"[{SURNAMES}][一-鿿]{{1,2}}"
# What tells that a name stood before it: an age, a school, or that nothing more is said of them here.
_THEN = (
    r"(?=，|今年|现年|\d|[一二三四五六七八九]?十[一二三四五六七八九]?(?:周?岁|[，。了])|"
    r"[上读念](?:小|初|高|大|[一二三四五六])|得了|患|查出|脑瘫|一出生)"
)
_NAMED = re.compile(
    rf"(?:，?(?:叫|名叫|小名叫?|大名叫?)(?P<full>{_FULL}|[一-鿿]{{2}}){_THEN}|(?P<pet>{_PET}){_THEN}|"
    rf"(?P<some>[{SURNAMES}]某某?))"
)
_KIN_ONLY = ("self", "neighbour", "villager", "client", "pupil", "stranger", None)


def called_by_name(plain: str, seen: list[Mention]) -> list[Mention]:
    """`seen` with each name right behind kin as part of its naming, and where the name stands again."""
    found: list[Mention] = []
    named: dict[str, Mention] = {}
    for mention in seen:
        told = _NAMED.match(plain, mention.end) if mention.relation not in _KIN_ONLY else None
        if told is None or mention.words in ("他", "大的", "小的"):
            found.append(mention)
            continue
        found.append(replace(mention, end=told.end()))
        named.setdefault(told["full"] or told["pet"] or told["some"], found[-1])
    again = [one for name, whose in named.items() for one in _again(plain, name, whose)]
    taken = [(m.start, m.end) for m in found]
    free = [one for one in again if all(one.end <= start or end <= one.start for start, end in taken)]
    return sorted([*found, *free], key=lambda m: m.start)


def _again(plain: str, name: str, whose: Mention) -> Iterator[Mention]:
    for place in re.finditer(re.escape(name), plain):
        if place.start() >= whose.end:
            yield replace(whose, start=place.start(), end=place.end(), topic=True, words=name)
