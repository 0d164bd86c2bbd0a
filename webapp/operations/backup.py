"""A copy of an installation in one file, taken while it serves: the database and what lies in DATA_DIR.

The file is a tar: `manifest.json`, `database` (SQLite's own copy, or pg_dump's custom format), `files/…`.
The keys of production stand in the environment and are not in it: keep them elsewhere, without them nobody
reads the copy. Those of a demonstration lie in its DATA_DIR and come along. Personal columns stay encrypted.
"""

import contextlib
import hashlib
import hmac
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect, make_url, text

from webapp.db import make_engine
from webapp.settings import Settings

FORMAT = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files/"
# Made anew at every start, or by what holds them now.
NOT_KEPT = frozenset({"cache", "decoders"})
TOOLS = Path("/usr/lib/postgresql")
FROM_QUERY = {
    "host": "PGHOST",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


class BackupError(Exception):
    """A copy could not be made, or is not fit for where it is to go. The text says what to do."""


@dataclass(frozen=True)
class Manifest:
    """What is in a copy. `tables`: rows of each. `files`, `database`: SHA-256. Keys: their marks alone."""

    format: int
    at: str
    dialect: str
    revision: str
    tables: Mapping[str, int]
    files: Mapping[str, str]
    field_keys: Mapping[str, str]
    index_key: str
    database: str

    @property
    def rows(self) -> int:
        return sum(self.tables.values())


def back_up(settings: Settings, file: Path, at: datetime) -> Manifest:
    """Write the copy to `file`, whole or not at all. Raises BackupError, OSError."""
    file = file.absolute()
    if not file.parent.is_dir():
        raise BackupError(f"没有 {file.parent} 这个目录，先建好")
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".zizhuni-backup-") as folder:
        copy = Path(folder) / DATABASE
        revision, tables = _copy_database(settings, copy)
        kept = {name: sha256_of(path) for name, path in find_files(settings)}
        manifest = Manifest(
            format=FORMAT,
            at=at.isoformat(timespec="seconds"),
            dialect=dialect_of(settings),
            revision=revision,
            tables=tables,
            files=kept,
            field_keys={name: mark_of(key) for name, key in settings.field_keys},
            index_key=mark_of(settings.index_keys[-1]),
            database=sha256_of(copy),
        )
        whole = Path(folder) / "whole.tar"
        _pack(whole, manifest, copy, settings)
        os.replace(whole, file)
    return manifest


def _pack(whole: Path, manifest: Manifest, copy: Path, settings: Settings) -> None:
    told = copy.with_name(MANIFEST)
    told.write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), encoding="utf-8")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream, tarfile.open(fileobj=stream, mode="w") as archive:
        archive.add(told, MANIFEST)
        archive.add(copy, DATABASE)
        for name, path in find_files(settings):
            archive.add(path, FILES + name)
        archive.close()  # its end is part of what has to reach the disk
        stream.flush()
        os.fsync(stream.fileno())


def read_manifest(file: Path) -> Manifest:
    """What is in the copy, its parts held against their marks. Raises BackupError where it is damaged."""
    try:
        with tarfile.open(file) as archive:
            told = json.load(archive.extractfile(MANIFEST))
            manifest = Manifest(**told)
            wanted = {DATABASE: manifest.database} | {FILES + name: of for name, of in manifest.files.items()}
            for name, mark in wanted.items():
                if _digest(archive.extractfile(name)) != mark:
                    raise BackupError(f"备份里的 {name} 坏了，换一份备份")
    except (tarfile.TarError, KeyError, TypeError, ValueError, EOFError):
        raise BackupError(f"{file} 不是 zizhuni backup 写的，或者坏了，换一份备份") from None
    if manifest.format != FORMAT:
        raise BackupError("这份备份是别的版本写的，用写它的那个版本恢复")
    return manifest


def find_files(settings: Settings) -> list[tuple[str, Path]]:
    """Name and path of everything in DATA_DIR that is kept; the database of SQLite is copied apart."""
    root, database = settings.data_dir, sqlite_path(settings)
    found = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        is_made_anew = name.parts[0] in NOT_KEPT or any(part.startswith(".") for part in name.parts)
        is_database = database is not None and str(path.absolute()).startswith(str(database.absolute()))
        if path.is_file() and not path.is_symlink() and not is_made_anew and not is_database:
            found.append((name.as_posix(), path))
    return found


def sqlite_path(settings: Settings) -> Path | None:
    url = settings.database_url
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite") else None


def dialect_of(settings: Settings) -> str:
    return "sqlite" if settings.database_url.startswith("sqlite") else "postgresql"


def mark_of(key: bytes) -> str:
    """Tells one key from another, and nothing of it."""
    return hmac.new(key, b"zizhuni backup", hashlib.sha256).hexdigest()[:16]


def count_rows(connection: Connection) -> tuple[str, dict[str, int]]:
    """The revision, and how many rows each table has."""
    tables = sorted(inspect(connection).get_table_names())
    if "alembic_version" not in tables:
        raise BackupError("数据库里没有本系统的表，先运行 zizhuni migrate")
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    count = 'SELECT count(*) FROM "{}"'
    return revision, {one: connection.execute(text(count.format(one))).scalar() for one in tables}


def _copy_database(settings: Settings, copy: Path) -> tuple[str, dict[str, int]]:
    path = sqlite_path(settings)
    if path is None:
        return _dump(settings, copy)
    if not path.exists():
        raise BackupError("数据库还没有，先运行 zizhuni migrate")
    with contextlib.closing(sqlite3.connect(path)) as source, contextlib.closing(sqlite3.connect(copy)) as to:
        source.backup(to)
    with opened(replace(settings, database_url=f"sqlite:///{copy}")) as copied:
        counted = count_rows(copied)
    with contextlib.closing(sqlite3.connect(copy)) as to:
        to.execute("PRAGMA journal_mode = DELETE")
    return counted


@contextlib.contextmanager
def opened(settings: Settings) -> Iterator[Connection]:
    """A connection to the database of the settings, and nothing left of it afterwards."""
    engine = make_engine(settings)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _dump(settings: Settings, copy: Path) -> tuple[str, dict[str, int]]:
    """What is counted and what is dumped are one moment."""
    with opened(settings) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        moment = connection.execute(text("SELECT pg_export_snapshot()")).scalar()
        counted = count_rows(connection)
        run_tool(settings, "pg_dump", "--format=custom", f"--snapshot={moment}", f"--file={copy}")
    return counted


def run_tool(settings: Settings, tool: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on the database of the settings; what it needs goes by its environment."""
    url = make_url(settings.database_url)
    given = {"PGHOST": url.host, "PGPORT": url.port, "PGUSER": url.username, "PGPASSWORD": url.password,
             "PGDATABASE": url.database}  # fmt: skip
    given |= {FROM_QUERY[name]: value for name, value in url.query.items() if name in FROM_QUERY}
    env = {name: str(value) for name, value in given.items() if value} | {"PATH": os.defpath, "LC_ALL": "C"}
    try:
        done = subprocess.run([_find_tool(tool), *arguments], env=env, capture_output=True, check=False)
    except FileNotFoundError:
        raise BackupError(f"没有 {tool}，装上 postgresql-client") from None
    if done.returncode:
        raise BackupError(f"{tool} 没有做成：{done.stderr.decode(errors='replace').strip()[:300]}")


def _find_tool(name: str) -> str:
    """Debian keeps one for each version of the server; the newest reads all of them."""
    found = sorted(TOOLS.glob(f"*/bin/{name}"), key=lambda one: int(one.parts[-3]))
    return str(found[-1]) if found else shutil.which(name) or name


def sha256_of(path: Path) -> str:
    with path.open("rb") as stream:
        return _digest(stream)


def _digest(stream) -> str:
    if stream is None:
        raise KeyError
    return hashlib.file_digest(stream, "sha256").hexdigest()
