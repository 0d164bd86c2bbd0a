"""Wrong guesses, counted an hour: by the keyed client and by the keyed thing that was guessed at."""

import datetime
import zlib
from collections.abc import Sequence

from sqlalchemy import bindparam, delete, literal, select, text, union_all
from sqlalchemy.orm import Session

from webapp.models.applications import StatusTry
from webapp.turns import AHEAD

WINDOW = datetime.timedelta(hours=1)
# In their order: whoever waits for two waits for them in the order of everybody.
LOCK = text("SELECT pg_advisory_xact_lock(one) FROM unnest(CAST(:keys AS bigint[])) AS one")
COUNTS = (StatusTry.at > bindparam("since"), StatusTry.at <= bindparam("until"))
# Whether it counts for the client or for the thing, and when it was.
TRIES = union_all(
    select(literal(True).label("of_client"), StatusTry.at).where(
        StatusTry.client_key == bindparam("client"), *COUNTS
    ),
    select(literal(False), StatusTry.at).where(
        StatusTry.number_key.in_(bindparam("numbers", expanding=True)), *COUNTS
    ),
)


def wait_for_turn(session: Session, keys: Sequence[str]) -> None:
    """Tries with the same keys run one after another, so that many at once do not slip through.

    SQLite has one writer at a time; PostgreSQL gets locks for the transaction.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.connection().execute(LOCK, {"keys": sorted(zlib.crc32(key.encode()) for key in keys)})


def note_try(session: Session, client_key: str, number_key: str, now: datetime.datetime) -> None:
    """One more wrong guess; those that count no longer go with it."""
    session.execute(delete(StatusTry).where(StatusTry.at <= now - 2 * WINDOW))
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
    asked = {"client": client_key, "numbers": list(number_keys), "since": since, "until": now + AHEAD}
    tries = session.connection().execute(TRIES, asked).all()
    waits = [
        _free_at([at for of_client, at in tries if bool(of_client) is one], most) for one in (True, False)
    ]
    until = max((one for one in waits if one is not None), default=None)
    return 0 if until is None else max(1, -int((now - until).total_seconds() // 60))


def _free_at(moments: list[datetime.datetime], most: int) -> datetime.datetime | None:
    """When the last but `most` try falls out of the hour; None when fewer count."""
    return sorted(moments)[-most] + WINDOW if len(moments) >= most else None
