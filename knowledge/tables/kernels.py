"""Column expressions worked out with NumPy, chunk after chunk: a fast engine for the same Ibis expressions.

An expression over the sheet becomes a tape, a list of array operations of which none is done twice. What is
the same for all of a household is worked out once a household. Flags are bits all along, see `column_layout`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import islice
from math import isfinite

import ibis
import numpy as np
from ibis.expr import operations as ops

from .layout import Array, Layout
from .values import ColumnsError
from .work import FOLDS, JOINS, ROUNDED, TESTS, WORK, choose, code_pair, sum_where, widened

CONSTANT, HOME, ROW = range(3)
VALUE, VALID = "", "valid"  # parts of an input; a set has a part for each of its values


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
    """A column that chunks bring: "bool", "number", "whole" (a small whole number), "date", "word" (codes of
    `labels`) or "set".
    """

    kind: str
    level: int
    labels: tuple[str, ...] = ()

    def is_flag(self, part: str) -> bool:
        """Whether a part of it is flags, which chunks bring as bits."""
        return part != VALUE or self.kind == "bool"


Step = tuple[Callable, int, tuple[int, ...], tuple[int, ...]]
LAYOUT = 0  # the first place holds the layout, for what folds or spreads


@dataclass(frozen=True)
class Tape:
    """What is to be done, in order; `inputs` and `outputs` say which places are filled and read.

    A step: what it does, the place of what comes of it, those that it reads, those that nothing reads later.
    """

    places: tuple[object, ...]
    inputs: Mapping[tuple[str, str], int]
    steps: tuple[Step, ...]
    outputs: Mapping[str, int]
    levels: Mapping[str, int]

    def run(self, layout: Layout, given: Mapping[tuple[str, str], Array]) -> dict[str, Array | bool]:
        """The output columns of one chunk, flags as bits; what is the same everywhere is a plain value."""
        held = list(self.places)
        held[LAYOUT] = layout
        for key, place in self.inputs.items():
            held[place] = given[key]
        find = held.__getitem__
        with np.errstate(all="ignore"):
            for work, out, read, done in self.steps:
                held[out] = work(*map(find, read))
                for place in done:
                    held[place] = None
        return {name: held[place] for name, place in self.outputs.items()}


class Writer:
    """Writes the tape of an expression over the table of a sheet."""

    def __init__(self, inputs: Mapping[str, Input]):
        self.described = inputs
        self.places: list[object] = [None]
        self.levels: list[int] = [CONSTANT]
        self.flags: set[int] = set()
        self.steps: list[tuple[Callable, int, tuple[int, ...]]] = []
        self.inputs: dict[tuple[str, str], int] = {}
        self._known: dict[tuple, int] = {}
        self._valid_of: dict[int, int] = {}
        self._small: dict[int, int] = {}  # a number → the same as small whole numbers
        self._columns: dict[ops.Node, Column] = {}

    def write(self, stored: Iterable[ibis.Value], wanted: Mapping[str, ibis.Value]) -> Tape:
        """The tape that works out the wanted values; `stored` are those that were worked out on the way, in
        order, so that no expression is followed far down.
        """
        with np.errstate(all="ignore"):
            for value in stored:
                self.column(value.op())
            outputs = {name: self.column(value.op()).place for name, value in wanted.items()}
        kept, needed = [], set(outputs.values())
        for step in reversed(self.steps):
            if step[1] in needed:
                needed.update(step[2])
                kept.append(step)
        inputs = {key: place for key, place in self.inputs.items() if place in needed}
        levels = {name: self.levels[place] for name, place in outputs.items()}
        steps = self._freed(kept[::-1], {LAYOUT, *outputs.values()})
        return Tape(tuple(self.places), inputs, steps, outputs, levels)

    def _freed(self, steps: list[tuple], kept: set[int]) -> tuple[Step, ...]:
        """The steps with the places that nothing later reads; flags that end take up what comes of them."""
        seen, found, given = set(kept), [], set(self.inputs.values())
        for work, out, read in reversed(steps):
            done = tuple({place for place in read if place not in seen})
            seen.update(read)
            if work in JOINS:
                ending = (one for one in done if self.levels[one] == self.levels[out] and one not in given)
                read = (*read, *islice(ending, 1))
            found.append((work, out, read, done))
        return tuple(reversed(found))

    # ---- places ----

    def constant(self, value: object) -> int:
        """The place of a plain value."""
        key = ("constant", type(value), value)
        if key not in self._known:
            self._known[key] = self._place(CONSTANT, value)
        return self._known[key]

    def given(self, name: str, part: str) -> int:
        """The place of a part of an input."""
        key, one = (name, part), self.described[name]
        if key not in self.inputs:
            self.inputs[key] = self._place(one.level, None, one.is_flag(part))
        return self.inputs[key]

    def emit(self, work: Callable, *read: int, to: int | None = None, flag: bool = False) -> int:
        """The place of what `work` makes of these places; `to` HOME folds or ROW spreads, by the layout."""
        level = max(self.levels[place] for place in read) if to is None else to
        if level == CONSTANT:
            return self.constant(work(*(self.places[place] for place in read)))
        if to is None and level == ROW:
            read = tuple(map(self.spread, read))
        key = (work, read)
        if key not in self._known:
            out = self._known[key] = self._place(level, None, flag)
            self.steps.append((work, out, read if to is None else (LAYOUT, *read)))
        return self._known[key]

    def spread(self, place: int) -> int:
        """The place as a column of rows, where it is one of households."""
        if self.levels[place] != HOME:
            return place
        flag = place in self.flags
        return self.emit(Layout.spread_flags if flag else Layout.spread, place, to=ROW, flag=flag)

    def _place(self, level: int, value: object, flag: bool = False) -> int:
        self.places.append(value)
        self.levels.append(level)
        if flag:
            self.flags.add(len(self.places) - 1)
        return len(self.places) - 1

    # ---- flags ----

    def all(self, one: int, other: int) -> int:
        """Where both flags are set."""
        for first, second in ((one, other), (other, one)):
            if self.levels[first] == CONSTANT:
                return second if self.places[first] else first
        return one if one == other else self.emit(np.bitwise_and, *sorted((one, other)), flag=True)

    def any(self, one: int, other: int) -> int:
        """Where one of the flags is set."""
        for first, second in ((one, other), (other, one)):
            if self.levels[first] == CONSTANT:
                return first if self.places[first] else second
        return one if one == other else self.emit(np.bitwise_or, *sorted((one, other)), flag=True)

    def opposite(self, place: int) -> int:
        """Where the flag is not set."""
        if self.levels[place] == CONSTANT:
            return self.constant(not self.places[place])
        return self.emit(np.invert, place, flag=True)

    def choose(self, flag: int, one: int, other: int) -> int:
        """`one` where the flag is set, else `other`."""
        if self.levels[flag] == CONSTANT:
            return one if self.places[flag] else other
        if self._is_nought_there(flag, one, other):
            return other
        if self._is_flag(one) and self._is_flag(other):
            return self.any(self.all(flag, one), self.all(self.opposite(flag), other))
        return self.emit(choose, flag, one, other)

    def _is_nought_there(self, flag: int, one: int, other: int) -> bool:
        """Whether `one` is nought, and so is `other` where the flag is set: an input that is null there."""
        if self.levels[one] != CONSTANT or self.places[one]:
            return False
        valid = self._valid_of.get(other)
        return valid is not None and self._known.get((np.invert, (valid,))) == flag

    def _is_flag(self, place: int) -> bool:
        return place in self.flags or isinstance(self.places[place], bool)

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
                join = self.all if isinstance(node, ops.And) else self.any
                return Column(join(self._sure(node.left), self._sure(node.right)))
            case ops.Not():
                return self._not(self.column(node.arg))
            case ops.Any() | ops.All() | ops.Sum() | ops.Max():
                return self._folded(node)
            case ops.Cast():
                return self.column(node.arg)
            case ops.IfElse():
                parts = map(self.column, (node.bool_expr, node.true_expr, node.false_null_expr))
                return self._plain(self.choose, *parts)
        if type(node) not in WORK:
            raise ColumnsError(f"没有算 {type(node).__name__} 的快法")
        work = partial(self.emit, WORK[type(node)], flag=type(node) in TESTS)
        return self._worked(work, node)

    def _field(self, name: str) -> Column:
        one = self.described[name]
        labels = (None, *one.labels) if one.kind == "word" else None
        valid = self.given(name, VALID)
        place = valid if one.kind in ("set", "id") else self.given(name, VALUE)
        if one.kind == "whole":
            small, place = place, self.emit(widened, place)
            self._small[place] = small
        if one.kind in ("number", "whole"):
            self._valid_of[place] = valid
        return Column(place, valid, True, labels)

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
        place = one.place if clean else self.choose(one.valid, one.place, other.place)
        valid = None if other.valid is None else self.any(one.valid, other.valid)
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
        equal = WORK[ops.Equals]
        among = [self.emit(equal, words.place, self.constant(code), flag=True) for code in held]
        return Column(reduce(self.any, among), valid, True)

    def _concatenated(self, one: Column, other: Column) -> Column:
        labels = tuple(first + second for first in one.labels for second in other.labels)
        if len(other.labels) == 1:
            return Column(one.place, labels=labels)
        return Column(
            self.emit(code_pair(len(other.labels)), one.place, other.place),
            labels=labels,
        )

    def _sure(self, node: ops.Node) -> int:
        column = self.column(node)
        if column.valid is not None:
            raise ColumnsError("and、or 里的列不能有空的")
        return column.place

    def _not(self, column: Column) -> Column:
        place = self.opposite(column.place)
        if column.valid is None:
            return Column(place)
        return Column(self.all(column.valid, place), column.valid, True)

    def _folded(self, node: ops.Reduction) -> Column:
        work, places = self._summed(node) or (FOLDS[type(node)], [self._sure(node.arg)])
        if self.levels[places[0]] != CONSTANT:
            flag = isinstance(node, ops.Any | ops.All)
            return Column(self.emit(work, *map(self.spread, places), to=HOME, flag=flag))
        if not isinstance(node, ops.Sum):
            return Column(places[0])
        if self.places[places[0]]:
            raise ColumnsError("不能把每行都一样的数加起来")
        return Column(self.constant(0.0))

    def _summed(self, node: ops.Reduction) -> tuple[Callable, list[int]] | None:
        """How the numbers of some rows are added up where the others count nothing, if that is asked for."""
        chosen = node.arg
        if not (isinstance(node, ops.Sum) and isinstance(chosen, ops.IfElse)):
            return None
        flag, one, other = (self._sure(part) for part in chosen.args)
        if self.levels[flag] == CONSTANT or self.levels[other] != CONSTANT or self.places[other] != 0:
            return None
        if self.levels[one] != CONSTANT:
            return sum_where, [flag, one]
        return (Layout.count, [flag]) if self.places[one] == 1 else None

    def _plain(self, work: Callable[..., int], *columns: Column) -> Column:
        valid = [column.valid for column in columns if column.valid is not None]
        return Column(work(*(column.place for column in columns)), reduce(self.all, valid) if valid else None)

    def _small_sides(self, rounded: Callable, left: Column, right: Column) -> list[Column]:
        """The sides of a comparison, with a whole number on the right where that is as good."""
        small, limit = self._small.get(left.place), self.places[right.place]
        if small is None or not isinstance(limit, float) or not isfinite(limit):
            return [left, right]
        return [replace(left, place=small), Column(self.constant(rounded(limit)))]

    def _worked(self, work: Callable[..., int], node: ops.Node) -> Column:
        args = node.arg if isinstance(node, ops.Least | ops.Greatest) else node.args
        columns = [self.column(arg) for arg in args if isinstance(arg, ops.Node)]
        if type(node) in ROUNDED:
            columns = self._small_sides(ROUNDED[type(node)], *columns)
        if isinstance(node, ops.Least | ops.Greatest):
            return reduce(lambda one, other: self._plain(work, one, other), columns)
        return self._plain(work, *columns)
