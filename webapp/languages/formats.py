"""Days, hours, numbers and sums as the language of the page has them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from webapp.clock import SHANGHAI
from webapp.languages.speaking import Language, current

ENGLISH = "en_GB"


def _here(moment: datetime.date | datetime.datetime) -> datetime.date:
    return moment.astimezone(SHANGHAI) if isinstance(moment, datetime.datetime) else moment


def day(moment: datetime.date | datetime.datetime) -> str:
    """2026 年 11 月 22 日, or 22 November 2026."""
    here = _here(moment)
    if current() is Language.ENGLISH:
        return format_date(here, "d MMMM y", ENGLISH)
    return f"{here.year} 年 {here.month} 月 {here.day} 日"


def short_day(moment: datetime.date | datetime.datetime) -> str:
    """11 月 22 日, or 22 November."""
    here = _here(moment)
    if current() is Language.ENGLISH:
        return format_date(here, "d MMMM", ENGLISH)
    return f"{here.month} 月 {here.day} 日"


def month(day: datetime.date) -> str:
    """2026 年 11 月, or November 2026."""
    if current() is Language.ENGLISH:
        return format_date(day, "MMMM y", ENGLISH)
    return f"{day.year} 年 {day.month} 月"


def year(number: int) -> str:
    """2026 年, or 2026."""
    return str(number) if current() is Language.ENGLISH else f"{number} 年"


def hour(moment: datetime.datetime) -> str:
    """09:30, as the clocks in Zibo show it."""
    return f"{moment.astimezone(SHANGHAI):%H:%M}"


def number(value: Decimal | int) -> str:
    """12,000 or, below ten thousand in Chinese, 3000; at most two decimals."""
    return _number(value, current() is Language.ENGLISH)


@lru_cache(maxsize=1024)
def _number(value: Decimal | int, is_english: bool) -> str:
    if is_english:
        return format_decimal(value, "#,##0.##", ENGLISH)
    grouped = "0.##" if abs(value) < 10_000 else "#,##0.##"
    return format_decimal(value, grouped, "zh_Hans_CN")


def money(value: Decimal | int) -> str:
    """1154 元, or ¥1,154."""
    if current() is Language.ENGLISH:
        return format_currency(value, "CNY", "¤#,##0.##", "zh_Hans_CN", currency_digits=False)
    return f"{number(value)} 元"
