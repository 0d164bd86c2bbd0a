"""Of whom 他 is said where it tells of work and pay: not of the child at school, nor of the sick wife."""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

from .named_before import is_young

_IS_PAID = re.compile(
    r"(?:自己)?(?:现在)?(?:一个?月|每个?月)(?:也|就|才|能|只){0,2}"
    r"(?:挣|开|拿[^药]|[一二两三四五六七八九\d][百千万零\d][^，。；药费]{0,4}(?=[，。；]|$))|退了?休|有退休金"
)
_EARNS = re.compile(
    r"(?:自己|现在|就|一个人|平时|白天|在(?!家|校|学|上|读|念|外地上|家里)[^，。；]{0,10}?(?:厂|店|公司|超市|工地|饭店|酒店|市场|里|上)|"
    r"给人|出去|在外|也|没(?:有)?){0,3}(?:工作|上班|打工|打零工|干活|踩机器|干(?=[，。着])|挣|站柜台|收银|端盘子|卖|摆摊|开车|当(?:保安|保洁|护工|服务员))|"
    r"(?:现在|就)?在[^，。；]{1,8}(?:厂|公司|店|超市|工地|矿|单位)(?:里)?(?=[，。])"
)
_AT_SCHOOL = re.compile(
    r"(?:今年|现在|刚|才|正|也|还|在|[\d一二三四五六七八九十]{1,3}岁了?，?){0,3}(?:上|读|念)?(?:着|了)?"
    r"(?:小学|[一二三四五六]年级|初[一二三中]|高[一二三中]|幼儿园|[小中大]班)"
)


def earners_of(
    plain: str, end: int, word: str, *, likely: list[Mention], seen: list[Mention]
) -> list[Mention]:
    """Those of `likely` who may earn what is told behind 他; all of them where it tells of no pay."""
    if _EARNS.match(plain, end):
        # 孙女上二年级，她在厂里上班: not the pupil
        at_school = {m.person for m in seen if _AT_SCHOOL.match(plain, m.end)}
        likely = [m for m in likely if m.person not in at_school and m.words != "孩子"] or likely
    if _IS_PAID.match(plain, end):
        # 我妹妹带着俩孩子，她一个月挣两千: not the child
        likely = [m for m in likely if not is_young(m)] or likely
        if word == "他":  # 同事他老婆病了，儿子读大学，他一个月三千六
            likely = [m for m in likely if m.sex != "female"] or likely
    return likely


def may_be_earner(plain: str, end: int, word: str) -> bool:
    """Is 她 behind 她男人, or 他 behind 他老婆, another than the husband or wife just named?"""
    return word == "她" or bool(
        plain.startswith("自己", end) or _EARNS.match(plain, end) or _IS_PAID.match(plain, end)
    )


__all__ = ["earners_of", "may_be_earner"]
