"""A supervisor's samples: closed tickets drawn by chance, each looked at once, with scores by agent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.models.tickets import Ticket, TicketSample, TicketState

if TYPE_CHECKING:
    from webapp.staff.accounts import Staff

DRAWN = 5
WITHIN = timedelta(days=30)
SCORES = ("accuracy", "manner", "completeness")
LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True)
class Scored:
    """How one agent was scored on average, over how many tickets."""

    agent_id: int
    count: int
    accuracy: float
    manner: float
    completeness: float


def draw(session: Session, now: datetime) -> list[Ticket]:
    """A few tickets of the last month that nobody has looked at, by chance."""
    seen = select(TicketSample.id).where(TicketSample.ticket_id == Ticket.id)
    closed = (Ticket.state == TicketState.CLOSED, Ticket.closed_at > now - WITHIN, ~seen.exists())
    ids = list(session.scalars(select(Ticket.id).where(*closed)))
    chosen = secrets.SystemRandom().sample(ids, min(DRAWN, len(ids)))
    return list(session.scalars(select(Ticket).where(Ticket.id.in_(chosen)).order_by(Ticket.id)))


def score(
    session: Session, ticket: Ticket, scores: dict[str, int], note: str, *, by: Staff, at: datetime
) -> TicketSample:
    """Keep the scores, for the agent who opened the ticket."""
    sample = TicketSample(ticket_id=ticket.id, at=at, by_id=by.id, agent_id=ticket.opened_by, **scores)
    sample.note = note or None
    session.add(sample)
    session.flush()
    return sample


def averages(session: Session, now: datetime) -> list[Scored]:
    """By agent, over the last month."""
    columns = [func.avg(getattr(TicketSample, name)) for name in SCORES]
    recent = select(TicketSample.agent_id, func.count(), *columns).where(TicketSample.at > now - WITHIN)
    rows = session.execute(recent.group_by(TicketSample.agent_id).order_by(TicketSample.agent_id))
    return [Scored(agent, count, *(float(one) for one in means)) for agent, count, *means in rows]
