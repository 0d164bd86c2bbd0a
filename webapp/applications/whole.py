"""An application read whole for who looks at it: three statements however much was filed.

What a look does not need (the situation, address, bank card, findings, signatures) is neither fetched nor
decrypted; an attribute that is asked for all the same is read when it is. The statements are made once, which
is most of what the mapper does for a small read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, bindparam, exists, func, inspect, select
from sqlalchemy.orm import Session, defer, joinedload, load_only
from sqlalchemy.orm.attributes import set_committed_value

from webapp.applications.committing import SEEN
from webapp.models.afterwards import Feedback, Helper
from webapp.models.applications import Application, ApplicationMember, Authorisation, Request
from webapp.models.documents import DocumentPage, DocumentRow, DocumentState
from webapp.models.followups import Breach, Recheck, Referral, ReferralState
from webapp.models.outbox import OutboxRow, OutboxState
from webapp.models.verifications import VerificationOrder

A, M, R = Application, ApplicationMember, Request
WANTED = bindparam("wanted")
OF_APPLICATION = load_only(
    A.number,
    A.conversation_id,
    A.submitted_at,
    A.district,
    A.town,
    A.town_name,
    A.district_name,
    A.follow_ups,
)
OF_MEMBER = load_only(
    M.application_id,
    M.person,
    M.relation,
    M.position,
    M.is_applicant,
    M.is_adult,
    M.name,
    M.id_number,
    M.sources_asked,
    M.left_on,
)
SIGNED = joinedload(M.authorisations).load_only(
    Authorisation.member_id,
    Authorisation.state,
    Authorisation.signed_by,
    Authorisation.text_version,
    Authorisation.text_hash,
    Authorisation.guardian_id,
    Authorisation.guardian_reason,
    Authorisation.expires_at,
    Authorisation.ended_at,
    Authorisation.withdrawn_at,
)
BY_ID, BY_NUMBER = (select(A).where(column == WANTED).options(OF_APPLICATION) for column in (A.id, A.number))
MEMBERS = select(M).where(M.application_id == WANTED).options(OF_MEMBER, SIGNED).order_by(M.position)
REQUESTS = (
    select(R)
    .where(R.application_id == WANTED)
    .options(defer(R.findings), joinedload(R.events))
    .order_by(R.id)
)


def find_whole(session: Session, application_id: str) -> Application | None:
    """The application with its members, their signatures, its requests and their events."""
    return _filled(session, _first(session, BY_ID, application_id))


def find_numbered(session: Session, number: str) -> Application | None:
    """The same for what was submitted under this number; its requests are read when they are asked for."""
    found = _first(session, BY_NUMBER, number)
    if found is not None:
        _fill(session, found, "members", MEMBERS)
    return found


def fill(session: Session, application: Application) -> Application:
    """`application` with whatever of it was not read yet."""
    return _filled(session, application)


def _first(session: Session, query: Select, wanted: str) -> Application | None:
    return session.execute(query, {"wanted": wanted}).scalar_one_or_none()


def _filled(session: Session, application: Application | None) -> Application | None:
    if application is not None:
        _fill(session, application, "members", MEMBERS)
        _fill(session, application, "requests", REQUESTS)
    return application


def _fill(session: Session, application: Application, name: str, query: Select) -> None:
    """A list that somebody has read, and may have changed, stays as it is."""
    if name not in inspect(application).unloaded:
        return
    rows: Sequence = session.execute(query, {"wanted": application.id}).unique().scalars().all()
    for one in rows:
        set_committed_value(one, "application", application)
    set_committed_value(application, name, list(rows))


# --- what else there is -----------------------------------------------------------------------------------

OWN = (R.application_id == WANTED,)
OWED = (DocumentState.ASKED, DocumentState.LATER)
UNCERTAIN = (OutboxRow.application_id == WANTED, OutboxRow.state == OutboxState.UNCERTAIN)
REFERRED = (Referral.request_id == R.id, *OWN)
LACKING = (
    DocumentRow.application_id == WANTED,
    DocumentRow.state.in_(OWED),
    ~exists().where(DocumentPage.document_id == DocumentRow.id).correlate(DocumentRow),
)


def _count(counted, *wanted) -> Select:
    return select(func.count(counted)).where(*wanted).scalar_subquery()


BESIDES = select(
    exists().where(Helper.application_id == WANTED).label("helpers"),
    exists().where(VerificationOrder.application_id == WANTED).label("verified"),
    exists().where(Recheck.request_id == R.id, *OWN).label("rechecks"),
    exists().where(Feedback.application_id == WANTED).label("feedback"),
    exists().where(*REFERRED, Referral.state == ReferralState.OFFERED).label("offered"),
    _count(Referral.id, *REFERRED).label("referrals"),
    _count(Breach.id, Breach.application_id == WANTED, Breach.state.in_(SEEN)).label("breaches"),
    _count(DocumentRow.id, *LACKING).label("owed"),
    select(OutboxRow.channel)
    .where(*UNCERTAIN)
    .order_by(OutboxRow.id.desc())
    .limit(1)
    .scalar_subquery()
    .label("uncertain"),
)


@dataclass(frozen=True)
class Besides:
    """What else there is of an application, so that only what is there is read.

    `verified`: somebody was asked about it. `offered`: a referral waits for the applicant. `breaches`: those
    that the citizen may see. `owed`: papers with neither a page nor a no. `uncertain`: the channel of the
    newest message that may not have arrived.
    """

    helpers: bool
    verified: bool
    rechecks: bool
    feedback: bool
    offered: bool
    referrals: int
    breaches: int
    owed: int
    uncertain: str | None


def look_besides(session: Session, application: Application) -> Besides:
    """One statement over all of it. Where nobody helps, nobody has to be asked for."""
    row: Row = session.connection().execute(BESIDES, {"wanted": application.id}).one()
    if not row.helpers and "helpers" in inspect(application).unloaded:
        set_committed_value(application, "helpers", [])
    return Besides(*row)
