"""What the pension of the countryside pays, where only 农保 names it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import Number
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

from .bills import MONTH_AFTER

_A_MONTH = r"(?:一个?月|每个?月|月月)"
_PAYS = r"(?:就|才|也|给|发|领|拿|能|有|是|着|大概|差不多|这个|那点){0,4}"
# By the month it is paid out: 农保一年四百 is what is paid in, and 农保报了 is said of a bill.
_OUT_BY_MONTH = re.compile(
    rf"{_A_MONTH}{_PAYS}[新老]?农保(?:金|钱)?{_PAYS}$|农保(?:金|钱)?{_PAYS}{_A_MONTH}{_PAYS}$"
)
# 没有收入，就老农保190: all that comes in.
_ONLY = re.compile(
    rf"(?:(?:就|只有?|光|全靠|靠|指着)(?:有|靠|这|那|个|点|每月|领着?){{0,3}}老?农保(?:金|钱)?){_PAYS}$"
)
_OUT = re.compile(rf"农保(?:金|钱)?{_PAYS}$")
LEAST, MOST = 50, 20_000
_MOST_OF_RESIDENTS = 300  # what an employee draws is more by far
_OF_EMPLOYEES = re.compile("退休|职工|企业|单位|劳保|内退|病退")


def is_old_age_pay(plain: str, clause: str, number: Number) -> bool:
    """Is the sum behind `clause` what the pension of the countryside pays by the month?"""
    if not LEAST <= number.low <= MOST:
        return False
    by_month = _OUT.search(clause) is not None and MONTH_AFTER.match(plain, number.end) is not None
    return by_month or _ONLY.search(clause) is not None or _OUT_BY_MONTH.search(clause) is not None


def without_residents_pension(said: list[Said], plain: str) -> Iterator[Said]:
    """`said`, where 养老金200 is what every old resident draws, and no pension of an employee."""
    small = {(one.person, one.start) for one in said if _is_small(one, plain)}
    for one in said:
        pension = one.fact == "other_benefits" and one.value == {"employee_pension": True}
        of_small = any(who == one.person and one.start <= at <= one.end for who, at in small)
        if not (pension and of_small and not _OF_EMPLOYEES.search(plain, one.start, one.end)):
            yield one


def _is_small(one: Said, plain: str) -> bool:
    if one.fact != "income_yuan_per_month":
        return False
    most = one.value["max"] if isinstance(one.value, dict) else one.value
    paid = re.search("养老[金钱]|老人钱", plain[clause_start(plain, one.start) : one.start])
    return bool(most and most <= _MOST_OF_RESIDENTS and paid)


__all__ = ["LEAST", "MOST", "is_old_age_pay", "without_residents_pension"]
