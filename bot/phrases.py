"""A fact in words: on a chip, in the list of what is still open, on a button."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from bot import wording
from bot.blocks import Chip

if TYPE_CHECKING:
    from knowledge import FactDefinition, Guide, Situation

YEAR = 12
_UNIT = re.compile(" ?(?:岁|元|口人|个月|平方|次|处|级|年|个)")
MOST_DENIED = 2  # of more that were denied none is named
MOST = 1_000_000  # as far as the bands of `choices` go


def chip(guide: Guide, situation: Situation, person: str | None, fact: str) -> Chip:
    """The chip of one fact that is known in `situation`."""
    label = fact_phrase(guide.facts[fact], value_of(situation, person, fact))
    return Chip(f"{_before(situation, person, label)}{label}", situation.id, person, fact)


def _before(situation: Situation, person: str | None, label: str) -> str:
    name = wording.who_short(situation, person)
    return f"{name} " if name and label[:1].isdigit() else name


def value_of(situation: Situation, person: str | None, fact: str) -> object:
    """The value of a fact, or None while it is not known."""
    if person is None:
        return situation.household.get(fact)
    return next((one.facts.get(fact) for one in situation.people if one.id == person), None)


def fact_phrase(definition: FactDefinition, value: object) -> str:
    """A fact and its value in the fewest words: 78 岁, 全靠人照顾, 没有残疾证."""
    own = wording.load_wording()["chips"].get(definition.key)
    general = wording.load_wording()["chip"]
    if isinstance(value, bool):
        if isinstance(own, list):
            return own[0] if value else own[1]
        return general["bool_true" if value else "bool_false"].format(label=definition.label)
    if definition.type == "set":
        return _set_phrase(definition, value, own or general["set_has"])
    if value == 0 and definition.key in wording.load_wording()["chips_zero"]:
        return wording.load_wording()["chips_zero"][definition.key]
    if isinstance(own, str):
        return _fitted(own, definition, value)
    return general["other"].format(label=definition.label, value=value_words(definition, value))


def _fitted(pattern: str, definition: FactDefinition, value: object) -> str:
    """The pattern with its value: years for months that make them, 80 岁以上 for a number from 80 on."""
    words = wording.load_wording()["chip"]
    if definition.unit == words["months"] and isinstance(value, int) and value and value % YEAR == 0:
        years = pattern.replace(f"{words['month_count']}", words["year_count"])
        return years.format(value=wording.number(value // YEAR))
    text = value_words(definition, value)
    bare = text.removesuffix(words["from"].format(low=""))
    before, mark, after = pattern.partition("{value}")
    unit = _UNIT.match(after)
    if bare == text or not mark or unit is None:
        return f"{before if text[:1].isdigit() else before.rstrip()}{text}{after}" if mark else pattern
    return f"{before}{bare.rstrip()}{unit.group()}{words['from'].format(low='').strip()}{after[unit.end() :]}"


def _set_phrase(definition: FactDefinition, value: object, pattern: str) -> str:
    general = wording.load_wording()["chip"]
    has = [pattern.format(value=one) for one in labels(definition, value.has)]
    if has:
        return "、".join(has)
    if value.complete or len(value.has_not) not in range(1, MOST_DENIED + 1):
        none = wording.load_wording()["chips_none"].get(definition.key, general["set_none"])
        return none.format(label=definition.label)
    short = wording.load_wording()["chips_not"].get(definition.key, {})
    denied = [one for one in definition.choices if one.value in value.has_not]
    has_not = [short.get(one.value, one.label) for one in denied]
    return "、".join(general["set_has_not"].format(value=one) for one in has_not)


def labels(definition: FactDefinition, values: Iterable[str]) -> list[str]:
    """The labels of some choices, in the order of the vocabulary."""
    wanted = set(values)
    return [one.label for one in definition.choices if one.value in wanted]


def value_words(definition: FactDefinition, value: object) -> str:
    """A value alone: 78, 750 到 850, 张店区, 1950年3月2日."""
    if isinstance(value, datetime.date):
        return wording.day(value)
    if isinstance(value, bool):
        return wording.load_wording()["yes_no"][-1][1 if value else 2]
    if isinstance(value, int | Decimal):
        return wording.round_number(value)
    if isinstance(value, str):
        short = wording.load_wording()["chips_short"].get(definition.key, {}).get(value)
        return short or next(iter(labels(definition, [value])), value)
    if hasattr(value, "low"):
        return _range_words(definition, value.low, value.high)
    return str(value)


def _range_words(definition: FactDefinition, low: Decimal, high: Decimal) -> str:
    words = wording.load_wording()["chip"]
    high = high.to_integral_value(ROUND_CEILING) if high.is_finite() else high
    floor, ceiling = definition.range or (None, None)
    if high >= (MOST if ceiling is None else ceiling):
        return words["from"].format(low=wording.round_number(low))
    if floor is not None and low <= floor:
        return words["under"].format(high=wording.round_number(high))
    return words["about"].format(low=wording.round_number(low), high=wording.round_number(high))


def open_phrase(
    guide: Guide,
    situation: Situation,
    pairs: Iterable[tuple[str | None, str]],
    wanted: Collection[str] = (),
) -> str:
    """What is still open, at most two facts, with whose: 您父亲的残疾证、几口人.

    `wanted`: the values that it is about.
    """
    topics = {pair: _topic(guide.facts[pair[1]], wanted) for pair in pairs}
    found: Mapping[str, None] = dict.fromkeys(
        _open_one(guide, situation, *pair, label=label) for pair, label in topics.items()
    )
    return "、".join(list(found)[:2])


def _topic(definition: FactDefinition, wanted: Collection[str]) -> str:
    """What is open of a fact; of a list of which one thing matters that thing: 领不领工伤生活护理费."""
    narrow = wording.load_wording()["topics_one"].get(definition.key)
    named = labels(definition, wanted)
    if narrow and len(named) == 1:
        return narrow.format(value=named[0])
    return wording.load_wording()["topics"].get(definition.key, definition.label)


def _open_one(guide: Guide, situation: Situation, person: str | None, fact: str, *, label: str) -> str:
    if person is None and guide.facts[fact].scope == "household":
        return label
    name = wording.who(situation, person) if person else wording.say("somebody_here")
    words = wording.load_wording()
    own = "的" if fact in words["possessive"] and fact not in words["topics"] else ""
    return f"{name}{own}{label}"
