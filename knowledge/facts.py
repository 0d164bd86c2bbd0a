"""The vocabulary of facts, and the values that a fact can have."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from knowledge.errors import SituationError
from knowledge.sources import SourceRef

TYPES = ("bool", "int", "decimal", "choice", "set", "date")
SCOPES = ("person", "household")
LARGEST_NUMBER = 10**12


@dataclass(frozen=True)
class Choice:
    """One value of a choice or set fact; `excludes` are values that cannot hold beside it."""

    value: str
    label: str
    words: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Range:
    """A number known only as lying between two, both included."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True)
class KnownSet:
    """What is known of a set: what it has, what it has not, and whether all was told."""

    has: frozenset[str] = frozenset()
    has_not: frozenset[str] = frozenset()
    complete: bool = False


Value = bool | int | Decimal | Range | str | date | KnownSet


@dataclass(frozen=True)
class FactDefinition:
    """One fact that can be known of a person or a household; `derived` is its expression, if it has one."""

    key: str
    scope: str
    type: str
    label: str
    unit: str | None = None
    range: tuple | None = None
    choices: tuple[Choice, ...] = ()
    question: str | None = None
    question_other: str | None = None
    why: str | None = None
    hard: int = 3
    ask: bool = True
    volunteered: bool = False  # only ever used where a citizen says it unasked
    confirmed_by: tuple[str, ...] = ()
    derived: str | None = None
    note: str | None = None
    sources: tuple[SourceRef, ...] = ()

    @cached_property
    def values(self) -> Mapping[str, Choice]:
        """The choices by value."""
        return {choice.value: choice for choice in self.choices}

    @cached_property
    def excluders(self) -> Mapping[str, frozenset[str]]:
        """For each value the others that shut it out."""
        return {
            value: frozenset(choice.value for choice in self.choices if value in choice.excludes)
            for value in self.values
        }

    def label_of(self, value: str) -> str:
        """The words of one of the choices, or the value itself."""
        return self.values[value].label if value in self.values else value


def parse_value(definition: FactDefinition, raw: object) -> Value:
    """The value of `raw` (JSON) for the fact. Raises SituationError with pointer "" when it is not one."""
    try:
        return _PARSERS[definition.type](definition, raw)
    except _Wrong as wrong:
        raise SituationError([("", str(wrong))]) from None


class _Wrong(ValueError):
    """A raw value that does not fit; becomes a SituationError."""


def _parse_bool(definition: FactDefinition, raw: object) -> bool:
    if not isinstance(raw, bool):
        raise _Wrong(f"{definition.label}要写 true 或 false")
    return raw


def _exact(definition: FactDefinition, raw: object) -> Decimal:
    if isinstance(raw, bool) or not isinstance(raw, int | float | Decimal):
        raise _Wrong(f"{definition.label}要写一个数")
    if isinstance(raw, int):
        if abs(raw) > LARGEST_NUMBER:
            raise _Wrong(f"{definition.label}的数太大")
        return Decimal(raw)
    if not math.isfinite(raw):
        raise _Wrong(f"{definition.label}要写一个有限的数")
    number = raw if isinstance(raw, Decimal) else Decimal(repr(raw))
    if abs(number) > LARGEST_NUMBER or number.as_tuple().exponent < -12:
        raise _Wrong(f"{definition.label}的数太大，或小数位太多")
    if definition.type == "int" and number != number.to_integral_value():
        raise _Wrong(f"{definition.label}要写整数")
    return number


def _within(definition: FactDefinition, number: Decimal) -> Decimal:
    low, high = definition.range or (None, None)
    if (low is not None and number < low) or (high is not None and number > high):
        raise _Wrong(f"{definition.label}要在 {low} 到 {high} 之间")
    return number


def _parse_number(definition: FactDefinition, raw: object) -> int | Decimal | Range:
    if not isinstance(raw, dict):
        number = _within(definition, _exact(definition, raw))
        return int(number) if definition.type == "int" else number
    if set(raw) != {"min", "max"}:
        raise _Wrong(f"{definition.label}写成范围时，要写 min 和 max 两个数")
    low, high = (_within(definition, _exact(definition, raw[end])) for end in ("min", "max"))
    if low > high:
        raise _Wrong(f"{definition.label}的 min 比 max 大")
    if low == high:
        return int(low) if definition.type == "int" else low
    return Range(low, high)


def _choice(definition: FactDefinition, raw: object) -> str:
    if not isinstance(raw, str) or raw not in definition.values:
        raise _Wrong(f"{definition.label}只能是 {'、'.join(definition.values)} 里的一个")
    return raw


def _parse_set(definition: FactDefinition, raw: object) -> KnownSet:
    if isinstance(raw, list | tuple):
        return KnownSet(frozenset(_choice(definition, value) for value in raw), frozenset(), True)
    if not isinstance(raw, dict) or not all(isinstance(known, bool) for known in raw.values()):
        raise _Wrong(f"{definition.label}要写成列表（问全了），或 值: true/false（只知道一部分）")
    for value in raw:
        _choice(definition, value)
    has = frozenset(value for value, known in raw.items() if known)
    return KnownSet(has, frozenset(raw) - has, False)


def _parse_date(definition: FactDefinition, raw: object) -> date:
    try:
        day = raw if type(raw) is date else date.fromisoformat(raw) if isinstance(raw, str) else None
    except ValueError:
        day = None
    if day is None:
        raise _Wrong(f"{definition.label}要写成 1990-01-31 这样的日子")
    low, high = definition.range or (None, None)
    if (low is not None and day < low) or (high is not None and day > high):
        raise _Wrong(f"{definition.label}不在可能的日子里")
    return day


_PARSERS = {
    "bool": _parse_bool, "int": _parse_number, "decimal": _parse_number,
    "choice": _choice, "set": _parse_set, "date": _parse_date,
}  # fmt: skip


def number_to_json(number: Decimal | int) -> int | float:
    """A JSON number: whole where it is whole."""
    return int(number) if number == int(number) else float(number)


def value_to_json(value: Value) -> object:
    """The JSON of a value, in the shapes that `parse_value` reads."""
    match value:
        case bool() | str():
            return value
        case int() | Decimal():
            return number_to_json(value)
        case Range(low, high):
            return {"min": number_to_json(low), "max": number_to_json(high)}
        case KnownSet(has, _, True):
            return sorted(has)
        case KnownSet(has, has_not, _):
            return {name: name in has for name in sorted(has | has_not)}
        case date():
            return value.isoformat()
    raise TypeError(f"not a fact value: {type(value).__name__}")
