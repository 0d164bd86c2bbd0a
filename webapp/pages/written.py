"""Days and numbers as people read them."""

import datetime

from webapp.clock import SHANGHAI


def day(moment: datetime.datetime) -> str:
    """2026 年 11 月 22 日, as the calendar in Zibo has it."""
    here = moment.astimezone(SHANGHAI)
    return f"{here.year} 年 {here.month} 月 {here.day} 日"


def hour(moment: datetime.datetime) -> str:
    """14:05, as the clocks in Zibo have it."""
    return f"{moment.astimezone(SHANGHAI):%H:%M}"


def date_words(date: datetime.date) -> str:
    """2026 年 11 月 22 日."""
    return f"{date.year} 年 {date.month} 月 {date.day} 日"


def spaced(number: str) -> str:
    """An application number in groups, as one reads it out: ZB 9EGDZ 3A9Q9."""
    return " ".join(part for part in (number[:2], number[2:7], number[7:]) if part)
