"""Where a transaction begins in PostgreSQL: at what writes or locks, never at what is only read."""

import pytest
from psycopg.pq import TransactionStatus
from sqlalchemy import func, insert, select, text

from tests.builders import make_settings
from webapp.db import begin_write, make_engine, make_sessions
from webapp.models.audit import AuditRow
from webapp.models.staff import StaffAccount
from webapp.postgres import only_reads

ROWS = AuditRow.__table__
COUNT = select(func.count()).select_from(ROWS)


@pytest.fixture
def engine(tmp_path, shared_postgres):
    engine = make_engine(make_settings(tmp_path, DATABASE_URL=shared_postgres))
    yield engine
    with engine.begin() as connection:
        connection.execute(ROWS.delete().where(ROWS.c.action == "test-begin"))
    engine.dispose()


@pytest.fixture
def session(engine):
    with make_sessions(engine)() as session:
        yield session


def note(session):
    row = {"at": func.now(), "actor": "a", "action": "test-begin", "subject": "s", "facts": "", "role": ""}
    session.execute(insert(ROWS).values(**row, region="", reason=""))


def is_within(session):
    connection = session.connection().connection.driver_connection
    return connection.pgconn.transaction_status == TransactionStatus.INTRANS


def test_what_is_only_read_begins_nothing(session):
    session.execute(COUNT)
    assert not is_within(session)


LOCKING = [
    select(StaffAccount.id).with_for_update(),
    select(StaffAccount.id).with_for_update(skip_locked=True),
    select(StaffAccount.id).with_for_update(read=True),
    text("SELECT pg_advisory_xact_lock(1)"),
    text("SELECT pg_export_snapshot()"),
    text("SET LOCAL lock_timeout = 1"),
    text("WITH gone AS (DELETE FROM audit WHERE false RETURNING id) SELECT count(*) FROM gone"),
]


@pytest.mark.parametrize("statement", LOCKING, ids=str)
def test_what_locks_or_writes_begins(session, statement):
    session.execute(statement)
    assert is_within(session)


def test_what_is_rolled_back_was_never_there(session):
    before = session.scalar(COUNT)
    note(session)
    assert session.scalar(COUNT) == before + 1
    session.rollback()
    assert session.scalar(COUNT) == before


def test_what_is_not_committed_nobody_else_sees(engine, session):
    before = session.scalar(COUNT)
    begin_write(session)
    session.scalar(COUNT)
    note(session)
    with make_sessions(engine)() as other:
        assert other.scalar(COUNT) == before
        session.commit()
        assert other.scalar(COUNT) == before + 1


def test_many_rows_at_once_are_one_transaction(session):
    before = session.scalar(COUNT)
    row = {"actor": "a", "action": "test-begin", "subject": "s", "facts": "", "role": "", "reason": ""}
    session.execute(insert(ROWS).values(at=func.now(), region=""), [row, row, row])
    assert is_within(session)
    session.rollback()
    assert session.scalar(COUNT) == before


def test_a_savepoint_stands_in_a_transaction(session):
    before = session.scalar(COUNT)
    note(session)
    with session.begin_nested() as inner:
        note(session)
        inner.rollback()
    assert session.scalar(COUNT) == before + 1
    session.rollback()
    assert session.scalar(COUNT) == before


def test_rows_can_be_copied_and_read_piece_by_piece_in_a_transaction(session):
    driver = session.connection().connection.driver_connection
    with driver.cursor() as cursor, cursor.copy("COPY (SELECT 1) TO STDOUT") as copy:
        assert list(copy.rows()) == [("1",)]
    assert is_within(session)
    session.rollback()
    pieces = session.execute(COUNT.execution_options(stream_results=True))
    assert is_within(session)
    assert len(pieces.all()) == 1


def test_a_connection_that_commits_by_itself_begins_nothing(engine):
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(ROWS.delete().where(ROWS.c.action == "test-begin"))
        driver = connection.connection.driver_connection
        assert driver.pgconn.transaction_status == TransactionStatus.IDLE
    with engine.connect() as connection:
        connection.execute(ROWS.delete().where(ROWS.c.action == "test-begin"))
        driver = connection.connection.driver_connection
        assert driver.pgconn.transaction_status == TransactionStatus.INTRANS


def test_whether_a_statement_only_reads_is_said_with_care():
    assert only_reads("SELECT calls.id \nFROM calls")
    for one in (
        "SELECT id FROM calls FOR UPDATE",
        "INSERT INTO calls",
        "WITH a AS (SELECT 1) SELECT 1",
        b"SELECT 1",
    ):
        assert not only_reads(one), one
