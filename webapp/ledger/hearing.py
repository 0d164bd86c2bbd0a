"""What one turn or one call adds to the counters and to the ledger of gaps.

`hear_turn` and `hear_call` compute, without a database; `keep` writes, in the transaction of the turn.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy.orm import Session

import bot
from bot.desk import listening
from webapp.clock import SHANGHAI
from webapp.ledger import counting, gaps
from webapp.ledger.counting import NOWHERE, Place
from webapp.ledger.places import towns_of

if TYPE_CHECKING:
    from knowledge import Guide
    from webapp.hotline.calls import Call


class Lack(NamedTuple):
    """A question without an answer: why, and its words with nobody in them."""

    missing: bot.Missing
    words: str


@dataclass(frozen=True)
class Heard:
    """Groups asked about for the first time, gaps, and the town that was named."""

    groups: frozenset[str] = frozenset()
    lacks: tuple[Lack, ...] = ()
    place: Place = NOWHERE


NOTHING = Heard()


def hear_turn(guide: Guide, before: bot.Conversation, turn: bot.Turn, said: str) -> Heard:
    """What a turn adds. Groups that its conversation has asked about before are not counted again."""
    asked = bot.groups_asked(guide, turn.conversation.relevance)
    known = bot.groups_asked(guide, before.relevance)
    missing = bot.find_missing(guide, turn, said)
    new = asked - known
    if not new and missing is None:
        return NOTHING
    groups = new | {counting.ANY} if new and not known else new
    lacks = (Lack(missing, gaps.without_people(said)),) if missing is not None else ()
    return Heard(groups, lacks, Place(*towns_of(guide).find(said)))


def hear_call(guide: Guide, call: Call, at: datetime) -> Heard:
    """What a call came to, at its end: half sentences are never counted."""
    today = at.astimezone(SHANGHAI).date()
    heard = [
        (one.text, listening.listen(guide, one.text, one.notes, today))
        for one in call.talks
        if not one.is_blank
    ]
    groups = frozenset(group for _, one in heard for group in one.groups)
    lacks = tuple(_lacks(heard))
    said = " ".join(text for text, _ in heard)
    return Heard(groups | {counting.ANY} if groups else groups, lacks, Place(*towns_of(guide).find(said)))


def _lacks(heard: list[tuple[str, listening.Listening]]) -> Iterator[Lack]:
    for text, one in heard:
        missing = bot.missing_at_desk(one, text)
        if missing is not None:
            yield Lack(missing, gaps.without_people(text))


def keep(session: Session, heard: Heard, *, door: str, at: datetime) -> None:
    """Write it. The caller has begun to write, and commits."""
    day = at.astimezone(SHANGHAI).date()
    counting.count(session, heard.groups, day=day, door=door, place=heard.place)
    for lack in heard.lacks:
        gaps.note(session, lack.missing, lack.words, door=door, place=heard.place, at=at)
