"""What somebody was found to need: 残联评估过，说可以给我爸配一只假手; 医院评估需语训; 大夫让戴助听器.

Who finds it (评估, a doctor, 残联), what is needed and that the answer was yes may stand clauses apart, in
either order; so each is looked for by itself. What is asked, wished for or refused is no finding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said

_DEVICE = (
    r"轮椅|助听器|假(?:肢|手|腿|脚|眼)|矫形(?:器|鞋|支架)|矫正鞋|支具|(?<!人)拐(?:杖|"
    r"棍)?(?![弯走骗卖角子])|助行器|助步器|护理床|站立架|防褥疮|"
    r"气垫床?|坐便[椅器]|洗[澡浴]椅|助视器|盲杖|盲表|语音(?:血压计|手表|电饭煲)|会说话的[^，。；]{1,5}|"
    r"代步车|辅具|辅助器具"
)
_TRAINING = (
    r"康复(?!科|医|中心|机构|师|补|救助|费|站|院)|语训|(?:语言|言语|听力|感统|肢体|行走)(?:康复)?训练|"
    r"训练课|干预(?:训练)?"
)
_NEED = re.compile(rf"(?P<device>{_DEVICE})|(?P<rehabilitation>{_TRAINING})")
# 评估, 评过; and those whose word counts as much, where they say so.
_FOUND_OUT = re.compile(
    r"(?P<own>评估|测评|适配评定|(?:残联|技师|康复师|专家|定点|机构|医院|医生|"
    r"大夫)[^，。；！？ ]{0,6}?评(?:过|了|完|的|定(?!残|级)))|"
    r"(?:大夫|医生|医嘱|康复师|妇幼|专家|定点(?:机构)?|康复(?:中心|机构|医院)|残联(?:的人)?|"
    r"技师)[^，。；！？ 没不评]{0,6}"
    r"(?:说|讲|建议|让|叫|要求|写|开)"
)
# 要先评估, 去哪评估: none was made; it was where it is over (来评估过了), unless it is denied.
_NOT_MADE = re.compile(
    r"(?:想|要|需|得|先|去|等|再|重新|申请|预约|找|来|给|怎么|咋|哪[里儿个]?|谁|何时|做个?|能不能|可否|"
    r"是否|有没有)"
    r"(?:人|谁|他|她|我|俺|上门|做|先|再|来|去|给|个|一下){0,3}$"
)
_DENIED = re.compile(r"(?:没|没有|未|不用|不|免|无需)(?:人|来|去|给|他|她|我|俺|上门|做|能|过|经|进行){0,3}$")
_OVER = re.compile(r"(?:员|师)?(?:已|也|都)?(?:过|了|完|后|结果|通过)(?!没|吗|么|不)")
_ASKS_AFTER = re.compile(
    r"(?:员|师)?(?:找|去哪|怎|咋|在哪|要多久|多久|费|标准|电话|表|流程|得?去|能不能|吗|么)"
)
_OTHERS = re.compile(r"(?:邻居|隔壁|人家|别人|同学|病友)[^，。；！？ ]{0,8}$")
# Between finding and need: the need is affirmed.
_YES = re.compile(
    r"要|需|[该应]|得(?!了)|可(?!否)|(?<!不)能(?!不能|否)|建议|同意|[适合]|写|定|配|换|装|戴|坐|用|上|做|"
    r"让|叫|通过|符合"
)
_NO = re.compile(r"不|没|未|无需|无须|拒|免|是否|能否|可否|问|[?？]|吗|想|求|希望|打算|申请|自己买|自费买")
# 评估过说行, 评过了，说该配新的: the need was named before.
_SAYS_YES = re.compile(
    r"(?:员|师)?(?:也|都|早|已经?)?(?:过|了|完|通过|结果){0,3}[，：]?(?:(?:人家|他们|残联|医生|大夫|师傅|"
    r"也|都|就|后|还)?(?:说|写|讲|定|答复|结论)(?:的)?(?:是|着|了)?)?[，：]?"
    r"(?:我|俺|他|她|老人|孩子|这个|那个|也|都|确实|完全|是|给|的|我爸|我妈|我娘|俺爹|俺娘){0,3}"
    r"(?:行(?![动走李])|可以|符合|够(?:条件|格)|合适|适合|能[配换装做]|[该要得][配换装做上]|"
    r"需要?[配换装做]|通过|同意|给[配换装])"
)
_ASKED = re.compile(r"(?:的)?(?:吗|么|不[？?，。]|不$|没有?[？?])")
_STOPS = "。！？"
_AHEAD, _BEHIND = 44, 40


def read_assessed(plain: str, people: People) -> Iterator[Said]:
    """`assessed_needs` as somebody found it."""
    end = 0
    for found in _FOUND_OUT.finditer(plain):
        if found.start() < end or not _is_made(plain, found):
            continue
        for need in _needs(plain, found):
            if (of := _of_whom(people, found, need)) is not None:
                yield Said("assessed_needs", {str(need.lastgroup): True}, of, *need.span())
            end = max(found.end(), need.end())


def _is_made(plain: str, found: re.Match[str]) -> bool:
    before = plain[max(0, found.start() - 8) : found.start()]
    if _OTHERS.search(before):
        return False
    if not found["own"]:
        return True
    if _DENIED.search(before) or _ASKS_AFTER.match(plain, found.end()):
        return False
    over = _OVER.match(plain, found.end()) or not found.group().endswith(("估", "测"))
    return bool(over) or not _NOT_MADE.search(before)


def _needs(plain: str, found: re.Match[str]) -> list[re.Match[str]]:
    """What is named behind as needed; else what was named before, where the answer to it is yes."""
    stop = min((at for mark in _STOPS if (at := plain.find(mark, found.end())) >= 0), default=len(plain))
    named: list[re.Match[str]] = []
    for need in _NEED.finditer(plain, found.end(), min(stop, found.end() + _AHEAD)):
        between = plain[named[-1].end() if named else found.end() : need.start()]
        listed = named and re.fullmatch(r"[、和与及，还有]{1,3}", between)
        if _NO.search(between) or not (listed or _YES.search(between)):
            break
        if not _ASKED.match(plain, need.end()):
            named.append(need)
    said_yes = found["own"] and _SAYS_YES.match(plain, found.end())
    if named or not said_yes or _ASKED.match(plain, said_yes.end()):
        return named
    before = list(_NEED.finditer(plain, max(0, found.start() - _BEHIND), found.start()))
    return before[-1:]


def _of_whom(people: People, found: re.Match[str], need: re.Match[str]) -> Mention | None:
    """评估说给我爸配一只假手: who is named between the finding and the need, else who was spoken of."""
    between = [m for m in people.mentions if found.end() <= m.start < need.start() and m.person]
    return between[-1] if between else people.subject(*found.span())
