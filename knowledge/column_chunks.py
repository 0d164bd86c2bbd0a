"""A chunk of both tables, household by household, as the arrays that a tape reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from knowledge.column_facts import HOUSEHOLD, PERSON
from knowledge.column_kernels import HOME, VALID, VALUE, Array, Input, Layout

NOWHERE = -1


@dataclass(frozen=True, eq=False)
class Chunk:
    """Both tables of some households and where their rows lie; `order` and `rows` lead back to the tables.

    `order`: for each household of the layout its row in `households`; `rows`: for each row with a person of
    the layout its row in `people`.
    """

    people: pa.Table
    households: pa.Table
    inputs: Mapping[str, Input]
    layout: Layout
    order: Array
    rows: Array
    _arrays: dict[str, pa.Array] = field(default_factory=dict)
    _sets: dict[str, dict[str, Array]] = field(default_factory=dict)

    def given(self, name: str, part: str) -> Array:
        """A part of an input, laid out; sets have a part for each value."""
        one = self.inputs[name]
        if name == HOUSEHOLD:
            return np.ones(self.layout.homes, bool)
        if name == PERSON:
            return self._listed()
        array, of_home = self._array(name), one.level == HOME
        size = self.layout.homes if of_home else self.layout.rows
        if part == VALID and not array.null_count:
            return np.ones(size, bool) if of_home else self._listed()
        if part not in (VALID, VALUE):
            return self._having(name, part, size)
        found = valid_flags(array) if part == VALID else _DECODERS[one.kind](array, one)
        laid = np.zeros(size, found.dtype)
        found.take(self.order if of_home else self.rows, out=laid if of_home else laid[self.layout.homes :])
        return laid

    def _array(self, name: str) -> pa.Array:
        if name not in self._arrays:
            table = self.households if self.inputs[name].level == HOME else self.people
            column = table.column(name).combine_chunks()
            self._arrays[name] = column.chunk(0) if isinstance(column, pa.ChunkedArray) else column
        return self._arrays[name]

    def _having(self, name: str, value: str, size: int) -> Array:
        """Where a set has the value; sets are nearly empty, so only what they hold is looked at."""
        if name not in self._sets:
            self._sets[name] = self._set_places(name)
        flags = np.zeros(size, bool)
        places = self._sets[name].get(value)
        if places is not None:
            flags[places] = True
        return flags

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
        places = np.empty(len(self.rows), np.int64)
        places[self.rows] = np.arange(len(self.rows)) + self.layout.homes
        return places

    def _listed(self) -> Array:
        listed = np.ones(self.layout.rows, bool)
        listed[: self.layout.homes] = False
        return listed

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
    layers, rows, start = [(0, len(order))], [], len(order)
    for position in range(int(count[0]) if len(count) else 0):
        having = int(np.searchsorted(-count, -position, "left"))
        layers.append((start, having))
        rows.append(first[:having] + position)
        start += having
    joined = np.concatenate(rows) if rows else np.zeros(0, np.int64)
    return Chunk(people, households, inputs, Layout(tuple(layers)), order, joined)


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
    "bool": _flags, "number": _numbers, "date": _days, "word": _codes,
}  # fmt: skip
