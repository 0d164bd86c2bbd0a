"""Sums with what they are for: income, bills, school fees; by month or by year as the fact is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .numbers import Number, find_numbers
from .people import Mention, People
from .said import Said
from .stance import Stance, stance_of

_UNIT = re.compile(r"(?:块(?:来)?钱|块|元|圆)")
_NOT_MONEY = re.compile(r"[岁个年级月天号口亩次人平分点楼度斤间趟回位名张本套期届岁]|周岁|公里|平米|个月")
_MONTH = re.compile(
    r"(?:一?个?月|每月|月|月收入|月工资)(?:就|也|才|只|大概|大约|差不多|能|有|是|给|合|起来|下来|到手|"
    r"平均)*[^，。；]{0,12}$"
)
_YEAR = re.compile(r"(?:一年|每年|全年|年|一整年)[^，。；]{0,14}$")
_DAY = re.compile(r"一天(?:也|就|才|能|挣|给)*[^，。；]{0,3}$")
_EARNS = re.compile(
    r"(?:收入|月入|月薪|工资|挣|进账|到手|进项|养老金|养老钱|退休金|退休工资|进钱|开资|开支|"
    r"剩|税后|低收入|工钱|"
    r"拿(?!药|出|药|去)|养老)(?:.{0,8})$"
)
_WORKS = re.compile(
    r"(?:上班|打工|理货|收银|保洁|端盘子|刷碗|零工|开铲车|叉车|烧窑|彩绘|计件|保安|客服|跑外卖|送外卖|快递|"
    r"包装|质检|种地|早餐店|剥蒜|流水线|干活|洗碗|刷碗|打扫|搬|保姆|护工|看大?门|门卫|工作|拉货|"
    r"跑货|开车|送货|裁|缝|打工)[^。！？]{0,12}$"
)
_SPENDS = re.compile(
    r"(?:花|药|租|房租|费|交|掏|欠|借|贷|还(?=.{0,3}\d)|押|付|补|赔|罚|报|领|发|低保|补贴|救助|给(?!俺?开)|"
    r"扣|买|缺|差|彩礼|凑|捐|筹|定价|卖|保险|开销|嚼谷|存)[^，。；]{0,7}$"
)
_TOTAL = re.compile(
    r"(?:俩人|两口子|我俩|俺俩|俩(?!孩|娃|儿|闺|老人|孙)|加起来|合起来|总共|两个人|一共|"
    r"加一块|老两口)[^。；]{0,14}$|"
    r"(?:全家|一家(?:子)?|家里)(?![^，。；]{0,4}(?:靠|指着|就(?:我|俺|他|她)|只有(?:我|俺|他|她)))"
    r"[^。；我俺他她妈爸爹娘]{0,14}$"
)
_EACH = re.compile(
    r"(?:人均|每人|一个人头|每个人头?上?|平均每?人|摊到[^，。]{0,6}|"
    r"一人(?:合|摊|平均)?)[^，。；]{0,8}$"
)
_SELF_PAID = re.compile(
    r"(?:自己|自费|自付|自掏|自负|个人|自理|还得|还剩|还要|报(?:销)?完了?|结完|报销后|报销完|"
    r"报完)(?:[^。；]{0,12})$"
)
_MEDICAL = re.compile(
    r"(?:看病|住院|医药|药|报完|报销|医保|化疗|透析|手术|病|自费|自付|目录|大病|靶向|康复|治)"
)
_IN_POLICY = re.compile(r"(?:目录内|政策(?:范围)?内|合规)[^，。；]{0,8}$")
_SCHOOL = re.compile(
    r"(?:学杂?费|住宿费|保教费|学费住宿)[^，。；]{0,10}$|(?:学费|上学)[^。；]{0,10}一[年学]期?[^，。；]{0,6"
    r"}$"
)
_TERM = re.compile(r"(?:一个?学期|每学期|学期)[^，。；]{0,12}$")
_INSURANCE = re.compile(
    r"(?:交|养老|社保|保险)[^。；]{0,16}(?:一年)[^，。；]{0,8}$|一年光?(?:养老|社保)[^，。]{0,10}$"
)
_PENSION_AFTER = re.compile(r"(?:块钱?|元|块来钱)?(?:的)?(?:养老金|养老钱|退休金|退休工资|工资|收入)")
_NO_INCOME = re.compile(
    r"(?:没有?(?:一点|任何|什么|啥|了|个)?(?:经济)?(?:收入|进项|来源|进账|收入来源)|无收入|零收入|分文没有|"
    r"一分钱收入没有|没有?一分(?:钱)?收入|没有经济来源)(?!证明|多少|限制|要求)"
)
_NO_PENSION = re.compile(
    r"(?:没有?|无|也没)(?:个)?(?:退休金|退休工资|养老金|职工养老金|退休费)(?!.{0,2}(?:补|可)领)"
)
_PENSION = re.compile(
    r"(?:有|领着?|拿着?|吃着?)(?:个)?(?:退休金|退休工资)|退休(?:金|工资)(?:有|是|一?个?月|加|\d|"
    r"[一二两三四五六七八九])|退休(?:金|工资)(?=[，。])"
)


def read_money(plain: str, people: People) -> Iterator[Said]:
    """Every sum whose purpose is plain; a bare sum is nobody's income."""
    for number in find_numbers(plain):
        said = _read_sum(plain, number, people)
        if said is not None:
            yield said
    for found in _NO_INCOME.finditer(plain):
        if stance_of(plain, *found.span()) is not Stance.OPEN and not re.search(r"养老|一个?月|低保", plain):
            yield from _of(people, "income_yuan_per_month", 0, found.span())
    for found in _NO_PENSION.finditer(plain):
        if stance_of(plain, *found.span()) is not Stance.OPEN:
            yield from _of(people, "other_benefits", {"employee_pension": False}, found.span())


def _of(people: People, fact: str, value: object, span: tuple[int, int]) -> Iterator[Said]:
    of = people.subject(*span)
    if of is not None:
        yield Said(fact, value, of, *span)


def _read_sum(plain: str, number: Number, people: People) -> Said | None:
    end = number.end
    unit = _UNIT.match(plain, end)
    if unit is None and (_NOT_MONEY.match(plain, end) or number.high < 100):
        return None
    end = unit.end() if unit else end
    before = plain[max(0, _sentence_start(plain, number.start), number.start - 30) : number.start]
    purpose = _purpose(plain, before, number, people)
    if purpose is None:
        return None
    fact, value = purpose
    of = people.subject(number.start, end, young=fact == "education_cost_yuan_per_year")
    if of is None or stance_of(plain, number.start, end) is Stance.OPEN:
        return None
    return Said(fact, value.to_json(), Mention(of.start, of.end, of.person, of.relation), number.start, end)


def _sentence_start(plain: str, place: int) -> int:
    return max(plain.rfind(mark, 0, place) for mark in "。！？；") + 1


def _purpose(plain: str, before: str, number: Number, people: People) -> tuple[str, Number] | None:
    if re.search(r"(?:好的时候|旺季|前几年|以前|原来|那会儿?)[^，。]{0,12}$", before):
        return None
    if _INSURANCE.search(before) and re.search(r"自己|个人|灵活", plain):
        return "self_paid_insurance_yuan_per_year", number
    if _IN_POLICY.search(before):
        return "in_policy_self_pay_yuan_per_year", number
    if _SELF_PAID.search(before) and _MEDICAL.search(before + plain[number.end : number.end + 8]):
        if re.search(r"(?:交|社保|养老|电话|保费|学费|房租)[^，。]{0,6}$", before):
            return None
        return "medical_self_pay_yuan_per_year", _by_year(before, number)
    if _SCHOOL.search(before):
        return "education_cost_yuan_per_year", number.times(2) if _TERM.search(before) else number
    return _income(plain, before, number)


def _by_year(before: str, number: Number) -> Number:
    monthly = _MONTH.search(before) and not _YEAR.search(before)
    return number.times(12) if monthly else number


def _income(plain: str, before: str, number: Number) -> tuple[str, Number] | None:
    clause = re.split(r"[，。；！？]", before)[-1]
    earns = _EARNS.search(clause) or _PENSION_AFTER.match(plain, number.end)
    if _SPENDS.search(clause) and not (earns and re.search(r"养老|退休", clause)):
        return None
    monthly, yearly = _MONTH.search(before), _YEAR.search(clause)
    if re.search(r"(?:我|俺|他|她|老公|媳妇|老婆|丈夫|爱人|爸|妈|儿子|闺女)(?:就|才|能|也|只)?挣$", clause):
        return ("income_yuan_per_month", number) if 300 <= number.low <= 20000 else None
    if not earns and not (monthly and _MONTH.search(clause) and _WORKS.search(before)):
        return _shared(before, clause, number) if monthly else None
    if _DAY.search(clause) or not (monthly or yearly or re.search(r"工资|税后|退休金|月", clause)):
        return None
    if yearly and not _MONTH.search(clause):
        number = Number(*(_twelfth(v) for v in (number.low, number.high)), number.start, number.end)
    return _shared(before, clause, number) or ("income_yuan_per_month", number)


def _shared(before: str, clause: str, number: Number) -> tuple[str, Number] | None:
    if _EACH.search(clause):
        return "income_per_member", number
    if _TOTAL.search(before) and not re.search(r"(?:儿子|闺女|女儿|他|她|妈|爸|爹|娘)[^，]{0,6}$", clause):
        return "household_income_yuan_per_month", number
    return None


def _twelfth(value):
    return (value / 12).quantize(1)
