"""Whether who writes of another family tells of themselves or their own as well."""

from __future__ import annotations

import re
from functools import cache

from bot.text.surnames import SURNAMES

from .kinship import OUTSIDE, any_of, kin_words, own_words

_ME = r"(?:我|俺|咱|本人)"
NEAR = r"(?:隔壁|邻居|对门|[前后][院屋]|[东西南北前后]邻|[东西]院|楼[上下]|同村|同楼|邻村)"
# What only the speaker says of themselves and their own.
_SELF = (
    r"(?:自己|本人|今年|也|都|就|快|才|还|想|能|要){0,3}(?:是|有|吃|办|领|没)?(?:了|着|过)?(?:一?个)?(?:低保|特困|五保|残疾|单亲|下岗|失业|退役|退伍|"
    r"烈士|失独|肢体|精神|智力|听力|视力|[一二三四五六七八九]?十[一二三四五六七八九]?(?=[，。了岁来多])|[1-9]\d(?=[，。了岁]))"
)
# 我是退休教师，替村里老刘问: that is told of who speaks.
OF_SELF = re.compile(rf"{_SELF}|是(?:一?[名个位])?退休的?[一-鿿]{{1,4}}(?=[，。])")
# 我闺女劝我别管闲事, 我老头说管一天是一天: they only speak, and nothing is told of them.
_ONLY_SPEAK = r"(?:也|都|就|还|老|总){0,2}(?:劝|骂我|笑我|笑话|嫌我|不让我|说(?!是|有|[他她]))"


@cache
def _own_kin() -> re.Pattern[str]:
    outside = (*OUTSIDE, "other")
    words = [w for w, kin in {**kin_words(), **own_words()}.items() if kin.relation not in outside]
    return re.compile(
        rf"自己家(?:里)?(?:也|还|就)|{_ME}自己|{_ME}(?:们)?家(?!{NEAR}|访|楼|前|后|门口|附近|旁|这边|里?的?邻)|"
        rf"{_ME}(?:们)?(?:家|那|这)?(?:个|口子)?的?(?:{any_of(words).pattern})(?!们|{_ONLY_SPEAK})|"
        rf"{_ME}们?(?:老?两口|夫妻|老俩)|{_ME}{_SELF}|"
        rf"{_ME}们?(?:和|跟|与|同)(?:{any_of(words).pattern})(?!们)|(?:{any_of(words).pattern})(?:也|都|一直)?跟(?:着)?{_ME}们?(?=[，。过住])"
    )


# 孩子跟我说，姨，我在家看着俺妈: what another says of their own; 药在我这儿: a place, no son of theirs;
# 老六本人四十七: whom it is about.
_NOT_OWN = re.compile(
    r"(?:跟|和|对|给|问|冲)我们?(?:念叨|哭着)?(?:说|讲|问)?(?:过|了)?[，：][^。！？]{0,80}|“[^“”]{0,80}”|"
    rf"(?:老[{SURNAMES}]|[他她]|大[爷娘]|老人)[^，。；]{{0,5}}(?:说|讲|念叨)，[^。！？]{{0,80}}|"
    r"(?<=[在到从上来去往找问])[我俺]们?[这那]儿|(?<=[一-鿿])(?<![我俺])本人"
)
# 我自己也是当兵回来的，一个月一千五，帮不了大忙; 俺自己家也漏可俺不急: said by the way.
BY_THE_WAY = re.compile(
    rf"{_ME}自己[^。！？；]{{0,40}}?(?:不急|不用管|不要紧|帮不[了上]|没事|不难|不缺|没难处|过得去|用不着|不指望|不愁)"
)


# 我是养老院的护工，五十三了; 我教小学二十年了，去年查出癌: told next of who has the trade.
AND_THEN = re.compile(
    rf"{_ME}们?(?:[是系在当做干教]|作为)[^，。；！？我俺他她]{{1,20}}，(?:今年|现年|也|才|快|都|已经){{0,2}}"
    r"(?:[二三四五六七八九]?十[一二三四五六七八九]?(?:岁)?(?=[了，。])|[2-9]\d(?:岁)?(?=[了，。])|"
    r"(?:去年|前年|今年|上个?月|今年初)?(?:查出|得了|患|下岗|失业|离(?:了|婚|异)|丧偶|单身|病退|内退|摔|瘫|残疾|伤了))"
)
# 我叫老夏，今年五十九岁
_INTRODUCED = re.compile(
    rf"{_ME}(?:叫|姓)[^，。；]{{1,4}}，(?:男|女|今年|现年|，){{0,3}}(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[1-9]\d)(?:周?岁|了|，)"
)


def without_asides(plain: str) -> str:
    """`plain` without what another says of their own, and what its writer says of themselves by the way."""
    return BY_THE_WAY.sub("", _NOT_OWN.sub("", plain))


def tells_of_own(plain: str) -> bool:
    """俺儿二十六, 我家三口人, 我和老公, 婆婆跟着我们: does the speaker tell of their own as well?"""
    told = without_asides(plain)
    if _INTRODUCED.search(told):
        return True
    return bool(re.search(_ME, told)) and bool(_own_kin().search(told))
