"""Any number of stored applications like one that was really submitted, set by set inside PostgreSQL.

The copies differ in what has to differ: ids, number, receipt, keyed hashes. Values are encrypted for their
column, not for their row, so that those of the copies open. Indexes are made afterwards, and the triggers of
foreign keys sleep meanwhile: a million takes minutes instead of hours.
"""

from __future__ import annotations

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

from tests.webapp.applications.conftest import Desk
from webapp import clock
from webapp.applications.numbers import CROCKFORD
from webapp.applications.submitting import submit
from webapp.db import begin_write, guide_of, make_sessions
from webapp.security.crypto import IndexHash
from webapp.turns import take_turn
from webapp.upkeep.jobs import CHORES

TAIL = 4
BATCH = 100_000
# What was filed with the one, and what of a copy is its own. Pictures and PDFs of signatures stay with the
# one: no page of these reads them, and they are most of the room.
OWN: dict[str, dict[str, str]] = {
    "applications": {
        "id": "copies.id",
        "number": "copies.number",
        "conversation_id": "copies.id",
        "resume_key": "NULL",
    },
    "application_members": {"id_key": "md5(source.id_key || copies.place)"},
    "authorisations": {"receipt": "'A' || copies.place", "drawing": "NULL", "copy": "NULL"},
    "commitments": {"receipt": "'C' || copies.place", "drawing": "NULL", "copy": "NULL"},
    "requests": {},
    "request_subjects": {"id_key": "md5(source.id_key || copies.place)"},
    "request_events": {},
    "request_routes": {},
    "outbox": {"cause": "source.cause || copies.place"},
}
MOVED = ("id", "member_id", "guardian_id", "request_id")
SETTINGS = (
    "SET session_replication_role = replica",
    "SET synchronous_commit = off",
    "SET maintenance_work_mem = '512MB'",
    "SET work_mem = '64MB'",
)
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE schemaname = 'public' AND tablename = ANY(:tables)
  AND indexname NOT IN (SELECT conname FROM pg_constraint)
"""
COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = :t"
)


def store(engine: Engine, keys: tuple[bytes, ...], count: int) -> tuple[list[str], str]:
    """The numbers of `count` applications, and the tail of the applicant's ID that all of them have.

    What the worker does once an hour or a day is noted as just done, as on any working day.
    """
    with make_sessions(engine)() as session:
        number, tail = _submit(session, IndexHash(keys))
    numbers = [number_of(place) for place in range(1, count)]
    with engine.connect() as connection:
        for setting in SETTINGS:
            connection.execute(text(setting))
        _copy(connection, numbers)
        connection.commit()
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE"))
        connection.execute(text("CHECKPOINT"))
    return [number, *numbers], tail


def number_of(place: int) -> str:
    """The number of the application that was stored as the `place`-th."""
    code, digits = place, ""
    for _ in range(10):
        code, digit = divmod(code, len(CROCKFORD))
        digits = CROCKFORD[digit] + digits
    return "ZB" + digits


def _submit(session: Session, index_hash: IndexHash) -> tuple[str, str]:
    now, guide = clock.now(), guide_of(session)
    desk = Desk(session, guide, index_hash, now=now)
    draft = desk.fill_in(desk.open_draft())
    submit(session, guide, draft, now)
    session.commit()
    begin_write(session)
    for job in (f"due {guide.version[:24]}", "retention", *(f"chore {name}" for name in CHORES)):
        take_turn(session, job, now)
    session.commit()
    return draft.number, next(one.id_number for one in draft.members if one.is_applicant)[-TAIL:]


def _copy(connection, numbers: list[str]) -> None:
    tables = {"tables": list(OWN)}
    indexes = connection.execute(text(INDEXES), tables).all()
    for name, _ in indexes:
        connection.execute(text(f'DROP INDEX "{name}"'))
    connection.execute(text("CREATE TEMP TABLE copies (place int, id text, number text)"))
    with connection.connection.cursor() as cursor, cursor.copy("COPY copies FROM STDIN") as rows:
        for place, number in enumerate(numbers, 1):
            rows.write_row((place, f"bench-{place}", number))
    connection.execute(text("ANALYZE copies"))
    step = max(_newest(connection, name) for name in OWN if name != "applications") + 1
    for name in OWN:
        _copy_table(connection, name, step, len(numbers))
    for _, definition in indexes:
        connection.execute(text(definition))


def _newest(connection, table: str) -> int:
    return connection.execute(text(f"SELECT coalesce(max(id), 0) FROM {table}")).scalar_one()


def _copy_table(connection, table: str, step: int, count: int) -> None:
    """The ids of a copy lie `step` times its place behind those of the one."""
    columns = connection.execute(text(COLUMNS), {"t": table}).scalars().all()
    new = {name: f"source.{name}" for name in columns}
    new |= {name: f"source.{name} + copies.place * {step}" for name in columns if name in MOVED}
    new |= {name: "copies.id" for name in columns if name == "application_id"} | OWN[table]
    chosen = f"SELECT {', '.join(new.values())} FROM one_{table} source, copies"
    connection.execute(text(f"CREATE TEMP TABLE one_{table} AS SELECT * FROM {table}"))
    insert = text(
        f"INSERT INTO {table} ({', '.join(new)}) {chosen} WHERE copies.place BETWEEN :first AND :last"
    )
    for first in range(1, count + 1, BATCH):
        connection.execute(insert, {"first": first, "last": first + BATCH - 1})
    if table != "applications":
        connection.execute(
            text(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
        )
