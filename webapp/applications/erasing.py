"""What of an application can go because its owner says so, and what has to stay; and the going itself."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from webapp.applications.states import RequestState, is_open
from webapp.models.applications import Application
from webapp.models.documents import DocumentPage, DocumentRow
from webapp.models.outbox import OutboxRow, OutboxState
from webapp.security import audit


class Extent(StrEnum):
    """`ALL`: nobody acted on it yet. `NOTHING`: something is under way. `PART`: an office decided on it."""

    ALL = "all"
    PART = "part"
    NOTHING = "nothing"


def extent_of(application: Application) -> Extent:
    if application.submitted_at is None:
        return Extent.ALL
    if any(is_open(RequestState(one.state)) for one in application.requests):
        return Extent.NOTHING
    is_heard = any(one.accepted_at is not None for one in application.requests)
    return Extent.PART if is_heard else Extent.ALL


def erase(session: Session, application: Application, at: datetime) -> Extent:
    """Delete what can go. What an office decided on keeps the people, their situation and the decisions."""
    extent = extent_of(application)
    audit.record(session, "applicant", f"erase-{extent}", subject=application.id, at=at)
    if extent is Extent.NOTHING:
        return extent
    _forget_messages(session, application)
    if extent is Extent.ALL:
        session.delete(application)
    else:
        _blank(session, application)
    session.flush()
    return extent


def _blank(session: Session, application: Application) -> None:
    application.note = application.bank_card = application.phone = None
    application.sender = application.sender_hash = None
    application.origins = application.follow_ups = application.answered = []
    own = select(DocumentRow.id).where(DocumentRow.application_id == application.id)
    session.execute(delete(DocumentPage).where(DocumentPage.document_id.in_(own)))
    session.expire_all()


def _forget_messages(session: Session, application: Application) -> None:
    """Messages that are on their way or of unknown outcome stay; the outbox ends them by itself."""
    causes = [OutboxRow.cause.startswith(f"request:{one.id}:") for one in application.requests]
    if application.number is not None:
        causes.append(OutboxRow.cause.startswith(f"application:{application.number}:"))
    done = OutboxRow.state.in_((OutboxState.SENT, OutboxState.FAILED))
    if causes:
        session.execute(delete(OutboxRow).where(done, or_(*causes)))
