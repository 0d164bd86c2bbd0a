"""When somebody was born, as the message has it: the day itself, and the age that it comes to today."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from bot.understanding.numbers import parse_number
from bot.understanding.people.whom import Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of
from bot.understanding.wordings.heads import compile_headed

_IN_DIGITS = r"[一二三四五六七八九零〇\d]"
_N = r"[一二三四五六七八九十\d]{1,3}"
_MONTH = rf"(?:农历|阴历|阳历|公历)?(?P<month>{_N})月(?:份)?(?:初)?(?:(?P<day>{_N})[日号]?)?"
# 生日, 生人; not 生病, 生了二胎
_OF_BIRTH = r"(?:出生|生(?![病了完下过活产意二三老孩娃癌疮蛋育效大重怪态闺儿女男小双怕涩前]))"
_BORN = compile_headed(
    rf"(?<!\d)(?P<year>(?:一九|19)?[三四五六七八九3-9]{_IN_DIGITS}|(?:二[零〇]|20)[零〇一二012]{_IN_DIGITS})年"
    rf"(?:{_OF_BIRTH}|{_MONTH}{_OF_BIRTH}|(?<!20\d\d年)(?<!二[零〇]..年)的(?!兵|事|老|房|病))"
)
# 生于1966年8月20日; 出生日期：2017-06-11; 身份证上是一九五二年十一月三号的
_BORN_ON = compile_headed(
    r"(?:生于|出生(?:于|在|日期|年月|年月日|时间)?[是为：: ]{0,2}|生日[是为：: ]{0,2}|"
    r"身份证上[^，。；]{0,3}是)"
    rf"(?P<year>(?:19|一九|20|二〇|二零){_IN_DIGITS}{{2}})[年.\-/]"
    rf"(?P<month>{_N})(?:月份?|[.\-/])(?:(?P<day>{_N})[日号]?)?"
    rf"(?!的?(?:票|车|兵))|生于(?P<alone>(?:19|一九|20|二〇|二零)?{_IN_DIGITS}{{2}})年"
)
_OTHER_YEAR = re.compile(r"[兵仗越房厂楼]|入伍|部队|参战|参加|盖|建|证|结婚|下岗")
GROWN = 14  # who is younger does not write here of themselves
_DIGIT = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0}


def read_births(plain: str, people: People, today: datetime.date) -> Iterator[Said]:
    """Ages that years of birth come to, exact where the day or the month decides it."""
    for found in (*_BORN.finditer(plain), *_BORN_ON.finditer(plain)):
        named = plain[found.end() - 1] == "的"  # 六三年的: which may be the year of something else
        if named and _OTHER_YEAR.search(plain, max(0, found.start() - 16), found.start()):
            continue
        of = people.subject(*found.span())
        age = _age(found, today)
        if age is None or of is None or stance_of(plain, *found.span()) is not Stance.SAID:
            continue
        if (
            of.person == "self"
            and of.start == of.end
            and (age["max"] if isinstance(age, dict) else age) < GROWN
        ):
            of = Mention(of.start, of.start, "child", "child")
        yield Said("age_years", age, of, *found.span())


def with_birth_dates(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, with the day of birth of those whose age was read from a whole date."""
    for one in said:
        yield one
        found = None
        if one.fact == "age_years":
            found = _BORN.fullmatch(plain, one.start, one.end) or _BORN_ON.fullmatch(
                plain, one.start, one.end
            )
        day = _day(found) if found is not None else None
        if day is not None:
            yield Said("birth_date", day.isoformat(), one.of, one.start, one.end)


def _year(found: re.Match[str]) -> int | None:
    words = found.groupdict()
    told = words["year"] or words.get("alone")
    number = parse_number("".join(str(_DIGIT.get(c, c)) for c in told)) if told else None
    if number is None:
        return None
    return int(number.low) + (1900 if number.low < 100 else 0)


def _part(found: re.Match[str], name: str) -> int | None:
    number = parse_number(found[name]) if found[name] else None
    return int(number.low) if number is not None else None


def _day(found: re.Match[str]) -> datetime.date | None:
    year, month, day = _year(found), _part(found, "month"), _part(found, "day")
    if year is None or month is None or day is None:
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _age(found: re.Match[str], today: datetime.date) -> object | None:
    """Whole years by `today`: two values where the birthday of this year may or may not be over."""
    year, month = _year(found), _part(found, "month")
    if year is None or year > today.year:
        return None
    most = today.year - year
    born = _day(found)
    if born is not None:
        return most - ((born.month, born.day) > (today.month, today.day)) if born <= today else None
    if month is not None and month != today.month:
        return max(0, most - (month > today.month))
    return {"min": max(0, most - 1), "max": most}
