"""Applications that wait for signatures: a reminder half-way, and after ten days they lapse, with notice.

Who has handed in a signed sheet has done their part: what then waits for a clerk's look does not lapse.
"""

import datetime
from operator import attrgetter

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import consent, notices, paper, withdrawing
from webapp.applications.errors import TransitionError
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState, Role
from webapp.models.applications import Application, Request

BY = By(Role.WORKER, note="signatures missing")


def chase_signatures(session: Session, now: datetime.datetime) -> int:
    """Remind or let lapse what waits for signatures. Returns how many requests lapsed.

    In the order of their ids, as every job takes requests, so that none waits for another in a circle.
    """
    withdrawing.end_expired(session, now)
    waiting = (
        Application.submitted_at <= now - notices.REMIND_AFTER,
        Request.state == RequestState.SUBMITTED,
    )
    query = select(Application).join(Request).where(*waiting).distinct()
    late = [one for application in session.scalars(query).all() for one in _chase(session, application, now)]
    return sum(_lapse(session, one, now) for one in sorted(late, key=attrgetter("id")))


def _chase(session: Session, application: Application, now: datetime.datetime) -> list[Request]:
    """Remind, or say what is to lapse."""
    missing = consent.unsigned_adults(application, now)
    if all(paper.find_paper(one) is not None for one in missing):
        return []
    if application.submitted_at > now - notices.LAPSE_AFTER:
        notices.remind(session, application, now)
        return []
    return [one for one in application.requests if one.state == RequestState.SUBMITTED]


def _lapse(session: Session, request: Request, now: datetime.datetime) -> bool:
    """False where a clerk, or another worker, was faster."""
    try:
        move(session, request, RequestState.LAPSED, BY, at=now)
    except TransitionError:
        return False
    return True
