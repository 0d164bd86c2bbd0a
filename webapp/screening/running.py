"""A run: chunks of whole households through the rules to hits, on several threads, in the order they came."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import pyarrow as pa

from knowledge.tables.chunks import make_chunk
from knowledge.tables.hits import Counts, Reasons, Screening, inputs_of
from knowledge.tables.screening import Screen
from webapp.screening.changes import Before, fingerprints
from webapp.screening.rows import RowReader

HOMES = 32_768  # households a chunk: what its arrays need stays within the caches of a core


@dataclass
class Outcome:
    """What became of one chunk: hits, bad rows, fingerprints of its households, and counts that add up."""

    hits: pa.Table
    bad: pa.Table
    seen: pa.Table
    rows: Counter = field(default_factory=Counter)
    counts: Counts = field(default_factory=Counts)


@dataclass(eq=False)
class Worker:
    """Turns a chunk of tables into its outcome. Several threads may use it at once."""

    screen: Screen
    reader: RowReader
    reasons: Reasons
    before: Before | None = None

    def work(self, tables: tuple[pa.Table, pa.Table]) -> Outcome:
        """The outcome of one chunk."""
        checked = self.reader.read(*tables)
        chunk = make_chunk(checked.people, checked.households, self.screen.inputs)
        given = inputs_of(self.screen, chunk)
        seen = fingerprints(chunk, given)
        with_row = len(checked.households)  # those that only people name come after them
        rows = Counter(people=len(tables[0]), households=len(tables[1]))
        rows["households_without_row"] = len(chunk.households) - with_row
        rows.update({f"{name}_aside": count for name, count in checked.aside.items()})
        rows["households_screened"], all_people = with_row, len(checked.people)
        if self.before is not None and self.before.same_rules:
            kept = self.before.changed(seen)
            rows["households_screened"] = int((kept < with_row).sum())
            chunk = make_chunk(*self.before.only(kept, chunk), self.screen.inputs)
            given = inputs_of(self.screen, chunk)
        rows["people_screened"] = len(chunk.people)
        rows["people_unchanged"] = all_people - len(chunk.people)
        rows["households_unchanged"] = with_row - rows["households_screened"]
        screening = Screening(self.reasons, chunk, given)
        hits = screening.hits()
        if self.before is not None:
            hits = self.before.new(hits)
        return Outcome(hits, checked.bad, seen, rows, screening.counts)


def run(
    worker: Worker, chunks: Iterable[tuple[pa.Table, pa.Table]], threads: int, tell: Callable[[Counter], None]
) -> Iterator[Outcome]:
    """The outcome of each chunk, in order; no more chunks are held than threads can work on."""
    waiting: deque[Future[Outcome]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        for tables in chunks:
            waiting.append(pool.submit(worker.work, tables))
            if len(waiting) > threads:
                yield _told(waiting.popleft().result(), tell)
        while waiting:
            yield _told(waiting.popleft().result(), tell)


def _told(outcome: Outcome, tell: Callable[[Counter], None]) -> Outcome:
    tell(outcome.rows)
    return outcome
