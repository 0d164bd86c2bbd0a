"""What the citizen wants the conversation to do, and the number of an application to look up."""

from __future__ import annotations

import re

_INTENTS = {
    "status": (
        r"(?:查|问|看).{0,4}(?:进度|办到哪|状态|进展)|办到哪(?:一步|了)|到哪一?步了|我的申请|申请(?:批|办|"
        r"审)(?:下来|得怎么样|到哪)|(?:批|审)(?:下来|完)了?(?:没|吗)|查进度|查申请|^(?:申请|办理)?(?:进度|状态|进展)$"
    ),
    "apply": (
        r"^(?:我要|我想|帮我|现在|开始|去)?(?:申请|办理|报名)(?:吧|了|一下)?[。！]*$|^(?:那就?|"
        r"好的?[，,]?)?(?:帮我)?(?:申请|办)(?:吧|一下)$|开始申请|(?:我要|帮我|给我)(?:申请|办理)"
    ),
    "restart": r"^(?:重新开始|重来|从头(?:再)?来|重新(?:问|来)|换一个人|重新说|清空|开始新的)[吧。！]*$",
    "human": (
        r"(?:转|找|要|叫)?人工(?!耳蜗|智能|湖)(?:客服|服务)?|(?:找|转|要)(?:个)?(?:真人|工作人员|客服)|"
        r"真人(?:客服)?"
    ),
    "thanks": r"^(?:好的?[，,]?)?(?:谢谢|多谢|感谢|谢了|麻烦了|辛苦)(?:你|您|了|啊|恁|哈)*[。！]*$",
    "greeting": (
        r"^(?:你好|您好|喂|在吗|在不|有人吗|早上好|下午好|晚上好|hello|hi|嗨)(?:啊|呀|，|。|！|~|你好)*$"
    ),
    "more": r"^(?:继续|还有(?:吗|呢|没有?|别的吗?)?|更多|接着说|下一页|往下|再说说|看更多)[？?。！]*$",
    "why": (
        r"^(?:为(?:什么|啥|么)(?:问|要问|不行|不能|不符合)?(?:这个)?|凭啥|凭什么|问这个(?:干啥|干什么|"
        r"做什么))[？?。！]*$"
    ),
    "unsure": (
        r"^(?:不(?:太)?(?:清楚|知道|晓得|懂|明白|确定)|说不(?:好|准|清|上来)|记不(?:清|得)(?:了)?|忘了|"
        r"没数|不好说|跳过|下一个|不想说|俺不知道|俺不清楚|我不知道|我不清楚|拿不准)(?:了|啊|呀|呢|"
        r"，.*)?[。！]*$"
    ),
    "forget": (
        r"(?:删|清|忘)(?:除|掉|了)?(?:我的|俺的|这些)?(?:资料|信息|记录|聊天|数据|说的话)|^忘(?:掉|了)(?:我|俺)(?:吧)?$|别(?:记|存)(?:我|"
        r"俺|着)|不要(?:保存|记)"
    ),
}
_COMPILED = {name: re.compile(say) for name, say in _INTENTS.items()}
_NUMBER = re.compile(
    r"(?<![a-z0-9])zb[\s-]?([0-9a-hjkmnp-tv-z](?:[\s-]?[0-9a-hjkmnp-tv-z]){9})(?![a-z0-9])",
    re.I,
)
_TAIL = re.compile(r"(?<![0-9a-z])(\d{3}[\dx])(?![0-9a-z])", re.I)
_PARTICLES = re.compile(r"[\s，。！？,.!?~…]+$")


def read_intents(plain: str) -> frozenset[str]:
    """The intents of a message; most messages have none."""
    short = _PARTICLES.sub("", plain)
    found = {name for name, say in _COMPILED.items() if say.search(short)}
    if len(short) > 20:
        found -= {"apply", "human"} if len(short) > 30 else {"apply"}
    if find_status_number(plain):
        found.add("status")
    return frozenset(found)


def find_status_number(plain: str) -> tuple[str, str] | None:
    """An application number with the last four of the ID ("" when not given)."""
    found = _NUMBER.search(plain)
    if found is None:
        return None
    number = "ZB" + re.sub(r"[\s-]", "", found[1]).upper()
    rest = plain[: found.start()] + " " + plain[found.end() :]
    tail = _TAIL.search(rest)
    return number, tail[1].upper() if tail else ""
