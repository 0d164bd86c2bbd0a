"""Who has gone, works elsewhere or was brought to a doctor, as clues for whom the next clause is about."""

from __future__ import annotations

import re

from bot.understanding.mention import Mention

# 儿子在青岛打工不大回来，眼睛…; 男朋友跑了，没工作: what follows is of who is left.
_GONE = re.compile(
    r"[^，。；我俺]{0,12}?(?:跑了|跑(?=[，。]|$)|跑掉|"
    r"不(?:大|怎么|常|咋|太)?(?:回来|回家|着家|露面|朝面|上门)|不管(?!用)|不养|没影|没(?:了)?(?:音信|消息)|没回|"
    r"一去|离家|出走|失联|联系不|改嫁|坐牢|蹲(?:监狱|大牢)|服刑|进去了|判了|顾不[上了]|指望不|指不上|靠不[上住])"
)
_BACK = re.compile(r"[^，。；]{0,4}(?:回来|出来)了")  # 坐牢回来了，没工作: of who is back
_HIS = tuple("他她其孩娃")
_AWAY = re.compile(
    r"[^，。；我俺]{0,6}?(?:出去|外出|在(?!家|床|医院|炕|icu|上学|[上读念]|敬老|养老)[^，。；]{1,8})"
    r"(?:打工|上班|干活|工作|当兵|成家|落户|安家)"
)
_MARRIED = re.compile(r"[^，。；我俺]{0,6}?(?:[远外]嫁|嫁(?:到|去|出|得|外|了人))")
# 给我爹做的心脏搭桥, 带着孩子去济南看病: who is treated, though the other is spoken of.
_BROUGHT = re.compile(r"[给带陪领送替](?:着|了)?$")
_IS_TREATED = re.compile(
    r"(?:[去到在上跑][^，。；]{1,6}?)?(?:做|看(?:病|的|过|眼|腿|了)|治|动|开刀|安(?:了|的)?(?:支架|起搏)|"
    r"换(?:肾|肝|了|的)|装|住(?:的|了)?院|化疗|透析|放疗|手术|检查|查出)"
)


def left_by(plain: str, mention: Mention) -> list[str]:
    """`gone`, `married` or `away`: has the one named here gone, or married or gone to work elsewhere?"""
    if mention.person in (None, "self") or plain[mention.start : mention.start + 1] in _HIS:
        return []  # 孙子他爹坐牢，跟着俺过: of the child
    gone = _GONE.match(plain, mention.end)
    if gone is not None:
        return [] if _BACK.match(plain, gone.end()) else ["gone"]
    if _MARRIED.match(plain, mention.end):
        return ["married"]
    return ["away"] if _AWAY.match(plain, mention.end) else []


def is_brought(plain: str, mention: Mention) -> bool:
    """Is the one named here whom another brings to be treated?"""
    before = _BROUGHT.search(plain, max(0, mention.start - 2), mention.start)
    return before is not None and _IS_TREATED.match(plain, mention.end) is not None
