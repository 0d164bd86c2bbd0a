"""A copy that is taken, brought back into an empty place, and found the same; and what is refused."""

import subprocess
import sys
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest
import requests
from sqlalchemy import inspect, text

from tests.builders import make_env, make_key
from tests.conftest import POSTGRES, free_port, fresh_postgres, start_server
from webapp import clock
from webapp.migrating import migrate
from webapp.operations import backup
from webapp.operations.backup import BackupError, back_up, opened, read_manifest
from webapp.operations.restoring import restore
from webapp.settings import Settings

SENTENCE = "俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地"


@pytest.fixture
def source(installation, tmp_path):
    """An installation with rows and a file: its settings."""
    settings = Settings.from_env(installation)
    with opened(settings) as connection:
        row = "INSERT INTO job_runs (name, ran_at) VALUES (:name, :at)"
        for number in range(500):
            at = clock.now().isoformat(sep=" ")
            connection.execute(text(row), {"name": f"job {number}", "at": at})
        connection.commit()
    (tmp_path / "demo-staff.txt").write_text("演示", encoding="utf-8")
    (tmp_path / "cache").mkdir(exist_ok=True)
    (tmp_path / "cache" / "guide").write_bytes(b"made anew")
    return settings


@pytest.fixture
def empty(source, tmp_path_factory):
    """Settings of an empty place with the same keys."""
    place = tmp_path_factory.mktemp("empty")
    if source.database_url.startswith("sqlite"):
        yield replace(source, data_dir=place, database_url=f"sqlite:///{place / 'new' / 'test.db'}")
        return
    with fresh_postgres() as url:
        address = "postgresql+psycopg" + url.removeprefix("postgresql")
        yield replace(source, data_dir=place, database_url=address)


def everything(settings):
    """Every row of every table, and every file but what is made anew."""
    with opened(settings) as connection:
        tables = inspect(connection).get_table_names()
        rows = {one: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{one}"')))) for one in tables}
    return rows, (settings.data_dir / "demo-staff.txt").read_bytes()


def test_what_is_brought_back_is_what_was_there(source, empty, tmp_path_factory):
    file = tmp_path_factory.mktemp("kept") / "copy.tar"
    kept = back_up(source, file, clock.now())
    assert file.stat().st_mode & 0o077 == 0
    assert kept.tables["job_runs"] == 500 and set(kept.files) == {"demo-staff.txt"}
    restore(empty, file, read_manifest(file))
    assert everything(empty) == everything(source)


def test_a_place_with_tables_is_never_written_over(source, tmp_path_factory):
    file = tmp_path_factory.mktemp("kept") / "copy.tar"
    kept = back_up(source, file, clock.now())
    before = everything(source)
    with pytest.raises(BackupError, match="已经有表了"):
        restore(source, file, kept)
    assert everything(source) == before


def test_other_keys_and_another_kind_of_database_are_refused_before_anything_is_written(
    source, empty, tmp_path_factory
):
    file = tmp_path_factory.mktemp("kept") / "copy.tar"
    kept = back_up(source, file, clock.now())
    other = Settings.from_env(make_env(empty.data_dir, FIELD_KEYS=f"k1:{make_key()}"))
    with pytest.raises(BackupError, match="FIELD_KEYS"):
        restore(replace(empty, field_keys=other.field_keys), file, kept)
    with pytest.raises(BackupError, match="INDEX_KEY"):
        restore(replace(empty, index_keys=other.index_keys), file, kept)
    with pytest.raises(BackupError, match="同一种数据库"):
        restore(empty, file, replace(kept, dialect="other"))
    with pytest.raises(BackupError, match="外头"):
        restore(empty, file, replace(kept, files={"../stray": "0" * 64}))
    assert not (empty.data_dir / "demo-staff.txt").exists()
    assert not (empty.data_dir.parent / "stray").exists()


def test_a_damaged_copy_is_found_out_before_it_is_used(source, tmp_path_factory):
    file = tmp_path_factory.mktemp("kept") / "copy.tar"
    back_up(source, file, clock.now())
    with tarfile.open(file) as archive:
        inside = archive.getmember("database")
    whole = bytearray(file.read_bytes())
    whole[inside.offset_data + 64] ^= 0xFF
    file.write_bytes(whole)
    with pytest.raises(BackupError, match="database 坏了"):
        read_manifest(file)
    file.write_bytes(bytes(whole[:200]))
    with pytest.raises(BackupError, match="换一份"):
        read_manifest(file)


def test_a_copy_that_cannot_be_made_leaves_no_file(tmp_path):
    settings = Settings.from_env(make_env(tmp_path))
    with pytest.raises(BackupError, match="zizhuni migrate"):
        back_up(settings, tmp_path / "copy.tar", clock.now())
    assert not list(tmp_path.glob("*.tar")) and not list(tmp_path.glob(".zizhuni-backup-*"))


def run(env, *arguments):
    command = [sys.executable, "-m", "webapp.cli", *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)


def test_by_command_while_it_serves_and_the_copy_goes_on_with_the_conversation(tmp_path):
    (tmp_path / "a").mkdir()
    env = make_env(tmp_path / "a", PORT=str(free_port()))
    migrate(Settings.from_env(env), env)
    with start_server(["serve"], env, tmp_path / "log") as started:
        answer = requests.post(f"{started.url}/api/v1/chat", json={"text": SENTENCE}, timeout=20).json()
        done = run(env, "backup", str(tmp_path / "copy.tar"))
        assert done.returncode == 0, done.stdout + done.stderr
    new = tmp_path / "b"
    again = env | {"DATA_DIR": str(new), "PORT": str(free_port())}
    again["DATABASE_URL"] = f"sqlite:///{new / 'test.db'}"
    done = run(again, "restore", str(tmp_path / "copy.tar"))
    assert done.returncode == 0, done.stdout + done.stderr
    said = {"conversation": answer["conversation"], "text": "张店的"}
    with start_server(["serve"], again, tmp_path / "log2") as started:
        assert requests.post(f"{started.url}/api/v1/chat", json=said, timeout=20).status_code == 200
    assert run(again, "restore", str(tmp_path / "copy.tar")).returncode == 1, "there are tables now"


def test_the_password_of_the_database_stands_in_no_list_of_processes(tmp_path, monkeypatch):
    seen = []
    note = lambda command, env, **_: seen.append((command, env)) or Done()  # noqa: E731
    monkeypatch.setattr(backup.subprocess, "run", note)
    host = POSTGRES.partition("@")[2].partition("/")[0]
    url = f"postgresql+psycopg://zizhuni:geheim@{host}/zizhuni?sslmode=require"
    backup.run_tool(replace(Settings.from_env(make_env(tmp_path)), database_url=url), "pg_dump", "--version")
    ((command, env),) = seen
    assert "geheim" not in " ".join(command)
    assert (env["PGPASSWORD"], env["PGSSLMODE"], env["PGDATABASE"]) == ("geheim", "require", "zizhuni")
    assert Path(command[0]).name == "pg_dump"


class Done:
    returncode = 0
