"""Ages said wrong and put right at once: 六十六，噢不对，过完生日六十七了; 八十 记岔了 八十一."""

from __future__ import annotations

import re

from bot.understanding.numbers import Number

_OH = r"(?:[哦噢啊呃嗯唉哎哟呀诶]{1,2}[，…。 ]{0,3})?"
_WRONG = (
    r"(?:(?:我|人家)?(?:刚才|又|给)?(?:说|记|算|打|写)(?:错|差|岔|反|混|秃噜)了?|不对(?!劲|付)|不是(?![^，。；]{1,8}(?:才|以上|就|吗|么))|等等|等会儿?|应该是|"
    r"(?<=[，…。 哦噢啊])不(?=[，…。 ]))"
)
# What one says before the age that is meant.
_NOW = (
    r"(?:[，…。 ]|应该|该|得|是|现在|今年|刚|过完?了?(?:生日|年|春节)|过了(?:生日|年)|上个?月|"
    r"周岁|虚岁|实岁|满|都|快|已经|了|[哦噢啊呃])"
)
_AGE = r"(?:[1-9]\d|[一二三四五六七八九]?十[一二三四五六七八九]?|[三四五六七八九])"
_TAIL = r"(?:周?岁)?半?(?:了|咧|的人)?(?:属[鼠牛虎兔龙蛇马羊猴鸡狗猪]的?)?"
# 孩子白血病，6岁，不是，是再障: the illness is put right.
_OF_SOMETHING_ELSE = r"是[^，。\d一二三四五六七八九十我俺他她爸妈爹娘爷奶]{1,8}(?:$|[，。])"
_TAKEN_BACK = re.compile(
    rf"{_TAIL}[，…。 ]{{0,12}}{_OH}{_WRONG}{_NOW}{{0,8}}(?=\d|[一二三四五六七八九十])|"
    rf"周?岁?了?[，…。]{{0,12}}(?:不对|不是|说错)[，。…](?!{_OF_SOMETHING_ELSE})|"
    rf"{_TAIL}[，…。—\- ]{{0,6}}(?:不对[，— ]{0, 4})?(?:这|那)?(?:是|算|说的是)?虚(?:岁|的|数)"
    r"[，。； ]{0,3}(?:实际)?[周实]岁(?:是|才)?(?=\d|[一二三四五六七八九十])|"
    rf"{_TAIL}[，。…呃哦噢啊嗯哎 ]{{0,4}}虚岁{_AGE}{_TAIL}[，。 ]{{0,2}}"
    r"(?:实际|[周实]岁)(?=\d|[一二三四五六七八九十])"
)
_PUT_RIGHT = re.compile(rf"{_AGE}{_TAIL}[，…。 ]{{0,12}}{_OH}{_WRONG}{_NOW}{{0,8}}$")
_NOMINAL, _REAL = re.compile("虚岁?$"), re.compile("岁?[，。 ]?(?:实际|[周实]岁)")
_REACH = 40


def is_taken_back(plain: str, number: Number) -> bool:
    """Is the age at `number` said to be wrong right behind it?"""
    return bool(_TAKEN_BACK.match(plain, number.end))


def puts_right(plain: str, number: Number) -> bool:
    """Is `number` the age that is meant, right behind the one that was not?"""
    if not 3 <= number.low <= number.high <= 110:
        return False
    if _NOMINAL.search(plain, max(0, number.start - 2), number.start) and _REAL.match(plain, number.end):
        return False  # 不对，虚岁五十五，周岁五十三
    return bool(_PUT_RIGHT.search(plain, max(0, number.start - _REACH), number.start))
