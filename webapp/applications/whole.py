"""An application read whole for who looks at it: two statements however much was filed.

What a look does not need (the situation, address, bank card, findings, signatures) is neither fetched nor
decrypted; an attribute that is asked for all the same is read when it is. The statements are made once, which
is most of what the mapper does for a small read.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, Select, bindparam, exists, func, inspect, select
from sqlalchemy.orm import Session, joinedload, load_only
from sqlalchemy.orm.attributes import set_committed_value

from webapp.applications import notices
from webapp.applications.committing import SEEN
from webapp.models.afterwards import Feedback, Helper
from webapp.models.applications import Application, ApplicationMember, Authorisation, Request, RequestEvent
from webapp.models.documents import DocumentPage, DocumentRow, DocumentState
from webapp.models.followups import Breach, Recheck, Referral, ReferralState
from webapp.models.outbox import OutboxRow, OutboxState
from webapp.models.verifications import VerificationOrder

A, M, R, S = Application, ApplicationMember, Request, Authorisation
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
OF_MEMBER = (
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
OF_SIGNATURE = (
    S.member_id,
    S.state,
    S.signed_by,
    S.text_version,
    S.text_hash,
    S.guardian_id,
    S.guardian_reason,
    S.expires_at,
    S.ended_at,
    S.withdrawn_at,
)
OF_REQUEST = load_only(
    R.application_id,
    R.policy,
    R.person,
    R.person_label,
    R.state,
    R.state_since,
    R.holder,
    R.is_urgent,
    R.district,
    R.town,
    R.due_at,
    R.due_is_estimate,
)
OF_EVENT = joinedload(R.events).load_only(
    RequestEvent.request_id,
    RequestEvent.from_state,
    RequestEvent.to_state,
    RequestEvent.at,
    RequestEvent.note,
    RequestEvent.helper_id,
)
MEMBERS = joinedload(A.members).load_only(*OF_MEMBER).joinedload(M.authorisations).load_only(*OF_SIGNATURE)
BY_ID, BY_NUMBER = (
    select(A).where(column == WANTED).options(OF_APPLICATION, MEMBERS) for column in (A.id, A.number)
)
ASKED = select(R).where(R.application_id == WANTED).order_by(R.id)
REQUESTS = ASKED.options(OF_REQUEST, OF_EVENT)
DRAFT = select(A).where(A.conversation_id == WANTED, A.submitted_at.is_(None)).options(joinedload(A.members))


def find_whole(session: Session, application_id: str) -> Application | None:
    """The application with its members, their signatures, its requests and their events."""
    found = _first(session, BY_ID, application_id)
    return fill(session, found) if found is not None else None


def find_numbered(session: Session, number: str) -> Application | None:
    """What was submitted under this number, with its members; its requests are read when somebody `fill`s."""
    return _first(session, BY_NUMBER, number)


def find_draft(session: Session, conversation_id: str | None) -> Application | None:
    """What this conversation has open, with members and requests: nearly every page of it asks for them."""
    if conversation_id is None:
        return None
    found = _first(session, DRAFT, conversation_id)
    return fill(session, found, ASKED) if found is not None else None


def fill(session: Session, application: Application, query: Select = REQUESTS) -> Application:
    """`application` with its requests and their events. What was read before, and may be changed, stays."""
    if "requests" in inspect(application).unloaded:
        _take(application, session.execute(query, {"wanted": application.id}).unique().scalars().all())
    return application


def _take(application: Application, requests: Sequence[Request]) -> None:
    for one in requests:
        set_committed_value(one, "application", application)
    set_committed_value(application, "requests", list(requests))


def _first(session: Session, query: Select, wanted: str) -> Application | None:
    found = session.execute(query, {"wanted": wanted}).unique().scalar_one_or_none()
    for one in found.members if found is not None else ():
        set_committed_value(one, "application", found)
    return found


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


TOLD = REQUESTS.add_columns(exists().where(*UNCERTAIN).label("uncertain"))


def fill_told(session: Session, application: Application) -> bool:
    """Whether a message to the applicant may not have arrived, asked along with what `fill` reads."""
    rows = ()
    if "requests" in inspect(application).unloaded:
        rows = session.execute(TOLD, {"wanted": application.id}).unique().all()
        _take(application, [request for request, _ in rows])
    return any(uncertain for _, uncertain in rows) if rows else notices.is_uncertain(session, application)


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
