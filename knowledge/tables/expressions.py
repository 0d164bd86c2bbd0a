"""The same expression trees as columns: one tree gives a Truth or a Number over a sheet.

Derived facts and aggregates are columns of the sheet by the time they are read (`columns` sees to the
order), so a tree is worked out once however many conditions name it.
"""

import operator
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import product

import ibis

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
    children,
    walk,
)
from knowledge.grounds import Ground
from knowledge.guide import Guide
from knowledge.ranges import Spans
from knowledge.situations import Situation

from . import values
from .facts import Sheet, is_stated, read_choice, read_contained, read_flag, read_stated, refer
from .values import NOTHING, UNKNOWN, Flag, Number, Span, Truth, both, choose, either, exact, opposite_of

_ARITHMETIC = {"+": values.add, "-": values.subtract, "*": values.multiply, "/": values.divide}
_SHARED = (Aggregate, Contains, StandardOf)
_DATES = {
    "<": operator.lt, ">": operator.gt, "<=": operator.le, ">=": operator.ge, "==": operator.eq,
    "!=": operator.ne,
}  # fmt: skip


def outer_nodes(tree: Node) -> Iterator[Node]:
    """The node and all below it, but nothing inside an aggregate."""
    yield tree
    if not isinstance(tree, Aggregate):
        for child in children(tree):
            yield from outer_nodes(child)


class Trees:
    """Turns trees into columns of the sheet as it is now."""

    def __init__(self, guide: Guide, sheet: Sheet, on: date):
        self.guide = guide
        self.sheet = sheet
        self.figures = Figures(guide, on)
        self.names: dict[Node, str] = {}
        self._known: dict[Node, Truth | Number] = {}
        self._table: ibis.Table | None = None

    def value(self, node: Node) -> Truth | Number:
        """The columns of a tree."""
        if self._table is not self.sheet.table:
            self._known, self._table = {}, self.sheet.table
        if node not in self._known:
            self._known[node] = self._value(node)
        return self._known[node]

    def _value(self, node: Node) -> Truth | Number:
        if node in self.names and self.names[node] in self.sheet:
            return self.sheet.read(self.names[node])
        match node:
            case Name(key, kind):
                return read_flag(self.sheet, key) if self._is_base_flag(key, kind) else self.sheet.read(key)
            case Literal(number):
                return exact(number)
            case StandardOf(key):
                return self.figures.number(self.sheet, key)
            case Arithmetic(sign, left, right):
                return _ARITHMETIC[sign](self.value(left), self.value(right))
            case Compare():
                return self._comparison(node)
            case OneOf(Name(key, "choice"), choices):
                return read_choice(self.sheet, key, choices)
            case OneOf(left, numbers):
                whole = isinstance(left, Name) and left.kind == "int"
                return values.one_of(self.value(left), numbers, whole)
            case Contains(name, value):
                return read_contained(self.sheet, name.key, value)
            case Not(part):
                return values.opposite(self.value(part))
            case And(parts):
                return values.all_of(map(self.value, parts))
            case Or(parts):
                return values.any_of(map(self.value, parts))
        raise TypeError(f"not a node: {node!r}")

    def _is_base_flag(self, key: str, kind: str) -> bool:
        return kind == "bool" and key not in self.guide.expressions

    def _comparison(self, node: Compare) -> Truth:
        if isinstance(node.left, Name) and node.left.kind == "date":
            return self._date(node)
        left, right = self.value(node.left), self.value(node.right)
        match node.operator:
            case "<":
                return values.less(left, right)
            case ">":
                return values.less(right, left)
            case "<=":
                return values.at_most(left, right)
            case ">=":
                return values.at_most(right, left)
            case "==":
                return values.equal(left, right)
        return values.opposite(values.equal(left, right))

    def _date(self, node: Compare) -> Truth:
        said = self.sheet.given(node.left.key)
        if said is None:
            return UNKNOWN
        holds = _DATES[node.operator](said, ibis.literal(node.right.value))
        return Truth(holds.fill_null(False), (~holds).fill_null(False))

    def name_nodes(self, trees: list[Node]) -> None:
        """Name the nodes that many trees share, and store those that read nothing but what is told."""
        shared = [node for tree in trees for node in walk(tree) if isinstance(node, _SHARED)]
        self.names = {node: f"node{index}" for index, node in enumerate(dict.fromkeys(shared))}
        told = [node for node in self.names if not isinstance(node, Aggregate)]
        self.sheet.store({self.names[node]: self.value(node) for node in told})

    def read_by(self, node: Node) -> Iterator[str]:
        """The names that a tree reads: stored nodes, facts, aggregates to come."""
        if node in self.names:
            yield self.names[node]
        elif isinstance(node, Name):
            yield node.key
        else:
            for child in children(node):
                yield from self.read_by(child)

    def store_derived(self, keys: list[str]) -> None:
        """Work out these derived facts, heed what was stated, and store them."""
        found = {key: self.value(self.guide.expressions[key].tree) for key in keys}
        plain = {key: value for key, value in found.items() if not is_stated(self.sheet, key)}
        stated = {f"{key}__found": value for key, value in found.items() if key not in plain}
        self.sheet.store({**plain, **stated})
        self.sheet.store({key: self._settled(key) for key in found if key not in plain})

    def _settled(self, key: str) -> Truth | Number:
        found = self.sheet.read(f"{key}__found")
        if isinstance(found, Truth):
            return values.settle(found, read_flag(self.sheet, key))
        return values.settle_number(found, read_stated(self.sheet, key))

    def store_aggregates(self, nodes: list[Aggregate]) -> None:
        """Work out any, count and sum over the members of each household, and store them."""
        columns: dict[str, ibis.Value] = {}
        found: dict[str, Truth | Number] = {}
        for node in nodes:
            name = self.names[node]
            totals = _Totals(self.sheet, name, columns)
            found[name] = totals.total(node, self.value(node.part), self.floor(node))
        self.sheet.aggregate(columns, found)

    def floor(self, node: Aggregate) -> Decimal | None:
        """What an unknown term of a sum is at least, None where that is not known either."""
        if not isinstance(node.part, Name):
            return None
        low = (self.guide.facts[node.part.key].range or (None,))[0]
        return None if low is None else min(low, Decimal(0))


class _Totals:
    """The columns that one aggregate needs of each household."""

    def __init__(self, sheet: Sheet, name: str, columns: dict[str, ibis.Value]):
        self.name = name
        self.columns = columns
        self.member = sheet.read("member").yes
        self.other = sheet.read("other").yes
        self.complete = sheet.read("complete").yes
        self.most_others = sheet.read("others").hull[0]

    def total(self, node: Aggregate, part: Truth | Number, floor: Decimal | None) -> Truth | Number:
        """The aggregate with its columns named by reference."""
        match node.function:
            case "any":
                return self.any(part)
            case "count":
                return self.count(part)
        return self.sum(part, None if floor is None else float(floor))

    def any(self, part: Truth) -> Truth:
        """Unmet only when nobody who may belong to the household could meet it."""
        could = both(either(self.member, self.other), opposite_of(part.no))
        return Truth(
            self.keep("yes", _some(both(self.member, part.yes))),
            self.keep("no", opposite_of(_some(could))),
        )

    def count(self, part: Truth) -> Number:
        """From those who surely do to those who may."""
        surely = _sum(choose(both(self.member, part.yes), 1.0, 0.0))
        maybe = _sum(choose(both(self.member, opposite_of(part.yes), opposite_of(part.no)), 1.0, 0.0))
        others = _most(choose(both(self.other, opposite_of(part.no)), self.most_others, 0.0))
        return Number(
            True, (Span(True, self.keep("low", surely), self.keep("high", surely + maybe + others)),), False
        )  # fmt: skip

    def sum(self, part: Number, floor: float | None) -> Number:
        """Unknown terms count from the floor upwards, or make the sum unknown."""
        told, untold = both(self.member, part.known), both(self.member, opposite_of(part.known))
        low, high = (_sum(choose(told, end, 0.0)) for end in part.hull)
        known: Flag = True
        if floor is None:
            known = opposite_of(_some(either(opposite_of(self.complete), untold)))
        else:
            low = low + _most(choose(self.complete, 0.0, 1.0)) * floor
            high = high + _most(choose(self.complete, 0.0, values.INFINITY))
            low = low + _sum(choose(untold, floor, 0.0)) if floor else low
            high = high + choose(_some(untold), values.INFINITY, 0.0)
        span = Span(True, self.keep("low", low), self.keep("high", high))
        finite = part.finite and floor is None
        return Number(self.keep("known", known), (span,), finite, len(part.spans) > 1 or part.blurred)

    def keep(self, place: str, column: Flag | float | ibis.Value) -> object:
        """Name a column, or keep what is the same in every row."""
        if not isinstance(column, ibis.Value):
            return column
        name = f"{self.name}__{place}"
        self.columns[name] = column
        return refer(name)


def _some(flag: Flag) -> Flag:
    return flag if isinstance(flag, bool) else flag.any()


def _sum(value: float | ibis.Value) -> float | ibis.Value:
    return 0.0 if isinstance(value, float) else value.sum()  # only nought is the same in every row


def _most(value: float | ibis.Value) -> float | ibis.Value:
    return value if isinstance(value, float) else value.max()


class Figures:
    """Standards as numbers in every row: what each may be, by the facts of the household that choose it."""

    def __init__(self, guide: Guide, on: date):
        self.guide = guide
        self.on = on
        self._grounds: dict[tuple, Ground] = {}

    def facts(self, key: str) -> list[str]:
        """The household facts that choose the figure of a standard."""
        families = self.guide.standards.families
        found, pending = ["district"], [key]
        while pending:
            family = families.get(pending.pop())
            if family is not None:
                found.append(family.by)
                pending.extend(family.choose.values())
        return sorted(set(found))

    def number(self, sheet: Sheet, key: str) -> Number:
        """The standard in every row of the sheet."""
        facts = [fact for fact in self.facts(key) if sheet.given(fact) is not None]
        choices = [(None, *self.guide.facts[fact].values) for fact in facts]
        by_state = {state: self._spans(key, facts, state) for state in product(*choices)}
        places = {
            span: [state for state, spans in by_state.items() if spans is not None and span in spans]
            for span in dict.fromkeys(span for spans in by_state.values() for span in spans or ())
        }
        if not places:
            return NOTHING
        total = len(by_state)
        state = state_of(sheet, facts)
        known = [one for one, spans in by_state.items() if spans is not None]
        spans = (Span(in_states(state, held, total), *_ends(*span)) for span, held in places.items())
        return values.few(Number(in_states(state, known, total), tuple(spans)))

    def _spans(self, key: str, facts: list[str], state: tuple) -> Spans | None:
        return self.ground(facts, state).standard(key)

    def ground(self, facts: list[str], state: tuple) -> Ground:
        """The ground of a household of which only these facts are known."""
        household = {fact: value for fact, value in zip(facts, state, strict=True) if value is not None}
        place = tuple(household.items())
        if place not in self._grounds:
            self._grounds[place] = Ground(Situation(household=household), self.guide.standards, self.on)
        return self._grounds[place]


def _ends(low: Decimal, high: Decimal) -> tuple[float, float]:
    one = float(low)
    return one, one if low == high else float(high)


def state_of(sheet: Sheet, facts: list[str]) -> ibis.Value | None:
    """The values of these facts of the household as one word."""
    parts = [sheet.column(fact).fill_null("") for fact in facts]
    state = parts[0] if parts else None
    for part in parts[1:]:
        state = state + "|" + part
    return state


def in_states(state: ibis.Value | None, held: list[tuple], total: int) -> Flag:
    """Whether the row is in one of the states; plain where it is in all of them or in none."""
    if len(held) == total or not held:
        return bool(held)
    return state.isin(["|".join(value or "" for value in one) for one in held])
