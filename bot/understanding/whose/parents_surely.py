"""What is told of a father or mother that may still count as able: only what surely counts is said.

娘改嫁，有联系 is no lost contact; 爸坐牢半年就出来 tells neither for how long; 妈精神病 and 爸瘫了 tell of no
certificate, which is what gravely disabled goes by. All of them are asked.
"""

from __future__ import annotations

import re

from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.said import Said

# What is told of the same parent, up to whom else it turns to.
_BEFORE = re.compile(r"[^。！？爹爸妈娘父母]{0,16}$")
_ON = re.compile(r"[^。！？爹爸妈娘父母]{0,24}")
_REACHED = re.compile(
    r"(?<![没未不无])(?:有|保持)(?:着|点|些|过)?(?:联[系络]|来往|往来|走动)(?!方式)|"
    r"(?<![不没])能?联[系络]得?(?:上|到|着)(?!不|没)|"
    r"(?:偶尔|有时候?|经常|时不时)(?:也|都|还)?联[系络](?!不)|联[系络](?:不多|不勤|得少|很少)|"
    r"(?:没|没有|未|不是|不算)(?:断(?:了|过)?(?:联[系络]|来往|往来)|失联|失去联系)"
)
# 以前有联系，现在断了
_FORMERLY = re.compile(r"(?:以前|原来|原先|早先|开始|头[一两几]年|起初|当初|头里)[^，。；！？]{0,6}$")
_BROKEN_OFF = re.compile(
    r"[^。！？爹爸妈娘父母]{0,16}?(?:断了|不联[系络]|没了?联[系络]|没有联[系络]|联[系络]不|失联|没音|停机|空号|拉黑|再没|不接|找不)"
)
# 再有仨月就出来: how much is left; 蹲三个月就出来 is the whole of it.
_OUT = r"，?(?:就|才|便|也就|能|可以|要|该|快){0,3}(?:出来|出狱|放出来|放人|释放|刑满|期满|到期|回来|回家)"
_ABOUT = r"(?:不到|大概|大约|差不多)?"
_TIME_LEFT = re.compile(
    rf"(?:再有|再过|还有|还剩|就剩|只剩|剩下?|还得|再){_ABOUT}"
    rf"(?:[一二两俩三仨四五六七八九十几半\d]{{1,2}}个?(?:多|来)?(?:月|天|星期|礼拜)|半年多?)(?:以后|之后|后)?{_OUT}|"
    rf"{_ABOUT}半年多?(?:以后|之后|后)?{_OUT}|"
    r"(?:快|马上|眼看|这就|就要|下个?月|这个月|年底|过年)(?:就|要|能|可以){0,2}(?:出来|出狱|放出来|放了|释放|刑满|期满|到期)"
)
_TERM = re.compile(
    r"[一二两三四五六七八九十几半多\d]年(?!级)|[六七八九]个?(?:多|半|来)?月|十[一二]?个?多?月|\d\d个月|无期|死缓"
)
# What is told without a certificate as well. Of body only the first two grades are grave, of mind any.
_HELPLESS = re.compile(r"瘫|动不了|起不来|不能动")
_OF_MIND = re.compile(r"精神|神经病|疯|傻|憨|痴呆|智障|弱智|智力|脑子|魔怔")
_GRAVE = re.compile(r"[一二12]级|重(?:度)?残|植物人")
_CERTIFIED = re.compile(
    r"[一二三四1-4]级|重(?:度)?残|(?:精神|智力)残疾?(?!证|人)|证(?:上|是|为)|持证|"
    r"(?:有|持|办了?|领了?|发了?|给了?|带)(?:个|着|的)?[^，。；没]{0,6}证"
)
_NO_CERTIFICATE = re.compile(
    r"(?:没(?:有)?|未|还没|无)(?:办|去办|给办|评|发|领|拿|下来)?(?:过|到|下来)?(?:个)?(?:残疾)?(?:人)?证|证(?:还)?(?:没|未)"
)


def surely_so(said: list[Said], plain: str) -> list[Said]:
    """`said` without the states of fathers and mothers that the words do not bear out."""
    return [one for one in said if one.fact not in PARENT_STATES or _is_sure(one, plain)]


def _is_sure(one: Said, plain: str) -> bool:
    before, on = _BEFORE.search(plain, 0, one.start), _ON.match(plain, one.end)
    start, end = before.start() if before else one.start, on.end() if on else one.end
    if one.value == "lost_contact":
        return not _is_reached(plain, start, end)
    if one.value == "confined":
        left = _TIME_LEFT.search(plain, start, end)
        return left is None or bool(_TERM.search(plain[start : left.start()] + plain[left.end() : end]))
    if one.value == "severe_disability":
        told = plain[one.start : min(end, one.end + 4)]
        return _is_grave(told, plain[start:end])
    return True


def _is_grave(told: str, words: str) -> bool:
    """妈精神病有证, 爸瘫了一级; not 妈精神病没证, 爸瘫了."""
    if _GRAVE.search(words):
        return True
    if _OF_MIND.search(told):
        return bool(_CERTIFIED.search(words)) and not _NO_CERTIFICATE.search(words)
    return not _HELPLESS.search(told)


def _is_reached(plain: str, start: int, end: int) -> bool:
    """娘改嫁了，还有联系; not 开始还有联系，后来断了."""
    return any(
        not _FORMERLY.search(plain, max(0, found.start() - 10), found.start())
        and not _BROKEN_OFF.match(plain, found.end())
        for found in _REACHED.finditer(plain, start, end)
    )


__all__ = ["surely_so"]
