"""Hits: who could have what and does not, with the reasons, from the flags of a chunk.

A hit is met, or unknown where no condition fails and at most two facts are open; who already receives the
policy is none. All else is counted.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property
from threading import Lock

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from knowledge.conditions import Leaf
from knowledge.verdicts import Verdict

from .chunks import NOWHERE, Chunk
from .facts import HOUSEHOLD, PERSON
from .kernels import HOME, ROW
from .layout import Array, count_flags, unpack
from .screening import Screen, ScreenedUnit

MOST_OPEN = 2
RECENT = timedelta(days=365)  # what came into force within a year is a reason to look now
EVENTS = frozenset({"emergency_events", "disaster_effects", "cost_surge", "basic_living_at_risk"})
URGENT_GROUP = "disaster-emergency"
NOW, SOON, LATER = "now", "soon", "later"
NOBODY, LISTED = 0, 1  # places of an open fact: of a member not listed, then of the first person and so on
_PLACES, _NONE = 1 << 20, -1
MOST_BITS = 14  # so many leaves have a table of their own


@dataclass(frozen=True)
class Reason:
    """What a hit says: the conditions met, why it comes up now, and how urgent it is."""

    why: str
    why_now: str
    urgency: str


@dataclass(eq=False)
class Reasons:
    """Every reason met so far, each once; the flags of a unit's leaves find it. Threads may share it."""

    screen: Screen
    known: list[Reason] = field(default_factory=list)
    _places: dict[tuple, int] = field(default_factory=dict)
    _adding: Lock = field(default_factory=Lock)

    def find(self, unit: ScreenedUnit, met: bool, codes: Array) -> Array:
        """The place of the reason for each code; bit n of a code is the n-th leaf."""
        if len(unit.leaves) > MOST_BITS:
            distinct, inverse = np.unique(codes, return_inverse=True)
            places = [self._place(unit, met, int(code)) for code in distinct]
            return np.array(places, np.intp)[inverse]
        table = np.zeros(1 << len(unit.leaves), np.intp)
        for code in np.flatnonzero(np.bincount(codes, minlength=len(table))):
            table[code] = self._place(unit, met, int(code))
        return table[codes]

    def _place(self, unit: ScreenedUnit, met: bool, code: int) -> int:
        key = (unit.met, met, code)
        if key not in self._places:
            with self._adding:
                if key not in self._places:
                    self.known.append(self._reason(unit, met, code))
                    self._places[key] = len(self.known) - 1
        return self._places[key]

    def _reason(self, unit: ScreenedUnit, met: bool, code: int) -> Reason:
        guide, on = self.screen.guide, self.screen.on
        held = [leaf for bit, leaf in enumerate(unit.leaves) if code >> bit & 1]
        names = {name.key for leaf in held for name in guide.names_below(leaf.formula.expression)}
        event = bool(names & EVENTS)
        since = ["家里刚出了急事或添了大笔花销"] if event else []
        if on - unit.effective <= RECENT:
            since.append(f"{unit.effective} 起按新规定")
        since += [f"{guide.standards.labels.get(key, key)}刚调整" for key in self._raised(held)]
        urgency = SOON if met else LATER
        if met and event and URGENT_GROUP in unit.policy.groups:
            urgency = NOW
        usual = "现在符合，还没领" if met else "问清缺的情况就能定"
        return Reason("；".join(leaf.says for leaf in held), "；".join(since) or usual, urgency)

    def _raised(self, leaves: Iterable[Leaf]) -> list[str]:
        """The standards read that have a value which began within the year."""
        guide = self.screen.guide
        keys = dict.fromkeys(key for leaf in leaves for key in guide.standards_below(leaf.formula.expression))
        return [key for key in keys if any(map(self._is_recent, self._members(key)))]

    def _members(self, key: str) -> Iterable[str]:
        family = self.screen.guide.standards.families.get(key)
        return (key,) if family is None else family.choose.values()

    def _is_recent(self, key: str) -> bool:
        standard = self.screen.guide.standards.standards.get(key)
        begun = [one.effective for one in standard.values if one.effective] if standard else []
        return any(timedelta(0) <= self.screen.on - one <= RECENT for one in begun)


@dataclass(eq=False)
class Counts:
    """How many subjects of each (policy, unit) are met, unmet, open, received already, and hits."""

    by_unit: dict[tuple[str, str], Counter] = field(default_factory=dict)

    def add(self, unit: ScreenedUnit, **counts: int) -> None:
        """Add to the counts of a unit."""
        self.by_unit.setdefault((unit.policy.id, unit.unit), Counter()).update(counts)

    def update(self, other: "Counts") -> None:
        """Add all of the other counts."""
        for key, counts in other.by_unit.items():
            self.by_unit.setdefault(key, Counter()).update(counts)


@dataclass(eq=False)
class _Found:
    """The hits of one unit: household and row in the layout, open facts as codes, reason, verdict."""

    unit: int
    met: bool
    homes: Array
    rows: Array | None
    reasons: Array
    opened: Array | None = None
    filled: Array | None = None


def inputs_of(screen: Screen, chunk: Chunk) -> dict[tuple[str, str], Array]:
    """All that the rules read of the chunk."""
    return {key: chunk.given(*key) for key in screen.tape.inputs}


@dataclass(eq=False)
class _Spots:
    """Places among the rows of a chunk, or among its households, ready to look flags up."""

    chunk: Chunk
    places: Array
    of_home: bool

    @cached_property
    def homes(self) -> Array:
        """The household of each."""
        return self.places if self.of_home else self.chunk.home_of(self.places)

    def flags(self, bits: Array | bool, level: int) -> Array:
        """The flag of each, that of its household where flags are of households."""
        if not isinstance(bits, np.ndarray):
            return np.full(len(self.places), bits)
        byte, bit = self._in_homes if level == HOME else self._in_rows
        return bits.take(byte) & bit != 0

    def picked(self, kept: Array) -> "_Spots":
        """Some of them."""
        return _Spots(self.chunk, self.places[kept], self.of_home)

    @cached_property
    def _in_rows(self) -> tuple[Array, Array]:
        return _bytes_of(self.places)

    @cached_property
    def _in_homes(self) -> tuple[Array, Array]:
        return _bytes_of(self.homes)


def _bytes_of(places: Array) -> tuple[Array, Array]:
    """Where flags stand as bits: in which byte, and which bit of it."""
    return places >> 3, np.left_shift(1, places & 7).astype(np.uint8)


class Screening:
    """One chunk of a screen: its flags, worked out, and the hits among them."""

    def __init__(self, reasons: Reasons, chunk: Chunk, given: Mapping[tuple[str, str], Array]):
        """`given`: the inputs of the tape, see `inputs_of`."""
        self.screen, self.chunk, self.reasons = reasons.screen, chunk, reasons
        self.facts = {key: place for place, key in enumerate(self.screen.guide.facts)}
        self.flags = self.screen.tape.run(chunk.layout, given)
        self.starts = np.array([start for start, _ in chunk.layout.layers])
        self.counts = Counts()

    def hits(self) -> pa.Table:
        """The hits of the chunk, unit after unit."""
        found = [one for index, unit in enumerate(self.screen.units) for one in self._of_unit(index, unit)]
        return _table(self.reasons, self.chunk, [one for one in found if len(one.homes)])

    def _of_unit(self, index: int, unit: ScreenedUnit) -> list[_Found]:
        met, maybe = (self._spots(unit, name) for name in (unit.met, unit.candidate))
        opened, filled = self._open(unit, maybe)
        few = np.flatnonzero(filled <= MOST_OPEN)
        found = [
            self._found(index, True, met),
            self._found(index, False, maybe.picked(few), opened[few], filled[few]),
        ]
        subjects = self.chunk.layout.homes if unit.unit == "household" else len(self.chunk.people)
        self.counts.add(
            unit, subjects=subjects, met=len(met.places), hits=len(met.places) + len(few),
            unmet=self._count(unit, unit.unmet), received=self._count(unit, unit.received),
        )  # fmt: skip
        return found

    def _found(self, index: int, met: bool, spots: _Spots, *opened: Array) -> _Found:
        unit = self.screen.units[index]
        codes = np.zeros(len(spots.places), np.int64)
        for bit, (leaf, name) in enumerate(unit.leaves.items()):
            if met and leaf in unit.needed:
                codes |= 1 << bit
            else:
                codes |= self._at(name, spots).astype(np.int64) << bit
        rows = None if spots.of_home else spots.places
        return _Found(index, met, spots.homes, rows, self.reasons.find(unit, met, codes), *opened)

    def _flag(self, name: str) -> Array | bool:
        flag = self.screen.flags[name]
        return flag if isinstance(flag, bool) else self.flags[name]

    def _of_subjects(self, unit: ScreenedUnit, name: str) -> Array:
        """The flag of the households or of the rows, as bits; not set where there is no subject."""
        flag, level = self._flag(name), HOME if unit.unit == "household" else ROW
        listed = self.chunk.listed[level]
        if not isinstance(flag, np.ndarray):
            return listed if flag else np.zeros_like(listed)
        return flag[: len(listed)] & listed

    def _spots(self, unit: ScreenedUnit, name: str) -> _Spots:
        """The households, or the rows, that have the flag."""
        places = np.flatnonzero(unpack(self._of_subjects(unit, name)))
        return _Spots(self.chunk, places, unit.unit == "household")

    def _count(self, unit: ScreenedUnit, name: str) -> int:
        return count_flags(self._of_subjects(unit, name))

    def _at(self, name: str, spots: _Spots) -> Array:
        """The flag for these households or rows of a unit."""
        return spots.flags(self._flag(name), self.screen.tape.levels.get(name, HOME))

    # ---- open facts ----

    def _open(self, unit: ScreenedUnit, spots: _Spots) -> tuple[Array, Array]:
        """The codes of the first two open facts of each place, and how many there are (3: more than two)."""
        filling = _Filling(len(spots.places))
        for key, name in unit.home.items():
            filling.add(self._at(name, spots), self.facts[key] * _PLACES)
        own: dict[str, Array] = {key: self._at(name, spots) for key, name in unit.own.items()}
        layer = np.searchsorted(self.starts, spots.places, "right") - 1
        for key, flags in own.items():
            filling.add(flags, self.facts[key] * _PLACES + LISTED + layer)
        if unit.asked:
            self._add_asked(unit, filling, spots, own)
        return filling.codes, filling.count

    def _add_asked(
        self, unit: ScreenedUnit, filling: "_Filling", spots: _Spots, own: Mapping[str, Array]
    ) -> None:
        kept = np.flatnonzero(filling.count <= MOST_OPEN)
        spots = spots.picked(kept)
        asked: dict[str, list[tuple[Array, str]]] = {}
        for column, guard in unit.asked.items():
            flags = self._at(guard, spots)
            if flags.any() and self._flag(column) is not False:
                asked.setdefault(self.screen.members[column], []).append((flags, column))
        layers = self._members(spots) if asked else []
        for key, columns in asked.items():
            for layer, (having, members) in enumerate(layers):
                flags = np.zeros(len(having), bool)
                for guard, column in columns:
                    flags |= guard[having] & self._at(column, members)
                if key in own:
                    flags &= ~(own[key][kept[having]] & (members.places == spots.places[having]))
                filling.add_at(kept[having[flags]], self.facts[key] * _PLACES + LISTED + layer)

    def _members(self, spots: _Spots) -> list[tuple[Array, _Spots]]:
        """For each layer which of the spots have a row of their household in it, and those rows."""
        found = []
        for start, count in self.chunk.layout.layers:
            having = np.flatnonzero(spots.homes < count)
            found.append((having, _Spots(self.chunk, spots.homes[having] + start, False)))
        return found


class _Filling:
    """Codes gathered into two places each."""

    def __init__(self, size: int):
        self.codes = np.full((size, MOST_OPEN), _NONE)
        self.count = np.zeros(size, np.uint8)

    def add(self, flags: Array, codes: Array | int) -> None:
        """Add the codes where the flags are."""
        places = np.flatnonzero(flags)
        self.add_at(places, codes if isinstance(codes, int) else codes[places])

    def add_at(self, places: Array, codes: Array | int) -> None:
        """Add the codes at the places, of which none comes twice."""
        filled = self.count[places]
        room = filled < MOST_OPEN
        self.codes[places[room], filled[room]] = codes if isinstance(codes, int) else codes[room]
        self.count[places] = np.minimum(filled + 1, MOST_OPEN + 1)


# ---- hits as a table ----


def _table(reasons: Reasons, chunk: Chunk, found: list[_Found]) -> pa.Table:
    screen, sizes = reasons.screen, [len(one.homes) for one in found]
    units = [screen.units[one.unit] for one in found]
    verdicts = [Verdict.MET if one.met else Verdict.UNKNOWN for one in found]
    home_rows = chunk.order[_joined([one.homes for one in found], np.int64)].astype(np.int32)
    told, reason = _renumbered(_joined([one.reasons for one in found], np.intp))
    town = next((name for name in ("town", "district") if name in chunk.households.column_names), None)
    towns = pa.nulls(len(chunk.households), pa.string()) if town is None else chunk.households.column(town)
    homes = _strings(chunk.households.column(HOUSEHOLD))
    columns = {
        "household_id": pa.DictionaryArray.from_arrays(home_rows, homes),
        "person_id": _persons(chunk, found),
        "policy": _repeated([one.policy.id for one in units], sizes),
        "unit": _repeated([one.unit for one in units], sizes),
        "verdict": _repeated([one.value for one in verdicts], sizes),
        "why": _dictionary(reason, [reasons.known[one].why for one in told]),
        "why_now": _dictionary(reason, [reasons.known[one].why_now for one in told]),
        "missing": _missing(screen, chunk, found),
        "town": _strings(towns).dictionary_encode().take(pa.array(home_rows)),
        "urgency": _dictionary(reason, [reasons.known[one].urgency for one in told]),
    }  # fmt: skip
    return pa.table(columns)


def _renumbered(places: Array) -> tuple[Array, Array]:
    """The places that occur, and each as its number among them."""
    occurring = np.flatnonzero(np.bincount(places))
    numbers = np.zeros(int(occurring[-1]) + 1 if len(occurring) else 0, np.intp)
    numbers[occurring] = np.arange(len(occurring))
    return occurring, numbers[places]


def _joined(parts: list[Array], kind: type) -> Array:
    return np.concatenate(parts) if parts else np.zeros(0, kind)


def _strings(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    array = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return array.cast(pa.string()) if array.type != pa.string() else array


def _dictionary(places: Array, words: list[str]) -> pa.DictionaryArray:
    """The words at the places; equal ones become one."""
    codes, distinct = _coded(words)
    return pa.DictionaryArray.from_arrays(codes[places], distinct)


def _repeated(words: list[str], sizes: list[int]) -> pa.DictionaryArray:
    """Each word so many times."""
    codes, distinct = _coded(words)
    return pa.DictionaryArray.from_arrays(np.repeat(codes, sizes), distinct)


def _coded(words: list[str]) -> tuple[Array, pa.Array]:
    """The words as codes of the distinct ones."""
    numbers = {word: number for number, word in enumerate(dict.fromkeys(words))}
    codes = np.array([numbers[word] for word in words], np.int32)
    return codes, pa.array(list(numbers), pa.string())


def _persons(chunk: Chunk, found: list[_Found]) -> pa.DictionaryArray:
    parts = [np.full(len(one.homes), NOWHERE) if one.rows is None else chunk.rows[one.rows] for one in found]
    places = _joined(parts, np.int64).astype(np.int32)
    indices = pa.array(places, mask=places < 0)
    return pa.DictionaryArray.from_arrays(indices, _strings(chunk.people.column(PERSON)))


def _missing(screen: Screen, chunk: Chunk, found: list[_Found]) -> pa.ListArray:
    """The open facts: `fact` of the household, `person.fact`, or `*.fact` of a member not listed."""
    counts = [np.zeros(len(one.homes), np.uint8) if one.filled is None else one.filled for one in found]
    ends = np.concatenate([[0], np.cumsum(_joined(counts, np.uint8), dtype=np.int32)]).astype(np.int32)
    open_ = [one for one in found if one.opened is not None]
    code = _joined([one.opened[one.opened != _NONE] for one in open_], np.int64)
    home = _joined([np.repeat(one.homes, one.filled) for one in open_], np.int64)
    facts = pa.array(list(screen.guide.facts)).take(pa.array(code // _PLACES))
    place = code % _PLACES
    layer = np.maximum(place - LISTED, 0)
    listed = layer > 0
    starts = np.array([start for start, _ in chunk.layout.layers])
    persons = chunk.rows[starts[layer] + home]
    ids = _strings(chunk.people.column(PERSON)).take(pa.array(persons, mask=~listed))
    ids = pc.fill_null(ids, "*")
    told = pc.if_else(pa.array(place == NOBODY), facts, pc.binary_join_element_wise(ids, facts, "."))
    return pa.ListArray.from_arrays(pa.array(ends), told)
