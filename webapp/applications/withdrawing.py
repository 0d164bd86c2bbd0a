"""An authorisation that ends before its time, or is not given: what stops by it, and who is told."""

import datetime
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import consent, notices
from webapp.applications.moving import By
from webapp.applications.signatures import SignatureState
from webapp.applications.states import RequestState, Role
from webapp.applications.wording import AUTHORISATION, load_deed
from webapp.models.applications import Application, ApplicationMember, Authorisation, Request, RequestEvent
from webapp.security import audit

S = RequestState
NEED_AUTHORISATION = frozenset(
    {S.SUBMITTED, S.ACCEPTED, S.SUPPLEMENT_REQUESTED, S.VERIFYING, S.POST_CHECK, S.OBJECTED}
)
"""Here somebody is verified, or is going to be."""
WITHDRAWN, EXPIRED, WIDER = "authorisation withdrawn", "authorisation expired", "more sources wanted"


def withdraw(session: Session, signed: Authorisation, at: datetime.datetime) -> list[Request]:
    """Take an authorisation back. Returns the requests that cannot go on being verified.

    Nobody is asked about the member from now on, and what was asked before is discarded when it comes
    (`permits.is_permitted`); what had come stays.
    """
    member = signed.member
    consent.withdraw_authorisation(signed, at)
    audit.record(session, f"member:{member.id}", "withdraw-authorisation", subject=signed.receipt, at=at)
    return _stop(session, member.application, By(Role.APPLICANT, WITHDRAWN, "member"), at)


def refuse(session: Session, member: ApplicationMember, at: datetime.datetime) -> None:
    """The member will not sign. Staff see it; the applicant goes on reading that it is not signed."""
    member.refused_at = at
    audit.record(session, f"member:{member.id}", "refuse-authorisation", subject=f"member:{member.id}", at=at)
    session.flush()


def ask_for_sources(
    session: Session, member: ApplicationMember, sources: Iterable[str], *, by: str, at: datetime.datetime
) -> list[Request]:
    """Staff want to ask more than this member has allowed: this member alone signs again.

    Raises ValueError for a source that the text of today does not name.
    """
    wanted, named = set(sources), load_deed(AUTHORISATION).source_ids
    if not wanted <= named:
        raise ValueError(f"no text names {', '.join(sorted(wanted - named))}; write a new version first")
    new = sorted(wanted - consent.asked_sources(member))
    asked = [{"source": one, "by": by, "at": at.isoformat()} for one in new]
    member.sources_asked = [*(member.sources_asked or ()), *asked]
    audit.record(session, by, "ask-for-sources", subject=f"member:{member.id}", at=at, facts=new)
    if consent.find_authorisation(member, at) is not None:
        return []
    return _stop(session, member.application, By(Role.CASEWORKER, WIDER, by), at)


def end_expired(session: Session, now: datetime.datetime) -> int:
    """Note that the period of authorisations is over. Returns how many."""
    over = select(Authorisation).where(
        Authorisation.state == SignatureState.SIGNED,
        Authorisation.expires_at <= now,
        Authorisation.ended_at.is_(None),
        Authorisation.withdrawn_at.is_(None),
    )
    found = session.scalars(over).all()
    for signed in found:
        signed.ended_at = signed.expires_at
    for application in {one.member.application for one in found}:
        _stop(session, application, By(Role.WORKER, EXPIRED), now)
    return len(found)


def needing(application: Application) -> list[Request]:
    """The requests that cannot go on without everybody's authorisation."""
    return [one for one in application.requests if RequestState(one.state) in NEED_AUTHORISATION]


def _stop(session: Session, application: Application, by: By, at: datetime.datetime) -> list[Request]:
    """Note with each request that it waits, and tell the applicant once; not who, and not why."""
    if application.submitted_at is None:
        return []
    stopped = needing(application)
    for request in stopped:
        same = {"from_state": request.state, "to_state": request.state}
        request.events.append(RequestEvent(**same, at=at, role=by.role, by=by.name, note=by.note))
    session.flush()
    if stopped:
        notices.tell_stopped(session, application, at)
    return stopped
