"""Steps of applications filed before roles and versions were kept."""

from alembic import command
from sqlalchemy import text

from tests.builders import make_env
from webapp.db import make_engine
from webapp.migrating import alembic_config, migrate
from webapp.settings import Settings

BEFORE, AFTER = "0007_add_protection", "0008_add_steps_after_submission"
FILED = "2026-11-22 09:30:00"


def test_older_steps_get_their_role_and_requests_count_them(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    settings = Settings.from_env(env)
    migrate(settings, env, BEFORE)
    engine = make_engine(settings)
    with engine.begin() as connection:
        file(connection)
    migrate(settings, env, AFTER)
    with engine.connect() as connection:
        roles = connection.execute(text("SELECT role FROM request_events ORDER BY id")).scalars().all()
        versions = connection.execute(text("SELECT version FROM requests")).scalars().all()
    assert (roles, versions) == (["applicant", "caseworker", "worker"], [3])
    command.downgrade(alembic_config(env), BEFORE)
    with engine.connect() as connection:
        left = connection.execute(text('SELECT "by" FROM request_events ORDER BY id')).scalars().all()
    assert left == ["applicant", "demo", "worker"]
    engine.dispose()


def test_one_conversation_still_has_one_draft_after_the_way_back(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    settings = Settings.from_env(env)
    migrate(settings, env, AFTER)
    command.downgrade(alembic_config(env), BEFORE)
    engine = make_engine(settings)
    unique = "uq_applications_draft_of_conversation"
    catalogue = (
        "SELECT sql FROM sqlite_master WHERE name = :name"
        if database_url.startswith("sqlite")
        else "SELECT indexdef FROM pg_indexes WHERE indexname = :name"
    )
    with engine.connect() as connection:
        written = connection.execute(text(catalogue), {"name": unique}).scalar_one()
    assert "UNIQUE" in written and "submitted_at IS NULL" in written
    engine.dispose()


def file(connection):
    empty = {"blob": b"", "at": FILED}
    connection.execute(
        text(
            "INSERT INTO applications (id, conversation_id, household, number, guide_version, situation,"
            " origins, follow_ups, answered, created_at, updated_at, submitted_at)"
            " VALUES ('a1', 'c1', 'h1', 'ZB0000000000', 'v', :blob, :blob, :blob, :blob, :at, :at, :at)"
        ),
        empty,
    )
    connection.execute(
        text(
            "INSERT INTO requests (id, application_id, policy, unit, person_label, state, state_since,"
            " is_urgent, is_chosen, verdict, findings)"
            " VALUES (1, 'a1', 'care-service', 'person', '父亲', 'lapsed', :at, false, true, 'met', :blob)"
        ),
        empty,
    )
    steps = (
        ("draft", "submitted", "applicant"),
        ("submitted", "accepted", "demo"),
        ("accepted", "lapsed", "worker"),
    )
    for number, (old, new, by) in enumerate(steps, 1):
        connection.execute(
            text(
                'INSERT INTO request_events (id, request_id, from_state, to_state, at, "by")'
                " VALUES (:id, 1, :old, :new, :at, :by)"
            ),
            {"id": number, "old": old, "new": new, "at": FILED, "by": by},
        )
