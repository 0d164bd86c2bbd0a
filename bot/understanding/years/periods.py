"""How long somebody has needed care: 瘫在炕上三年."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bot.understanding.numbers import number_at
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from bot.understanding.wordings.heads import compile_headed

from .many_years import MANY, SINCE_BIRTH, SOME, SOME_MONTHS, months_of

_LENGTH = (
    r"(?P<near>快|小|将近|差不多|大半)?(?P<n>半|[一二两俩三四五六七八九十\d]{1,12})(?P<more>来|"
    r"多)?(?P<unit>年|个月|月)"
    r"(?P<half>半)?(?P<over>多)?(?:(?:零|又)(?P<extra>[一二两俩三四五六七八九十\d]{1,2})个月)?"
)
_AGAIN = re.sub(r"\?P<(\w+)>", r"?P<\g<1>2>", _LENGTH)
_NEEDS_CARE = (
    r"(?:瘫|(?:病|摔)?倒(?:下)?(?:了)?(?=[一二两三四五六七八九十半\d])|躺下|卧床|躺床|躺炕|[床炕]上躺|躺[了着]|没下过床|不能自理|起不来[炕床]|伺候|侍候|服侍|照顾|照料|"
    r"照看|离不开人|离不了人|得(?:有)?(?:我|俺|人)(?:领着|扶着|喂|伺候|背|搀|帮|管|抱|架|照[顾看])|失禁|(?:拉尿|大小便|屎尿)[^，。；]{0,6}(?:不知道?|管不[了住])|(?:吃饭|穿衣)(?:都|也|全)?(?:得|要)喂|"
    r"端屎|端尿|喂饭|失能|植物人|下不来床|半身不遂)"
)
_CARED = compile_headed(
    rf"{_NEEDS_CARE}(?:[^，。；]{{0,8}}?|[^，。；]{{0,9}}，(?:都|已经|也|有|算来|前后|这都|到现在){{0,2}})"
    rf"{_LENGTH}(?!前|级|龄|多月前|[0-9一二三四五六七八九十]{{0,12}}月份|底|初)|{_AGAIN}(?:了)?(?:起不来|下不来)"
)
# 伺候好几年了, 打小就瘫, 常年卧床
_LONG = compile_headed(
    rf"{_NEEDS_CARE}(?:[^，。；一二两三四五六七八九十\d]{{0,6}}?|[^，。；]{{0,6}}，(?:都|已经|也|有|得有){{0,2}})"
    rf"(?P<long>{MANY}|{SOME}|{SOME_MONTHS})(?!前)|"
    rf"(?P<long2>{SINCE_BIRTH}|常年|长年)(?:就|一直|都|是|得){{0,3}}{_NEEDS_CARE}"
)
# 三个月前中风，大小便失禁，由我看顾: since it befell them.
_SINCE = compile_headed(
    rf"(?:{_LENGTH})前[^，。；考找]{{0,6}}?(?:中风|脑(?:梗|出血|溢血)|偏?瘫|摔|车祸|倒下|半身不遂)"
    r"(?=[^。！？我俺他她]{0,14}(?:失禁|下不[来了]床|起不来|动不了|不能自理|卧床|瘫|站不起来))"
)
# 我在医院照顾病人三年了: of who works there.
_FOR_A_LIVING = re.compile(r"(?:照[顾料看]|伺候|侍候|服侍)(?:病人|别人|人家|雇主|客人|住院的)")
# 伺候，一个月吃药五百: by the month, and no length.
_BY_THE_MONTH = re.compile(
    r"[^，。；]{0,3}(?:吃|花|用|得|要|药|给|挣|开|领|发|工资|[一二两三四五六七八九几\d][^，。；年月]{0,4}[百千万])"
)


def read_periods(plain: str, people: People) -> Iterator[Said]:
    """Months that a state has lasted."""
    told = False
    for pattern in (_CARED, _SINCE):
        for found in pattern.finditer(plain):
            group = "n" if found["n"] else "n2"
            months = _months(plain, found, "" if group == "n" else "2")
            if months == 1 and _BY_THE_MONTH.match(plain, found.end()):
                continue
            told = True
            yield from _said(people, found, months, group)
    for found in () if told else _LONG.finditer(plain):
        group = "long" if found["long"] else "long2"
        yield from _said(people, found, months_of(found[group]), group)


def _said(people: People, found: re.Match[str], months: object | None, group: str) -> Iterator[Said]:
    if _FOR_A_LIVING.search(found.group()):
        return
    of = _cared_for(people, found) or people.subject(found.start(), found.end())
    told = months is not None and stance_of(found.string, *found.span()) is not Stance.OPEN
    if told and of is not None:
        yield Said("care_needed_months", months, of, found.start(group), found.end())


def _cared_for(people: People, found: re.Match[str]) -> Mention | None:
    """伺候他两年: who is named within is the one who is cared for; not 得我领着, where one helps."""
    inside = [m for m in people.mentions if found.start() < m.start < found.end()]
    inside = [m for m in inside if m.person not in (None, "self")]
    return inside[-1] if inside else None


def _months(plain: str, found: re.Match[str], which: str) -> object | None:
    unit = 12 if found["unit" + which] == "年" else 1
    said = found["n" + which]
    if said == "半":
        return 6 if unit == 12 else None
    number = number_at(said, 0)
    if number is None:
        return None
    low, high = number.low * unit, number.high * unit
    if found["half" + which]:
        low, high = low + Decimal(unit) / 2, high + Decimal(unit) / 2
    extra = number_at(found["extra" + which], 0) if found["extra" + which] else None
    if extra is not None:
        low, high = low + extra.low, high + extra.high
    if found["more" + which] or found["over" + which]:
        high += unit
    if found["near" + which]:
        low = max(low - Decimal(unit) / 4, low * 3 / 4)
    return int(low) if low == high else {"min": int(low), "max": int(high)}
