"""Grades: of disability (肢体二级, 三级的证), which a certificate states, and of wounds in service."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import parse_number
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import CLAUSE_ENDS, Stance, clause_start, stance_of
from bot.understanding.wordings.heads import compile_headed

_DISABLED = re.compile(
    r"残|多重|神经病|肢体|视力|听力|智力|精神|言语|盲|聋|瞎|哑|瘫|证|轮椅|智障|失明|看不见|鉴定|护理补贴|植物人|脑瘫|"
    r"本本|本子|残联|评的|评成|胳膊|腿|手指|截肢|傻|耳朵|[上下]肢|眼睛?(?:是|也是|的)?[一二三四1-4]级|自闭|孤独症"
)
_SERVICE_GRADE = compile_headed(
    r"(?:伤残军人|残疾军人|因公|因战|因病|伤残|评残|部队).{0,6}?(?P<grade>[一二三四五六七八九十]|10|"
    r"[1-9])级|(?P<first>[一二三四五六七八九十]|10|[1-9])级(?:的)?(?:革命)?(?:伤残|残疾)军人"
)
# 伤残四级, told of a court case or of an accident, is no grade of a soldier.
_IN_SERVICE = re.compile(
    r"[当的过]兵|战友|军|部队|退伍|退役|复员|服役|参战|打仗|打过仗|优抚|因[战公病]|入伍|连队|伤残证"
)
# Grades beyond the fourth are of soldiers, where one is spoken of: 评的八级, 军残六级.
_SOLDIER = re.compile(
    r"[当的过]兵|战友|部队|退伍|退役|复员|服役|参战|打仗|打过仗|战场|老山|越南|军残|军人|优抚|因战|前线|入伍"
)
_OTHER_GRADES = re.compile(r"工伤|英语|大风|地震|士官[^，。]{0,4}级")
_LATE_GRADE = re.compile(
    r"(?P<grade>[五六七八九十]|10|(?<!\d)[5-9])级(?!士官|英语|大?风|地震|台阶|工|以[上下]|到|或|和|、)"
)
_GRADE = re.compile(r"(?P<grade>[一二三四1-4])(?P<unit>级|ji(?![a-z])|几(?=残))")
_KIND_BEFORE = re.compile(
    r"(?:肢体|[上下]肢|视力|听力|言语|智力|精神(?:分裂症?|病|障碍)?|神经病|多重|残疾|重残|残|腿|眼睛?|脚|手|胳膊|耳朵?|盲|聋|瞎|哑|瘫|看不见|"
    r"失明|智障|脑瘫|自闭症?|孤独症|截肢|残疾人|证(?:书)?(?:上)?(?:写)?)(?:的|了|是|也|都|上|残疾|残|障碍|办|就|写|着|为|个|人|证|评|定|鉴|，){0,12}$"
)
_KIND_AFTER = re.compile(
    r"(?:的)?(?:那个)?(?:残|聋|盲|肢|智|精|视|听|言|截?瘫|偏瘫|重残|证|本|脑瘫|护理|(?:五保|低保)户)|伤?残疾?"
)
_RATED = re.compile(
    r"(?:评(?:的|了|成|为|定|上)?|鉴定|定(?:的|为|了|成)?|等级|办(?:的|了|成)?|给|是|属于|也是|都是|"
    r"[父母兄姐弟妹])"
    r"(?:是|个|为|的|了|上){0,12}$"
)
_NAMED_BEFORE = re.compile(
    r"(?:[我俺]?(?:儿|儿子|闺女|女儿|孩子|[爹爸娘妈哥姐弟妹])|我|俺|他|她)(?:就|也|是){0,12}$"
)
# 脑瘫7岁|一级, 自闭症儿子9岁|二级: the grade behind the age of who has it
_AGED_BEFORE = re.compile(
    r"(?:今年|现在|才|都|快|，){0,2}(?:\d{1,2}|[一二三四五六七八九]?十?[一二三四五六七八九十])周?岁(?:半|了|的)?，?$"
)
_ASKS = re.compile(r"能领|一?个?月(?:能)?(?:领|给|有)?多少")
# 我二级|他三级
_AND_ANOTHERS = re.compile(
    r"，?(?:[我他她]|[我他她][爸妈爹娘]|老伴|媳妇|老公|对象|孩子|儿子|闺女)(?:也|是){0,2}[一二三四1-4]级"
)
# 我爸二级，我妈|三级都在食品厂: said of one more behind a grade of the same kind
_BEHIND_ANOTHERS = re.compile(
    r"[一二三四1-4]级(?:的)?，?(?:[我俺他她]?[爸妈爹娘哥姐弟妹]|老伴|媳妇|老公|对象)(?:也|是|就){0,2}$"
)
_NOT_THEIRS = re.compile(
    r"(?:够|能评|可能|估计|应该|怕是|要是评上|评上|哪|轻伤|重伤|伤情|工伤|危房|(?<!证)上|(?<!落)下|同|省|市|这|那|各|第|英语|"
    r"够不够|算不算|是不是|能不能|[、或和到至\-~]|"
    r"(?<![\d十])[一二三四\d])(?:个|是|上|评)?$"  # 一二级; but 62|一级残疾, of one aged so
)
_GENERAL_AFTER = re.compile(
    r"(?:或|和|到|至|[、]?[一二三四1-4]级|(?:的)?都(?:行|可以|要|能)|以[上下内]|及以上|才|补多少|的?危房|残疾(?:有什么|能领|证?(?:和|"
    r"跟|与|有))|"
    r"残疾人?(?:才|都|可以|护理补贴多少)|甲|医院|公路|台阶|响应|联动|士官|厨师|没得补|证?(?:和|跟|"
    r"与)[一二三四1-4]|"
    r"重伤|轻伤|英|建|风|吗|么|行不|能领|有(?:补|没有))"
)


def read_grades(plain: str, people: People) -> Iterator[Said]:
    """Grades of disability with the certificate they stand in, and of wounds in service (六级伤残军人)."""
    service = [m.span() for m in _SERVICE_GRADE.finditer(plain)]
    for found in _SERVICE_GRADE.finditer(plain):
        grade = parse_number(found["grade"] or found["first"])
        of = people.subject(found.start(), found.end())
        civil = found.group().startswith("伤残") and not _IN_SERVICE.search(plain)
        if grade is not None and of is not None and "工伤" not in plain and not civil:
            yield Said("service_disability_grade", int(grade.low), of, found.start(), found.end())
    if _SOLDIER.search(plain) and not _OTHER_GRADES.search(plain):
        yield from _late_grades(plain, people, service)
    if not (_DISABLED.search(plain) or people.asked.startswith("disability")):
        return
    for found in _GRADE.finditer(plain):
        start, end = found.span()
        if any(a <= start < b for a, b in service) or not _is_disability(people, start, end):
            continue
        grade, of = parse_number(found["grade"]), people.subject(start, end)
        if grade is None or of is None:
            continue
        for whose in filter(None, (of, people.both(of, start))):
            yield Said("disability_grade", int(grade.low), whose, start, end)
            if not people.asked and not _NO_CERTIFICATE.search(plain):
                yield Said("disability_cert", True, whose, start, end)


def _late_grades(plain: str, people: People, service: list[tuple[int, int]]) -> Iterator[Said]:
    for found in _LATE_GRADE.finditer(plain):
        start, end = found.span()
        if any(a <= start < b for a, b in service) or _NOT_THEIRS.search(plain[max(0, start - 8) : start]):
            continue
        grade, of = parse_number(found["grade"]), people.subject(start, end)
        if grade is not None and of is not None and stance_of(plain, start, end) is Stance.SAID:
            yield Said("service_disability_grade", int(grade.low), of, start, end)


_NO_CERTIFICATE = re.compile(r"(?:没|未)[^，。]{0,4}(?:残|证)|证[^，。]{0,5}(?:没|未|下不来|办不)|评残|诊断")


def _is_disability(people: People, start: int, end: int) -> bool:
    plain = people.plain
    aged = _AGED_BEFORE.search(plain, max(0, start - 10), start)
    before = plain[max(0, start - 8) : start]
    if _NOT_THEIRS.search(before) or (
        _GENERAL_AFTER.match(plain, end) and not (aged and _ASKS.match(plain, end))
    ):
        return False
    if stance_of(plain, start, start + 1) is not Stance.SAID or stance_of(plain, start, end) is Stance.OPEN:
        return False
    if people.asked.startswith("disability") or _KIND_BEFORE.search(before) or _KIND_AFTER.match(plain, end):
        return True
    if _RATED.search(before):
        return True
    if _BEHIND_ANOTHERS.search(plain, max(0, start - 12), start):
        return True
    alone = start == clause_start(plain, start) or bool(_NAMED_BEFORE.search(before)) or aged is not None
    over = end >= len(plain) or plain[end] in CLAUSE_ENDS or (aged and _ASKS.match(plain, end))
    return alone and (over or _AND_ANOTHERS.match(plain, end) is not None)
