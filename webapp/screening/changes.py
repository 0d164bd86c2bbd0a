"""What changed since an earlier run: a fingerprint of every household, and the hits that were told before."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from knowledge.tables.chunks import Chunk
from knowledge.tables.facts import HOUSEHOLD
from knowledge.tables.kernels import HOME, ROW
from knowledge.tables.layout import Array, unpack
from webapp.screening.rows import ScreenError

MARK = b"zizhuni.run"
ENDS = b"zizhuni.ends"  # the first and the last household of each row group of hits
SEEN = pa.schema([(HOUSEHOLD, pa.string()), ("fingerprint", pa.uint64())])
KEYS = (HOUSEHOLD, "person_id", "policy", "unit")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_SHIFT = np.uint64(29)


def run_file(hits: Path) -> Path:
    """Where the fingerprints of a run stand beside its hits."""
    return hits.with_name(hits.name.removesuffix(".parquet") + ".run.parquet")


def ends_of(hits: pa.Table) -> tuple[str, str]:
    """Two ids between which lie the households of hits, of which there are some."""
    column = hits.column(HOUSEHOLD).combine_chunks()
    ends = pc.min_max(column.dictionary if pa.types.is_dictionary(column.type) else column)
    return ends["min"].as_py(), ends["max"].as_py()


def rules_mark(version: str, on: date) -> bytes:
    """What must be the same for an unchanged household to have the same hits."""
    return f"{version} {on}".encode()


def fingerprints(chunk: Chunk, given: Mapping[tuple[str, str], Array]) -> pa.Table:
    """A number for each household of the chunk, another one where a fact that the rules read differs."""
    at: dict[int, list[Array]] = {HOME: [], ROW: []}
    flags: dict[int, list[Array]] = {HOME: [], ROW: []}
    for (name, part), array in sorted(given.items()):
        one = chunk.inputs[name]
        (flags if one.is_flag(part) else at)[one.level].append(array)
    rows = _mixed([*at[ROW], *_gathered(flags[ROW])], chunk.layout.rows)
    total = _stirred(_mixed([*at[HOME], *_gathered(flags[HOME])], chunk.layout.home_places))
    for layer, (start, count) in enumerate(chunk.layout.layers):
        total[:count] += _stirred(rows[start : start + count] + np.uint64(layer))
    placed = np.empty(chunk.layout.homes, np.uint64)
    placed[chunk.order] = total[: chunk.layout.homes]
    return pa.table([chunk.households.column(HOUSEHOLD), pa.array(placed)], schema=SEEN)


def _gathered(flags: list[Array]) -> Iterator[Array]:
    """The flags of each place side by side, eight in a byte."""
    for start in range(0, len(flags), 8):
        byte = unpack(flags[start]).view(np.uint8)
        for bits in flags[start + 1 : start + 8]:
            byte = (byte + byte) | unpack(bits)
        yield byte


def _mixed(arrays: list[Array], size: int) -> Array:
    """One number of all arrays for each place; eight bytes are mixed at once."""
    mixed = np.zeros(size, np.uint64)
    for array in (one for one in arrays if one.itemsize == 8):
        mixed = _stirred(mixed + array.view(np.uint64))
    short = [
        byte
        for one in arrays
        if one.itemsize < 8
        for byte in one.view(np.uint8).reshape(size, one.itemsize).T
    ]
    packed = np.zeros((size, 8), np.uint8)
    for start in range(0, len(short), 8):
        for place, array in enumerate(short[start : start + 8]):
            packed[:, place] = array
        mixed = _stirred(mixed + packed.view(np.uint64)[:, 0])
    return mixed


def _stirred(values: Array) -> Array:
    values = values * _MIX
    values ^= values >> _SHIFT
    return values


@dataclass(frozen=True, eq=False)
class Before:
    """An earlier run: whether its rules were these, its fingerprints and its hits."""

    hits: Path
    same_rules: bool

    @classmethod
    def open(cls, hits: Path, mark: bytes) -> "Before":
        """The run with those hits. Raises ScreenError where it left no fingerprints."""
        if not hits.is_file() or not run_file(hits).is_file():
            raise ScreenError(f"{hits} 旁边没有上次筛查的 {run_file(hits).name}")
        return cls(hits, (pq.read_schema(run_file(hits)).metadata or {}).get(MARK) == mark)

    @cached_property
    def _seen(self) -> pa.Table:
        return pq.read_table(run_file(self.hits)).sort_by(HOUSEHOLD).combine_chunks()

    def changed(self, seen: pa.Table) -> Array:
        """The places of the households that are new or have another fingerprint."""
        ids = seen.column(HOUSEHOLD)
        if not len(ids) or not len(self._seen):
            return np.arange(len(ids))
        near = self._near(ids)
        places = pc.index_in(ids, value_set=near.column(HOUSEHOLD).combine_chunks())
        earlier = near.column("fingerprint").take(places)
        same = pc.fill_null(pc.equal(earlier, seen.column("fingerprint")), False)
        return np.flatnonzero(~np.asarray(same))

    def _near(self, ids: pa.ChunkedArray) -> pa.Table:
        """The fingerprints from the first to the last of the ids; both are sorted."""
        ends = pc.min_max(ids)
        held = self._seen.column(HOUSEHOLD)
        low, high = _place(held, ends["min"].as_py(), False), _place(held, ends["max"].as_py(), True)
        return self._seen.slice(low, high - low)

    def only(self, kept: Array, chunk: Chunk) -> tuple[pa.Table, pa.Table]:
        """The people and households at these places of the chunk's households."""
        households = chunk.households.take(pa.array(np.sort(kept)))
        among = pc.is_in(chunk.people.column(HOUSEHOLD), households.column(HOUSEHOLD).combine_chunks())
        return chunk.people.filter(among), households

    def _told(self, ends: tuple[str, str]) -> pa.Table:
        """The hits told before of households from the first of the ends to the last, and maybe of others."""
        with pq.ParquetFile(self.hits) as file:
            known = json.loads((file.metadata.metadata or {}).get(ENDS, b"[]"))
            groups = [
                group for group in range(file.num_row_groups)
                if group >= len(known) or (known[group][0] <= ends[1] and ends[0] <= known[group][1])
            ]  # fmt: skip
            return file.read_row_groups(groups, columns=[*KEYS, "verdict"])

    def new(self, hits: pa.Table) -> pa.Table:
        """The hits that were not told before, and why they are told now."""
        if not len(hits):
            return hits
        told = self._told(ends_of(hits))
        places = pc.index_in(_keys(hits), value_set=_keys(told).combine_chunks())
        earlier = told.column("verdict").cast(pa.string()).take(places)
        verdict = hits.column("verdict").cast(pa.string())
        fresh = pc.invert(pc.fill_null(pc.equal(earlier, verdict), False))
        says = pc.if_else(
            pc.is_null(earlier),
            "比上次新",
            pc.if_else(pc.equal(verdict, "met"), "上次还缺情况，这次齐了", "上次符合，这次有情况要再问"),
        )
        place = hits.schema.get_field_index("why_now")
        joined = pc.binary_join_element_wise(says, hits.column("why_now").cast(pa.string()), "；")
        return hits.set_column(place, "why_now", joined.combine_chunks().dictionary_encode()).filter(fresh)


def _keys(hits: pa.Table) -> pa.ChunkedArray:
    columns = [pc.fill_null(hits.column(name).cast(pa.string()), "") for name in KEYS]
    return pc.binary_join_element_wise(*columns, "\0")


def _place(ids: pa.ChunkedArray, wanted: str, after: bool) -> int:
    low, high = 0, len(ids)
    while low < high:
        middle = (low + high) // 2
        found = ids[middle].as_py()
        low, high = (middle + 1, high) if found < wanted or (after and found == wanted) else (low, middle)
    return low
