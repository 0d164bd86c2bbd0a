"""From two tables to files of hits, bad rows and fingerprints, with counts that add up."""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pc
import pyarrow.parquet as pq

from knowledge.guide import Guide
from knowledge.tables.hits import Counts, Reasons
from knowledge.tables.screening import build_screen, describe_inputs
from webapp.screening import spark
from webapp.screening.changes import ENDS, MARK, Before, ends_of, rules_mark, run_file
from webapp.screening.rows import BAD, RowReader
from webapp.screening.running import HOMES, Outcome, Worker, run
from webapp.screening.sources import chunks, open_source

ROWS_A_GROUP = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """What is screened, by which rules, and where the hits go."""

    people: str
    households: str
    hits: Path
    on: date
    engine: str = "duckdb"
    since: Path | None = None
    threads: int = 2
    homes: int = HOMES


@dataclass
class Summary:
    """How many rows were read, screened and set aside, how many hits, and what the rest came to."""

    rows: Counter = field(default_factory=Counter)
    hits: int = 0
    bad: int = 0
    counts: Counts = field(default_factory=Counts)

    def add(self, outcome: Outcome) -> None:
        """Add a chunk."""
        self.rows.update(outcome.rows)
        self.hits += len(outcome.hits)
        self.bad += len(outcome.bad)
        self.counts.update(outcome.counts)


def bad_file(hits: Path) -> Path:
    """Where the rows go that could not be read."""
    return hits.with_name(hits.name.removesuffix(".parquet") + ".bad.csv")


def screen(guide: Guide, wanted: Wanted, tell: Callable[[Counter, int], None]) -> Summary:
    """Write the hits. Raises ScreenError and OSError; `tell` hears of every chunk and of all people."""
    summary = Summary()
    with tempfile.TemporaryDirectory(prefix="zizhuni-screen-", dir=wanted.hits.parent) as folder:
        scratch = Path(folder)
        found = spark.outcomes if wanted.engine == "spark" else partial(_outcomes, guide)
        with _Writer(wanted.hits, rules_mark(guide.version, wanted.on)) as writer:
            for outcome in found(wanted, scratch, tell):
                summary.add(outcome)
                writer.write(outcome)
    return summary


def _outcomes(
    guide: Guide, wanted: Wanted, scratch: Path, tell: Callable[[Counter, int], None]
) -> Iterator[Outcome]:
    people = open_source(wanted.people, scratch, wanted.engine)
    households = open_source(wanted.households, scratch, wanted.engine)
    worker = make_worker(guide, wanted, (people.schema.names, households.schema.names))
    total = people.rows
    yield from run(
        worker, chunks(people, households, wanted.homes), wanted.threads, lambda rows: tell(rows, total)
    )  # fmt: skip


def make_worker(guide: Guide, wanted: Wanted, columns: tuple[Iterable[str], Iterable[str]]) -> Worker:
    """What works on chunks of people and households with these columns."""
    reader = RowReader(*columns, guide.facts)
    ready = build_screen(guide, wanted.on, describe_inputs(guide.facts, *columns))
    mark = rules_mark(guide.version, wanted.on)
    before = None if wanted.since is None else Before.open(wanted.since, mark)
    return Worker(ready, reader, Reasons(ready), before)


class _Writer:
    """The three files of a run; the hits appear under their name when all is written."""

    def __init__(self, hits: Path, mark: bytes):
        self.hits, self.mark = hits, mark
        self.parts = {hits: None, run_file(hits): None}
        self.ends: list[tuple[str, str]] = []

    def __enter__(self) -> "_Writer":
        self.bad = pc.CSVWriter(bad_file(self.hits), BAD)
        return self

    def write(self, outcome: Outcome) -> None:
        """Write one chunk."""
        for start in range(0, max(len(outcome.hits), 1), ROWS_A_GROUP):
            part = outcome.hits.slice(start, ROWS_A_GROUP)
            self._write(self.hits, part)
            self.ends += [ends_of(part)] if len(part) else []
        self._write(run_file(self.hits), outcome.seen)
        if len(outcome.bad):
            self.bad.write_table(outcome.bad)

    def _write(self, path: Path, table: pa.Table) -> None:
        if self.parts[path] is None:
            schema = table.schema.with_metadata({MARK: self.mark})
            self.parts[path] = pq.ParquetWriter(
                _unfinished(path), schema, compression="lz4", dictionary_pagesize_limit=1 << 24,
                write_statistics=False,
                use_dictionary=[field.name for field in schema if pa.types.is_dictionary(field.type)],
            )  # fmt: skip
        if len(table):
            self.parts[path].write_table(table.replace_schema_metadata({MARK: self.mark}), ROWS_A_GROUP)

    def __exit__(self, kind: type | None, *_: object) -> None:
        self.bad.close()
        if self.parts[self.hits] is not None:
            self.parts[self.hits].add_key_value_metadata({ENDS: json.dumps(self.ends)})
        for path, writer in self.parts.items():
            if writer is not None:
                writer.close()
                if kind is None:
                    _unfinished(path).replace(path)
                else:
                    _unfinished(path).unlink()


def _unfinished(path: Path) -> Path:
    return path.with_name(path.name + ".part")
