"""Tables as streams of whole households: Parquet, CSV or a table of a database, sorted by household.

What is already sorted is read as it is; all else is sorted first, on disk where memory is short.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from knowledge.tables.facts import HOUSEHOLD
from webapp.screening.rows import IDS, PEOPLE, ScreenError

ROWS_READ = 65_536
PEOPLE_A_HOME = 4
SORT_MEMORY = "3GB"


@dataclass(frozen=True)
class Sorted:
    """A Parquet file sorted by household."""

    path: Path

    @property
    def schema(self) -> pa.Schema:
        """Its columns."""
        return pq.read_schema(self.path)

    @property
    def rows(self) -> int:
        """How many rows."""
        return pq.read_metadata(self.path).num_rows

    def batches(self) -> Iterator[pa.Table]:
        """Its rows, some at a time; words stay codes where the file has them so."""
        words = [
            one.name for one in self.schema if one.name not in IDS[PEOPLE] and pa.types.is_string(one.type)
        ]  # fmt: skip
        with pq.ParquetFile(self.path, read_dictionary=words, pre_buffer=True) as file:
            for group in range(file.num_row_groups):
                for batch in file.iter_batches(ROWS_READ, row_groups=[group], use_threads=True):
                    yield pa.Table.from_batches([batch])


def open_source(name: str, scratch: Path, engine: str) -> Sorted:
    """The table of that name: a .parquet or .csv file, or `URL#table` of a database. Raises ScreenError."""
    if "://" in name:
        return Sorted(open_database(name, scratch))
    path = Path(name)
    if path.suffix not in (".parquet", ".csv"):
        raise ScreenError(f"{name}：要 .parquet、.csv 文件，或者 数据库地址#表名")
    if not path.is_file():
        raise ScreenError(f"没有文件 {name}")
    if path.suffix == ".parquet" and _is_sorted(path):
        return Sorted(path)
    target = scratch / f"{path.stem}.sorted.parquet"
    sort = _sort_with_polars if engine == "polars" else _sort_with_duckdb
    sort(path, target, scratch)
    return Sorted(target)


def _is_sorted(path: Path) -> bool:
    with pq.ParquetFile(path) as file:
        if HOUSEHOLD not in file.schema_arrow.names:
            raise ScreenError(f"{path} 里没有 {HOUSEHOLD} 这一列")
        last = None
        for batch in file.iter_batches(1_000_000, columns=[HOUSEHOLD]):
            ids = batch.column(0)
            if ids.type != pa.string() or ids.null_count:
                return False
            if len(ids) and last is not None and ids[0].as_py() < last:
                return False
            if pc.any(pc.less(ids.slice(1), ids.slice(0, max(len(ids) - 1, 0)))).as_py():
                return False
            last = ids[-1].as_py() if len(ids) else last
    return True


def _sort_with_duckdb(path: Path, target: Path, scratch: Path) -> None:
    read = "read_parquet(?)" if path.suffix == ".parquet" else "read_csv(?, all_varchar=true, header=true)"
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{SORT_MEMORY}'")
        connection.execute(f"SET temp_directory = '{scratch}'")
        connection.execute("SET preserve_insertion_order = false")
        names = [
            one[0] for one in connection.execute(f"DESCRIBE SELECT * FROM {read}", [str(path)]).fetchall()
        ]
        if HOUSEHOLD not in names:
            raise ScreenError(f"{path} 里没有 {HOUSEHOLD} 这一列")
        id_ = f"CAST({HOUSEHOLD} AS VARCHAR)"
        query = f"SELECT * REPLACE ({id_} AS {HOUSEHOLD}) FROM {read} ORDER BY {HOUSEHOLD} NULLS FIRST"
        connection.execute(
            f"COPY ({query}) TO '{target}' (FORMAT parquet, ROW_GROUP_SIZE 100000)", [str(path)]
        )


def _sort_with_polars(path: Path, target: Path, scratch: Path) -> None:
    import polars

    scan = (
        polars.scan_parquet(path) if path.suffix == ".parquet" else polars.scan_csv(path, infer_schema=False)
    )
    text = polars.col(HOUSEHOLD).cast(polars.String)
    scan.with_columns(text).sort(HOUSEHOLD, nulls_last=False).sink_parquet(target, row_group_size=100_000)


def open_database(name: str, scratch: Path) -> Path:
    """A Parquet file, sorted by household, of a table named `URL#table`. Raises ScreenError."""
    import sqlalchemy

    address, _, table = name.rpartition("#")
    target = scratch / f"{table}.sorted.parquet"
    engine = sqlalchemy.create_engine(address)
    try:
        found = sqlalchemy.Table(table, sqlalchemy.MetaData(), autoload_with=engine)
        query = sqlalchemy.select(found).order_by(sqlalchemy.cast(found.c[HOUSEHOLD], sqlalchemy.String))
        with engine.connect().execution_options(stream_results=True) as connection:
            rows = connection.execute(query)
            names, writer = list(rows.keys()), None
            for part in rows.partitions(ROWS_READ):
                columns = [pa.array([_cell(one) for one in cells]) for cells in zip(*part, strict=True)]
                batch = pa.table(
                    [
                        one.cast(pa.string()) if name == HOUSEHOLD else one
                        for name, one in zip(names, columns, strict=True)
                    ],
                    names,
                )
                if writer is None:
                    schema = pa.schema([_widest(found.c[field.name], field) for field in batch.schema])
                    writer = pq.ParquetWriter(target, schema)
                writer.write_table(batch.cast(writer.schema))
            if writer is None:
                raise ScreenError(f"表 {table} 是空的")
            writer.close()
    except (sqlalchemy.exc.NoSuchTableError, KeyError):
        raise ScreenError(f"数据库里没有表 {table}，或者表里没有 {HOUSEHOLD}") from None
    finally:
        engine.dispose()
    return target


def _cell(value: object) -> object:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _widest(column: object, field: pa.Field) -> pa.Field:
    """The type for all rows: that of the first, but words where it was null and decimals for numbers."""
    if field.name == HOUSEHOLD or pa.types.is_null(field.type):
        return pa.field(field.name, pa.string())
    return pa.field(field.name, pa.float64()) if pa.types.is_integer(field.type) else field


# ---- both tables side by side ----


def chunks(people: Sorted, households: Sorted, homes: int, *beside: Sorted) -> Iterator[tuple[pa.Table, ...]]:
    """Whole households of both tables, about so many at a time; one chunk even where there are no rows.

    `beside`: further tables, of which the rows of the same households come along.
    """
    one, other, begun = _Reader(households), _Reader(people), False
    further = [_Reader(table) for table in beside]
    while one.count or other.count or not begun:
        begun = True
        last = one.id_at(homes) or other.id_at(homes * PEOPLE_A_HOME)
        yield (other.up_to(last), one.up_to(last), *(reader.up_to(last) for reader in further))


class _Reader:
    """Rows of a sorted table, cut after a household; there are rows while `count` is not nought."""

    def __init__(self, table: Sorted):
        self.batches = table.batches()
        self.held: list[pa.Table] = []
        self.count = 0
        self.schema = table.schema
        self._pull()

    def _pull(self) -> bool:
        batch = next(self.batches, None)
        if batch is None:
            return False
        self.held.append(_with_ids(batch))
        self.count += len(batch)
        return True

    def id_at(self, rows: int) -> str | None:
        """The household after so many rows, None where there are not so many."""
        while self.count < rows and self._pull():
            pass
        return self._ids()[rows - 1].as_py() if self.count >= rows else None

    def _ids(self) -> pa.ChunkedArray:
        return pa.chunked_array(
            [part for one in self.held for part in one.column(HOUSEHOLD).chunks], pa.string()
        )

    def up_to(self, last: str | None) -> pa.Table:
        """The rows up to that household, its own among them; all where it is None."""
        while (last is None or not self.count or self._ids()[-1].as_py() <= last) and self._pull():
            pass
        ids = self._ids()
        low, high = (len(ids), len(ids)) if last is None else (0, len(ids))
        while low < high:
            middle = (low + high) // 2
            low, high = (low, middle) if ids[middle].as_py() > last else (middle + 1, high)
        table = pa.concat_tables(self.held) if self.held else self.schema.empty_table()
        taken, left = table.slice(0, low), table.slice(low)
        self.held, self.count = ([left] if len(left) else []), len(left)
        if not self.count:
            self._pull()
        return taken


def _with_ids(batch: pa.Table) -> pa.Table:
    """A missing id as an empty one, which is set aside with its reason."""
    place = batch.schema.get_field_index(HOUSEHOLD)
    ids = batch.column(place)
    if ids.type == pa.string() and not ids.null_count:
        return batch
    return batch.set_column(place, HOUSEHOLD, pc.fill_null(ids.cast(pa.string()), ""))
