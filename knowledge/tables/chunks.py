"""A chunk of both tables, household by household, as the arrays that a tape reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from .facts import HOUSEHOLD, PERSON
from .kernels import HOME, ROW, VALID, VALUE, Input
from .layout import Array, Layout, filled_up, pack

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Chunk:
    """Both tables of some households and where their rows lie; `order` and `rows` lead back to the tables.

    `order`: for each household of the layout its row in `households`; `rows`: for each row of the layout its
    row in `people`, NOWHERE for those without a person.
    """

    people: pa.Table
    households: pa.Table
    inputs: Mapping[str, Input]
    layout: Layout
    order: Array
    rows: Array
    _arrays: dict[str, pa.Array] = field(default_factory=dict)
    _codes: dict[str, Array] = field(default_factory=dict)
    _sets: dict[str, dict[str, Array]] = field(default_factory=dict)

    def given(self, name: str, part: str) -> Array:
        """A part of an input, laid out, flags as bits; sets have a part for each value."""
        one = self.inputs[name]
        if name in (HOUSEHOLD, PERSON):
            return self.listed[one.level]
        array = self._array(name)
        if part == VALID and not array.null_count:
            return self.listed[one.level]
        if one.kind == "word":
            codes = self._codes_of(name)
            return codes if part == VALUE else pack(codes)
        if part not in (VALID, VALUE):
            return self._having(name, part)
        found = valid_flags(array) if part == VALID else _DECODERS[one.kind](array, one)
        laid = self._laid(found, one.level)
        return pack(laid) if one.is_flag(part) else laid

    def _laid(self, values: Array, level: int) -> Array:
        """The values in their places, nought where nobody is."""
        laid = np.zeros(self._size(level), values.dtype)
        if level == HOME:
            laid[: self.layout.homes] = values.take(self.order)
        elif len(self.people):
            first = self.layout.home_places
            laid[first:] = values.take(self.rows[first:])
            laid[self._nobody] = np.zeros(1, values.dtype)
        return laid

    def _size(self, level: int) -> int:
        return self.layout.home_places if level == HOME else self.layout.rows

    def _array(self, name: str) -> pa.Array:
        if name not in self._arrays:
            table = self.households if self.inputs[name].level == HOME else self.people
            column = table.column(name).combine_chunks()
            self._arrays[name] = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        return self._arrays[name]

    def _codes_of(self, name: str) -> Array:
        if name not in self._codes:
            one = self.inputs[name]
            self._codes[name] = self._laid(_codes(self._array(name), one), one.level)
        return self._codes[name]

    def _having(self, name: str, value: str) -> Array:
        """Where a set has the value; sets are nearly empty, so only what they hold is looked at."""
        if name not in self._sets:
            self._sets[name] = self._set_places(name)
        flags = np.zeros(self._size(self.inputs[name].level), bool)
        places = self._sets[name].get(value)
        if places is not None:
            flags[places] = True
        return pack(flags)

    def _set_places(self, name: str) -> dict[str, Array]:
        """For each value of a set where the layout has it."""
        array = self._array(name)
        if pa.types.is_null(array.type) or not len(array.values):
            return {}
        words = array.flatten()
        words = words if pa.types.is_dictionary(words.type) else words.dictionary_encode()
        parents = np.asarray(pc.list_parent_indices(array))
        places = (self._place_of_home if self.inputs[name].level == HOME else self._place_of_row)[parents]
        codes = np.asarray(words.indices)
        return {value: places[codes == code] for code, value in enumerate(words.dictionary.to_pylist())}

    @cached_property
    def _place_of_home(self) -> Array:
        places = np.empty(len(self.order), np.int64)
        places[self.order] = np.arange(len(self.order))
        return places

    @cached_property
    def _place_of_row(self) -> Array:
        listed = np.flatnonzero(self.rows != NOWHERE)
        places = np.empty(len(listed), np.int64)
        places[self.rows[listed]] = listed
        return places

    @cached_property
    def _nobody(self) -> Array:
        """The rows without a person, but those of the first layer."""
        first = self.layout.home_places
        return np.flatnonzero(self.rows[first:] == NOWHERE) + first

    @cached_property
    def listed(self) -> dict[int, Array]:
        """Where there is a household, and where there is a person."""
        homes = np.arange(self.layout.home_places) < self.layout.homes
        return {HOME: pack(homes), ROW: pack(self.rows != NOWHERE)}

    def home_of(self, rows: Array) -> Array:
        """The household of each row, as the layout counts households."""
        starts = np.array([start for start, _ in self.layout.layers])
        return rows - starts[np.searchsorted(starts, rows, "right") - 1]


def make_chunk(people: pa.Table, households: pa.Table, inputs: Mapping[str, Input]) -> Chunk:
    """The chunk of people and households; the people of a household stand together, ids are unique.

    A household that only people name has no facts; one without people has its facts alone.
    """
    people, households = people.combine_chunks(), households.combine_chunks()
    firsts, sizes = _runs(people.column(HOUSEHOLD))
    homes = people.column(HOUSEHOLD).take(pa.array(firsts))
    places = _positions(homes, households.column(HOUSEHOLD))
    if (places == NOWHERE).any():
        missing = places == NOWHERE
        added = pa.table({HOUSEHOLD: homes.filter(pa.array(missing)).combine_chunks()})
        places[missing] = np.arange(len(households), len(households) + len(added))
        households = pa.concat_tables([households, added], promote_options="default").combine_chunks()
    count = np.zeros(len(households), np.int64)
    first = np.zeros(len(households), np.int64)
    count[places], first[places] = sizes, firsts
    order = np.argsort(-count, kind="stable")
    count, first = count[order], first[order]
    layers, start = [(0, len(order))], filled_up(len(order))
    rows = [np.full(start, NOWHERE)]
    for position in range(int(count[0]) if len(count) else 0):
        having = int(np.searchsorted(-count, -position, "left"))
        layers.append((start, having))
        start += filled_up(having)
        rows += [first[:having] + position, np.full(filled_up(having) - having, NOWHERE)]
    return Chunk(people, households, inputs, Layout(tuple(layers)), order, np.concatenate(rows))


def _runs(ids: pa.ChunkedArray) -> tuple[Array, Array]:
    """Where each run of equal ids begins, and how long it is."""
    if not len(ids):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    ids = ids.combine_chunks()
    changes = np.asarray(pc.not_equal(ids.slice(1), ids.slice(0, len(ids) - 1)))
    firsts = np.concatenate([[0], np.flatnonzero(changes) + 1])
    return firsts, np.diff(np.append(firsts, len(ids)))


def _positions(wanted: pa.ChunkedArray, ids: pa.ChunkedArray) -> Array:
    if len(wanted) == len(ids) and wanted.equals(ids):
        return np.arange(len(ids))
    found = pc.index_in(wanted, value_set=ids.combine_chunks())
    return np.asarray(found.fill_null(NOWHERE).combine_chunks()).astype(np.int64)


# ---- Arrow to NumPy ----


def valid_flags(array: pa.Array) -> Array:
    """Where the array is not null."""
    if not array.null_count:
        return np.ones(len(array), bool)
    if array.null_count == len(array):
        return np.zeros(len(array), bool)
    return _bits(array.buffers()[0], array.offset, len(array))


def _bits(buffer: pa.Buffer, offset: int, length: int) -> Array:
    held = np.frombuffer(buffer, np.uint8)[offset // 8 : (offset + length + 7) // 8]
    return np.unpackbits(held, bitorder="little")[offset % 8 :][:length].view(bool)


def _flags(array: pa.Array, _: Input) -> Array:
    if pa.types.is_null(array.type):
        return np.zeros(len(array), bool)
    flags = _bits(array.buffers()[1], array.offset, len(array))
    return flags & valid_flags(array) if array.null_count else flags


def _numbers(array: pa.Array, _: Input) -> Array:
    if array.type != pa.float64():
        array = array.cast(pa.float64())
    return np.asarray(array.fill_null(0.0) if array.null_count else array)


def _whole(array: pa.Array, _: Input) -> Array:
    small = array.cast(pa.int16())
    return np.asarray(small.fill_null(0) if small.null_count else small)


def _days(array: pa.Array, _: Input) -> Array:
    return np.asarray(array.cast(pa.date32()).cast(pa.int32()).fill_null(0)).astype("M8[D]")


def _codes(array: pa.Array, one: Input) -> Array:
    """Nought for null, else the place among the labels and one."""
    if pa.types.is_null(array.type):
        return np.zeros(len(array), np.uint8)
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    place = {label: code for code, label in enumerate(one.labels, 1)}
    table = np.array([place[label] for label in array.dictionary.to_pylist()] + [0], np.uint8)
    indices = array.indices.fill_null(len(table) - 1) if array.null_count else array.indices
    return table.take(np.asarray(indices))


_DECODERS: Mapping[str, Callable[[pa.Array, Input], Array]] = {
    "bool": _flags, "number": _numbers, "whole": _whole, "date": _days,
}  # fmt: skip
