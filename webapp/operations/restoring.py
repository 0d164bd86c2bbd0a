"""Bring a copy back, into an empty place alone: nothing that is there is ever overwritten."""

import os
import shutil
import tarfile
import tempfile
from pathlib import Path

from sqlalchemy import inspect

from webapp.operations.backup import (
    DATABASE,
    FILES,
    BackupError,
    Manifest,
    count_rows,
    dialect_of,
    mark_of,
    opened,
    run_tool,
    sha256_of,
    sqlite_path,
)
from webapp.settings import Settings


def restore(settings: Settings, file: Path, kept: Manifest) -> None:
    """Put the copy where the settings point, and hold what came of it against what was counted.

    Raises BackupError before anything is written where keys, kind of database or place do not fit.
    """
    _require_fit(settings, kept)
    restore_files(file, kept, settings.data_dir)
    path = sqlite_path(settings)
    place = path.parent if path is not None else settings.data_dir
    place.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=".zizhuni-restore-") as folder:
        copy = Path(folder) / DATABASE
        with tarfile.open(file) as archive, copy.open("xb") as to:
            shutil.copyfileobj(archive.extractfile(DATABASE), to)
        if path is not None:
            copy.chmod(0o600)
            os.replace(copy, path)
        else:
            whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
            run_tool(settings, "pg_restore", *whole, f"--dbname={_name_of(settings)}", str(copy))
    with opened(settings) as connection:
        if count_rows(connection) != (kept.revision, kept.tables):
            raise BackupError("恢复出来的和备份的行数对不上，这一份不要用")


def restore_files(file: Path, kept: Manifest, data_dir: Path) -> None:
    """Put back what lay in DATA_DIR. Raises BackupError where another file has one of the names."""
    for name, mark in kept.files.items():
        path = data_dir / name
        if not path.resolve().is_relative_to(data_dir.resolve()):
            raise BackupError(f"备份里的 {name} 要写到 DATA_DIR 外头去，这一份不要用")
        if path.exists() and sha256_of(path) != mark:
            raise BackupError(f"{data_dir} 里已经有另一个 {name}，换一个空的 DATA_DIR 再恢复")
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tarfile.open(file) as archive:
        for name in kept.files:
            _put_back(archive, archive.getmember(FILES + name), data_dir / name)


def _put_back(archive: tarfile.TarFile, member: tarfile.TarInfo, path: Path) -> None:
    """One file, as readable as it was; written by hand, as the tarfile of Debian 12 knows no filters."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.part")
    with beside.open("wb") as to:
        beside.chmod(0o600)
        shutil.copyfileobj(archive.extractfile(member), to)
    beside.chmod(member.mode & 0o755 | 0o600)
    os.replace(beside, path)


def _require_fit(settings: Settings, kept: Manifest) -> None:
    if dialect_of(settings) != kept.dialect:
        raise BackupError(f"备份是 {kept.dialect} 的，DATABASE_URL 要指到同一种数据库")
    known = {name: mark_of(key) for name, key in settings.field_keys}
    missing = sorted(name for name, mark in kept.field_keys.items() if known.get(name) != mark)
    if missing:
        raise BackupError(f"FIELD_KEYS 里没有备份时的这几把：{', '.join(missing)}。没有它们读不出来")
    if kept.index_key not in map(mark_of, settings.index_keys):
        raise BackupError("INDEX_KEY 不是备份时的那一把，恢复了也找不到人")
    path = sqlite_path(settings)
    if path is not None and not path.exists():
        return
    with opened(settings) as connection:
        if inspect(connection).get_table_names():
            raise BackupError("数据库里已经有表了。恢复只往空的地方放：换一个新的库，或者先把它挪开")


def _name_of(settings: Settings) -> str:
    return settings.database_url.rsplit("/", 1)[1].partition("?")[0]
