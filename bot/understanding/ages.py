"""Ages: as said, of babies, and from a year of birth."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from .numbers import Number, find_numbers, parse_number
from .people import Mention, People
from .said import Said
from .stance import Stance, stance_of

_AGE_UNIT = re.compile(
    r"(?:周?岁|岁数)(?!以[上下内]|以后|之[前后]|才|就能|或|到|的线|以|及以上|起|那年|时|的时候|那会)"
)
_NOT_AGE_BEFORE = re.compile(
    r"(?:交到|干到|等到?|到|得|要|未满|不满|超过|过了|满|男|女的得|年满|差|小|大|才|第|前|后|隔|每|约|共)$"
)
_NOT_AGE_UNIT = re.compile(
    r"[个块元年级月天号口亩万千百次人平分点楼%％:：.．度斤间岁趟回位名张本套样件遍户处两层家里公米厘毫克吨"
    r"趟座条种只头辆门门路届期批宿夜代成倍折]|(?:多|来)?(?:块|个|年|万|千|级|人|口|亩|天)"
)
_GROWN_UP = re.compile(r"(?<![花交欠借打跑等排住写拿第过了用])$")
_AGE_PLACE = re.compile(
    r"(?:如今|大的|小的|老大|老二|今年|现年|年纪|也|都|就|快|已经|我|俺|咱|爹|爸|妈|娘|奶|爷|公|婆|亲|姥|母|父|叔|伯|"
    r"姑|姨|舅|哥|姐|弟|妹|儿|女|孙|孩|子|伴|老婆|媳妇|老公|他|她|头|人|们|对象|男|女|童|性)"
    r"(?:今年|现在|都|也|快|已经|才|刚|年|过了|满)*$"
)
_BABY = re.compile(
    r"(?:刚(?:出生|生下来?|满月)|(?:[一二三四五六七八九十\d]+|[一二三四五六七八九十]+)个月(?:大|，奶|"
    r"的(?:孩|娃|宝))|才[一二三四五六七八九十\d]+个月(?=[，。])|男婴|女婴|早产)"
)
_BORN = re.compile(
    r"(?<!\d)(?:一九|19)?(?P<year>[三四五六七八九]\d|[三四五六七八九][一二三四五六七八九零〇]|"
    r"[3-9]\d)年(?:生|出生|的(?!兵|事|老|房|病))"
)
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def read_ages(plain: str, people: People, today: datetime.date | None) -> Iterator[Said]:
    """Ages as said (九十一岁, 俺八十一了, 我43，), of babies, and from a year of birth."""
    for number in find_numbers(plain):
        if _is_age(plain, number) or _is_whose_age(plain, number, people):
            of = people.subject(number.start, _after_unit(plain, number.end))
            if of is not None and of.person == "self" and number.high < 14 and of.start == of.end:
                of = Mention(number.start, number.start, "child", "child")
            other = people.both(of) if of is not None else None
            for whose in filter(None, (of, other)):
                end = _after_unit(plain, number.end)
                yield Said("age_years", _age_value(number), whose, number.start, end)
    for found in _BABY.finditer(plain):
        of = people.subject(found.start(), found.end(), young=True)
        if of is not None and of.person != "self" and "月" not in plain[found.end() : found.end() + 2]:
            yield Said("age_years", 0, of, found.start(), found.end())
    if today is not None:
        yield from _from_birth_year(plain, people, today)


def _from_birth_year(plain: str, people: People, today: datetime.date) -> Iterator[Said]:
    for found in _BORN.finditer(plain):
        year = parse_number("".join(str(_DIGIT.get(c, c)) for c in found["year"]))
        of = people.subject(found.start(), found.end())
        if year is None or of is None or stance_of(plain, *found.span()) is not Stance.SAID:
            continue
        oldest = today.year - 1900 - int(year.low)
        yield Said("age_years", {"min": oldest - 1, "max": oldest}, of, found.start(), found.end())


def _is_age(plain: str, number: Number) -> bool:
    if not 0 <= number.low <= 115 or number.low != int(number.low):
        return False
    before = plain[max(0, number.start - 6) : number.start]
    if re.search(r"(?:比|跟)[^，。]{1,4}(?:大|小)$", before):
        return False
    if re.search(r"(?:那时候?|那会儿?|当时|[几两三四五六]个)(?:才|刚)?$", before):
        return False
    if (
        number.low >= 3
        and re.search(r"满$", before)
        and re.match(r"岁?了", plain[number.end : number.end + 2])
    ):
        return not re.search(r"[就得要等]满$", before)
    if _AGE_UNIT.match(plain, number.end):
        asked = re.match(r".{0,3}(?:是不是|才|能领|可以|的老人(?:有|能|补))", plain[number.end + 1 :])
        return not (_NOT_AGE_BEFORE.search(before) and asked) and not before.endswith(
            ("未满", "不满", "等满", "到")
        )
    if number.low < 3 or _NOT_AGE_UNIT.match(plain, number.end):
        return False
    if "." in plain[number.start : number.end] or _NOT_AGE_BEFORE.search(before.replace("过了", "")):
        return bool(re.search(r"(?:大的|小的|男|女)$", before)) and _ends_clause(plain, number.end)
    after = plain[number.end : number.end + 2]
    if number.low >= 16 and re.match(r"[了咧](?:[，。；！一没在也都的]|$)", after):
        return bool(_GROWN_UP.search(before))
    if number.low >= 14 and _stands_alone(plain, number):
        return True
    if number.low >= 60 and not before and re.match(r"没|了|岁|，|的", plain[number.end :]):
        return True
    return bool(_AGE_PLACE.search(before.rstrip())) and (
        _ends_clause(plain, number.end) or before.endswith(("今年", "年")) or number.low >= 18
    )


def _is_whose_age(plain: str, number: Number, people: People) -> bool:
    """八十的婆婆; 一个八岁一个十二: a bare number right at the one it is about."""
    if not number.exact or "." in plain[number.start : number.end]:
        return False
    if plain[number.end : number.end + 1] == "的" and 14 <= number.low <= 110:
        return any(m.start == number.end + 1 and m.person not in (None, "self") for m in people.mentions)
    told = any(m.words == "一个" and m.end == number.start for m in people.mentions)
    return told and 1 <= number.low <= 30 and _ends_clause(plain, number.end)


def _stands_alone(plain: str, number: Number) -> bool:
    """…，二十六: a clause that is nothing but a number, after a person was named."""
    before = number.start > 0 and plain[number.start - 1] in "，。、 "
    return before and (number.end >= len(plain) or plain[number.end] in "，。；")


def _ends_clause(plain: str, end: int) -> bool:
    return (
        end >= len(plain)
        or plain[end] in "，。！？；, 了咧的岁没女男吃啦呀上嘞小"
        or plain.startswith("周岁", end)
    )


def _after_unit(plain: str, end: int) -> int:
    found = re.compile(r"周?岁").match(plain, end)
    return found.end() if found else end


def _age_value(number: Number) -> object:
    if number.exact:
        return int(number.low)
    low, high = int(number.low), int(number.high)
    if high - low == 10 and low % 10 == 0:
        high -= 1
    return {"min": max(low, 0), "max": min(high, 120)}
