"""The figures of a policy in a year that was asked for: 去年低保多少钱, 2023年低保标准是多少."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bot import wording
from bot.blocks import Block, Text
from bot.wording import say
from knowledge.standards import Family

from .cards import department_name

if TYPE_CHECKING:
    from knowledge import Guide
    from knowledge.standards import Figure

_ASKS = re.compile("多少|标准|几块|几百|几千|怎么发|发几")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?=年)|(?:^|[，。 ]|[从在问])([12]\d)(?=年)")
_CHINESE_YEAR = re.compile("二[〇零○]([一二两])([〇零○一二三四五六七八九])(?=年)")
_DIGITS = {**{word: place for place, word in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2}
_AGO = {"大前年": 3, "前年": 2, "去年": 1, "上年": 1, "今年": 0}
MOST_FIGURES = 4
LONGEST = 24  # a longer message tells something; the year in it is not that of a figure
CENTURY = 2000


def asked(guide: Guide, text: str, today: datetime.date) -> list[Block]:
    """The figures in force in the year that `text` asks about, each with its source; else nothing."""
    year = _year_of(text, today) if len(text) <= LONGEST else None
    policy = _policy_of(guide, text) if year is not None and _ASKS.search(text) else None
    if policy is None:
        return []
    keys = _standards(guide, policy)[:MOST_FIGURES]
    lines = [one for key in keys for one in _lines(guide, policy, key, year=year, today=today)]
    newest = say("figure_since_unknown", year=year)
    closing = [newest] if newest in lines else []
    return [Text(one) for one in (*dict.fromkeys(one for one in lines if one != newest), *closing)]


def _year_of(text: str, today: datetime.date) -> int | None:
    for word, ago in _AGO.items():
        if word in text:
            return today.year - ago
    found = _YEAR.search(text)
    if found:
        return int(found.group(1)) if found.group(1) else CENTURY + int(found.group(2))
    spoken = _CHINESE_YEAR.search(text)
    return CENTURY + _DIGITS[spoken.group(1)] * 10 + _DIGITS[spoken.group(2)] if spoken else None


def _policy_of(guide: Guide, text: str) -> str | None:
    """The policy whose name, of those in the text, is the longest."""
    named = (
        (len(name), policy.id)
        for policy in guide.policies.values()
        for name in (policy.name, *policy.aliases)
        if name in text
    )
    return max(named, default=(0, None), key=lambda one: one[0])[1]


def _standards(guide: Guide, policy: str) -> list[str]:
    """The figures that the sums of a policy are made of; of a family of figures each of its members."""
    keys: dict[str, None] = {}
    for rule in guide.policies[policy].amounts:
        for formula in (rule.amount, rule.amount_from, rule.amount_up_to):
            for key in sorted(formula.expression.standards) if formula else ():
                family = guide.standards.families.get(key)
                members = family.choose.values() if isinstance(family, Family) else (key,)
                keys.update(dict.fromkeys(members))
    return list(keys)


def _lines(guide: Guide, policy: str, key: str, *, year: int, today: datetime.date) -> Iterator[str]:
    """One figure as it stood in the year, where it stands written, and whether it may have changed since."""
    figure = guide.standards.find(key, None, min(datetime.date(year, 12, 31), today))
    label = guide.standards.labels[key]
    if year > today.year or figure is None or figure.value is None:
        yield say("figure_none_then", year=year, label=label, department=department_name(guide, policy))
        return
    words = f"{wording.number(figure.value)} {figure.unit or ''}".rstrip()
    since = wording.since(figure.effective, figure.precision)
    yield say(_key(figure, year), year=year, label=label, figure=words, since=since)
    if figure.sources:
        yield say("source_line", source=guide.cite(figure.sources[0]))
    if _key(figure, year) == "figure_newest":
        yield say("figure_since_unknown", year=year)


def _key(figure: Figure, year: int) -> str:
    """How a figure is told: of one known day, of the year itself, or the newest there is before it."""
    if figure.effective == figure.until:
        return "figure_end_of_year"
    known = figure.effective.year == year or (figure.until is not None and figure.until.year >= year)
    return "figure_then" if known else "figure_newest"
