"""Spark for what outgrows one machine: it brings the rows of a household together, its workers run the rules.

Households go to buckets by their id; a bucket is a chunk like any other.
"""

import json
import sys
import warnings
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache
from math import ceil
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

import knowledge
from knowledge.tables.facts import HOUSEHOLD
from knowledge.tables.hits import Counts
from webapp.screening.changes import SEEN
from webapp.screening.rows import BAD
from webapp.screening.running import Outcome, Worker
from webapp.screening.sources import open_database

BUCKET, KIND, FOUND = "screen_bucket", "kind", "found"
HITS, SET_ASIDE, FINGERPRINTS, COUNTS = "hit", "bad", "seen", "counts"
WORDS = (
    HOUSEHOLD, "person_id", "policy", "unit", "verdict", "why", "why_now", "town", "urgency",
    "table", "reason",
)  # fmt: skip
# What a worker hands back: rows of four kinds in one table, as Spark allows only one.
SCHEMA = pa.schema([
    (KIND, pa.string()), *((name, pa.string()) for name in WORDS),
    ("missing", pa.list_(pa.string())), ("fingerprint", pa.int64()), (COUNTS, pa.string()),
])  # fmt: skip
SPARK_TYPES = {pa.string(): "string", pa.int64(): "bigint", pa.list_(pa.string()): "array<string>"}


def outcomes(wanted, scratch: Path, tell: Callable[[Counter, int], None]) -> Iterator[Outcome]:
    """The outcome of each file that Spark's workers wrote. Needs Java and pyspark."""
    with warnings.catch_warnings():  # pyspark warns of a pandas that is not used here
        warnings.simplefilter("ignore", FutureWarning)
        total = _write(wanted, scratch)
    for path in sorted((scratch / FOUND).glob("*.parquet")):
        outcome = _outcome(pq.read_table(path, schema=SCHEMA))
        tell(outcome.rows, total)
        yield outcome


def _write(wanted, scratch: Path) -> int:
    """Let the workers write what they find; how many people there are."""
    spark = _start(wanted.threads, scratch)
    try:
        people, households = (_read(spark, name, scratch) for name in (wanted.people, wanted.households))
        total = people.count()
        buckets = max(ceil(households.count() / wanted.homes), 1)
        grouped = [_bucketed(table, buckets).groupBy(BUCKET) for table in (people, households)]
        asked = wanted, tuple(people.columns), tuple(households.columns)
        schema = ", ".join(f"`{field.name}` {SPARK_TYPES[field.type]}" for field in SCHEMA)
        found = grouped[0].cogroup(grouped[1]).applyInArrow(_work_of(asked), schema)
        found.write.parquet(str(scratch / FOUND))
    finally:
        spark.stop()
    return total


def _start(threads: int, scratch: Path):
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false", "spark.local.dir": str(scratch), "spark.driver.memory": "2g",
        "spark.sql.shuffle.partitions": str(threads * 4), "spark.sql.session.timeZone": "Asia/Shanghai",
        "spark.sql.warehouse.dir": str(scratch / "warehouse"), "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1", "spark.log.level": "ERROR",
    }  # fmt: skip
    builder = SparkSession.builder.master(f"local[{threads}]").appName("zizhuni-screen")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    spark.sparkContext.pythonExec = sys.executable  # the workers' Python is this one
    return spark


def _read(spark, name: str, scratch: Path):
    if "://" in name:
        return spark.read.parquet(str(open_database(name, scratch)))
    return spark.read.csv(name, header=True) if name.endswith(".csv") else spark.read.parquet(name)


def _bucketed(table, buckets: int):
    from pyspark.sql import functions

    ids = functions.coalesce(functions.col(HOUSEHOLD).cast("string"), functions.lit(""))
    table = table.withColumn(HOUSEHOLD, ids)
    return table.withColumn(BUCKET, functions.pmod(functions.xxhash64(HOUSEHOLD), functions.lit(buckets)))


def _work_of(asked: tuple) -> Callable[[pa.Table, pa.Table], pa.Table]:
    def work(people: pa.Table, households: pa.Table) -> pa.Table:
        tables = [table.drop_columns([BUCKET]).sort_by(HOUSEHOLD) for table in (people, households)]
        return _rows_of(_worker(*asked).work(tuple(tables)))

    return work


@lru_cache(maxsize=1)
def _worker(wanted, people: tuple[str, ...], households: tuple[str, ...]) -> Worker:
    """The worker of this process, built once."""
    from webapp.screening.screening import make_worker

    return make_worker(knowledge.load_guide(), wanted, (people, households))


def _rows_of(outcome: Outcome) -> pa.Table:
    counts = [[*key, dict(one)] for key, one in outcome.counts.by_unit.items()]
    told = json.dumps({"rows": dict(outcome.rows), "counts": counts})
    seen = outcome.seen.set_column(1, "fingerprint", outcome.seen.column(1).combine_chunks().view(pa.int64()))
    parts = {
        HITS: outcome.hits,
        SET_ASIDE: outcome.bad,
        FINGERPRINTS: seen,
        COUNTS: pa.table({COUNTS: [told]}),
    }
    return pa.concat_tables(_widened(kind, table) for kind, table in parts.items())


def _widened(kind: str, table: pa.Table) -> pa.Table:
    columns = {
        field.name: table.column(field.name).cast(field.type)
        if field.name in table.column_names else pa.nulls(len(table), field.type)
        for field in SCHEMA
    }  # fmt: skip
    return pa.table({**columns, KIND: pa.array([kind] * len(table), pa.string())}, schema=SCHEMA)


def _outcome(table: pa.Table) -> Outcome:
    kinds = HITS, SET_ASIDE, FINGERPRINTS
    parts = {kind: table.filter(pc.equal(table.column(KIND), kind)) for kind in kinds}
    hits = parts[HITS].select([*WORDS[:7], "missing", *WORDS[7:9]])
    for place, name in enumerate(hits.column_names):
        if name != "missing":
            hits = hits.set_column(place, name, hits.column(name).combine_chunks().dictionary_encode())
    bad = parts[SET_ASIDE].select(BAD.names)
    seen = parts[FINGERPRINTS].select(SEEN.names)
    seen = pa.table([seen.column(0), seen.column(1).combine_chunks().view(pa.uint64())], schema=SEEN)
    rows, counts = Counter(), Counts()
    for told in filter(None, table.column(COUNTS).to_pylist()):
        found = json.loads(told)
        rows.update(found["rows"])
        counts.update(Counts({(policy, unit): Counter(one) for policy, unit, one in found["counts"]}))
    return Outcome(hits, bad, seen, rows, counts)
