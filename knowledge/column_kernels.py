"""Column expressions worked out with NumPy, chunk after chunk: a fast engine for the same Ibis expressions.

An expression over the sheet becomes a tape, a list of array operations of which none is done twice. What is
the same for all of a household is worked out once a household. The rows of a chunk lie in layers: those
without a person of all households, then the first persons of all that have one, then the second, so that what
runs over a household runs over whole layers at once. Households come largest first; a layer belongs to the
first so many of them.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, reduce

import ibis
import numpy as np
from ibis.expr import operations as ops

from knowledge.column_facts import Sheet, mapped, named
from knowledge.column_values import ColumnsError, Number, Truth
from knowledge.facts import FactDefinition

CONSTANT, HOME, ROW = range(3)
_TYPES = {"bool": "boolean", "number": "float64", "word": "string", "set": "array<string>", "date": "date"}
VALUE, VALID = "", "valid"  # parts of an input; a set has a part for each of its values
Array = np.ndarray


@dataclass(frozen=True)
class Layout:
    """Where the layers of a chunk lie: (first row, households that have it), those without a person first."""

    layers: tuple[tuple[int, int], ...]

    @property
    def homes(self) -> int:
        """How many households."""
        return self.layers[0][1]

    @property
    def rows(self) -> int:
        """How many rows, those without a person among them."""
        return sum(count for _, count in self.layers)

    def spread(self, of_home: Array) -> Array:
        """What each household has, for all of its rows."""
        return np.concatenate([of_home[:count] for _, count in self.layers])

    def fold(self, ufunc: np.ufunc, rows: Array) -> Array:
        """The rows of each household as one."""
        total = rows[: self.homes].copy()
        for start, count in self.layers[1:]:
            ufunc(total[:count], rows[start : start + count], out=total[:count])
        return total

    def count(self, flags: Array) -> Array:
        """How many rows of each household have the flag."""
        return self.fold(np.add, flags.view(np.uint8).astype(np.uint16)).astype(np.float64)


@dataclass(frozen=True)
class Column:
    """A column on the tape. `valid` is the place of its flags, None where it is never null.

    `clean`: where it is null it is nought. `labels`: of a column of words, what its codes stand for.
    """

    place: int
    valid: int | None = None
    clean: bool = False
    labels: tuple[str | None, ...] | None = None


@dataclass(frozen=True)
class Input:
    """A column that chunks bring: "bool", "number", "date", "word" (codes of `labels`) or "set"."""

    kind: str
    level: int
    labels: tuple[str, ...] = ()


Step = tuple[Callable, bool, int, tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True)
class Tape:
    """What is to be done, in order; `inputs` and `outputs` say which places are filled and read."""

    places: tuple[object, ...]
    inputs: Mapping[tuple[str, str], int]
    steps: tuple[Step, ...]
    outputs: Mapping[str, int]
    levels: Mapping[str, int]

    def run(self, layout: Layout, given: Mapping[tuple[str, str], Array]) -> dict[str, Array | bool]:
        """The output columns of one chunk; what is the same everywhere is a plain value."""
        held = list(self.places)
        for key, place in self.inputs.items():
            held[place] = given[key]
        with np.errstate(all="ignore"):
            for work, by_layout, out, read, done in self.steps:
                found = [held[place] for place in read]
                held[out] = work(layout, *found) if by_layout else work(*found)
                for place in done:
                    held[place] = None
        return {name: held[place] for name, place in self.outputs.items()}


class FlatSheet(Sheet):
    """A sheet over one table that is never a query: what is stored stays an expression over its columns.

    What is worked out once a household stands in expressions of rows as it is.
    """

    def __init__(self, inputs: Mapping[str, Input], facts: Mapping[str, FactDefinition]):
        columns = {name: _TYPES.get(one.kind, "string") for name, one in inputs.items()}
        super().__init__(ibis.table(columns, name="sheet"), facts)
        self.in_order: list[ibis.Value] = []

    def store(self, values: Mapping[str, Truth | Number]) -> None:
        """Keep the values."""
        for name, value in values.items():
            self._stored[name] = mapped(value, self._note)

    def aggregate(self, columns: Mapping[str, ibis.Value], values: Mapping[str, Truth | Number]) -> None:
        """Keep the values with the columns in the place of their names."""
        self._columns.update(columns)
        self.in_order += columns.values()
        for name, value in values.items():
            self._stored[name] = mapped(value, lambda part, _: named(part, columns))

    def want(self, names: Iterable[str]) -> None:
        """Nothing is dropped: what nobody reads is left off the tape."""

    def read(self, name: str) -> Truth | Number:
        """What was stored by that name."""
        return self._stored[name]

    def _note(self, part: object, _: str) -> object:
        if isinstance(part, ibis.Value):
            self.in_order.append(part)
        return part


class Writer:
    """Writes the tape of an expression over the table of a sheet."""

    def __init__(self, inputs: Mapping[str, Input]):
        self.described = inputs
        self.places: list[object] = []
        self.levels: list[int] = []
        self.steps: list[tuple[Callable, bool, int, tuple[int, ...]]] = []
        self.inputs: dict[tuple[str, str], int] = {}
        self._known: dict[tuple, int] = {}
        self._columns: dict[ops.Node, Column] = {}

    def write(self, stored: Iterable[ibis.Value], wanted: Mapping[str, ibis.Value]) -> Tape:
        """The tape that works out the wanted values; `stored` are those that were worked out on the way, in
        order, so that no expression is followed far down.
        """
        for value in stored:
            self.column(value.op())
        outputs = {name: self.column(value.op()).place for name, value in wanted.items()}
        kept, needed = [], set(outputs.values())
        for step in reversed(self.steps):
            if step[2] in needed:
                needed.update(step[3])
                kept.append(step)
        inputs = {key: place for key, place in self.inputs.items() if place in needed}
        levels = {name: self.levels[place] for name, place in outputs.items()}
        return Tape(tuple(self.places), inputs, _freed(kept[::-1], set(outputs.values())), outputs, levels)

    # ---- places ----

    def constant(self, value: object) -> int:
        """The place of a plain value."""
        key = ("constant", type(value), value)
        if key not in self._known:
            self._known[key] = self._place(CONSTANT, value)
        return self._known[key]

    def given(self, name: str, part: str) -> int:
        """The place of a part of an input."""
        key = (name, part)
        if key not in self.inputs:
            self.inputs[key] = self._place(self.described[name].level, None)
        return self.inputs[key]

    def emit(self, work: Callable, *read: int, to: int | None = None) -> int:
        """The place of what `work` makes of these places; `to` HOME folds or ROW spreads, by the layout."""
        if to is None:
            level = max(self.levels[place] for place in read)
            read = tuple(self.spread(place) if level == ROW else place for place in read)
        else:
            level = to
        key = (work, read)
        if key not in self._known:
            out = self._known[key] = self._place(level, None)
            self.steps.append((work, to is not None, out, read))
        return self._known[key]

    def spread(self, place: int) -> int:
        """The place as a column of rows, where it is one of households."""
        return self.emit(Layout.spread, place, to=ROW) if self.levels[place] == HOME else place

    def _place(self, level: int, value: object) -> int:
        self.places.append(value)
        self.levels.append(level)
        return len(self.places) - 1

    # ---- columns ----

    def column(self, node: ops.Node) -> Column:
        """The column of an expression."""
        if node not in self._columns:
            self._columns[node] = self._column(node)
        return self._columns[node]

    def _column(self, node: ops.Node) -> Column:
        match node:
            case ops.Field():
                return self._field(node.name)
            case ops.Literal():
                return self._literal(node)
            case ops.Coalesce():
                return reduce(self._coalesce, map(self.column, node.arg))
            case ops.ArrayContains():
                return self._contains(node)
            case ops.NotNull():
                valid = self.column(node.arg).valid
                return Column(self.constant(True) if valid is None else valid)
            case ops.InValues():
                return self._in(self.column(node.value), {option.value for option in node.options})
            case ops.StringConcat():
                return reduce(self._concatenated, map(self.column, node.arg))
            case ops.And() | ops.Or():
                return self._joined(np.logical_and if isinstance(node, ops.And) else np.logical_or, node)
            case ops.Not():
                return self._not(self.column(node.arg))
            case ops.Any() | ops.All() | ops.Sum() | ops.Max():
                return self._folded(node)
            case ops.Cast():
                return self.column(node.arg)
            case ops.IfElse():
                parts = map(self.column, (node.bool_expr, node.true_expr, node.false_null_expr))
                return self._plain(np.where, *parts)
        if type(node) not in _WORK:
            raise ColumnsError(f"没有算 {type(node).__name__} 的快法")
        return self._worked(_WORK[type(node)], node)

    def _field(self, name: str) -> Column:
        one = self.described[name]
        labels = (None, *one.labels) if one.kind == "word" else None
        valid = self.given(name, VALID)
        return Column(valid if one.kind in ("set", "id") else self.given(name, VALUE), valid, True, labels)

    def _literal(self, node: ops.Literal) -> Column:
        if isinstance(node.value, str):
            return Column(self.constant(0), labels=(node.value,))
        value = np.datetime64(node.value, "D") if node.dtype.is_date() else node.value
        return Column(self.constant(value))

    def _coalesce(self, one: Column, other: Column) -> Column:
        if one.valid is None:
            return one
        if one.labels is not None:  # codes: nought is null, and takes on what the other says everywhere
            return Column(one.place, None, labels=(other.labels[0], *one.labels[1:]))
        clean = one.clean and self.levels[other.place] == CONSTANT and not self.places[other.place]
        place = one.place if clean else self.emit(np.where, one.valid, one.place, other.place)
        valid = None if other.valid is None else self.emit(np.logical_or, one.valid, other.valid)
        return Column(place, valid, one.clean and other.clean)

    def _contains(self, node: ops.ArrayContains) -> Column:
        lists = node.arg.arg if isinstance(node.arg, ops.Coalesce) else (node.arg,)
        return reduce(self._coalesce, (self._listed(one, node.other.value) for one in lists))

    def _listed(self, field: ops.Field, value: str) -> Column:
        return Column(self.given(field.name, value), self.given(field.name, VALID), True)

    def _in(self, words: Column, options: set) -> Column:
        held = [code for code, label in enumerate(words.labels) if label in options]
        valid = words.valid
        if not held:
            return Column(self.constant(False), valid, True)
        among = [self.emit(np.equal, words.place, self.constant(code)) for code in held]
        return Column(reduce(lambda one, other: self.emit(np.logical_or, one, other), among), valid, True)

    def _concatenated(self, one: Column, other: Column) -> Column:
        labels = tuple(first + second for first in one.labels for second in other.labels)
        if len(other.labels) == 1:
            return Column(one.place, labels=labels)
        return Column(
            self.emit(_code_pair(len(other.labels)), one.place, other.place),
            labels=labels,
        )

    def _joined(self, work: np.ufunc, node: ops.And | ops.Or) -> Column:
        one, other = self._sure(node.left), self._sure(node.right)
        return Column(one if one == other else self.emit(work, *sorted((one, other))))

    def _sure(self, node: ops.Node) -> int:
        column = self.column(node)
        if column.valid is not None:
            raise ColumnsError("and、or 里的列不能有空的")
        return column.place

    def _not(self, column: Column) -> Column:
        place = self.emit(np.logical_not, column.place)
        if column.valid is None:
            return Column(place)
        return Column(self.emit(np.logical_and, column.valid, place), column.valid, True)

    def _folded(self, node: ops.Reduction) -> Column:
        work, arg = _FOLDS[type(node)], node.arg
        if isinstance(arg, ops.IfElse) and isinstance(node, ops.Sum) and _is_count(arg):
            work, arg = Layout.count, arg.bool_expr
        return Column(self.emit(work, self.spread(self._sure(arg)), to=HOME))

    def _plain(self, work: Callable, *columns: Column) -> Column:
        valid = [column.valid for column in columns if column.valid is not None]
        joined = reduce(lambda one, other: self.emit(np.logical_and, one, other), valid) if valid else None
        return Column(self.emit(work, *(column.place for column in columns)), joined)

    def _worked(self, work: Callable, node: ops.Node) -> Column:
        args = node.arg if isinstance(node, ops.Least | ops.Greatest) else node.args
        columns = [self.column(arg) for arg in args if isinstance(arg, ops.Node)]
        if isinstance(node, ops.Least | ops.Greatest):
            return reduce(lambda one, other: self._plain(work, one, other), columns)
        return self._plain(work, *columns)


def _is_count(node: ops.IfElse) -> bool:
    return [getattr(one, "value", None) for one in (node.true_expr, node.false_null_expr)] == [1.0, 0.0]


def _freed(steps: list[tuple], kept: set[int]) -> tuple[Step, ...]:
    """The steps with the places that nothing later reads."""
    seen, found = set(kept), []
    for work, by_layout, out, read in reversed(steps):
        done = tuple({place for place in read if place not in seen})
        seen.update(read)
        found.append((work, by_layout, out, read, done))
    return tuple(reversed(found))


@lru_cache
def _code_pair(count: int) -> Callable[[Array, Array], Array]:
    return lambda one, other: one.astype(np.uint16) * np.uint16(count) + other


def _years(days: Array) -> Array:
    return days.astype("M8[Y]").astype(np.int64) + 1970


def _months(days: Array) -> Array:
    return days.astype("M8[M]").astype(np.int64) % 12 + 1


def _days(days: Array) -> Array:
    return (days - days.astype("M8[M]").astype("M8[D]")).astype(np.int64) + 1


def _round_half_away(value: Array, places: int) -> Array:
    """As SQL rounds: halves away from nought."""
    scale = 10.0**places
    return np.copysign(np.floor(np.abs(value) * scale + 0.5), value) / scale


_FOLDS = {
    ops.Any: lambda layout, rows: layout.fold(np.logical_or, rows),
    ops.All: lambda layout, rows: layout.fold(np.logical_and, rows),
    ops.Sum: lambda layout, rows: layout.fold(np.add, rows),
    ops.Max: lambda layout, rows: layout.fold(np.maximum, rows),
}
_WORK: dict[type, Callable] = {
    ops.Add: np.add, ops.Subtract: np.subtract, ops.Multiply: np.multiply, ops.Divide: np.true_divide,
    ops.Greater: np.greater, ops.GreaterEqual: np.greater_equal, ops.Less: np.less,
    ops.LessEqual: np.less_equal, ops.Equals: np.equal, ops.NotEquals: np.not_equal, ops.Abs: np.abs,
    ops.IsNan: np.isnan, ops.Floor: np.floor, ops.Ceil: np.ceil, ops.Negate: np.negative,
    ops.Least: np.minimum, ops.Greatest: np.maximum, ops.Round: _round_half_away,
    ops.ExtractYear: _years, ops.ExtractMonth: _months, ops.ExtractDay: _days,
}  # fmt: skip
