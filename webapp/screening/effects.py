"""`zizhuni whatif`: tables under the rules as they are and with a standard changed, district by district."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

import numpy as np

from knowledge.guide import Guide
from knowledge.tables.chunks import Chunk, make_chunk
from knowledge.tables.effects import Change, Effects, build_effects, with_standards
from knowledge.tables.kernels import VALUE
from knowledge.tables.screening import describe_inputs
from webapp.screening.rows import RowReader, ScreenError
from webapp.screening.running import HOMES
from webapp.screening.sources import chunks, open_source

NOW, THEN = "now", "then"


@dataclass
class District:
    """Of one policy in one district: who begins and who stops to be met, who gets more, yuan a year."""

    begin: int = 0
    stop: int = 0
    more: int = 0
    yuan_now: float = 0.0
    yuan_then: float = 0.0


@dataclass
class Compared:
    """The districts of each (policy, unit) that changes."""

    rows: Counter = field(default_factory=Counter)
    districts: dict[tuple[str, str], dict[str, District]] = field(default_factory=dict)


def parse_changes(words: Iterable[str]) -> dict[str, Change]:
    """`dibao.urban=1100` or `dibao.urban=+5%`. Raises ScreenError for anything else."""
    found = {}
    for word in words:
        key, _, value = word.partition("=")
        try:
            share = Decimal(value[:-1]) / 100 if value.endswith("%") else None
            found[key] = Change(share=share) if share is not None else Change(value=Decimal(value))
        except InvalidOperation:
            raise ScreenError(f"{word}：要写成 标准=数，或者 标准=+5%") from None
    return found


@dataclass(frozen=True)
class Asked:
    """Which tables, which day, which standards, which policies (all where none is named)."""

    people: str
    households: str
    on: date
    changes: dict[str, Change]
    policies: tuple[str, ...] = ()


def compare(guide: Guide, asked: Asked, scratch: Path, tell: Callable[[Counter, int], None]) -> Compared:
    """What the changes would do. Raises KnowledgeError."""
    people, households = (open_source(name, scratch, "duckdb") for name in (asked.people, asked.households))
    columns = people.schema.names, households.schema.names
    reader, inputs = RowReader(*columns, guide.facts), describe_inputs(guide.facts, *columns)
    # Both sides stand on figures of the day, so that none is unsure for being old.
    guides = [
        with_standards(guide, asked.on, changes)
        for changes in (dict.fromkeys(asked.changes, Change()), asked.changes)
    ]
    ids = asked.policies or None
    sides = [build_effects(one, asked.on, inputs, ids) for one in guides]
    compared, total = Compared(), people.rows
    names = ("", *inputs["district"].labels) if "district" in inputs else ("",)
    for tables in chunks(people, households, HOMES):
        checked = reader.read(*tables)
        chunk = make_chunk(checked.people, checked.households, inputs)
        _add(compared, chunk, sides, names)
        rows = Counter(people=len(tables[0]), aside=sum(checked.aside.values()))
        compared.rows.update(rows)
        tell(rows, total)
    return compared


def _add(compared: Compared, chunk: Chunk, sides: list[Effects], names: tuple[str, ...]) -> None:
    keys = {key for side in sides for key in side.tape.inputs}
    given = {key: chunk.given(*key) for key in keys}
    homes, places = chunk.layout.homes, chunk.layout.home_places
    district = chunk.given("district", VALUE) if len(names) > 1 else np.zeros(places, np.uint8)
    now, then = (side.of(chunk, given) for side in sides)
    for key in now.keys() & then.keys():
        places = district[:homes] if key[1] == "household" else chunk.layout.spread(district)
        met, yuan = ([side[key][part] for side in (now, then)] for part in (0, 1))
        sums = {
            "begin": ~met[0] & met[1], "stop": met[0] & ~met[1],
            "more": met[0] & met[1] & (yuan[1] > yuan[0]), "yuan_now": yuan[0], "yuan_then": yuan[1],
        }  # fmt: skip
        for name, values in sums.items():
            for place, value in enumerate(np.bincount(places, values, len(names))):
                found = compared.districts.setdefault(key, {}).setdefault(names[place], District())
                setattr(found, name, getattr(found, name) + (value if "yuan" in name else int(value)))


def say(guide: Guide, compared: Compared) -> list[str]:
    """The comparison in words: policies that change, a line a district."""
    told = []
    for (policy, unit), districts in sorted(compared.districts.items()):
        whole = _together(districts.values())
        if not (whole.begin or whole.stop or whole.more or whole.yuan_now != whole.yuan_then):
            continue
        measure = "户" if unit == "household" else "人"
        told.append(f"{guide.policies[policy].name}（按{measure}）")
        told.append(f"  {'全部':<8}{_line(whole, measure)}")
        for key, one in districts.items():
            if key and (one.begin or one.stop or one.more or one.yuan_now != one.yuan_then):
                told.append(f"  {guide.regions.districts[key].name:<8}{_line(one, measure)}")
    return told or ["没有哪项政策的人数和钱数会变。"]


def _together(districts: Iterable[District]) -> District:
    whole = District()
    for one in districts:
        for name in vars(whole):
            setattr(whole, name, getattr(whole, name) + getattr(one, name))
    return whole


def _line(one: District, measure: str) -> str:
    parts = [f"新符合 {one.begin:,} {measure}"]
    if one.stop:
        parts.append(f"不再符合 {one.stop:,} {measure}")
    if one.more:
        parts.append(f"钱变多 {one.more:,} {measure}")
    if one.yuan_now or one.yuan_then:
        now, then = one.yuan_now / 10_000, one.yuan_then / 10_000
        parts.append(f"一年 {now:,.1f} 万元 → {then:,.1f} 万元（{then - now:+,.1f} 万元）")
    return "，".join(parts)
