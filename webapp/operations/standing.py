"""How the service stands, as the database knows it whoever serves: the worker, what waits, what is late.

The health page, the metrics and the doctor read it here, so that they never tell different things.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from webapp.clock import SHANGHAI
from webapp.models.applications import Request
from webapp.models.outbox import OutboxRow, OutboxState
from webapp.models.protection import GatewayCheck, JobRun
from webapp.models.tickets import Ticket, TicketState
from webapp.settings import Settings
from webapp.turns import take_turn

BEAT, KNOCK = "worker beat", "gateway knock"
BEAT_EVERY, KNOCK_EVERY = timedelta(seconds=10), timedelta(minutes=1)
# A pass that talks to a slow gateway takes some seconds; a minute without one means that nobody works.
SILENT_SECONDS, LATE_SECONDS, UNSEEN_SECONDS = 60, 300, 300
OVERDUE, TODAY, LATER = "overdue", "today", "later"


@dataclass(frozen=True)
class Gateway:
    """`seconds` ago the worker knocked; `fault` by name where nothing answered."""

    seconds: float
    fault: str | None

    @property
    def is_up(self) -> bool:
        return self.fault is None and self.seconds < UNSEEN_SECONDS


@dataclass(frozen=True)
class Standing:
    """`beat_seconds`: since a worker was last seen, None for never. `waiting_seconds`: by channel, how long
    the oldest due message has waited. `deadlines`: how many, by what has one and when it is.
    """

    beat_seconds: float | None
    waiting_seconds: Mapping[str, float]
    deadlines: Mapping[tuple[str, str], int]
    gateways: Mapping[str, Gateway]

    @property
    def worker_is_there(self) -> bool:
        return self.beat_seconds is not None and self.beat_seconds < SILENT_SECONDS

    @property
    def outbox_moves(self) -> bool:
        return all(seconds < LATE_SECONDS for seconds in self.waiting_seconds.values())


def gateways_of(settings: Settings) -> dict[str, str]:
    """The outside systems by name, with their addresses."""
    return {
        "wechat": settings.wechat_api_url,
        "sms": settings.sms_url,
        "verification": settings.verification_url,
        "identity": settings.identity_url,
        "province": settings.province_url,
    }


def find_standing(session: Session, now: datetime) -> Standing:
    beat = session.scalar(select(JobRun.ran_at).where(JobRun.name == BEAT))
    oldest = (
        select(OutboxRow.channel, func.min(OutboxRow.due_at))
        .where(OutboxRow.state == OutboxState.PENDING, OutboxRow.due_at <= now)
        .group_by(OutboxRow.channel)
    )
    waiting = {channel: _age(since, now) for channel, since in session.execute(oldest)}
    checks = session.scalars(select(GatewayCheck)).all()
    return Standing(
        None if beat is None else _age(beat, now),
        waiting,
        find_deadlines(session, now),
        {one.gateway: Gateway(_age(one.checked_at, now), one.fault) for one in checks},
    )


def find_deadlines(session: Session, now: datetime) -> dict[tuple[str, str], int]:
    """How many requests and tickets have a limit that is over, ends today, or later."""
    midnight = (now.astimezone(SHANGHAI) + timedelta(days=1)).replace(
        hour=0, minute=0, second=0, microsecond=0
    )
    found = {}
    for kind, due, is_open in (
        ("request", Request.due_at, Request.due_at.is_not(None)),
        ("ticket", Ticket.due_at, Ticket.state != TicketState.CLOSED),
    ):
        spans = {OVERDUE: due <= now, TODAY: (due > now) & (due < midnight), LATER: due >= midnight}
        counts = [func.count().filter(span) for span in spans.values()]
        row = session.execute(select(*counts).where(is_open, due.is_not(None))).one()
        found |= {(kind, when): count for when, count in zip(spans, row, strict=True)}
    return found


def beat(session: Session, now: datetime) -> bool:
    """A worker is there. Returns whether it is its turn to knock at the outside systems."""
    take_turn(session, BEAT, now, BEAT_EVERY)
    return take_turn(session, KNOCK, now, KNOCK_EVERY)


def note(session: Session, found: Mapping[str, str | None], now: datetime) -> None:
    """Keep what came of knocking."""
    for name, fault in found.items():
        row = session.get(GatewayCheck, name) or GatewayCheck(gateway=name)
        row.checked_at, row.fault = now, fault
        row.answered_at = now if fault is None else row.answered_at
        session.add(row)


def _age(since: datetime, now: datetime) -> float:
    """Seconds. What lies ahead was written before the clock was set back, and is as far away as that."""
    return abs((now - since).total_seconds())
