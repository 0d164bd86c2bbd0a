"""A thing named with a question mark, and what is said of it: 低保？没有, 残疾证？还没办.

Who answers says first what they were asked, and the mark asks nothing; what stands before it is what is
answered, whatever question waits. 三口？不是，四口 leaves the number that was put right alone.
"""

from __future__ import annotations

import re

from bot.text.normalising import Text
from bot.understanding.asking import asks, bids

_STARTS = r"(?:^|(?<=[，。！；… ]))"
_NODS = r"(?:还|也|都|可|真|倒|早就?|从来|一直|现在|目前|我|俺|家里|这个|那){0,4}"
_ENDS = r"(?:啊|呢|的|了|呀|哪|吧|哦|哈|嘛|过|着){0,3}(?=[，。！；… ]|$)"
_DONE = (
    r"办|领|吃|享受|拿|住|做|评|买|交|上|看|查|登记|申请|认定|鉴定|评估|去|开|贷|借|打|离|结|签|报|沾|念|找|听说|"
    r"得|犯|用|生|养|安|装|拆|改|修|请|立案|判|赔|盖|考|转"
)
_SAID = (
    rf"(?P<no>{_NODS}(?:没有?|无|哪有|哪里有|没得|没那么多|没那个){_ENDS})|(?P<not>{_NODS}(?:不是|不对|不){_ENDS})|"
    rf"(?P<yes>{_NODS}有{_ENDS})|"
    rf"(?P<so>{_NODS}(?:没|没有|不|不用|不需要|没法|来不及|没来得及|没顾上)(?:去|给)?(?:{_DONE}|在|行|能|会|需要)"
    rf"(?:办|来|着|上|下来|成|好){{0,1}}{_ENDS}|{_NODS}没了{_ENDS}|"
    rf"{_NODS}(?:{_DONE})(?:着|了|过|好了?|下来了?){_ENDS}|(?:在|是)[一-鿿]{{1,6}}(?=[，。！；… ]|$)|"
    r"(?:大夫|医生|医院|村里|社区|人家|他们?|她)(?:也|还|都)?没(?:有)?"
    r"(?:说|让|给|提)[一-鿿]{0,4}(?=[，。！；… ]|$))"
)
_ECHO = re.compile(
    rf"{_STARTS}(?P<head>(?:您|你)(?:是)?(?:问|说)(?:的)?|问(?=[^，。]{{2}}))?(?P<has>有|是)?(?P<what>[一-鿿\d]{{1,8}}?)"
    rf"(?P<tail>[啊吗嘛呀么哈呢]{{0,1}}？)(?:{_SAID})"
)
# 啊？没有: nothing is named there. 我能办吗？没工作: that asks.
_NO_THING = re.compile(
    r"(?:真的?|啊|嗯|哦|喂|是|对|好|行|您|你|我|俺|可以|这样|这些|那些|你好|您好|在|有人|不|没有?|别的|其他|完){1,12}"
)
_MAY = re.compile(r"能|可以|想|怎|是不是|有没|会|该|办不|不[是行能]|多少|几|咋|哪|谁|啥|什么|没|么$|要")
_NUMBER = re.compile(
    r"[\d一二两三四五六七八九十百千万]{1,6}(?:口|个|岁|级|年|块|元|人|月|处|套|平|次|回|万|千|百)"
)
_KIN = re.compile(r"(?:我|俺|他|她)[一-鿿]{1,3}")  # 我妈？没有: she has not, and no want of her
_PUT_RIGHT = re.compile(
    r"[，。！；… ]{1,6}(?:是|就|就是|我们?|俺们?|家里|一共){0,3}[\d一二两俩三仨四五六七八九十百千]"
)


def without_echo(text: Text) -> Text:
    """`text` with what is named under a question mark joined to what is said of it."""
    if "？" not in text.plain:
        return text
    letters, at, last = [], [], 0
    for found in _ECHO.finditer(text.plain):
        said = _joined(found, text.plain)
        if said is None:
            continue
        start, end = found.span()
        letters += [text.plain[last:start], said]
        first, final = text.at[start], text.at[end - 1]
        at += [*text.at[last:start], *(first if one < len(said) - 2 else final for one in range(len(said)))]
        last = end
    if not letters:
        return text
    return Text(text.original, "".join(letters) + text.plain[last:], (*at, *text.at[last:]))


def _joined(found: re.Match[str], plain: str) -> str | None:
    """What a thing and the words behind its mark say together; None where the mark asks."""
    what = found["what"]
    if _NO_THING.fullmatch(what) or _MAY.search(what) or asks(what) or bids(what):
        return None
    if (found["no"] or found["not"]) and _NUMBER.search(what):
        return "" if _PUT_RIGHT.match(plain, found.end()) else "不对"
    if found["no"]:
        return f"{what}没有" if _KIN.fullmatch(what) else f"没有{what}"
    if found["not"]:
        return f"不是{what}"
    if found["yes"]:
        return f"有{what}"
    return f"{what}{found['so']}"


__all__ = ["without_echo"]
