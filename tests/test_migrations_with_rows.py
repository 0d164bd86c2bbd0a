"""Migrations that change rows, with rows in the tables of before."""

import pytest
from alembic import command
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from tests.builders import make_env
from webapp.applications.winding import NO_DUE
from webapp.db import make_engine, make_sessions
from webapp.migrating import alembic_config, migrate
from webapp.models import Request
from webapp.settings import Settings

EXTENDED = "0005_extend_authorisations"
SIGNED_ON = "2026-11-22 01:30:00"
ROWS = [
    "INSERT INTO applications (id, conversation_id, household, guide_version, situation, origins, follow_ups,"
    " answered, created_at, updated_at) VALUES ('a1', 'c1', 'h1', 'v', '', '', '', '', :at, :at)",
    "INSERT INTO application_members (id, application_id, person, relation, position, is_applicant)"
    " VALUES (1, 'a1', 'self', 'self', 1, true), (2, 'a1', 'father', 'father', 2, false)",
    "INSERT INTO authorisations (id, member_id, signed_by, kind, text_version, text_hash, receipt, signed_at)"
    " VALUES (1, 1, 'self', 'typed', 'v', 'h', 'AAAAAAAAAAAA', :at),"
    " (2, 2, 'guardian', 'typed', 'v', 'h', 'BBBBBBBBBBBB', :at)",
    "INSERT INTO commitments (id, application_id, member_id, kind, text_version, text_hash, signed_at)"
    " VALUES (1, 'a1', 1, 'typed', 'v', 'h', :at), (2, 'a1', 1, 'typed', 'v', 'h', :at)",
]


@pytest.fixture
def before(database_url, tmp_path):
    """A database with rows just before signatures were extended: its environment and engine."""
    env = make_env(tmp_path, DATABASE_URL=database_url)
    script = ScriptDirectory.from_config(alembic_config(env))
    migrate(Settings.from_env(env), env, script.get_revision(EXTENDED).down_revision)
    engine = make_engine(Settings.from_env(env))
    with engine.begin() as connection:
        for row in ROWS:
            connection.execute(text(row), {"at": SIGNED_ON} if ":at" in row else {})
    yield env, engine
    engine.dispose()


def rows(engine, query):
    with engine.connect() as connection:
        return connection.execute(text(query)).all()


def test_signatures_of_before_stay_signed_and_get_what_is_new(before):
    env, engine = before
    migrate(Settings.from_env(env), env, EXTENDED)
    assert rows(engine, "SELECT id, state, guardian_id FROM authorisations ORDER BY id") == [
        (1, "signed", None),
        (2, "signed", 1),
    ]
    receipts = [row[0] for row in rows(engine, "SELECT receipt FROM commitments")]
    assert len(set(receipts)) == 2 and all(len(one) == 12 for one in receipts)


def test_going_back_keeps_what_was_signed_and_drops_what_nobody_looked_at(before):
    env, engine = before
    migrate(Settings.from_env(env), env, EXTENDED)
    sheet = (
        "INSERT INTO authorisations (id, member_id, state, signed_by, kind, text_version, text_hash, receipt,"
        " signed_at) VALUES (3, 2, 'awaiting-check', 'self', 'paper', 'v', 'h', 'CCCCCCCCCCCC', :at)"
    )
    with engine.begin() as connection:
        connection.execute(text(sheet), {"at": SIGNED_ON})
    command.downgrade(alembic_config(env), "-1")
    assert rows(engine, "SELECT id FROM authorisations ORDER BY id") == [(1,), (2,)]
    assert len(rows(engine, "SELECT id FROM application_members")) == 2
    assert len(rows(engine, "SELECT id FROM commitments")) == 2


def test_counters_are_the_same_sums_there_and_back(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    script = ScriptDirectory.from_config(alembic_config(env))
    migrate(Settings.from_env(env), env, script.get_revision("0018_share_demand").down_revision)
    engine = make_engine(Settings.from_env(env))
    insert = "INSERT INTO demand (day, door, group_id, district, town"
    with engine.begin() as connection:
        connection.execute(text(f"{insert}, count) VALUES ('2026-11-22', 'h5', 'any', '', '', 7)"))
    migrate(Settings.from_env(env), env, "0018_share_demand")
    assert rows(engine, "SELECT door, share, count FROM demand") == [("h5", 0, 7)]
    with engine.begin() as connection:
        connection.execute(text(f"{insert}, share, count) VALUES ('2026-11-22', 'h5', 'any', '', '', 5, 2)"))
    command.downgrade(alembic_config(env), "-1")
    assert rows(engine, "SELECT door, group_id, count FROM demand") == [("h5", "any", 9)]
    engine.dispose()


QUEUED = "0015_add_casework"
WAITING = [
    ROWS[0],
    "INSERT INTO requests (id, application_id, policy, unit, person_label, state, state_since, is_urgent,"
    " is_chosen, verdict, findings, version, due_at, due_is_estimate) VALUES"
    " (1, 'a1', 'p', 'household', 'x', 'accepted', :at, true, true, 'met', '', 1, :at, false),"
    " (2, 'a1', 'p', 'household', 'x', 'reviewing', :at, false, true, 'met', '', 1, NULL, false),"
    " (3, 'a1', 'p', 'household', 'x', 'not-approved', :at, false, true, 'met', '', 1, NULL, false),"
    " (4, 'a1', 'p', 'household', 'x', 'closed', :at, false, true, 'met', '', 1, :at, false)",
]


def test_what_waits_already_gets_its_place_in_the_queue_and_loses_it_going_back(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    script = ScriptDirectory.from_config(alembic_config(env))
    migrate(Settings.from_env(env), env, script.get_revision(QUEUED).down_revision)
    engine = make_engine(Settings.from_env(env))
    with engine.begin() as connection:
        for row in WAITING:
            connection.execute(text(row), {"at": SIGNED_ON})
    migrate(Settings.from_env(env), env, QUEUED)
    with make_sessions(engine)() as session:
        found = session.execute(
            select(Request.id, Request.queue_rank, Request.queue_at).order_by(Request.id)
        ).all()
    assert [(one.id, one.queue_rank) for one in found] == [(1, 0), (2, 1), (3, 2), (4, None)]
    assert (found[0].queue_at.year, found[1].queue_at, found[3].queue_at) == (2026, NO_DUE, None)
    command.downgrade(alembic_config(env), "-1")
    assert len(rows(engine, "SELECT id FROM requests")) == 4
    engine.dispose()
