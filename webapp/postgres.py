"""Connections to PostgreSQL: a transaction begins where something is written or locked, not where it is read.

Every statement sees what is committed when it begins (READ COMMITTED), inside of a transaction and outside.
So a plain SELECT needs none around it, which spares two of three trips to the server, and the plans of
statements that are kept by name: a rollback drops them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import psycopg
from psycopg import Column
from psycopg.pq import TransactionStatus
from psycopg.pq.abc import PGresult

# In a SELECT that does more than read: it locks rows, takes a lock or holds on to a moment.
LOCKS_ROWS, ASKS_SERVER = " FOR ", "pg_"


class Described(Sequence):
    """The columns of a result, looked at when somebody does.

    Every statement is described anew, and SQLAlchemy looks at the first description of a statement alone.
    """

    def __init__(self, result: PGresult, columns: Callable[[], Sequence[Column]]) -> None:
        self._count, self._columns = result.nfields, columns

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int | slice) -> Column | Sequence[Column]:
        return self._columns()[place]


def only_reads(statement: object) -> bool:
    """Whether this is certainly a SELECT that neither locks nor changes anything."""
    if type(statement) is not str or not statement.startswith("SELECT "):
        return False
    return LOCKS_ROWS not in statement and ASKS_SERVER not in statement


class LightCursor(psycopg.Cursor):
    """A cursor that spells out what its columns are only where that is asked, and begins where it has to."""

    @property
    def description(self) -> Sequence[Column] | None:
        result = self.pgresult
        if result is None or not result.nfields:
            return super().description
        return Described(result, lambda: super(LightCursor, self).description)

    def execute(self, query: object, *values: object, **how: object) -> LightCursor:
        if not only_reads(query):
            self._begin()
        return super().execute(query, *values, **how)

    def executemany(self, query: object, *values: object, **how: object) -> None:
        self._begin()
        super().executemany(query, *values, **how)

    def stream(self, query: object, *values: object, **how: object) -> Iterator[object]:
        self._begin()
        return super().stream(query, *values, **how)

    @contextmanager
    def copy(self, statement: object, *values: object, **how: object) -> Iterator[psycopg.Copy]:
        self._begin()
        with super().copy(statement, *values, **how) as copy:
            yield copy

    def _begin(self) -> None:
        if self.connection.has_to_begin:
            super().execute("BEGIN", prepare=False)


class LightServerCursor(psycopg.ServerCursor):
    """A cursor that lives in the server, which it does inside of a transaction alone."""

    def execute(self, *query: object, **how: object) -> LightServerCursor:
        if self.connection.has_to_begin:
            self.connection.execute("BEGIN")
        return super().execute(*query, **how)


class LightConnection(psycopg.Connection):
    """A connection that has nothing to roll back where nothing has begun.

    `autocommit` is what it is to others; psycopg itself never begins anything here.
    """

    begins = True

    @property
    def autocommit(self) -> bool:
        return not self.begins

    @autocommit.setter
    def autocommit(self, wanted: bool) -> None:
        self.begins = not wanted

    @property
    def has_to_begin(self) -> bool:
        """Whether what is not only read has to begin a transaction first."""
        return self.begins and self.pgconn.transaction_status == TransactionStatus.IDLE

    def rollback(self) -> None:
        if self.pgconn.transaction_status != TransactionStatus.IDLE:
            super().rollback()


def connect(*address: object, **how: object) -> LightConnection:
    """A connection as `psycopg.connect` opens it, without a transaction around what is only read."""
    connection = LightConnection.connect(*address, autocommit=True, cursor_factory=LightCursor, **how)
    connection.server_cursor_factory = LightServerCursor
    return connection
