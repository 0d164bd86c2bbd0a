"""`zizhuni watch`: tables under the warning rules, chunk after chunk, beside an earlier run."""

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as csv
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from knowledge.guide import Guide
from knowledge.monitoring import WarningRule
from knowledge.tables.chunks import Chunk, make_chunk
from knowledge.tables.facts import HOUSEHOLD, PERSON
from knowledge.tables.kernels import Array
from knowledge.tables.screening import describe_inputs
from knowledge.tables.watch import NOT, UNKNOWN, Standing, Watch, build_watch
from webapp.monitoring.pushing import Found, Seen
from webapp.screening.contacts import Contacts, check_contacts
from webapp.screening.rows import BAD, RowReader, ScreenError
from webapp.screening.running import HOMES
from webapp.screening.screening import bad_file
from webapp.screening.sources import chunks, open_source

MARK = {"zizhuni.watch": "1"}
ENDED = ""  # how a rule that does not hold is written down; null is not known
HELD = "1"  # a rule that holds and has no fact in its cause


@dataclass(frozen=True)
class Watched:
    """Which tables are watched, as of which day, beside which earlier run."""

    people: str
    households: str
    run: Path
    on: date
    contacts: str | None = None
    since: Path | None = None
    engine: str = "duckdb"


@dataclass
class Part:
    """What came of one chunk. `kept`: for each person and rule how it stood before and stands now."""

    found: list[Found]
    seen: list[Seen]
    bad: pa.Table
    people: pa.Table
    standing: dict[str, Standing]
    before: dict[str, list[str | None]]
    rows: Counter = field(default_factory=Counter)


def watch(
    guide: Guide, wanted: Watched, scratch: Path, is_known: Callable[[str], bool]
) -> Iterator[tuple[Part, int]]:
    """Each chunk, and how many people there are in all. Raises ScreenError.

    `is_known`: whether a household has a warning whose cause lasted, so that its people are told one by one.
    """
    tables = [open_source(name, scratch, wanted.engine) for name in (wanted.people, wanted.households)]
    columns = tables[0].schema.names, tables[1].schema.names
    beside = [open_source(wanted.contacts, scratch, wanted.engine)] if wanted.contacts else []
    for table in beside:
        check_contacts(table.schema.names)
    inputs = describe_inputs(guide.facts, *columns)
    reader = RowReader(*columns, guide.facts)
    watcher = _Watcher(guide, build_watch(guide, wanted.on, inputs), wanted.since, is_known)
    for people, households, *contacts in chunks(*tables, HOMES, *beside):
        checked = reader.read(people, households)
        chunk = make_chunk(checked.people, checked.households, inputs)
        part = watcher.part(chunk, Contacts(contacts[0] if contacts else None, wanted.on))
        part.bad = checked.bad
        part.rows.update(people=len(people), aside=sum(checked.aside.values()))
        yield part, tables[0].rows


class _Watcher:
    def __init__(
        self, guide: Guide, tape: Watch, since: Path | None, is_known: Callable[[str], bool]
    ) -> None:
        self.guide, self.tape, self.is_known = guide, tape, is_known
        self.earlier = None if since is None else _Earlier(since)
        self.reads = {id: _read_by(guide, rule) for id, rule in guide.warnings.items()}

    def part(self, chunk: Chunk, contacts: Contacts) -> Part:
        standing, layers = self.tape.standing(chunk)
        ids = chunk.people.select([HOUSEHOLD, PERSON])
        before = {id: [None] * len(ids) for id in standing}
        if self.earlier is not None:
            before |= self.earlier.of(ids, standing)
        cells = _Cells(self.guide, chunk, contacts)
        names, found, rows = list(self.guide.layers), [], Counter()
        for id, one in standing.items():
            places = np.flatnonzero(one.codes > NOT)
            rows[f"holds {id}"] = len(places)
            for row in (int(place) for place in places):
                if one.rule.begins and before[id][row] in (None, _now(one, row)):
                    continue
                layer = names[layers[row]]
                found.append(cells.found(one, row, layer, self.reads[id]))
        return Part(found, self._seen(chunk, standing, cells), BAD.empty_table(), ids, standing, before, rows)

    def _seen(self, chunk: Chunk, standing: dict[str, Standing], cells: "_Cells") -> list[Seen]:
        """The people of households that are known, so that what is over can be ended."""
        homes = chunk.people.column(HOUSEHOLD).to_pylist()
        known = {home for home in dict.fromkeys(homes) if self.is_known(home)}
        places = [place for place, home in enumerate(homes) if home in known] if known else []
        return [cells.seen(place, {id: _now(one, place) for id, one in standing.items()}) for place in places]


def _read_by(guide: Guide, rule: WarningRule) -> tuple[str, ...]:
    """The facts that stand behind a warning: what its rule and the layers read, and what it shows besides."""
    formulas = [rule.when, *(one.when for one in guide.layers.values() if one.when is not None)]
    names = [name.key for one in formulas for name in guide.names_below(one.expression)]
    return tuple(dict.fromkeys((*names, *rule.shows)))


def _now(one: Standing, row: int) -> str | None:
    """None where it is not known, ENDED where it does not hold, else the cause."""
    code = int(one.codes[row])
    return None if code == UNKNOWN else ENDED if code == NOT else one.causes[code - 1] or HELD


class _Cells:
    """The cells of single people of a chunk, of whom there are few."""

    def __init__(self, guide: Guide, chunk: Chunk, contacts: Contacts) -> None:
        self.guide, self.chunk, self.contacts = guide, chunk, contacts
        homes = chunk.households.column(HOUSEHOLD).to_pylist()
        self.home_rows = {home: row for row, home in enumerate(homes)}

    def _ids(self, row: int) -> tuple[str, str]:
        return tuple(self.chunk.people.column(name)[row].as_py() for name in (HOUSEHOLD, PERSON))

    def found(self, one: Standing, row: int, layer: str, reads: Collection[str]) -> Found:
        home, person = self._ids(row)
        contact = self.contacts.of(home, person)
        return Found(
            rule=one.rule.id, cause=one.cause(row) or "", layer=layer, household=home, person=person,
            id_number=contact.id_number, contact=contact.shown, town=self._town(home),
            facts=self._facts(row, self.home_rows[home], reads),
        )  # fmt: skip

    def seen(self, row: int, now: dict[str, str | None]) -> Seen:
        home, person = self._ids(row)
        return Seen(self.contacts.of(home, person).id_number, now)

    def _town(self, home: str) -> str:
        if "town" not in self.chunk.households.column_names:
            return ""
        return self.chunk.households.column("town")[self.home_rows[home]].as_py() or ""

    def _facts(self, row: int, home_row: int, reads: Collection[str]) -> list[dict[str, object]]:
        told = []
        for key in reads:
            of_home = self.guide.facts[key].scope == "household"
            table, place = (self.chunk.households, home_row) if of_home else (self.chunk.people, row)
            value = _cell(table, place, key)
            if value is not None:
                told.append({"fact": key, "value": value})
        return told


def _cell(table: pa.Table, row: int, key: str) -> object:
    """The JSON of a value as the tables have it, None where it is not known."""

    def read(name: str) -> object:
        return table.column(name)[row].as_py() if name in table.column_names else None

    value = read(key)
    if value is not None:
        return value.isoformat() if isinstance(value, date) else _plain(value)
    low, high = read(f"{key}__min"), read(f"{key}__max")
    if low is not None and high is not None:
        return {"min": low, "max": high}
    has, has_not = read(f"{key}__has") or [], read(f"{key}__has_not") or []
    return {**dict.fromkeys(has, True), **dict.fromkeys(has_not, False)} or None


def _plain(value: object) -> object:
    return float(value) if isinstance(value, Decimal) else value


class _Earlier:
    """How the rules stood at an earlier run."""

    def __init__(self, run: Path) -> None:
        if not run.is_file() or b"zizhuni.watch" not in (pq.read_schema(run).metadata or {}):
            raise ScreenError(f"{run} 不是 zizhuni watch 写出来的")
        self.rows = ds.dataset(run)

    def of(self, ids: pa.Table, standing: dict[str, Standing]) -> dict[str, list[str | None]]:
        """For each rule how it stood for these people; None where not known, or not there."""
        known = [id for id in standing if id in self.rows.schema.names]
        if not len(ids) or not known:
            return {}
        ends = pc.min_max(ids.column(HOUSEHOLD).cast(pa.string()))
        near = (ds.field(HOUSEHOLD) >= ends["min"]) & (ds.field(HOUSEHOLD) <= ends["max"])
        earlier = self.rows.to_table(columns=[HOUSEHOLD, PERSON, *known], filter=near)
        places = pc.index_in(_keys(ids), value_set=_keys(earlier).combine_chunks())
        return {id: earlier.column(id).cast(pa.string()).take(places).to_pylist() for id in known}


def _keys(ids: pa.Table) -> pa.ChunkedArray:
    columns = [ids.column(name).cast(pa.string()) for name in (HOUSEHOLD, PERSON)]
    return pc.binary_join_element_wise(*columns, "\0")


class RunWriter:
    """The run for the next one to compare with; it appears under its name when all is written."""

    def __init__(self, run: Path, rules: Collection[str]) -> None:
        self.run, self.part = run, run.with_name(run.name + ".part")
        columns = [(name, pa.string()) for name in (HOUSEHOLD, PERSON, *rules)]
        self.schema = pa.schema(columns, metadata=MARK)

    def __enter__(self) -> "RunWriter":
        self.writer = pq.ParquetWriter(self.part, self.schema, compression="zstd")
        self.bad = csv.CSVWriter(bad_file(self.run), BAD)
        return self

    def write(self, part: Part, held_back: set[tuple[str, str, str]]) -> None:
        """One chunk. What was held back, or is not known now, stays as it stood before."""
        columns = {id: _states(one, part.before[id]) for id, one in part.standing.items()}
        if held_back:
            ids = zip(*(part.people.column(name).to_pylist() for name in (HOUSEHOLD, PERSON)), strict=True)
            places = {pair: place for place, pair in enumerate(ids)}
            for rule, home, person in held_back:
                place = places[home, person]
                columns[rule][place] = part.before[rule][place]
        arrays = [part.people.column(HOUSEHOLD), part.people.column(PERSON)]
        arrays = [one.cast(pa.string()) for one in arrays] + [pa.array(one) for one in columns.values()]
        self.writer.write_table(pa.table(arrays, schema=self.schema))
        if len(part.bad):
            self.bad.write_table(part.bad)

    def __exit__(self, kind: type | None, *_: object) -> None:
        self.bad.close()
        self.writer.close()
        if kind is None:
            self.part.replace(self.run)
        else:
            self.part.unlink()


def _states(one: Standing, before: list[str | None]) -> Array:
    words = np.array([None, ENDED, *(cause or HELD for cause in one.causes)], object)
    states = words[one.codes.astype(np.int64) + 1]
    unknown = one.codes == UNKNOWN
    states[unknown] = np.array(before, object)[unknown]
    return states
