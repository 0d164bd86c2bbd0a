"""Applications that wait for signatures: a reminder half-way, and after ten days they lapse, with notice."""

import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import consent, notices
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState
from webapp.models.applications import Application, Request

BY = By("worker", note="signatures missing")


def chase_signatures(session: Session, now: datetime.datetime) -> int:
    """Remind or let lapse what waits for signatures. Returns how many requests lapsed."""
    waiting = (
        Application.submitted_at <= now - notices.REMIND_AFTER,
        Request.state == RequestState.SUBMITTED,
    )
    query = select(Application).join(Request).where(*waiting).distinct()
    return sum(_chase(session, application, now) for application in session.scalars(query).all())


def _chase(session: Session, application: Application, now: datetime.datetime) -> int:
    if not consent.unsigned_adults(application):
        return 0
    if application.submitted_at > now - notices.LAPSE_AFTER:
        notices.remind(session, application, now)
        return 0
    late = [one for one in application.requests if one.state == RequestState.SUBMITTED]
    for request in late:
        move(session, request, RequestState.LAPSED, BY, at=now)
    return len(late)
