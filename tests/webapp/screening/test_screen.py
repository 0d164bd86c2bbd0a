"""`zizhuni screen` from files and databases to files, with rows that add up, by every engine."""

import csv
import json
import shutil
import sqlite3

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq
import pytest

from webapp.cli import main

PEOPLE = 1_500


@pytest.fixture(scope="module")
def population(tmp_path_factory):
    folder = tmp_path_factory.mktemp("population")
    assert main(["population", str(folder), "--people", str(PEOPLE)]) == 0
    return folder / "people.parquet", folder / "households.parquet"


def screen(people, households, hits, *more):
    code = main(["screen", str(people), str(households), "-o", str(hits), "--on", "2026-11-22", *more])
    return code, hits


def told(hits):
    """The hits as sorted lines."""
    rows = pq.read_table(hits).to_pylist()
    return sorted(json.dumps({**row, "missing": sorted(row["missing"])}, ensure_ascii=False) for row in rows)


@pytest.fixture(scope="module")
def usual(population, tmp_path_factory):
    code, hits = screen(*population, tmp_path_factory.mktemp("usual") / "hits.parquet")
    assert code == 0
    return told(hits)


def test_the_made_up_people_are_as_many_as_asked_and_always_the_same(population, tmp_path):
    again = tmp_path / "again"
    main(["population", str(again), "--people", str(PEOPLE)])
    one, other = (pq.read_table(path / "people.parquet") for path in (population[0].parent, again))
    assert len(one) == PEOPLE
    assert one.equals(other)
    assert b"zizhuni.made_up" in pq.read_schema(population[0]).metadata


def test_rows_add_up_and_hits_are_told(population, tmp_path, capsys):
    code, hits = screen(*population, tmp_path / "hits.parquet")
    said = capsys.readouterr().out
    assert code == 0
    assert f"人口表 {PEOPLE:,} 行：看了 {PEOPLE:,} 人，放下 0 人" in said
    assert f"写出 {len(pq.read_table(hits)):,} 条" in said
    columns = pq.read_schema(hits).names
    assert columns == [
        "household_id", "person_id", "policy", "unit", "verdict", "why", "why_now", "missing", "town",
        "urgency",
    ]  # fmt: skip


@pytest.mark.filterwarnings("ignore::ResourceWarning")  # sockets of pyspark to its Java side
@pytest.mark.parametrize("engine", ["polars", "spark"])
def test_every_engine_tells_the_same(population, tmp_path, usual, engine):
    code, hits = screen(*population, tmp_path / "hits.parquet", "--engine", engine)
    assert code == 0
    assert told(hits) == usual


def test_rows_in_any_order_give_the_same(population, tmp_path, usual):
    for path in population:
        table = pq.read_table(path)
        turned = pa.table(table).take(pa.array(range(len(table) - 1, -1, -1)))
        pq.write_table(turned, tmp_path / path.name)
    code, hits = screen(
        tmp_path / "people.parquet", tmp_path / "households.parquet", tmp_path / "hits.parquet"
    )
    assert code == 0
    assert told(hits) == usual


def plain(table):
    """The table with words for cells, as CSV and databases have them; lists as a|b."""
    columns = {}
    for name in table.column_names:
        values = table.column(name).to_pylist()
        told = ["|".join(value) or "无" if isinstance(value, list) else value for value in values]
        columns[name] = pa.array(told)
    return pa.table(columns)


def test_csv_files_give_the_same(population, tmp_path, usual):
    for path in population:
        pyarrow.csv.write_csv(plain(pq.read_table(path)), tmp_path / f"{path.stem}.csv")
    code, hits = screen(tmp_path / "people.csv", tmp_path / "households.csv", tmp_path / "hits.parquet")
    assert code == 0
    assert told(hits) == usual


def test_tables_of_a_database_give_the_same(population, tmp_path, usual):
    with sqlite3.connect(tmp_path / "people.db") as database:
        for path in population:
            table = plain(pq.read_table(path))
            names = ", ".join(table.column_names)
            database.execute(f"CREATE TABLE {path.stem} ({names})")
            marks = ", ".join("?" * len(table.column_names))
            rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
            database.executemany(f"INSERT INTO {path.stem} VALUES ({marks})", rows)
    database.close()
    address = f"sqlite:///{tmp_path / 'people.db'}"
    code, hits = screen(f"{address}#people", f"{address}#households", tmp_path / "hits.parquet")
    assert code == 0
    assert told(hits) == usual


def changed(path, target, **columns):
    """The file with cells of its first rows changed."""
    rows = pq.read_table(path).to_pylist()
    for name, values in columns.items():
        for row, value in zip(rows, values, strict=False):
            row[name] = value
    schema = pq.read_schema(path)
    pq.write_table(pa.Table.from_pylist(rows, schema), target)
    return rows


def test_bad_rows_are_set_aside_with_their_household_and_reasons(population, tmp_path, capsys):
    rows = changed(
        population[0],
        tmp_path / "people.parquet",
        relation=["cousin"],
        age_years=[None, 125],
        person_id=[None] * 3,
    )
    bad = {row["household_id"] for row in rows[:3]}
    code, hits = screen(tmp_path / "people.parquet", population[1], tmp_path / "hits.parquet")
    said = capsys.readouterr().out
    assert code == 0
    aside = sum(row["household_id"] in bad for row in rows)
    assert f"看了 {PEOPLE - aside:,} 人，放下 {aside} 人" in said
    with (tmp_path / "hits.bad.csv").open(encoding="utf-8") as file:
        reasons = " ".join(row["reason"] for row in csv.DictReader(file))
    assert "relation 不认识" in reasons
    assert "age_years 不在 0 到 120 之间" in reasons
    assert "person_id 是空的" in reasons
    assert not bad & {row["household_id"] for row in pq.read_table(hits).to_pylist()}


def test_a_column_that_the_guide_does_not_know_is_refused(population, tmp_path, capsys):
    table = pq.read_table(population[0])
    pq.write_table(table.append_column("shoe_size", table.column("age_years")), tmp_path / "people.parquet")
    code, hits = screen(tmp_path / "people.parquet", population[1], tmp_path / "hits.parquet")
    assert code == 2
    assert "shoe_size" in capsys.readouterr().err
    assert not hits.exists()


def test_a_second_run_tells_only_what_is_new(population, tmp_path, capsys):
    screen(*population, tmp_path / "first.parquet")
    since = ("--changed-since", str(tmp_path / "first.parquet"))
    _, same = screen(*population, tmp_path / "same.parquet", *since)
    assert len(pq.read_table(same)) == 0
    capsys.readouterr()
    rows = changed(
        population[0], tmp_path / "people.parquet", disability_cert=[True] * 20, disability_grade=[1] * 20
    )
    changed_homes = {row["household_id"] for row in rows[:20]}
    _, more = screen(tmp_path / "people.parquet", population[1], tmp_path / "more.parquet", *since)
    told_now = pq.read_table(more).to_pylist()
    assert told_now
    assert {row["household_id"] for row in told_now} <= changed_homes
    assert all("上次" in row["why_now"] for row in told_now)
    assert "没变的" in capsys.readouterr().out


def test_other_rules_tell_of_all_households_what_is_new(population, tmp_path):
    screen(*population, tmp_path / "first.parquet")
    arguments = ["screen", *map(str, population), "-o", str(tmp_path / "later.parquet"), "--on", "2023-09-30"]
    assert main([*arguments, "--changed-since", str(tmp_path / "first.parquet")]) == 0
    before = {line[: line.index('"why"')] for line in told(tmp_path / "first.parquet")}
    now = {line[: line.index('"why"')] for line in told(tmp_path / "later.parquet")}
    assert now
    assert not now & before


def test_tables_without_rows_give_no_hits(population, tmp_path, capsys):
    for path in population:
        pq.write_table(pq.read_table(path).slice(0, 0), tmp_path / path.name)
    paths = [tmp_path / path.name for path in population]
    code, hits = screen(*paths, tmp_path / "hits.parquet")
    assert code == 0
    assert len(pq.read_table(hits)) == 0
    assert "人口表 0 行" in capsys.readouterr().out


def test_a_run_without_fingerprints_is_refused(population, tmp_path, capsys):
    shutil.copy(population[0], tmp_path / "old.parquet")
    since = ("--changed-since", str(tmp_path / "old.parquet"))
    code, _ = screen(*population, tmp_path / "hits.parquet", *since)
    assert code == 2
    assert "old.run.parquet" in capsys.readouterr().err


def test_a_raise_is_told_district_by_district(population, capsys):
    raised = ["--with", "dibao.urban=+50%", "--with", "dibao.rural=+50%"]
    code = main(
        ["whatif", *map(str, population), *raised, "--policy", "subsistence-allowance", "--on", "2026-11-22"]
    )
    said = capsys.readouterr().out
    assert code == 0
    assert "最低生活保障" in said
    assert "张店区" in said
    assert "新符合" in said
    assert f"算了 {PEOPLE:,} 人" in said


@pytest.mark.parametrize("word", ["dibao.urban=much", "dibao.urban=%", "nothing=5"])
def test_a_change_that_is_none_is_refused(population, word, capsys):
    assert main(["whatif", *map(str, population), "--with", word]) == 2
    assert word.partition("=")[0] in capsys.readouterr().err
