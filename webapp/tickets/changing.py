"""What is done with a ticket, always over the version that was seen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.models.staff import StaffAccount
from webapp.models.tickets import Result, Ticket, TicketEvent, TicketState
from webapp.problems import Problem
from webapp.staff.roles import AGENTS

if TYPE_CHECKING:
    from webapp.staff.accounts import Staff


class Outdated(Exception):
    """Somebody else changed the ticket first."""


class ChangeError(Exception):
    """A change that cannot be: the message for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(", ".join(errors))


@dataclass(frozen=True)
class Change:
    """What somebody wants to do. `version` is what they saw; `to` a department, a colleague or a result."""

    do: str
    version: int
    note: str = ""
    to: str = ""
    at: datetime | None = None


def get_ticket(session: Session, number: str, *, lock: bool = False) -> Ticket:
    """Raises Problem 404."""
    wanted = select(Ticket).where(Ticket.number == number)
    ticket = session.scalars(wanted.with_for_update() if lock else wanted).one_or_none()
    if ticket is None:
        raise Problem(404, "unknown-ticket", "没有这张工单。")
    return ticket


def change(session: Session, ticket: Ticket, wanted: Change, *, by: Staff, at: datetime) -> TicketEvent:
    """Do it and note it. The ticket is locked by the caller. Raises Outdated and ChangeError."""
    if wanted.version != ticket.version:
        raise Outdated
    do = DOES.get(wanted.do)
    if do is None:
        raise Problem(422, "unknown-change", "这一步做不了，请再试一次。")
    detail = do(session, ticket, wanted, at)
    ticket.version += 1
    event = TicketEvent(ticket_id=ticket.id, at=at, by_id=by.id, kind=wanted.do, detail=detail)
    event.note = wanted.note or None
    session.add(event)
    session.flush()
    return event


def _note(session: Session, ticket: Ticket, wanted: Change, at: datetime) -> str:
    if not wanted.note:
        raise ChangeError({"note": "写一句再记"})
    return ""


def _transfer(session: Session, ticket: Ticket, wanted: Change, at: datetime) -> str:
    if not wanted.to:
        raise ChangeError({"to": "选一个部门"})
    _require_open(ticket)
    ticket.department, ticket.state = wanted.to, TicketState.TRANSFERRED
    return wanted.to


def _hand(session: Session, ticket: Ticket, wanted: Change, at: datetime) -> str:
    colleague = find_colleague(session, wanted.to)
    if colleague is None:
        raise ChangeError({"to": "选一位同事"})
    _require_open(ticket)
    ticket.holder_id = colleague.id
    return str(colleague.id)


def _call_back(session: Session, ticket: Ticket, wanted: Change, at: datetime) -> str:
    if wanted.at is None or wanted.at <= at:
        raise ChangeError({"call_back_at": "写一个以后的时间，比如 2026-11-23 09:30"})
    _require_open(ticket)
    ticket.call_back_at, ticket.state = wanted.at, TicketState.CALL_BACK
    return ""


def _called(session: Session, ticket: Ticket, wanted: Change, at: datetime) -> str:
    _require_open(ticket)
    ticket.call_back_at, ticket.state = None, TicketState.OPEN
    return ""


def _close(session: Session, ticket: Ticket, wanted: Change, at: datetime) -> str:
    if wanted.to not in set(Result):
        raise ChangeError({"to": "选一个办理结果"})
    _require_open(ticket)
    ticket.state, ticket.result, ticket.closed_at = TicketState.CLOSED, wanted.to, at
    ticket.call_back_at = None
    return wanted.to


def _reopen(session: Session, ticket: Ticket, wanted: Change, at: datetime) -> str:
    ticket.state, ticket.result, ticket.closed_at = TicketState.OPEN, None, None
    return ""


def _require_open(ticket: Ticket) -> None:
    if ticket.state == TicketState.CLOSED:
        raise ChangeError({"do": "这张工单已经办结，要接着办先重新打开"})


DOES: Mapping[str, Callable[[Session, Ticket, Change, datetime], str]] = {
    "note": _note,
    "transferred": _transfer,
    "handed": _hand,
    "call-back": _call_back,
    "called": _called,
    "closed": _close,
    "reopened": _reopen,
}


def find_colleagues(session: Session) -> list[StaffAccount]:
    """Who a ticket can be handed to."""
    there = (StaffAccount.role.in_(AGENTS), StaffAccount.disabled_at.is_(None))
    return list(session.scalars(select(StaffAccount).where(*there).order_by(StaffAccount.id)))


def find_everybody(session: Session) -> list[StaffAccount]:
    """Who may have done something with a ticket, also those who have left."""
    return list(session.scalars(select(StaffAccount).where(StaffAccount.role.in_(AGENTS))))


def find_colleague(session: Session, staff_id: str) -> StaffAccount | None:
    if not staff_id.isdigit():
        return None
    found = session.get(StaffAccount, int(staff_id))
    there = found is not None and found.role in AGENTS and found.disabled_at is None
    return found if there else None


def hand_over_all(session: Session, by: Staff, to: StaffAccount, at: datetime) -> int:
    """Every open ticket of somebody whose shift ends, to a colleague. Returns how many."""
    theirs = (Ticket.holder_id == by.id, Ticket.state != TicketState.CLOSED)
    held = session.scalars(select(Ticket).where(*theirs).with_for_update()).all()
    for ticket in held:
        ticket.holder_id, ticket.version = to.id, ticket.version + 1
        session.add(TicketEvent(ticket_id=ticket.id, at=at, by_id=by.id, kind="handed", detail=str(to.id)))
    session.flush()
    return len(held)
