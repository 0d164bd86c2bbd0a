"""Whether who writes of another family tells of themselves or their own as well."""

from __future__ import annotations

import re
from functools import cache

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


@cache
def _own_kin() -> re.Pattern[str]:
    outside = (*OUTSIDE, "other")
    words = [w for w, kin in {**kin_words(), **own_words()}.items() if kin.relation not in outside]
    return re.compile(
        rf"自己家(?:里)?(?:也|还|就)|{_ME}自己|{_ME}(?:们)?家(?!{NEAR}|楼|前|后|门口|附近|旁|这边|里?的?邻)|"
        rf"{_ME}(?:们)?(?:家|那|这)?(?:个|口子)?的?(?:{any_of(words).pattern})(?!们)|{_ME}们?(?:老?两口|夫妻|老俩)|{_ME}{_SELF}"
    )


# 孩子跟我说，姨，我在家看着俺妈: what another says of their own.
_QUOTED = re.compile(
    r"(?:跟|和|对|给|问|冲)我们?(?:念叨|哭着)?(?:说|讲|问)?[，：][^。！？]{0,80}|“[^“”]{0,80}”"
)


# 我叫老夏，今年五十九岁
_INTRODUCED = re.compile(
    rf"{_ME}(?:叫|姓)[^，。；]{{1,4}}，(?:男|女|今年|现年|，){{0,3}}(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[1-9]\d)(?:周?岁|了|，)"
)


def tells_of_own(plain: str) -> bool:
    """俺儿二十六, 我家三口人, 我五十六: does the speaker tell of their own as well?"""
    told = _QUOTED.sub("", plain)
    if _INTRODUCED.search(told):
        return True
    return bool(re.search(_ME, told)) and bool(_own_kin().search(told))
