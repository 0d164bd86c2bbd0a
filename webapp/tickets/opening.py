"""A ticket from a call: the situation comes along as it was heard, nothing is typed again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications.numbers import make_code
from webapp.calendar import Calendar
from webapp.ledger.places import towns_of
from webapp.models.tickets import Category, Ticket, TicketEvent, TicketState
from webapp.security.crypto import IndexHash
from webapp.security.rehashing import CALLER
from webapp.tickets.deadlines import find_due
from webapp.tickets.words import OTHER_DEPARTMENT

if TYPE_CHECKING:
    from bot import Conversation
    from webapp.staff.accounts import Staff

PREFIX, CODE_LENGTH = "GD", 10
LONGEST_SAID, LONGEST_NOTE = 2000, 2000


@dataclass(frozen=True)
class NewTicket:
    """What a ticket is opened with. `phone` and `caller` are as the caller gave them."""

    category: Category
    policy: str | None
    department: str
    district: str | None
    town: str | None
    said: str
    situation: tuple[dict, ...] = ()
    phone: str | None = None
    caller: str | None = None
    note: str = ""
    application_id: str | None = None


def draft(guide: Guide, conversation: Conversation, text: str, policy: str | None) -> NewTicket:
    """A ticket as a call or a chat suggests it: about `policy`, for where the family lives."""
    known = (one.household.get("district") for one in conversation.households)
    district, town = towns_of(guide).find(text, next((one for one in known if isinstance(one, str)), ""))
    return NewTicket(
        category=Category.HELP if policy else Category.OTHER,
        policy=policy,
        department=guide.policies[policy].department if policy else OTHER_DEPARTMENT,
        district=district or None,
        town=town or None,
        said=text[:LONGEST_SAID],
        situation=tuple(one.to_json() for one in conversation.households),
    )


def open_ticket(
    session: Session,
    guide: Guide,
    calendar: Calendar,
    wanted: NewTicket,
    *,
    index_hash: IndexHash,
    by: Staff,
    at: datetime,
) -> Ticket:
    """The ticket, with the agent who opened it as its holder."""
    ticket = Ticket(number=PREFIX + make_code(CODE_LENGTH), version=1, state=TicketState.OPEN)
    for name in ("category", "policy", "department", "district", "town", "said", "phone", "caller"):
        setattr(ticket, name, getattr(wanted, name))
    ticket.situation, ticket.application_id = list(wanted.situation), wanted.application_id
    ticket.opened_by = ticket.holder_id = by.id
    ticket.opened_at = at
    ticket.caller_key = caller_key(index_hash, wanted.phone) if wanted.phone else None
    set_due(ticket, guide, calendar)
    session.add(ticket)
    session.flush()
    session.add(TicketEvent(ticket_id=ticket.id, at=at, by_id=by.id, kind="opened", note=wanted.note or None))
    session.flush()
    return ticket


def set_due(ticket: Ticket, guide: Guide, calendar: Calendar) -> None:
    """The deadline that follows from what the ticket is about."""
    about = (Category(ticket.category), ticket.policy, ticket.town or ticket.district)
    due = find_due(guide, calendar, about, ticket.opened_at)
    ticket.due_at, ticket.due_is_estimate = (due.at, due.is_estimate) if due else (None, False)
    ticket.due_source = due.source if due else None


def caller_key(index_hash: IndexHash, phone: str) -> str:
    return index_hash(CALLER, phone)
