"""How often each group is asked about, by day, door and town: one statement where something new is asked.

What is counted is worked out before the turn begins to write, from what the turn has found out anyway.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import date
from functools import cache
from typing import NamedTuple

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from webapp.models.ledger import DemandRow

ANY = "any"  # conversations and calls that asked about some group
BEGUN = "begun"  # applications begun, at the door that has no town yet
APPLYING = "applying"
HOTLINE = "hotline"
ROWS = DemandRow.__table__
KEY = ("day", "door", "group_id", "district", "town", "share")
SHARES = 32
DIALECTS = {"postgresql": postgresql, "sqlite": sqlite}


class Place(NamedTuple):
    """A district's key and a town's code; "" for what is not known."""

    district: str = ""
    town: str = ""


NOWHERE = Place()


def count(session: Session, groups: Iterable[str], *, day: date, door: str, place: Place = NOWHERE) -> None:
    """One more for each group, in a share drawn by chance: a row is locked until its transaction ends.

    In one order always, so that two turns that drew the same one do not wait for each other in a circle.
    """
    of_all = {"day": day, "door": door, **place._asdict(), "share": secrets.randbelow(SHARES), "count": 1}
    rows = [{**of_all, "group_id": one} for one in sorted(groups)]
    if rows:
        session.connection().execute(_statement(session.get_bind().dialect.name), rows)


@cache
def _statement(dialect: str):
    """Add to the row that is there, or make it."""
    added = DIALECTS[dialect].insert(ROWS)
    return added.on_conflict_do_update(
        index_elements=[ROWS.c[name] for name in KEY], set_={"count": ROWS.c.count + added.excluded.count}
    )
