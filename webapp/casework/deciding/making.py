"""A decision taken: the publicity has hung its time, and urgent help leaves the reserve in the same step."""

from __future__ import annotations

import datetime

from sqlalchemy.orm import Session

from webapp.applications import deciding, fund, publishing
from webapp.applications.errors import UndecidedError
from webapp.applications.moving import By
from webapp.applications.states import RequestState
from webapp.calendar import day_of
from webapp.casework.deciding.forms import Decided
from webapp.models.applications import Request, RequestEvent
from webapp.verification.shown import short_day

HANGING = "公示要挂到 {day}，满了再批"


def decide(
    session: Session,
    request: Request,
    decided: Decided,
    by: By,
    *,
    at: datetime.datetime,
    key: str | None,
    seen: int | None,
) -> RequestEvent:
    """Raises what `deciding.decide` raises, UndecidedError while it still hangs, FundShortError."""
    until = publishing.hangs_until(session, request)
    if decided.proposal.outcome is RequestState.APPROVED and until is not None and until >= day_of(at):
        raise UndecidedError(HANGING.format(day=short_day(until)))
    with session.begin_nested():
        event = deciding.decide(session, request, decided.proposal, by, at=at, key=key, seen=seen)
        if decided.from_fund and event.to_state == RequestState.PAYING:
            fund.pay(session, request, decided.proposal.amount_fen, by=by.name, at=at)
        return event
