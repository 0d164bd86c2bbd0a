"""What a home spends besides sickness: a year at school, and living by the month."""

from __future__ import annotations

import re

from bot.understanding.numbers import Number

from .bills import MONTH, MONTH_AFTER

_SCHOOL = re.compile(
    r"(?:学杂?费|住宿费|保教费|托费|园费|学费住宿)[^，。；]{0,10}$|(?:学费|上学)[^。；]{0,10}一[年学]期?[^，。；]{0,6}$|"
    r"(?:考上了?|读|上|念|在)(?:的)?(?:民办|公办|私立|普惠)?(?:的)?(?:专科|大专|本科|大学|学院|高中|民办|中专|技校|职高|幼儿园)(?:里)?(?:念|读|上)?[，]?(?:一年|每年)(?:就|得|要|光|也|大概|差不多){0,3}$|"
    r"(?:民办|私立)[^，。；]{0,4}(?:小学|初中|中学|学校)[，]?(?:一年|每年)(?:就|得|要|光|也|大概|差不多){0,3}$|"
    r"一[年学]期?(?:园里|学校里?|幼儿园)(?:就|光|也)?(?:要|收|得交|让交)$|"
    r"(?:幼儿园|小班|中班|大班)[，]?(?:一个?月|每个?月)(?:要|得|交|收)?$"
)
_MONTHLY_FEE = re.compile(
    r"(?:一个?月|每个?月)(?:的)?(?:保教费|学费|托费|园费)[^，。；]{0,4}$|(?:保教费|托费|园费|托育费)(?:是|要|得)?(?:一个?月|每个?月)(?:要|得|交|收|是|就){0,2}$|(?:幼儿园|小班|中班|大班)[，]?(?:一个?月|每个?月)(?:要|得|交|收)?$"
)
# 每月六百的托费
_FEE_AFTER = re.compile(r"(?:块钱?|元)?(?:的)?(?:学杂?费|住宿费|保教费|托费|园费|托育费)")
_TERM = re.compile(r"(?:一个?学期|每学期|学期)[^，。；]{0,12}$")
_NO_SCHOOL = re.compile(r"药费|训练费")
_LIVING = re.compile(
    r"(?:吃穿(?:用)?|吃喝(?:拉撒)?|柴米油盐|油盐酱醋|家里(?:的)?(?:花费|用度)|生活(?:开销|开支|花销|费用)|(?:日常|家里)开销|花销|嚼谷|水电[^，。；]{0,6}|过日子|"
    r"(?:一家(?:人|子)?|全家|家里)[^，。；]{0,8}(?:开销|开支|嚼用))[^，。；]{0,12}$"
)
# 生活费每月约3000, of a home; not 孩子的生活费, nor what one who parted pays
_KEEP = re.compile(
    r"(?<![\u4e00-\u9fff])(?:全家|一家|家庭|家里|日常|基本)?的?生活费"
    r"(?:每月|一个?月|月均|约|大约|大概|差不多|得|要|也|就|是|[： ]){1,6}$"
)
# 一月一万出头，吃穿用就得四千: by the month as well, where the sum before it was
_SUM_BY_MONTH = re.compile(r"(?:一个?月|每个?月|每月)[^，。；年天]{0,8}[千百万\d][^，。；年天]{0,8}，$")
_TAKES = re.compile(r"(?:[得要]|(?:花|用)(?:去|掉|了)?)(?:个|大概|差不多)?$")
_TALK_OF_SPENDING = re.compile(r"支出|开支|占比|开销|月入|全家|一家|[二两三四五六七]口")


def find_school_cost(plain: str, before: str, clause: str, number: Number) -> tuple[Number, int] | None:
    """What `number` comes to at school in a year, and where in `before` the school is named."""
    fee_after, named = _FEE_AFTER.match(plain, number.end), _SCHOOL.search(before)
    if not (named or fee_after) or _NO_SCHOOL.search(before):
        return None
    monthly = _MONTHLY_FEE.search(before) or (fee_after and MONTH.search(clause))
    times = 2 if _TERM.search(before) else 12 if monthly else 1
    return number.times(times), named.start() if named else len(before)


def is_for_living(plain: str, clause: str, number: Number) -> bool:
    """Is it what the home lives on by the month?"""
    if _KEEP.search(clause) and _TALK_OF_SPENDING.search(plain):
        return True
    if not _LIVING.search(clause):
        return False
    ahead = plain[: number.start - len(clause)]
    goes_on = _SUM_BY_MONTH.search(ahead) and _TAKES.search(clause)
    return bool(MONTH.search(clause) or MONTH_AFTER.match(plain, number.end) or goes_on)
