"""The call an agent is on: households spoken of, words typed for each, what was settled by a key.

It is one encrypted row of the agent's signed-in session, so that nothing of it stands in an address or in the
browser's storage, and a reload or a crash loses nothing. It is deleted when the call ends.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Row, bindparam, delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.desk.listening import MOST_NOTES, Kind, Note
from webapp.models.calls import CallRow

if TYPE_CHECKING:
    from bot.conversation import Subject
    from webapp.models.staff import StaffSession

MOST_TALKS = 4
PLAIN = ("current", "sources", "whole", "phone", "checked", "checked_until")
LONGEST_TEXT = 2000
RESUME_WITHIN = timedelta(hours=12)
ID_BYTES = 18
MOST_LOST = 50
MILLISECONDS = 1000
# The table itself: a row is read and written at every few letters.
ROWS = CallRow.__table__
BEGIN = insert(ROWS).inline()
LOAD = select(ROWS.c.id, ROWS.c.seq, ROWS.c.state, ROWS.c.opened_at).where(
    ROWS.c.session_id == bindparam("its_session")
)
SAVE = update(ROWS).where(ROWS.c.id == bindparam("this"), ROWS.c.seq < bindparam("newer"))


@dataclass(frozen=True)
class Talk:
    """What was typed in one box. `household`: the one chosen of those it speaks of; `picked`: the policy
    being read out; `asking`: the fact being put right."""

    text: str = ""
    notes: tuple[Note, ...] = ()
    household: str = ""
    picked: str = ""
    asking: Subject | None = None

    @property
    def is_blank(self) -> bool:
        return not self.text.strip() and not self.notes


@dataclass(frozen=True)
class Call:
    """`talks` are the boxes, `current` the one on the screen. `checked`: the application whose holder the
    caller was found to be, and until when; `sources`: clauses are shown; `whole`: the whole situation is.
    `phone`: where the caller can be reached."""

    talks: tuple[Talk, ...] = (Talk(),)
    current: int = 0
    sources: bool = False
    whole: bool = False
    phone: str = ""
    checked: str = ""
    checked_until: int = 0

    @property
    def talk(self) -> Talk:
        return self.talks[self.current]

    @property
    def is_blank(self) -> bool:
        return all(one.is_blank for one in self.talks)

    def with_talk(self, **changes: object) -> Call:
        """The call with the talk on the screen changed."""
        talks = list(self.talks)
        talks[self.current] = dataclasses.replace(self.talk, **changes)
        return dataclasses.replace(self, talks=tuple(talks))

    def to_json(self) -> dict[str, object]:
        return dataclasses.asdict(self)

    @classmethod
    def from_json(cls, raw: object) -> Call:
        """The call stored as `raw`; a new one where an older release wrote something else."""
        try:
            talks = tuple(_talk(one) for one in raw["talks"])
            plain = {key: raw[key] for key in PLAIN}
            found = cls(talks=talks, **plain)
        except (KeyError, TypeError, ValueError):
            return cls()
        return found if 0 <= found.current < len(talks) else cls()


def _talk(raw: Mapping[str, object]) -> Talk:
    notes = tuple(Note(**{**one, "kind": Kind(one["kind"])}) for one in raw["notes"])
    asking = raw["asking"]
    plain = {key: raw[key] for key in ("text", "household", "picked")}
    return Talk(notes=notes, asking=tuple(asking) if asking else None, **plain)


@dataclass(frozen=True)
class Loaded:
    """A call as it was found: `id` is empty while nothing of it is stored."""

    call: Call = field(default_factory=Call)
    id: str = ""
    seq: int = 0
    opened_at: datetime | None = None


def load(session: Session, opened: StaffSession) -> Loaded:
    """The call of a signed-in session; an empty one where none has begun."""
    found: Row | None = session.connection().execute(LOAD, {"its_session": opened.id}).one_or_none()
    if found is None:
        return Loaded()
    return Loaded(Call.from_json(found.state), found.id, found.seq, found.opened_at)


def save(
    session: Session, opened: StaffSession, loaded: Loaded, call: Call, *, seq: int, at: datetime
) -> bool:
    """Store the call, unless something newer is stored already. The caller has begun to write."""
    state = _capped(call).to_json()
    if loaded.id:
        values = {"seq": seq, "state": state, "touched_at": at}
        done = session.connection().execute(SAVE, {**values, "this": loaded.id, "newer": seq})
        return done.rowcount == 1
    new = {"id": secrets.token_urlsafe(ID_BYTES), "staff_id": opened.staff_id, "session_id": opened.id}
    new |= {"seq": seq, "state": state, "opened_at": at, "touched_at": at}
    try:
        session.connection().execute(BEGIN, new)
    except IntegrityError:  # the first two requests of a call came together: the other one has stored it
        session.rollback()
        return False
    return True


def write(session: Session, opened: StaffSession, loaded: Loaded, call: Call, *, at: datetime) -> bool:
    """Store what a page beside the call has come to, after everything that the call's own page sent."""
    seq = max(loaded.seq + 1, int(at.timestamp() * MILLISECONDS))
    return save(session, opened, loaded, call, seq=seq, at=at)


def _capped(call: Call) -> Call:
    talks = [
        dataclasses.replace(one, text=one.text[:LONGEST_TEXT], notes=one.notes[-MOST_NOTES:])
        for one in call.talks[:MOST_TALKS]
    ]
    return dataclasses.replace(call, talks=tuple(talks))


def end(session: Session, opened: StaffSession) -> bool:
    """The call is over: nothing of it is kept here. Whether there was one."""
    return session.execute(delete(ROWS).where(ROWS.c.session_id == opened.id)).rowcount == 1


def find_lost(session: Session, now: datetime) -> list[tuple[str, Call]]:
    """The calls that nobody can go on with any more: their id, and what they were."""
    lost = select(ROWS.c.id, ROWS.c.state).where(ROWS.c.touched_at <= now - RESUME_WITHIN).limit(MOST_LOST)
    return [(one.id, Call.from_json(one.state)) for one in session.execute(lost)]


def forget(session: Session, call_id: str) -> bool:
    """Whether this one has deleted it; of two workers one has."""
    return session.execute(delete(ROWS).where(ROWS.c.id == call_id)).rowcount == 1


def find_left(session: Session, opened: StaffSession, now: datetime) -> CallRow | None:
    """The newest call that this agent was on in another session, ended or lost."""
    other = CallRow.session_id.is_(None) | (CallRow.session_id != opened.id)
    theirs = (CallRow.staff_id == opened.staff_id, other, CallRow.touched_at > now - RESUME_WITHIN)
    newest = select(CallRow).where(*theirs).order_by(CallRow.touched_at.desc())
    return session.scalars(newest.limit(1)).first()


def resume(session: Session, opened: StaffSession, now: datetime) -> bool:
    """Take up the call that was left, in place of the one on the screen."""
    left = find_left(session, opened, now)
    if left is None:
        return False
    end(session, opened)
    left.session_id = opened.id
    session.flush()
    return True
