"""A blow of an outsider, or at work, that is over and for which the money or the right is sought.

邻居打断了我的腿，医药费一分不给，我想告他 asks for a lawyer; to be told 先躲开 and nothing else is no answer.
"""

from __future__ import annotations

import re

LONGEST = 120
_SOUGHT = re.compile(
    r"不(?:肯|愿)?赔|没赔|赔(?:偿|钱|得起|不起)|医药费|药费|不(?:给|肯)?(?:报|认)(?:工伤)?|工伤|"
    r"(?:想|要|去)告|打官司|起诉|请(?:个|得起|不起)?律师|"
    r"索赔|讨(?:个)?说法|一分(?:钱)?(?:也|都)?(?:没|不)(?:给|赔|出)|(?:家长|物业|学校|厂里|老板|公司|单位)不(?:给|管|出)|鉴定"
)
_OUTSIDER = (
    r"(?:邻居|隔壁|对门|工友|同事|同学|同村|村里(?:的)?(?:一个)?人|"
    r"对方|人家|保安|城管|老板|包工头|路人|有?一?个人|别人|债主)"
)
_BY = re.compile(
    rf"{_OUTSIDER}[^，。！？；]{{0,12}}?"
    r"(?:打(?!电话|工|招呼)|揍|踹|砸|压|推|动(?:了|的)?手|先动|拿[^，。；]{1,5}把)"
)
_QUARREL = re.compile(r"(?:跟|和|与)(?:人|别人|邻居)[^，。；]{0,4}(?:吵|打架|争)|打架")
_THE_ONE_WHO = re.compile(r"(?:打|动)(?:起|了|的)?手?的那(?:个|帮|伙|家)?人?|先动(?:的)?手的")
_BLOW = re.compile(
    r"打(?!电话|工|招呼|官司|听|算|12)|揍|踹|砸|压[断伤]|推倒|动(?:起|了|的)?手(?!术)|[断破伤掉]了"
)
# What goes on, or may come again, is told at once whatever else is asked.
_GOES_ON = re.compile(
    r"刚|正(?!常)|这会|现在(?!还?(?:没|不)(?:赔|给|管))|今[天早晚儿]|昨[天晚]|又|还在|天天|老是|总是|整天|"
    r"三天两头|堵|追|躲|不敢|快来|救(?!助)|刀|砍|捅|"
    r"血|起不来|死|不想活|威胁|报复|[晕昏]|喊|锁|关(?:在|起)|欺负|跳|虐|火"
)
_AT_HOME = re.compile(
    r"(?<!把[我俺])(?<!了[我俺])(?<!伤[我俺])(?<!断[我俺])(?<!的)(?:老公|男人|丈夫|对象|前夫|媳妇|老婆|[我俺他她](?:儿子?|婆婆|公公|爸|爹)|继父|后[爸妈娘]|女婿|婆家)"
    r"[^，。；把被叫让]{0,8}(?:打|揍|踹|掐|抽|砸|扇|踢|动手|骂)|家暴|虐待"
)


def is_by_outsider(plain: str) -> bool:
    """Was it one from outside who struck, and nobody of the home?"""
    told = _BY.search(plain) or _QUARREL.search(plain) or _THE_ONE_WHO.search(plain)
    return bool(told) and not _AT_HOME.search(plain)


def without_old_blow(plain: str) -> str:
    """The text without the clauses that tell of the blow, where only what is owed for it is asked."""
    if len(plain) > LONGEST or not _SOUGHT.search(plain) or _GOES_ON.search(plain):
        return plain
    if not is_by_outsider(plain):
        return plain
    clauses = re.split(r"(?<=[，。！？；])", plain)
    return "".join(one for one in clauses if not _BLOW.search(one)).strip("，。；")
