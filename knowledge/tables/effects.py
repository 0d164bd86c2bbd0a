"""What a changed standard would do to many households: who is met and what it comes to a year, as one tape.

Sums are those of the amount rules at their lowest; a rule that is paid once, or not known, counts nothing.
A person filed alone (单人保) is left out, as the household would be counted twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from knowledge.amounts import AmountRule
from knowledge.conditions import Formula
from knowledge.errors import KnowledgeError
from knowledge.guide import Guide
from knowledge.standards import Standard, StandardValue

from .chunks import Chunk
from .columns import Unit, Verdicts, Work, formulas_of, units_on
from .flat import FlatSheet
from .kernels import Input, Tape, Writer
from .layout import Array, unpack
from .values import Number, Truth, both, choose, greatest, opposite_of

MONTHS = 12


def with_standards(guide: Guide, on: date, changes: Mapping[str, "Change"]) -> Guide:
    """The guide with these standards changed and in force since the day, in every area that has a value.

    Raises KnowledgeError for a standard that the guide does not have, or that has no value of its own.
    """
    known = guide.standards.standards
    changed = {key: _changed(known.get(key), key, on, change) for key, change in changes.items()}
    return replace(guide, standards=replace(guide.standards, standards={**known, **changed}))


@dataclass(frozen=True)
class Change:
    """A new value of a standard, or by what share it rises; neither is as it is now."""

    value: Decimal | None = None
    share: Decimal | None = None

    def apply(self, value: Decimal) -> Decimal:
        """What becomes of a value."""
        if self.value is not None:
            return self.value
        return value if self.share is None else value * (1 + self.share)


def _changed(standard: Standard | None, key: str, on: date, change: Change) -> Standard:
    newest: dict[str, StandardValue] = {}
    for one in standard.values if standard else ():
        in_force = one.effective <= on and (one.until is None or on <= one.until)
        if one.value is not None and in_force:
            newest[one.area] = max(newest.get(one.area, one), one, key=lambda value: value.effective)
    if not newest:
        raise KnowledgeError(f"标准 {key} 没有能改的数；看看 standards/ 里有没有这个键")
    values = [
        replace(one, value=change.apply(one.value), effective=on, until=None) for one in newest.values()
    ]
    return replace(standard, values=(*(one for one in standard.values if one.effective < on), *values))


@dataclass(frozen=True, eq=False)
class Effects:
    """For each policy and unit where it is met and what it comes to a year, and the district of each row."""

    tape: Tape
    units: tuple[tuple[str, str], ...]

    def of(self, chunk: Chunk, given: Mapping[tuple[str, str], Array]) -> dict[tuple[str, str], tuple]:
        """(met, yuan a year) for each policy and unit, a place for each household or row."""
        found = self.tape.run(chunk.layout, given)
        told = {}
        for policy, unit in self.units:
            size = chunk.layout.homes if unit == "household" else chunk.layout.rows
            met, yuan = (found[f"{policy}/{unit}/{part}"] for part in ("met", "yuan"))
            met = unpack(met)[:size] if isinstance(met, np.ndarray) else np.full(size, met)
            told[policy, unit] = met, np.broadcast_to(yuan, size) if np.ndim(yuan) == 0 else yuan[:size]
        return told


def build_effects(
    guide: Guide, on: date, inputs: Mapping[str, Input], policies: Iterable[str] | None = None
) -> Effects:
    """The effects of policies, all where none is named. Raises KnowledgeError for one that is not known."""
    ids = list(guide.policies if policies is None else policies)
    unknown = [id for id in ids if id not in guide.policies]
    if unknown:
        raise KnowledgeError(f"没有政策 {'、'.join(unknown)}")
    every = units_on((guide.policies[id] for id in ids), on)
    units = [one for one in every if one[1] != "alone" and one[2] is not None]
    rules = {(policy.id, unit): _paid(policy.amounts, unit, on) for policy, unit, _ in units}
    formulas = formulas_of(units) | _formulas(rules.values())
    sheet = FlatSheet(inputs, guide.facts)
    verdicts = Verdicts(Work(guide, on, lambda _: sheet, list(formulas.values())))
    wanted = {}
    for unit in units:
        name = f"{unit[0].id}/{unit[1]}"
        met, yuan = _met(verdicts, unit), _yuan(verdicts, rules[unit[0].id, unit[1]])
        wanted[f"{name}/met"], wanted[f"{name}/yuan"] = met, choose(met, yuan, 0.0)
    plain = {name: value for name, value in wanted.items() if isinstance(value, bool | float)}
    columns = {name: value for name, value in wanted.items() if name not in plain}
    tape = Writer(inputs).write(sheet.in_order, columns)
    kept = tuple((policy.id, unit) for policy, unit, _ in units if f"{policy.id}/{unit}/yuan" not in plain)
    return Effects(tape, kept)


def _paid(rules: Iterable[AmountRule], unit: str, on: date) -> list[AmountRule]:
    return [
        rule for rule in rules
        if rule.unit_of == unit and rule.amount is not None and rule.in_force(on) and times_a_year(rule.unit)
    ]  # fmt: skip


def times_a_year(unit: str | None) -> int:
    """How often a sum in the unit is paid in a year, 0 where that is not said."""
    return MONTHS if "月" in (unit or "") else int("年" in (unit or ""))


def _formulas(rules: Iterable[list[AmountRule]]) -> dict[str, Formula]:
    every = [one for found in rules for rule in found for one in (rule.amount, rule.when, rule.unless)]
    every += [one for found in rules for rule in found for one in (rule.at_least, rule.at_most)]
    return {formula.expression.text: formula for formula in every if formula is not None}


def _met(verdicts: Verdicts, unit: Unit):
    _, kind, conditions = unit
    subject = True if kind == "household" else verdicts.is_subject(kind)
    return both(subject, verdicts.verdict(conditions).yes)


def _yuan(verdicts: Verdicts, rules: list[AmountRule]):
    """The parts added up; of rules of one part the most that applies counts."""
    parts: dict[str | None, list] = {}
    for rule in rules:
        parts.setdefault(rule.part, []).append(_yuan_of(verdicts, rule))
    total = 0.0
    for values in parts.values():
        total = total + (values[0] if len(values) == 1 else greatest(*values))
    return total


def _yuan_of(verdicts: Verdicts, rule: AmountRule):
    def read(formula: Formula | None) -> Truth | Number | None:
        return None if formula is None else verdicts.sheet.read(verdicts.names[formula.expression.text])

    amount, when, unless = read(rule.amount), read(rule.when), read(rule.unless)
    low = amount.hull[0]
    if rule.at_least is not None:
        low = greatest(low, read(rule.at_least).hull[0])
    if rule.at_most is not None:
        low = -greatest(-low, -read(rule.at_most).hull[0])
    applies = both(
        amount.known, True if when is None else when.yes, True if unless is None else opposite_of(unless.yes)
    )
    return choose(applies, low * float(times_a_year(rule.unit)), 0.0)
