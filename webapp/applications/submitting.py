"""Submitting a draft: one number, one state for every request, nobody twice in the same policy."""

import datetime
from dataclasses import dataclass

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from knowledge import Guide
from webapp.applications import helping, notices, routing
from webapp.applications.drafting import chosen_requests, recheck
from webapp.applications.errors import IncompleteError
from webapp.applications.moving import move
from webapp.applications.numbers import make_application_number
from webapp.applications.states import RequestState
from webapp.applications.steps import first_waiting
from webapp.db import index_hash_of
from webapp.models.applications import Application, Request, RequestSubject
from webapp.models.conversations import ConversationRow
from webapp.security import audit


@dataclass(frozen=True)
class Submitted:
    """What came of it: the number, and the policies that somebody had already applied for."""

    number: str | None
    doubled: tuple[str, ...] = ()


def submit(session: Session, guide: Guide, application: Application, now: datetime.datetime) -> Submitted:
    """Submit the draft. Doing it again gives the same number.

    Raises IncompleteError naming the page that still waits, or the check when rules have changed meanwhile:
    what has become of the draft is read before it is submitted. What another open application asks for
    already is left out and named; when that is everything, nothing is submitted and the number is None.
    """
    if application.number is not None:
        return Submitted(application.number)
    if recheck(guide, application, now):
        raise IncompleteError("/apply/check")
    waiting = first_waiting(session, guide, application)
    if waiting.name != "check":
        raise IncompleteError(waiting.path)
    if not _claim(session, application, now):
        return Submitted(application.number)
    doubled = [one for one in chosen_requests(application) if not enter(session, one)]
    opened = [one for one in chosen_requests(application) if one not in doubled]
    if not opened:
        application.number = application.submitted_at = None
        session.flush()
        return Submitted(None, tuple(one.policy for one in doubled))
    application.requests[:] = opened
    _file(session, application, now)
    return Submitted(application.number, tuple(one.policy for one in doubled))


def _file(session: Session, application: Application, now: datetime.datetime) -> None:
    helper = helping.find_open(application)
    by = helping.by_applicant(helper)
    for request in application.requests:
        routing.route(session, request, by=by.name, at=now)
        move(session, request, RequestState.SUBMITTED, by, at=now)
    application.resume_code = application.resume_key = None
    spoken = session.get(ConversationRow, application.conversation_id)
    if spoken is not None:
        application.sender, application.sender_hash = spoken.sender, spoken.sender_hash
    notices.tell_submitted(session, application, now)
    if helper is not None and helper.phone != application.phone:
        notices.tell_helped(session, application, now)
    audit.record(session, by.name, "submit", subject=application.id, at=now)
    session.flush()


def _claim(session: Session, application: Application, now: datetime.datetime) -> bool:
    """Give the draft its number, unless a twin of this press has done so first."""
    same = (Application.id == application.id, Application.submitted_at.is_(None))
    values = {"number": make_application_number(), "submitted_at": now, "updated_at": now}
    session.flush()
    change = update(Application).where(*same).values(**values).execution_options(synchronize_session=False)
    claimed = session.execute(change).rowcount == 1
    session.refresh(application, ["number", "submitted_at", "updated_at"])
    return claimed


def enter(session: Session, request: Request) -> bool:
    """Write down by keyed ID who the request is for. False when one of them has an open request already.

    While INDEX_KEY is changed a row stands under each key, so that the index meets whoever knows one of them.
    """
    index_hash = index_hash_of(session)
    keys = {
        key
        for one in request.application.members
        if one.id_number and _is_subject(request, one.person)
        for key in index_hash.every("id-number", one.id_number)
    }
    try:
        with session.begin_nested():
            session.add_all(
                RequestSubject(request_id=request.id, policy=request.policy, id_key=key)
                for key in sorted(keys)
            )
            session.flush()
    except IntegrityError:
        return False
    return True


def _is_subject(request: Request, person: str) -> bool:
    return request.person is None or request.person == person
