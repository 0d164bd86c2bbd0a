"""The database: one engine an app, one session a request, nothing committed but by routes, jobs and commands.

SQLite and PostgreSQL behave alike here: moments carry their zone, the app's keys and its guide come with the
engine's dialect, and a transaction that will write says so with `begin_write`, because SQLite otherwise fails
when a reader turns writer.
"""

import sqlite3
import time
from functools import cache
from pathlib import Path

import psycopg
from flask import Flask, Response, g
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError, DisconnectionError
from sqlalchemy.orm import Session, sessionmaker

from knowledge import Guide, load_guide
from webapp import postgres, queues
from webapp.security.crypto import FieldCipher, IndexHash
from webapp.settings import Settings

BUSY_SECONDS = 5
FRESH_SECONDS = 5
# SQLite says the second where a quota or a limit keeps its file from growing, or the disk fails.
UNSTORABLE = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})


def make_engine(settings: Settings, guide: Guide | None = None) -> Engine:
    """The engine of `settings.database_url`. Connects lazily, so that it may be made before a fork.

    `guide`: the one that the process has; else it is loaded when it is first asked for.
    """
    if settings.database_url.startswith("sqlite"):
        engine = _make_sqlite_engine(settings.database_url)
    else:
        engine = _make_postgres_engine(settings.database_url)
    engine.dialect.field_cipher = FieldCipher.of(settings.field_keys, settings.field_cipher)
    engine.dialect.index_hash = IndexHash(settings.index_keys)
    engine.dialect.queue = queues.make_queue(settings)
    engine.dialect.get_guide = cache(lambda: guide or _load_guide(settings))
    return engine


def _load_guide(settings: Settings) -> Guide:
    """The guide alone: nobody is talked with here."""
    place = settings.data_dir / "cache"
    place.mkdir(parents=True, exist_ok=True)
    return load_guide(cache=place)


def index_hash_of(session: Session) -> IndexHash:
    """The keyed hash of the installation that `session` belongs to."""
    return session.get_bind().dialect.index_hash


def guide_of(session: Session) -> Guide:
    """The guide of the installation that `session` belongs to."""
    return session.get_bind().dialect.get_guide()


def cipher_of(session: Session) -> FieldCipher:
    """The cipher of the installation that `session` belongs to."""
    return session.get_bind().dialect.field_cipher


def is_full(error: DBAPIError) -> bool:
    """Whether the database answers, and has no room to store what it was given."""
    match error.orig:
        case sqlite3.Error(sqlite_errorcode=code):
            return code & 0xFF in UNSTORABLE
        case psycopg.errors.DiskFull():
            return True
    return False


def lacks_tables(error: DBAPIError) -> bool:
    """Whether the tables are not those that this release asks: not migrated, or not to the end."""
    match error.orig:
        case sqlite3.Error(sqlite_errorcode=code):
            return code == sqlite3.SQLITE_ERROR
        case psycopg.errors.UndefinedTable() | psycopg.errors.UndefinedColumn():
            return True
    return False


def _make_postgres_engine(url: str) -> Engine:
    """A connection that lay idle is tried before it is used again; one that was just in use is not."""
    options = "-c timezone=UTC -c lock_timeout=8000"
    arguments = {"connect_timeout": 3, "options": options}
    engine = create_engine(url, pool_size=16, connect_args=arguments)
    event.listen(engine, "do_connect", lambda _dialect, _record, where, how: postgres.connect(*where, **how))
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
    sessions = sessionmaker(engine, expire_on_commit=False)
    if isinstance(engine.dialect.queue, queues.RedisQueue):
        queues.listen(sessions, engine.dialect.queue)
    return sessions


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
