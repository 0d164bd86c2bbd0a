"""How many they are in all, in a clause of its own: 加上公婆六口, 五口人; 四口 while a question waits.

And what all of them have by the month, where each share is told: 老公四千，我两千.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.messages import Evidence
from bot.understanding.numbers import number_at
from bot.understanding.people.kinship import COUPLES
from knowledge import Situation

_CLAUSE = re.compile(r"[^，。！？；… ]{1,24}(?P<mark>？)?")
_TOTAL = re.compile(
    r"(?P<all>(?:(?:再|还|又)?(?:加上|算上|连上|带上)[^，。；]{1,8}?)?(?:一共|总共|共|统共|合起来|是|就|有){0,3})?"
    r"(?P<home>(?:我们|俺们?|咱们?|我|现在|家里|一家|全家|家|户口本上|平时){0,3}(?:一共|总共|共|就|只有|有|是|也就){0,3})"
    r"(?P<n>[一两二三四五六七八九十\d]{1,3})口(?P<person>人)?(?:了|吧|呢|啊|的|一块过|一起过|过日子){0,2}"
)
# 一家月收入3500，四口; 家里一个月两千，四口
_OF_INCOME = re.compile(r"(?:家|月)(?:月|年)?收入|月入|人均|家里?(?:一个?月|每个?月)")
MOST = 20
_OLD = {who for pair in COUPLES.values() for who in pair}


def find_total(plain: str, *, answers: bool) -> tuple[tuple[int, int], int] | None:
    """Its place and the number; where several are told the last that sums up, else the first.

    `answers`: a question waits, so that 四口 alone is said of the home.
    """
    found = list(_totals(plain, answers=answers or _OF_INCOME.search(plain) is not None))
    summed = [one for one in found if one[2]]
    chosen = summed[-1:] or found[:1]
    return chosen[0][:2] if chosen else None


def _totals(plain: str, *, answers: bool) -> Iterator[tuple[tuple[int, int], int, bool]]:
    for clause in _CLAUSE.finditer(plain):
        total = _TOTAL.fullmatch(plain, *clause.span())
        if total is None or clause["mark"] or not (total["person"] or total["all"] or answers):
            continue
        number = number_at(plain, total.start("n"))
        if number is not None and number.exact and 1 <= number.low <= MOST:
            yield total.span(), int(number.low), bool(total["all"])


def total_of(home: str, known: Sequence[Situation], told: Sequence[Evidence]) -> object | None:
    """What a household has by the month, as told of each or by the head; None where one alone is told of."""
    told = [one for one in told if one.household == home]
    shares = [one for one in told if one.fact == "income_yuan_per_month"]
    earners = {str(one.person) for one in shares}
    speaks = any(one.id == "self" for each in known if each.id == home for one in each.people)
    if earners and earners <= _OLD and speaks:
        return None  # 公婆一人二百, by who has told nothing of her own yet
    if len(earners) > 1:
        return added([one.value for one in shares])
    by_head = next((one.value for one in told if one.fact == "income_per_member"), None)
    size = next((one.household.get("household_size") for one in known if one.id == home), None)
    return added([by_head] * size) if by_head is not None and isinstance(size, int) else None


def added(values: list[object]) -> object:
    """The sum of numbers and ranges, as they are told."""
    if not any(isinstance(one, dict) for one in values):
        return sum(values)
    sides = [(one["min"], one["max"]) if isinstance(one, dict) else (one, one) for one in values]
    return {"min": sum(low for low, _ in sides), "max": sum(high for _, high in sides)}


__all__ = ["added", "find_total", "total_of"]
