"""One head, tables as the models say, both directions, on both databases."""

import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, select

from tests.builders import make_env
from webapp.clock import SHANGHAI
from webapp.db import make_engine, make_sessions
from webapp.migrating import alembic_config, migrate
from webapp.models import AuditRow, Base
from webapp.security import seals
from webapp.settings import Settings

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


@pytest.fixture
def script():
    return ScriptDirectory.from_config(alembic_config({}))


def test_there_is_one_head_and_the_file_names_it(script):
    assert script.get_heads() == [(FOLDER / "HEAD").read_text(encoding="utf-8").strip()]


def test_each_revision_is_named_as_its_file(script):
    for revision in script.walk_revisions():
        assert Path(revision.path).stem == revision.revision
        assert revision.revision[:4].isdigit()


def test_migrations_import_no_models():
    for path in (FOLDER / "versions").glob("*.py"):
        assert "webapp" not in path.read_text(encoding="utf-8"), path.name


def test_the_tables_are_as_the_models_say(installation):
    engine = make_engine(Settings.from_env(installation))
    with engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    engine.dispose()
    assert differences == []


def test_up_and_down_and_up_again_leave_nothing_behind(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    settings = Settings.from_env(env)
    migrate(settings, env)
    migrate(settings, env, "base")
    engine = make_engine(settings)
    assert inspect(engine).get_table_names() == ["alembic_version"]
    engine.dispose()
    migrate(settings, env)
    engine = make_engine(settings)
    assert set(inspect(engine).get_table_names()) == {*Base.metadata.tables, "alembic_version"}
    engine.dispose()


def test_audit_rows_survive_and_are_sealed_anew_with_places_and_days(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    settings = Settings.from_env(env)
    migrate(settings, env, "0002_add_wechat")
    engine = make_engine(settings)
    add = (
        "INSERT INTO audit (id, at, actor, action, subject, facts, seal) VALUES "
        "(1, '2026-11-20 04:00:00', 'staff:7', 'read', 'a1', 'hukou', 'old'), "
        "(2, '2026-11-21 04:00:00', 'applicant', 'submit', 'a1', '', NULL)"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(add)
    migrate(settings, env)
    with make_sessions(engine)() as session:
        seals.seal(session, datetime(2026, 11, 22, 12, tzinfo=SHANGHAI))
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
        assert [(row.actor, row.facts, row.role, row.place) for row in rows] == [
            ("staff:7", "hukou", "", 1),
            ("applicant", "", "", 2),
        ]
        assert seals.find_faults(session) == []
    engine.dispose()


def test_a_start_on_finished_tables_does_not_load_the_migrations(installation):
    program = (
        "import os, sys; from webapp.migrating import migrate; from webapp.settings import Settings; "
        "migrate(Settings.from_env(os.environ), os.environ); print('alembic' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **installation}, capture_output=True, check=True
    )
    assert done.stdout.split() == [b"False"]
