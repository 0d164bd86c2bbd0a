"""Figures as they are spoken: 877 元 is 八百七十七块, 2024年 is 二〇二四年, 12345 is read digit by digit."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = "〇一二三四五六七八九"
CALLED = "〇幺二三四五六七八九"  # in a number that one dials
UNITS = ("", "十", "百", "千")
GROUPS = ("", "万", "亿", "万亿")
GROUP = 10_000
DIALLED = frozenset({"110", "119", "120", "122", "12345", "12348", "12355", "12356", "12385", "12393"})
# Where two of a thing is 两, not 二.
COUNTED = "个块口次处户天年项样种套间点条"
_FIGURE = re.compile(
    rf"(?P<year>(?<!\d)(?:19|20)\d\d)(?=\s*年)|(?P<share>\d+(?:\.\d+)?)\s*%|"
    rf"(?P<low>\d[\d,]*(?:\.\d+)?)\s*[-–—~～]\s*(?P<high>\d[\d,]*(?:\.\d+)?)|"
    rf"(?P<plain>\d[\d,]*(?:\.\d+)?)(?P<then>\s{{0,3}}[万亿]?)(?P<what>\s{{0,3}}(?:元|[{COUNTED}]))?"
)


def speak(text: str) -> str:
    """The text with every figure in words, and money in 块."""
    return _FIGURE.sub(_spoken, text)


def number_words(value: Decimal | int) -> str:
    """A number in words: 68800 is 六万八千八百, 1.25 is 一点二五."""
    value = Decimal(value)
    whole, _, part = f"{value.normalize():f}".lstrip("-").partition(".")
    words = _whole_words(int(whole))
    words = f"{words}点{''.join(DIGITS[int(one)] for one in part)}" if part else words
    return f"负{words}" if value < 0 else words


def _spoken(found: re.Match[str]) -> str:
    if found["year"]:
        return "".join(DIGITS[int(one)] for one in found["year"])
    if found["share"]:
        return f"百分之{number_words(Decimal(found['share']))}"
    if found["low"]:
        return f"{_counted(found['low'])}到{_counted(found['high'])}"
    what = (found["what"] or "").strip()
    if found["plain"] in DIALLED and not what:
        return "".join(CALLED[int(one)] for one in found["plain"]) + found["then"]
    words = _counted(found["plain"])
    if words == "二" and (found["then"].strip() or what):
        words = "两"
    return f"{words}{found['then'].strip()}{'块' if what == '元' else what}"


def _counted(written: str) -> str:
    plain = written.replace(",", "")
    return number_words(Decimal(plain)) if len(plain) < 16 else "".join(DIGITS[int(one)] for one in plain)


def _whole_words(value: int) -> str:
    if value == 0:
        return "零"
    groups = []
    while value:
        value, low = divmod(value, GROUP)
        groups.append(low)
    words = ""
    for place in range(len(groups) - 1, -1, -1):
        words = _joined(words, groups[place], GROUPS[place])
    return words.removeprefix("一") if words.startswith("一十") else words


def _joined(before: str, group: int, name: str) -> str:
    """The words so far with the next four digits; a gap is one 零."""
    if not group:
        return before
    gap = "零" if before and group < GROUP // 10 and not before.endswith("零") else ""
    return f"{before}{gap}{_group_words(group, bool(name))}{name}"


def _group_words(group: int, named: bool) -> str:
    """Up to 9999: 2000 is 两千, 200 is 二百, 2 before 万 is 两."""
    words, gap = "", False
    for place in (3, 2, 1, 0):
        digit = group // 10**place % 10
        if not digit:
            gap = bool(words)
            continue
        two = digit == 2 and (place == 3 or (place == 0 and named and not words))
        words += ("零" if gap else "") + ("两" if two else DIGITS[digit]) + UNITS[place]
        gap = False
    return words
