"""Wrong guesses, counted an hour: by the keyed client and by the keyed thing that was guessed at."""

import datetime
import zlib
from collections.abc import Sequence

from sqlalchemy import Select, delete, select, text
from sqlalchemy.orm import Session

from webapp.models.applications import StatusTry
from webapp.turns import AHEAD

WINDOW = datetime.timedelta(hours=1)


def wait_for_turn(session: Session, keys: Sequence[str]) -> None:
    """Tries with the same keys run one after another, so that many at once do not slip through.

    SQLite has one writer at a time; PostgreSQL gets locks for the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        for key in sorted(keys):
            session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": zlib.crc32(key.encode())})


def note_try(session: Session, client_key: str, number_key: str, now: datetime.datetime) -> None:
    session.add(StatusTry(client_key=client_key, number_key=number_key, at=now))
    session.flush()


def minutes_to_wait(
    session: Session, keys: tuple[str, Sequence[str]], most: int, now: datetime.datetime
) -> int:
    """Whole minutes until one may try again; 0 when one may now.

    `keys`: the client's, and those of the thing (two while the index key is changed).
    """
    client_key, number_keys = keys
    since = now - WINDOW
    counts = (StatusTry.at > since) & (StatusTry.at <= now + AHEAD)
    session.execute(delete(StatusTry).where(StatusTry.at <= since - WINDOW))
    waits = [
        _free_at(session, select(StatusTry.at).where(column.in_(keys), counts), most)
        for column, keys in ((StatusTry.client_key, [client_key]), (StatusTry.number_key, number_keys))
    ]
    until = max((one for one in waits if one is not None), default=None)
    return 0 if until is None else max(1, -int((now - until).total_seconds() // 60))


def _free_at(session: Session, tries: Select, most: int) -> datetime.datetime | None:
    """When the last but `most` try falls out of the hour; None when fewer count."""
    moments = sorted(session.scalars(tries))
    return moments[-most] + WINDOW if len(moments) >= most else None
