"""How sources, days and values are set on a page, for the applicant and at a desk alike."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from bot.phrases import fact_phrase
from knowledge import FactDefinition
from webapp.applications.comparing import Compared, Found
from webapp.applications.sources import Source
from webapp.clock import SHANGHAI
from webapp.languages import formats, gettext, say

MOST_BANKS = 2


def short_day(moment: datetime.date | datetime.datetime | None) -> str:
    """10 月 13 日; nothing where it is not known."""
    if moment is None:
        return ""
    return formats.short_day(moment)


def short_moment(moment: datetime.datetime | None) -> str:
    """10 月 13 日 09:30."""
    return f"{short_day(moment)} {moment.astimezone(SHANGHAI):%H:%M}" if moment else ""


def names_of(sources: Iterable[Source]) -> str:
    """Departments by name, banks too while they are few: 人社、工商银行; 民政、19 家银行."""
    every = list(dict.fromkeys(sources))
    banks = [one.name for one in every if one.is_bank]
    names = [one.name for one in every if not one.is_bank]
    every_bank = banks if len(banks) <= MOST_BANKS else [say("{count} 家银行", count=len(banks))]
    return gettext("、").join(names + every_bank)


def by_value(definition: FactDefinition, row: Compared) -> dict[str, list[Found]]:
    """What was found in words, each with all who say it."""
    groups: dict[str, list[Found]] = {}
    for one in row.found:
        groups.setdefault(fact_phrase(definition, one.value), []).append(one)
    return groups


def newest_day(told: Iterable[Found]) -> str:
    return short_day(max((one.as_of for one in told if one.as_of), default=None))
