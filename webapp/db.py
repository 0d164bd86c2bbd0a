"""The database: one engine an app, one session a request, nothing committed but by routes, jobs and commands.

SQLite and PostgreSQL behave alike here: moments carry their zone, encrypted columns get the app's keys
through the engine's dialect, and a transaction that will write says so with `begin_write`, because SQLite
otherwise fails when a reader turns writer.
"""

import time
from pathlib import Path

import psycopg
from flask import Flask, Response, g
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.orm import Session, sessionmaker

from webapp.security.crypto import FieldCipher
from webapp.settings import Settings

BUSY_SECONDS = 5
FRESH_SECONDS = 5


def make_engine(settings: Settings) -> Engine:
    """The engine of `settings.database_url`. Connects lazily, so that it may be made before a fork."""
    if settings.database_url.startswith("sqlite"):
        engine = _make_sqlite_engine(settings.database_url)
    else:
        engine = _make_postgres_engine(settings.database_url)
    engine.dialect.field_cipher = FieldCipher.of(settings.field_keys)
    return engine


def _make_postgres_engine(url: str) -> Engine:
    """A connection that lay idle is tried before it is used again; one that was just in use is not."""
    options = "-c timezone=UTC -c lock_timeout=8000"
    arguments = {"connect_timeout": 3, "options": options}
    engine = create_engine(url, pool_size=16, connect_args=arguments)
    event.listen(engine, "checkout", _try_idle)
    event.listen(engine, "checkin", _note_use)
    return engine


def _note_use(_connection, record) -> None:
    record.info["used"] = time.monotonic()


def _try_idle(connection, record, _proxy) -> None:
    if time.monotonic() - record.info.get("used", 0) < FRESH_SECONDS:
        return
    try:
        connection.execute("SELECT 1")
        connection.rollback()
    except psycopg.OperationalError:
        raise DisconnectionError from None


def _make_sqlite_engine(url: str) -> Engine:
    path = url.removeprefix("sqlite:///")
    if path and path != ":memory:":
        Path(path).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS, "isolation_level": None})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection, _record) -> None:
    for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON", "secure_delete = ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    write = connection.get_execution_options().get("write")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def begin_write(session: Session) -> None:
    """End the reading transaction of `session` and begin one that may write. Call it with nothing pending."""
    session.rollback()
    session.connection(execution_options={"write": True})


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    return sessionmaker(engine, expire_on_commit=False)


def init_app(app: Flask, engine: Engine) -> None:
    """Give every request its own session in `g.session`; what a route did not commit is rolled back."""
    sessions = make_sessions(engine)

    @app.before_request
    def open_session() -> Response | None:
        g.session = sessions()

    @app.teardown_request
    def close_session(_error: BaseException | None) -> None:
        session = g.pop("session", None)
        if session is not None:
            session.close()
