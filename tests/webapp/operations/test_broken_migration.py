"""`zizhuni migrate` is killed on its way: nothing is lost, who serves says so, and the next run ends it."""

import os
import signal
import subprocess
import sys
import time

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from tests.builders import make_env
from webapp.app import create_app
from webapp.db import make_engine
from webapp.migrating import find_revision, migrate, newest_revision
from webapp.models import Base
from webapp.problems import UPDATING
from webapp.settings import Settings

BEFORE = "0002"
SECONDS = 60


@pytest.fixture
def kept(database_url, tmp_path):
    """An installation of the first release with something in it, and its engine."""
    env = make_env(tmp_path, DATABASE_URL=database_url)
    settings = Settings.from_env(env)
    migrate(settings, env, "0001_create_tables")
    engine = make_engine(settings)
    with engine.begin() as connection:
        connection.execute(text("INSERT INTO status_tries (client_key, number_key, at) VALUES (:k, :k, :at)"),
                           {"k": "k" * 64, "at": "2026-11-01 00:00:00+00:00"})  # fmt: skip
    yield env, settings, engine
    engine.dispose()


def find_number(engine):
    with engine.connect() as connection:
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()[:4]


def kill_on_its_way(env, settings, engine):
    """Kill the process as soon as some of what is to be done has been done."""
    process = subprocess.Popen([sys.executable, "-m", "webapp.cli", "migrate"], env={**os.environ, **env})
    until = time.monotonic() + SECONDS
    while find_number(engine) < BEFORE and time.monotonic() < until:
        time.sleep(0.002)
    process.send_signal(signal.SIGKILL)
    assert process.wait(10) == -signal.SIGKILL
    return find_revision(settings)


def test_what_a_killed_migration_left_is_served_kindly_and_ended_by_the_next(kept, guide):
    env, settings, engine = kept
    left = kill_on_its_way(env, settings, engine)
    assert BEFORE <= left[:4] < newest_revision()[:4]
    app = create_app(settings, guide)
    client = app.test_client()
    for answer in (client.get("/readyz"), client.post("/api/v1/chat", json={"text": "俺爹78了"})):
        assert (answer.status_code, answer.json["detail"]) == (503, UPDATING)
    assert client.get("/groups").status_code == 200

    subprocess.run([sys.executable, "-m", "webapp.cli", "migrate"], env={**os.environ, **env}, check=True)
    assert find_revision(settings) == newest_revision()
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        assert connection.execute(text("SELECT count(*) FROM status_tries")).scalar() == 1
    assert client.get("/readyz").status_code == 200
    assert client.post("/api/v1/chat", json={"text": "俺爹78了"}).status_code == 200
    app.engine.dispose()
