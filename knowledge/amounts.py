"""Formulas to amounts: what each rule comes to, the range over what is open, and the working to show."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from knowledge.conditions import Formula
from knowledge.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Compare,
    Contains,
    Literal,
    Name,
    Node,
    Not,
    OneOf,
    Or,
    StandardOf,
)
from knowledge.facts import FactDefinition
from knowledge.grounds import FIGURES, Change, Scope
from knowledge.ranges import Spans, hull
from knowledge.sources import SourceRef
from knowledge.standards import Figure
from knowledge.verdicts import MET, UNMET, Verdict

FEN = Decimal("0.01")


@dataclass(frozen=True, eq=False)
class AmountRule:
    """One way to an amount: a sum, a sum up to, from and up to, or a service in kind.

    It applies where `when` holds. `unless` takes it away only from those who have said so: a reason not to
    count on the figure that nobody is asked for. `sure`: a figure that would mislead whoever may not have it,
    and is left out while `when` is open.
    """

    id: str
    unit_of: str
    when: Formula | None
    unless: Formula | None
    amount: Formula | None
    amount_from: Formula | None
    amount_up_to: Formula | None
    at_least: Formula | None
    at_most: Formula | None
    service: str | None
    unit: str | None
    part: str | None
    effective: date | None
    until: date | None
    sources: tuple[SourceRef, ...]
    note: str | None = None
    sure: bool = False

    def in_force(self, on: date) -> bool:
        """Whether the rule holds on the day."""
        begun = self.effective is None or self.effective <= on
        return begun and (self.until is None or on <= self.until)

    def applies(self, verdict: Callable[[Formula], Verdict]) -> Verdict:
        """Whether it applies to the household or person for whom `verdict` judges its conditions."""
        if self.unless is not None and verdict(self.unless) is MET:
            return UNMET
        found = MET if self.when is None else verdict(self.when)
        return UNMET if self.sure and found is not MET else found


@dataclass(frozen=True)
class WorkingLine:
    """One step of the working: a figure, a fact or a result."""

    label: str
    value: str
    note: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class Amount:
    """What it comes to, as a range; `high` None with `at_least` is "at least `low`". Never a promise."""

    low: Decimal
    high: Decimal | None
    unit: str
    at_least: bool
    year: int | None
    working: tuple[WorkingLine, ...]


def round_to_fen(value: Decimal) -> Decimal:
    """The one rounding rule of the guide: to the fen, halves up."""
    return value.quantize(FEN, ROUND_HALF_UP)


def say_number(value: Decimal) -> str:
    """A number without needless noughts, to the fen."""
    text = f"{round_to_fen(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, eq=False)
class ReadyRule:
    """A rule with what its working needs, looked up once; `words` is its formula in words."""

    rule: AmountRule
    reads: frozenset[str]
    standards: tuple[str, ...]
    names: tuple[Name, ...]
    words: str


def get_ready(rule: AmountRule, labels: Mapping[str, str], facts: Mapping[str, FactDefinition]) -> ReadyRule:
    """The rule ready to be worked out; `labels` are those of the standards."""
    every = formulas(rule)
    names = dict.fromkeys(name for one in every for name in one.expression.names)
    shown = rule.amount or rule.amount_up_to
    return ReadyRule(
        rule,
        reads=frozenset().union(*(one.compiled.reads for one in every)),
        standards=tuple(dict.fromkeys(key for one in every for key in one.expression.standards)),
        names=tuple(name for name in names if name.kind in ("int", "decimal")),
        words=formula_words(shown.expression.tree, labels, facts) if shown else "",
    )


@dataclass(frozen=True, eq=False)
class Part:
    """What one rule comes to; `high` None when it is open upwards."""

    rule: AmountRule
    low: Decimal
    high: Decimal | None
    stale_year: int | None
    working: tuple[WorkingLine, ...]

    @property
    def is_cap(self) -> bool:
        """Whether the rule only says how much at most."""
        return self.rule.amount is None and self.rule.amount_from is None


def work_out(
    rules: Sequence[ReadyRule], scope: Scope, changes: tuple[Change, ...], facts: Mapping[str, FactDefinition]
) -> list[Part]:
    """What the rules come to that apply, and the most of those that may, with the changes to what is known.

    Rules of one part shut each other out: one that surely applies settles it, and of several that do one
    counts. Sums go by figures as they were published.
    """
    exact = scope.exact
    surely: dict[str | None, list[Part]] = {}
    perhaps: dict[str | None, list[Part]] = {}
    for ready in rules:
        applies = ready.rule.applies(lambda formula: _verdict(formula, scope, changes))
        if applies is UNMET:
            continue
        part = _part_of(ready, exact.changed(changes, ready.reads), facts)
        (surely if applies is MET else perhaps).setdefault(ready.rule.part, []).append(part)
    settled = [
        parts[0] if len(parts) == 1 else _one_of(parts, min(part.low for part in parts))
        for parts in surely.values()
    ]
    return settled + [_one_of(parts, Decimal(0)) for part, parts in perhaps.items() if part not in surely]


def _verdict(formula: Formula, scope: Scope, changes: tuple[Change, ...]) -> Verdict:
    reads = formula.compiled.reads
    place = scope.exact if FIGURES in reads else scope  # without figures both come to the same
    return formula.verdict(place.changed(changes, reads))


def _part_of(ready: ReadyRule, scope: Scope, facts: Mapping[str, FactDefinition]) -> Part:
    """What the rule comes to if it applies, remembered."""
    if ready not in scope.memo:
        nothing_known = Part(ready.rule, Decimal(0), None, None, ())
        scope.memo[ready] = _work_out_rule(ready, scope, facts) or nothing_known
    return scope.memo[ready]


def _one_of(parts: list[Part], low: Decimal) -> Part:
    """One of rules that shut each other out: at least `low`, which is nothing where none may apply."""
    if len(parts) == 1 and parts[0].low == low:
        return parts[0]
    highs = [part.high for part in parts]
    years = [part.stale_year for part in parts if part.stale_year is not None]
    high = None if None in highs else max(highs)
    return Part(parts[0].rule, low, high, min(years, default=None), _together(parts))


def _work_out_rule(ready: ReadyRule, scope: Scope, facts: Mapping[str, FactDefinition]) -> Part | None:
    rule = ready.rule
    spans = [_bounded(rule, formula, scope) for formula in (rule.amount, rule.amount_from, rule.amount_up_to)]
    exact, lowest, highest = (None if one is None else hull(one) for one in spans)
    if exact is not None:
        low, high = exact
    elif highest is not None:
        low, high = (lowest[0] if lowest else Decimal(0)), highest[1]
    else:
        return None
    if low.is_infinite():
        return None
    figures = _figures(ready, scope)
    years = [figure.effective.year for figure in figures if figure.stale]
    if high.is_infinite() or (rule.amount is not None and any(figure.old for figure in figures)):
        high = None
    return Part(rule, low, high, min(years, default=None), _working(ready, scope, facts, (low, high)))


def _bounded(rule: AmountRule, formula: Formula | None, scope: Scope) -> Spans | None:
    if formula is None:
        return None
    limits = [None if one is None else one.compiled.value(scope) for one in (rule.at_least, rule.at_most)]
    for bound, limit in zip((rule.at_least, rule.at_most), limits, strict=True):
        if bound is not None and limit is None:
            return None  # a cap that is not published here: any sum would promise too much
    spans = formula.compiled.value(scope)
    if spans is None and None not in limits:
        return ((hull(limits[0])[0], hull(limits[1])[1]),)  # not worked out yet, but it cannot leave these
    if spans is None:
        return None
    for limit, pick in zip(limits, (max, min), strict=True):
        if limit is not None:
            low, high = hull(limit)
            spans = tuple((pick(one, low), pick(other, high)) for one, other in spans)
    return spans


def formulas(rule: AmountRule) -> list[Formula]:
    """The formulas of a rule, without its condition."""
    every = (rule.amount, rule.amount_from, rule.amount_up_to, rule.at_least, rule.at_most)
    return [formula for formula in every if formula is not None]


def _figures(ready: ReadyRule, scope: Scope) -> list[Figure]:
    found = (figure for key in ready.standards for figure in scope.ground.figures_of(key))
    return [figure for figure in found if figure is not None and figure.value is not None]


def _working(ready: ReadyRule, scope: Scope, facts: Mapping[str, FactDefinition], result: tuple) -> tuple:
    lines = [_figure_line(figure) for figure in _figures(ready, scope)]
    lines += [_fact_line(name, scope, facts[name.key]) for name in ready.names]
    rule = ready.rule
    value = f"{say_range(*result)}{rule.unit or ''}"
    lines.append(WorkingLine(rule.part or "测算", value, ready.words, rule.sources))
    return tuple(dict.fromkeys(line for line in lines if line is not None))


def _figure_line(figure: Figure) -> WorkingLine:
    year = figure.effective.year
    note = f"按{year}年标准" if figure.stale else f"{year}年起"
    return WorkingLine(figure.label, f"{_plain(figure.value)}{figure.unit or ''}", note, figure.sources)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fact_line(name: Name, scope: Scope, definition: FactDefinition) -> WorkingLine | None:
    spans = scope.read(name.key, name.scope)
    return None if spans is None or hull(spans)[0].is_infinite() else WorkingLine(
        definition.label, f"{say_range(*hull(spans))}{definition.unit or ''}", "", ()
    )  # fmt: skip


def say_range(low: Decimal, high: Decimal | None) -> str:
    """The range in figures: 801, 801～924, 至少 801."""
    if high is None or high.is_infinite():
        return f"至少{say_number(low)}"
    return say_number(low) if low == high else f"{say_number(low)}～{say_number(high)}"


_SIGNS = {"+": "＋", "-": "－", "*": "×", "/": "÷"}


def formula_words(node: Node, labels: Mapping[str, str], facts: Mapping[str, FactDefinition]) -> str:
    """A formula with the names of figures and facts in words: （城市低保标准－人均月收入）× 几口人."""
    match node:
        case Literal(value):
            return _plain(value) if isinstance(value, Decimal) else str(value)
        case StandardOf(key):
            return labels.get(key, key)
        case Name(key):
            return facts[key].label
        case Arithmetic(operator, left, right):
            sides = (formula_words(side, labels, facts) for side in (left, right))
            one, other = (
                f"（{words}）" if isinstance(side, Arithmetic) else words
                for side, words in zip((left, right), sides, strict=True)
            )
            return f"{one}{_SIGNS[operator]}{other}"
        case Aggregate(function, part):
            words = {"sum": "全家合计", "count": "全家人数", "any": "家里有人"}[function]
            return f"{words}（{formula_words(part, labels, facts)}）"
        case Not(part):
            return f"不是{formula_words(part, labels, facts)}"
        case And(parts) | Or(parts):
            joint = "并且" if isinstance(node, And) else "或者"
            return joint.join(formula_words(part, labels, facts) for part in parts)
        case Compare(_, left, _) | OneOf(left, _) | Contains(left, _):
            return formula_words(left, labels, facts)
    raise TypeError(f"not a node: {node!r}")


def add_up(parts: list[Part]) -> Amount | None:
    """The parts with the unit of the first, added up; None when nothing is known of them.

    A cap alone (a loan of up to so much) is only shown in the working where there is a sum beside it.
    """
    known = [part for part in parts if part.working]
    if not known:
        return None
    sums = [part for part in known if not part.is_cap] or known
    unit = sums[0].rule.unit or ""
    same = [part for part in parts if (part.rule.unit or "") == unit and part.is_cap == sums[0].is_cap]
    low = round_to_fen(sum((part.low for part in same), Decimal(0)))
    open_end = any(part.high is None for part in same)
    high = None if open_end else round_to_fen(sum((part.high for part in same), Decimal(0)))
    years = [part.stale_year for part in same if part.stale_year is not None]
    if low == 0 and high is None:
        return None
    lines = parts[0].working if len(parts) == 1 else _together(parts)
    return Amount(low, high, unit, open_end, min(years, default=None), lines)


def _together(steps: Sequence[Part] | Sequence[Amount]) -> tuple[WorkingLine, ...]:
    """The working of all of them, each line once."""
    return tuple(dict.fromkeys(line for step in steps for line in step.working))


def span_of(amounts: list[Amount]) -> Amount | None:
    """One amount that holds all the alternatives; those open upwards are left out where they say nothing."""
    if len(amounts) == 1:
        return amounts[0]
    lines = _together(amounts)
    if min((amount.low for amount in amounts), default=0) == 0:
        amounts = [amount for amount in amounts if amount.high is not None]
    if not amounts:
        return None
    low = min(amount.low for amount in amounts)
    highs = [amount.high for amount in amounts]
    high = None if None in highs else max(highs)
    years = [amount.year for amount in amounts if amount.year is not None]
    return Amount(low, high, amounts[0].unit, high is None, min(years, default=None), lines)
