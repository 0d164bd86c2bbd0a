"""60岁的钱, 80岁那个高龄补贴: an age by which people call an aid, and no age of anybody."""

from __future__ import annotations

import re

from bot.understanding.numbers import Number

_UNIT = r"(?:周?岁)"
_AID = r"(?:补[贴助]|津贴|养老[金钱]|老年卡|政策|待遇|定补)"
_NAMED = re.compile(
    rf"{_UNIT}(?:以上|以后|往上|老人|老年人|老兵|农村|发|给|领|的|高龄|生活|养老){{0,4}}{_AID}|"
    rf"{_UNIT}(?:以上|以后)?(?:发|给|领)?的?(?:那|这)(?:个|份|笔|种)|"
    rf"{_UNIT}(?:以上|以后)?(?:发|给|领)?的(?:那点)?钱|"
    rf"{_UNIT}(?:的)?(?:五保|特困|低保|老兵|优抚|高龄)[^，。；！？]{{0,3}}(?:那|这)(?:个|份|笔|种)"
)
# What stands before such a name is nobody: no 俺爹60岁的补贴, no 今年80岁.
_BEFORE = re.compile(
    r"(?:^|[，。；！？、 ]|[那这]个|那份|[那这]种|的|老兵|五保|到|满|过|有|领|办|问问?|咨询|听说|说)"
    r"(?:上|了)?$"
)
_ASKS = re.compile(
    r"[？?]|能|不(?=$|[，。])|吗|么|多少|咋|怎|啥|什么|给不|有没有|有[他她我]|问|没有?(?=$|[，。])"
)


def names_an_aid(plain: str, number: Number) -> bool:
    """Is the number part of what an aid is called, in words that ask of it: 60岁五保那个我能办不?"""
    before = plain[max(0, number.start - 4) : number.start]
    return bool(_NAMED.match(plain, number.end) and _BEFORE.search(before) and _ASKS.search(plain))


__all__ = ["names_an_aid"]
