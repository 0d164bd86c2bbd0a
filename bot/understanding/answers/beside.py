"""A no that is none to the question: 不是，是地里的玉米 puts right what happened, and not where it did."""

from __future__ import annotations

import re

_NO = re.compile(
    r"^(?:嗯|哦|哎|啊|那个?|我|俺|也|都|可|，| ){0,4}(?:不是|没有|不对|错了|不|没)"
    r"(?:的|了|啊|呀|呢|吧){0,2}(?P<rest>.{0,80})",
    re.DOTALL,
)
_MARKS = "，。！？；：、,.!?;:~～… "
# 不是，在济南; 没在这; 不是，老家那边的事
_SOME_PLACE = re.compile(
    r"在(?!家|地里|医院)|淄博|本地|当地|咱这|俺们?这|我们?这|这(?:里|边|儿|块|$|的)|外地|外省|外面|外头|老家|工地|那边|"
    r"路上|高速|国道|[一-鿿]{2}[省市县](?!场|委|长)|北京|上海|天津|广州|深圳|济南|青岛|烟台|潍坊|东营|滨州|泰安|临沂|德州|"
    r"聊城|济宁|枣庄|威海|日照|菏泽|莱芜|河南|河北|江苏|浙江|山西|陕西|安徽|东北|南方|"
    r"张店|淄川|博山|临淄|周村|桓台|高青|沂源|高新区|经开区|文昌湖"
)


def is_beside(plain: str, fact: str) -> bool:
    """Whether a reply that begins with a no says nothing of where it happened, though that was asked.

    不是，是大雨淹了 and a bare 没有 do not; 不是 alone does, and 不是，在济南.
    """
    no = _NO.match(plain) if fact == "event_in_zibo" else None
    if no is None:
        return False
    if no["rest"].strip(_MARKS):
        return not _SOME_PLACE.search(plain)
    return "没" in no.group()


__all__ = ["is_beside"]
