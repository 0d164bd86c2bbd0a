"""What every test may ask for: the real guide, an app on a fresh database, a day."""

import atexit
import contextlib
import gc
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import psycopg
import pytest
from jinja2 import FileSystemBytecodeCache
from sqlalchemy.orm import Session

import bot
import knowledge
from tests.builders import make_env, make_settings
from webapp.app import Zizhuni, create_app
from webapp.db import make_sessions
from webapp.migrating import migrate, newest_revision
from webapp.models.base import Base
from webapp.settings import Settings

POSTGRES = os.environ.get("ZIZHUNI_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


# Ten thousand tests and the guide stay to the end: to look through them for garbage, again and again, took an
# eighth of the suite.
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files of few tests first: they start servers and browsers, and should not begin as the last."""
    tests_of = Counter(item.path for item in items)
    items.sort(key=lambda item: tests_of[item.path])


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 50)
    gc.enable()


@pytest.fixture(scope="session")
def guide() -> knowledge.Guide:
    loaded = knowledge.load_guide(cache=read_guide())
    bot.prepare(loaded, read_guide())
    return loaded


@cache
def read_guide() -> Path:
    """What a start keeps in DATA_DIR/cache, made once: no process of the tests reads the guide anew."""
    kept = Path(tempfile.mkdtemp(prefix="zizhuni-guide-"))
    atexit.register(shutil.rmtree, kept, ignore_errors=True)
    bot.prepare(knowledge.load_guide(cache=kept), kept)
    return kept


def give_guide(data_dir: str | Path) -> None:
    """As if `zizhuni` had been started there before."""
    shutil.copytree(read_guide(), Path(data_dir) / "cache", dirs_exist_ok=True)


@pytest.fixture
def day() -> date:
    return date(2026, 11, 22)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings.from_env(make_env(tmp_path))


@pytest.fixture(scope="session")
def shared_app(guide, tmp_path_factory):
    """One app for all tests that change nothing of it: to make its routes takes longer than most tests."""
    made = create_app(make_settings(tmp_path_factory.mktemp("shared")), guide)
    made.testing = True
    return made


@pytest.fixture
def app(shared_app, migrated_sqlite):
    """The app on SQLite, its tables up to date and empty, nobody's requests counted yet."""
    place = shared_app.settings.data_dir
    for left in place.glob("test.db*"):
        left.unlink()
    (place / "test.db").write_bytes(migrated_sqlite)
    shared_app.extensions["rates"].memory.clear()
    yield shared_app
    shared_app.engine.dispose()


@pytest.fixture
def own_app(settings, guide, tmp_path, migrated_sqlite):
    """An app that the test may change."""
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    made = create_app(settings, guide)
    made.testing = True
    yield made
    made.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def compiled_templates(tmp_path_factory):
    """Every app of a worker takes its templates compiled from one place."""
    kept = FileSystemBytecodeCache(tmp_path_factory.mktemp("templates"))
    Zizhuni.jinja_options = {**Zizhuni.jinja_options, "bytecode_cache": kept}


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def session(app) -> Session:
    with make_sessions(app.engine)() as opened:
        yield opened


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory) -> bytes:
    """An empty database after every migration, made once and copied for each test."""
    place = tmp_path_factory.mktemp("migrated")
    env = make_env(place)
    migrate(Settings.from_env(env), env)
    return (place / "test.db").read_bytes()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """A fresh, empty database of each kind. A PostgreSQL that does not answer is a failure."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'fresh.db'}"
        return
    with fresh_postgres() as url:
        yield url


@contextlib.contextmanager
def fresh_postgres(template: str = "template1"):
    """The address of a new PostgreSQL database, empty or like `template`, dropped afterwards."""
    name = f"zizhuni_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    try:
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def migrated_postgres(tmp_path_factory):
    """The name of a PostgreSQL database after every migration, to make others like it."""
    with fresh_postgres() as url:
        env = make_env(tmp_path_factory.mktemp("migrated"), DATABASE_URL=url)
        migrate(Settings.from_env(env), env)
        yield url.rsplit("/", 1)[1]


@pytest.fixture(scope="session")
def shared_postgres(migrated_postgres):
    """One migrated PostgreSQL database for tests that change no table: to make one takes longer than most.

    Nothing in it has to outlive the machine.
    """
    with fresh_postgres(migrated_postgres) as url:
        with psycopg.connect(url, autocommit=True) as admin:
            admin.execute(f"ALTER DATABASE {url.rsplit('/', 1)[1]} SET synchronous_commit TO off")
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def installation(request, tmp_path, migrated_sqlite):
    """The environment of a migrated, empty installation on each kind of database."""
    if request.param == "sqlite":
        (tmp_path / "test.db").write_bytes(migrated_sqlite)
        return make_env(tmp_path)
    url = request.getfixturevalue("shared_postgres")
    empty_postgres(url)
    return make_env(tmp_path, DATABASE_URL=url)


def empty_postgres(url: str) -> None:
    """Every row gone, numbers from 1 again, whatever a test before left open."""
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        asked = " UNION ALL ".join(
            f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in Base.metadata.tables
        )
        written = [name for (name,) in admin.execute(asked)]
        if written:
            admin.execute(f"TRUNCATE {', '.join(written)} RESTART IDENTITY CASCADE")
        admin.execute("UPDATE alembic_version SET version_num = %s", [newest_revision()])


@dataclass(frozen=True)
class Running:
    """A server in processes of its own: where it answers, what it was started with, and what it logged."""

    url: str
    env: dict[str, str]
    log: Path
    pid: int

    @property
    def settings(self) -> Settings:
        return Settings.from_env(self.env)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def running(request, tmp_path_factory):
    """`zizhuni serve` with its worker processes, one for all tests on each kind of database."""
    place = tmp_path_factory.mktemp("running")
    with contextlib.ExitStack() as stack:
        env = make_env(place, PORT=str(free_port()))
        if request.param == "postgresql":
            env["DATABASE_URL"] = stack.enter_context(fresh_postgres())
        migrate(Settings.from_env(env), env)
        yield stack.enter_context(start_server(["serve"], env, place / "server.log"))


@contextlib.contextmanager
def start_server(arguments: list[str], env: dict[str, str], log: Path, inside: Sequence[str] = ()):
    """Run `zizhuni` with these arguments until /healthz answers, and stop it afterwards.

    `inside`: a command that runs the command after it.
    """
    give_guide(env["DATA_DIR"])
    with log.open("wb") as file:
        process = subprocess.Popen(
            [*inside, sys.executable, "-m", "webapp.cli", *arguments],
            env={**os.environ, **env},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    started = Running(f"http://127.0.0.1:{env['PORT']}", env, log, process.pid)
    try:
        wait_until_healthy(started, process)
        yield started
    finally:
        process.terminate()
        process.wait(15)


def wait_until_healthy(started: Running, process: subprocess.Popen, seconds: float = 90) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(started.url + "/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server did not answer:\n" + started.log.read_text(encoding="utf-8")[-2000:])


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
