"""The old release serves on with the tables of the new one: migrations only add, old writes go in."""

from datetime import UTC, datetime

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Date, DateTime, Integer, LargeBinary, MetaData, Numeric, inspect

from tests.builders import make_env
from webapp.db import make_engine
from webapp.migrating import alembic_config, migrate, newest_revision, serves
from webapp.settings import Settings

# The last revision before the rule; what comes after it is held to it.
RULE_SINCE = "0012_add_ledger"
# (table, column) that a later release takes away, once the release that used it runs nowhere.
CONTRACTS: frozenset[tuple[str, str]] = frozenset()
MOMENT = datetime(2026, 11, 22, 4, tzinfo=UTC)


def steps():
    """(before, after) of every migration since the rule, oldest first."""
    script = ScriptDirectory.from_config(alembic_config({}))
    found = list(script.iterate_revisions("head", RULE_SINCE))
    return [(one.down_revision, one.revision) for one in reversed(found)]


def shape(engine):
    """Table → column → (type, may be null), and the unique rules of each table."""
    inspector = inspect(engine)
    columns = {
        table: {one["name"]: (str(one["type"]), one["nullable"]) for one in inspector.get_columns(table)}
        for table in inspector.get_table_names()
    }
    unique = {
        (table, tuple(rule["column_names"]))
        for table in columns
        for rule in [*inspector.get_unique_constraints(table), *unique_indexes(inspector, table)]
    }
    return columns, unique


def unique_indexes(inspector, table):
    return [one for one in inspector.get_indexes(table) if one["unique"]]


@pytest.fixture
def place(database_url, tmp_path):
    env = make_env(tmp_path, DATABASE_URL=database_url)
    engine = make_engine(Settings.from_env(env))
    yield env, engine
    engine.dispose()


def bring_to(env, revision):
    migrate(Settings.from_env(env), env, revision)


def test_each_migration_since_the_rule_only_adds(place):
    env, engine = place
    bring_to(env, RULE_SINCE)
    assert steps()
    for before, after in steps():
        (old, old_rules), _ = shape(engine), engine.dispose()
        bring_to(env, after)
        (new, new_rules), _ = shape(engine), engine.dispose()
        for table, columns in old.items():
            for name, kind in columns.items():
                is_kept = new.get(table, {}).get(name) == kind
                assert is_kept or (table, name) in CONTRACTS, (after, table, name)
        added = {table for table, _ in new_rules - old_rules}
        assert not added & set(old), (before, after)


def test_what_the_release_before_writes_goes_into_the_tables_of_this_one(place):
    """A row in each table, with the columns that were there before the newest migration and no others."""
    env, engine = place
    before, _ = steps()[-1]
    bring_to(env, before)
    old = MetaData()
    old.reflect(engine)
    engine.dispose()
    bring_to(env, "head")
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in old.sorted_tables:
            if table.name != "alembic_version":
                connection.execute(table.insert(), {one.name: value_of(one) for one in table.columns})
    with engine.connect() as connection:
        for table in old.sorted_tables:
            assert connection.execute(table.select()).first() is not None, table.name


def value_of(column):
    """The least that an old process writes. Every key is 1, so that rows that point at others find them."""
    if column.nullable:
        return None
    for key in column.foreign_keys:
        return value_of(key.column)
    if isinstance(column.type, Boolean):
        return True
    if isinstance(column.type, Integer | Numeric):
        return 1
    if isinstance(column.type, DateTime):
        return MOMENT
    if isinstance(column.type, Date):
        return MOMENT.date()
    return b"1" if isinstance(column.type, LargeBinary) else "1"


def test_the_number_of_the_head_is_the_highest():
    script = ScriptDirectory.from_config(alembic_config({}))
    assert max(one.revision for one in script.walk_revisions()) == newest_revision()


def test_a_process_serves_its_own_tables_and_later_ones_and_not_earlier_ones():
    number = int(newest_revision()[:4])
    assert serves(newest_revision())
    assert serves(f"{number + 1:04d}_of_the_next_release")
    assert not serves(f"{number - 1:04d}_of_the_last_release")
