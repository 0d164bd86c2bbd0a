"""Surnames, and the places of names in a text: 我叫卢涛立，俺村的孙翠萍."""

from __future__ import annotations

import re

SURNAMES = (
    "王李张刘赵孙周吴陈杨曹丁马朱胡郭何高林郑谢罗宋唐许韩冯邓苗于魏彭曾"
    "翟梁田董程袁蒋蔡潘杜任姜范姚谭廖邹陆郝孔崔康邱秦史侯邵孟段贺庞陶颜温鲁葛毕聂焦柳邢岳齐祝耿牟靳曲隋滕臧栾窦巩徐吕薛夏贾傅方钱尹黎常武乔龚戴石沈卢汤阎闫戚岳顾雷熊江施严苏余叶倪裴翁甄詹骆卞鞠逄綦丛荆宗辛楚桑殷柴蔺左匡尤展佟梅苟游鲍瞿亓闵"
)
_NAME = re.compile(
    rf"(?:[我俺]叫|名叫|叫做|姓名[：:是]?|本人|[我俺]是|[村庄]的?|邻居|社区的?)(?P<name>[{SURNAMES}][一-鿿]{{1,2}}?)"
    r"(?=[，。、；！？ \d]|今年|现年|[五六七八九]十|$)"
)


def places_of_names(plain: str) -> frozenset[int]:
    """Where characters of somebody's name stand, where it is told as one."""
    return frozenset(place for found in _NAME.finditer(plain) for place in range(*found.span("name")))
