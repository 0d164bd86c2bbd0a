"""A number as the answer to the open question, in the unit that was asked for."""

from __future__ import annotations

import re
from decimal import Decimal

from knowledge import FactDefinition

from .numbers import Number, find_numbers

_PERIOD = re.compile(r"年|个?月|天|学期")
_HALF = re.compile(
    r"(?P<whole>[一二两三四五六七八九十\d]{0,12})(?P<unit>年)?(?P<half>半)(?P<years>年)?(?P<more>多|来)?"
)
_NOTHING = re.compile(
    r"^(?:我|俺|家里?|现在)?(?:一分钱?|一毛|一块钱?|分文|啥|什么|一次|一处|一个)?(?:也|都|啥也)?(?:没有?|无|零)"
    r"(?:收入|进账|钱|花|挣|领过?|过|的|了|啊|呢|房子?|处|次|多少){0,12}$"
)
# Nothing but the number: 就4个人, 大概两千块吧.
_BARE = re.compile(
    r"(?:就|光|只有|大概|大约|约|也就|差不多|得有|有|一共|总共|一个月|一年|今年){0,3}[\d一二两三四五六七八九十百千万半几点.]{1,10}"
    r"(?:多|来)?(?:个人|口人|口|人|块钱?|元|周?岁|平方?米?|年|个月|级|处)?(?:多|左右|上下|吧|了|呢|的样子){0,2}"
)
_ALONE = re.compile(r"^(?:就|光|只有)?(?:我|俺)?(?:自己|一个|一人|自个|孤身一人)(?:人|过){0,12}")
# What a number is counted in, by the words right behind it.
_COUNTED = (
    (re.compile("口人|个人|口|人"), ("人",)),
    (re.compile("周?岁"), ("周岁",)),
    (re.compile("级"), ("级",)),
    (re.compile("个?月"), ("个月",)),
    (re.compile("年"), ("个月", "年")),
    (re.compile("天"), ()),
    (re.compile("平"), ("平方米",)),
    (re.compile("块|元|毛"), ("元",)),
)
_NO_ONE = re.compile("[共起样直般定些下点]")  # 一共 counts nothing
LONG_ANSWER = 24
LEAST_MONEY = 10
SHORT = 10


def read_number(part: str, definition: FactDefinition) -> object | None:
    """The raw value of the number that is said; None when there is none in that unit."""
    unit = definition.unit or ""
    if unit == "个月" and "半" in part and (months := _months(part)) is not None:
        return months
    if definition.key == "household_size" and _ALONE.match(part):
        return 1
    if _NOTHING.match(part) and len(part) <= SHORT:
        return None if definition.key in ("age_years", "household_size", "disability_grade") else 0
    numbers = [one for one in find_numbers(part) if _may_be(part, one, unit)]
    if not numbers:
        return None
    number = _one_of(numbers, part, unit)
    return None if number is None else _raw(_in_unit(number, part, unit), definition)


def is_bare_number(part: str, definition: FactDefinition) -> bool:
    """Whether `part` is the number in that unit, or 一分没有, and nothing else."""
    says_one = _BARE.fullmatch(part) or (_NOTHING.match(part) and len(part) <= SHORT)
    return bool(says_one) and read_number(part, definition) is not None


def _may_be(part: str, number: Number, unit: str) -> bool:
    """Whether the number is not counted in something else: 4口人 is no income."""
    if unit.startswith("元") and _PERIOD.match(part, number.end):
        return False
    if part[number.start : number.end] == "一" and _NO_ONE.match(part, number.end):
        return False
    for words, units in _COUNTED:
        if words.match(part, number.end):
            return any(unit.startswith(one) for one in units)
    return True


def _one_of(numbers: list[Number], part: str, unit: str) -> Number | None:
    """The number meant: of two sums the span between them, of many none."""
    if unit.startswith("元") and len(numbers) > 1:
        numbers = [one for one in numbers if one.high >= LEAST_MONEY] or numbers
        if len(numbers) == 2 and len(part) <= LONG_ANSWER:
            low, high = min(one.low for one in numbers), max(one.high for one in numbers)
            return Number(low, high, numbers[0].start, numbers[0].end)
    return None if len(numbers) > 1 and len(part) > LONG_ANSWER else numbers[0]


def _in_unit(number: Number, part: str, unit: str) -> Number:
    if unit == "个月" and part[number.end : number.end + 1] == "年":
        return number.times(12)
    if unit.startswith("元") and unit.endswith("月") and re.search(r"一年|每年|全年", part[: number.start]):
        low, high = ((value / 12).quantize(Decimal(1)) for value in (number.low, number.high))
        return Number(low, high, number.start, number.end)
    if unit == "元/年" and re.search(r"一?个?月|每月", part[: number.start]):
        return number.times(12)
    return number


def _raw(number: Number, definition: FactDefinition) -> object:
    value = number.to_json()
    if definition.type != "int":
        return value
    return {key: round(one) for key, one in value.items()} if isinstance(value, dict) else round(value)


def _months(part: str) -> object | None:
    """半年, 半年多, 一年半."""
    found = _HALF.search(part)
    if found is None or not (found["years"] or found["unit"]):
        return None
    whole = 12 * int(next((one.low for one in find_numbers(found["whole"] or "")), 0)) if found["unit"] else 0
    return {"min": whole + 6, "max": whole + 11} if found["more"] else whole + 6
