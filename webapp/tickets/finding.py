"""Tickets by state, holder, number or caller. A caller is found by the keyed hash of the phone alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.applications.identity import normalise
from webapp.applications.numbers import MISREAD
from webapp.models.tickets import Ticket, TicketState
from webapp.security.crypto import IndexHash
from webapp.security.rehashing import CALLER
from webapp.tickets.opening import CODE_LENGTH, PREFIX

MOST_SHOWN = 100
MOST_EARLIER = 10
OVERDUE = "overdue"


@dataclass(frozen=True)
class Wanted:
    """Which tickets of the queue: a state, "overdue" or all that are open; of a holder, of a department."""

    state: str = ""
    holder_id: int | None = None
    department: str = ""


def find_queue(session: Session, wanted: Wanted, now: datetime) -> list[Ticket]:
    """What is due first comes first, then what is to be called back, then the oldest."""
    query = select(Ticket)
    if wanted.state == OVERDUE:
        query = query.where(Ticket.due_at < now, Ticket.state != TicketState.CLOSED)
    elif wanted.state:
        query = query.where(Ticket.state == wanted.state)
    else:
        query = query.where(Ticket.state != TicketState.CLOSED)
    if wanted.holder_id is not None:
        query = query.where(Ticket.holder_id == wanted.holder_id)
    if wanted.department:
        query = query.where(Ticket.department == wanted.department)
    order = (
        Ticket.due_at.is_(None),
        Ticket.due_at,
        Ticket.call_back_at.is_(None),
        Ticket.call_back_at,
        Ticket.id.desc() if wanted.state == TicketState.CLOSED else Ticket.id,
    )
    return list(session.scalars(query.order_by(*order).limit(MOST_SHOWN)))


def count_states(session: Session) -> dict[str, int]:
    return dict(session.execute(select(Ticket.state, func.count()).group_by(Ticket.state)).all())


def find_by_number(session: Session, typed: str) -> Ticket | None:
    """The ticket whose number somebody typed, with gaps and misread letters put right."""
    plain = normalise(typed)[:40]
    code = plain.removeprefix(PREFIX) if len(plain) == CODE_LENGTH + len(PREFIX) else plain
    number = PREFIX + code.translate(MISREAD)
    return session.scalars(select(Ticket).where(Ticket.number == number)).one_or_none()


def find_of_caller(session: Session, index_hash: IndexHash, phone: str) -> list[Ticket]:
    """Everything that this number has called about, the newest first."""
    return _of_keys(session, index_hash.every(CALLER, phone))


def find_earlier(session: Session, ticket: Ticket) -> list[Ticket]:
    """The other tickets of the same caller."""
    if ticket.caller_key is None:
        return []
    return [one for one in _of_keys(session, (ticket.caller_key,)) if one.id != ticket.id][:MOST_EARLIER]


def _of_keys(session: Session, keys: tuple[str, ...]) -> list[Ticket]:
    theirs = select(Ticket).where(Ticket.caller_key.in_(keys)).order_by(Ticket.id.desc())
    return list(session.scalars(theirs.limit(MOST_SHOWN)))
