"""Made-up people and households by the million, as Parquet files: the same ones for the same seed.

Spread like `knowledge.editing.population`, a column at a time. How many have low income and how many are
watched goes by the province's counts that the guide keeps; what is ASSUMED only sees to it that the rules are
tried.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from knowledge.editing.population import (
    ADULT,
    AGES,
    CHILD,
    ELDER,
    HOUSEHOLD_SIZES,
    SKIPPED,
    STAGES,
    UNTOLD,
    UNUSUAL,
    USUAL,
)
from knowledge.facts import FactDefinition
from knowledge.guide import Guide

LOW_INCOME, WATCHED = "stat.shandong.low_income_monitored", "stat.shandong.other_monitored"
AID = {"subsistence": "stat.shandong.dibao_people", "extreme_poverty": "stat.shandong.tekun_people"}
BATCH = 100_000  # households
MARK = {"zizhuni.made_up": "made up from random numbers; nobody is behind any row"}
JOBS = ("employed", "gig", "self_employed", "farming", "unemployed", "not_working")
Array = np.ndarray


def make_population(guide: Guide, people: int, folder: Path, seed: int = 1) -> tuple[Path, Path]:
    """The files people.parquet and households.parquet with so many people. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = folder / "people.parquet", folder / "households.parquet"
    writers: list[pq.ParquetWriter] = []
    for tables in _Maker(guide, seed).tables(people):
        for index, table in enumerate(tables):
            if len(writers) <= index:
                schema = table.schema.with_metadata(MARK)
                writers.append(pq.ParquetWriter(paths[index], schema, compression="zstd"))
            writers[index].write_table(table.cast(writers[index].schema), row_group_size=len(table))
    for writer in writers:
        writer.close()
    return paths


@dataclass(frozen=True)
class _Maker:
    guide: Guide
    seed: int

    def tables(self, people: int) -> Iterator[tuple[pa.Table, pa.Table]]:
        """Batch after batch, until there are so many people."""
        done = batch = 0
        while done < people:
            made = _Batch(self, np.random.default_rng((self.seed, batch)), batch * BATCH)
            sizes = made.sizes[
                : int(np.searchsorted(np.cumsum(made.sizes), people - done, "left")) + 1
            ].copy()
            sizes[-1] -= max(int(sizes.sum()) - (people - done), 0)
            made.sizes = sizes
            yield made.people(), made.households()
            done += int(sizes.sum())
            batch += 1

    def count(self, key: str) -> int:
        """The newest figure of a standard, 0 where there is none."""
        standard = self.guide.standards.standards.get(key)
        found = [one.value for one in standard.values if one.value is not None] if standard else []
        return int(found[-1]) if found else 0

    @cached_property
    def aid(self) -> dict[str, int]:
        """Aid status by people; who has low income and neither counts as 低保边缘 (ASSUMED)."""
        counts = {status: self.count(key) for status, key in AID.items()}
        low = self.count(LOW_INCOME)
        return {**counts, "marginal": max(low - sum(counts.values()), 1), "none": max(self.count(WATCHED), 1)}

    @cached_property
    def places(self) -> list[tuple[str, str, str]]:
        """District, town and urban or rural, every town as likely."""
        districts = self.guide.regions.districts.values()
        return [
            (district.key, town.code, "urban" if town.kind == "街道" else "rural")
            for district in districts for town in district.towns
        ]  # fmt: skip


class _Batch:
    """One batch of households; each column is drawn in turn."""

    def __init__(self, maker: _Maker, chance: np.random.Generator, first: int):
        self.maker, self.guide, self.chance, self.first = maker, maker.guide, chance, first
        self.status = self.pick(list(maker.aid.values()), BATCH)
        sizes = np.array(list(HOUSEHOLD_SIZES))[self.pick(list(HOUSEHOLD_SIZES.values()), BATCH)]
        self.sizes = np.where(self.status == list(maker.aid).index("extreme_poverty"), 1, sizes)

    def pick(self, weights: Sequence[float], count: int) -> Array:
        """Places among the weights."""
        ends = np.cumsum(weights) / np.sum(weights)
        return np.searchsorted(ends, self.chance.random(count), "right").clip(max=len(weights) - 1)

    @cached_property
    def homes(self) -> Array:
        """The household of each person."""
        return np.repeat(np.arange(len(self.sizes)), self.sizes)

    @cached_property
    def ids(self) -> pa.Array:
        """Ids in order, so that both files are sorted by them."""
        return pa.array([f"x{number:09}" for number in range(self.first, self.first + len(self.sizes))])

    def households(self) -> pa.Table:
        """The table of households."""
        count, status = len(self.sizes), self.status[: len(self.sizes)]
        places = self.chance.integers(len(self.maker.places), size=count)
        district, town, area = (_words([one[at] for one in self.maker.places], places) for at in range(3))
        columns = {
            "household_id": self.ids, "town": town, "household_size": pa.array(self.sizes.astype(np.int8)),
            "district": district, "area_kind": area,
            "aid_status": _lists([one for one in self.maker.aid if one != "none"], status, status < 3),
        }  # fmt: skip
        return pa.table(columns | self.rest("household", columns, count))

    def people(self) -> pa.Table:
        """The table of people."""
        count = len(self.homes)
        number = np.arange(count) - np.repeat(np.cumsum(self.sizes) - self.sizes, self.sizes)
        low, high, _ = (
            np.array(one)[self.pick([age[2] for age in AGES], count)] for one in zip(*AGES, strict=True)
        )
        low, high = (
            np.where(number == 0, np.maximum(low, ADULT), low),
            np.where(number == 0, np.maximum(high, ELDER), high),
        )
        age = (low + self.chance.random(count) * (high - low + 1)).astype(np.int64)
        relations = ("self", "spouse", "child", "other")
        relation = np.select([number == 0, (number == 1) & (age >= ADULT), age < ADULT], [0, 1, 2], 3)
        person = pc.binary_join_element_wise(
            self.ids.take(pa.array(self.homes)), pa.array(number + 1).cast(pa.string()), "-"
        )
        certified = self.chance.random(count) < UNUSUAL
        columns = {
            "person_id": person, "household_id": self.ids.take(pa.array(self.homes)),
            "relation": _words(relations, relation),
            "household_member": pa.array(number > 1, mask=number <= 1),
            "age_years": pa.array(age.astype(np.int8)), "school_stage": self.stage(age),
            "income_yuan_per_month": self.income(), "employment": self.employment(age),
            "disability_cert": pa.array(certified),
            "disability_grade": pa.array(self.chance.integers(1, 5, count).astype(np.int8), mask=~certified),
        }  # fmt: skip
        return pa.table(columns | self.rest("person", columns, count))

    def stage(self, age: Array) -> pa.Array:
        """The school by age."""
        names = [*dict.fromkeys(stage for _, stage in STAGES), "none"]
        places = np.select(
            [age < CHILD, *(age < below for below, _ in STAGES)],
            [len(names) - 1, *range(len(STAGES))],
            len(names) - 1,
        )
        return _words(names, places)

    def income(self) -> pa.Array:
        """A month's income about the subsistence line, below it for those who receive it."""
        ends = {"none": (60, 320), "marginal": (95, 155)}
        low, high = (
            np.array([ends.get(one, (0, 105))[at] for one in self.maker.aid])[self.status[self.homes]]
            for at in (0, 1)
        )
        share = low + self.chance.random(len(low)) * (high - low + 1)
        line = self.maker.count("dibao.rural") or 1000
        return pa.array((share.astype(np.int32) * line // 100).astype(np.int32))

    def employment(self, age: Array) -> pa.Array:
        """By age; of working age every kind as likely."""
        drawn = self.chance.integers(len(JOBS), size=len(age))
        return _words(
            (*JOBS, "retired"),
            np.select([age < ADULT, age >= ELDER], [JOBS.index("not_working"), len(JOBS)], drawn),
        )

    def rest(self, scope: str, known: dict, count: int) -> dict[str, pa.Array]:
        """The other facts: the usual value, now and then another, rarely none at all."""
        wanted = (fact for fact in self.guide.facts.values() if fact.scope == scope and not fact.derived)
        return {
            fact.key: self.fact(fact, count)
            for fact in wanted if fact.key not in known and fact.key not in SKIPPED
        }  # fmt: skip

    def fact(self, fact: FactDefinition, count: int) -> pa.Array:
        """The column of one fact."""
        share = self.chance.random(count, np.float32)
        untold, unusual = share < UNTOLD, share < UNTOLD + UNUSUAL
        usual, values = USUAL.get(fact.key), list(fact.values)
        if fact.type == "bool":
            return pa.array(unusual != bool(usual), mask=untold)
        drawn = self.chance.integers(max(len(values), 1), size=count, dtype=np.uint8)
        if fact.type == "choice":
            places = np.where(unusual, drawn, values.index(usual)) if usual in values else drawn
            return _words(values, places, untold)
        if fact.type == "set":
            return _lists(values, drawn, unusual, untold)
        low, high = (int(end) for end in fact.range or (0, 100))
        numbers = self.chance.integers(low, min(high, low + 50_000) + 1, count, np.int32)
        return pa.array(np.where(unusual, numbers, 0), mask=untold if low == 0 else ~unusual)


def _words(values: Sequence[str], places: Array, untold: Array | None = None) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int8), mask=untold), list(values))


def _lists(values: Sequence[str], places: Array, having: Array, untold: Array | None = None) -> pa.Array:
    """A list of one value for those who have one, else an empty list."""
    untold = np.zeros(len(places), bool) if untold is None else untold
    ends = np.concatenate([[0], np.cumsum(having & ~untold)]).astype(np.int32)
    words = _words(values, places[having & ~untold]).cast(pa.string())
    return pa.ListArray.from_arrays(pa.array(ends), words, mask=pa.array(untold))
