"""What every test may ask for: the real guide, an app on a fresh database, a day."""

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import psycopg
import pytest
from sqlalchemy.orm import Session

import bot
import knowledge
from tests.builders import make_env
from webapp.app import create_app
from webapp.db import make_sessions
from webapp.migrating import migrate
from webapp.settings import Settings

POSTGRES = os.environ.get("ZIZHUNI_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")


@pytest.fixture(scope="session")
def guide(tmp_path_factory) -> knowledge.Guide:
    cache = tmp_path_factory.mktemp("cache")
    loaded = knowledge.load_guide(cache=cache)
    bot.prepare(loaded, cache)
    return loaded


@pytest.fixture
def day() -> date:
    return date(2026, 11, 22)


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings.from_env(make_env(tmp_path))


@pytest.fixture
def app(settings, guide, tmp_path, migrated_sqlite):
    """The app on SQLite, its tables up to date."""
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    made = create_app(settings, guide)
    made.testing = True
    yield made
    made.engine.dispose()


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
def fresh_postgres():
    """The address of a new PostgreSQL database, dropped afterwards."""
    name = f"zizhuni_test_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True, connect_timeout=5) as admin:
        admin.execute(f"CREATE DATABASE {name}")
    try:
        yield POSTGRES.rsplit("/", 1)[0] + f"/{name}"
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as admin:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def installation(database_url, tmp_path) -> dict[str, str]:
    """The environment of a migrated installation on each kind of database."""
    env = make_env(Path(tmp_path), DATABASE_URL=database_url)
    migrate(Settings.from_env(env), env)
    return env


@dataclass(frozen=True)
class Running:
    """A server in processes of its own: where it answers, what it was started with, and what it logged."""

    url: str
    env: dict[str, str]
    log: Path

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
def start_server(arguments: list[str], env: dict[str, str], log: Path):
    """Run `zizhuni` with these arguments until /healthz answers, and stop it afterwards."""
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "webapp.cli", *arguments],
            env={**os.environ, **env},
            stdout=file,
            stderr=subprocess.STDOUT,
        )
    started = Running(f"http://127.0.0.1:{env['PORT']}", env, log)
    try:
        wait_until_healthy(started, process)
        yield started
    finally:
        process.terminate()
        process.wait(15)


def wait_until_healthy(started: Running, process: subprocess.Popen, seconds: float = 30) -> None:
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
