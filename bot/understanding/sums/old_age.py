"""What the pension of the countryside pays, where only 农保 names it."""

from __future__ import annotations

import re

from bot.understanding.numbers import Number

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


def is_old_age_pay(plain: str, clause: str, number: Number) -> bool:
    """Is the sum behind `clause` what the pension of the countryside pays by the month?"""
    if not LEAST <= number.low <= MOST:
        return False
    by_month = _OUT.search(clause) is not None and MONTH_AFTER.match(plain, number.end) is not None
    return by_month or _ONLY.search(clause) is not None or _OUT_BY_MONTH.search(clause) is not None


__all__ = ["LEAST", "MOST", "is_old_age_pay"]
