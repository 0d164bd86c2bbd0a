"""What every test may ask for: the real guide, an app on a fresh database, a day."""

import contextlib
import os
import uuid
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
