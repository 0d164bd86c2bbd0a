"""Who lets their circumstances be verified: the authorisation of each adult, the commitment of the applicant.

A signature records its kind, the text it stands under (version and hash), who signed and when. Whatever its
kind, a signature is good in every later step. What holds is decided here and nowhere else; `permits.py` asks
it for every inquiry and every answer that comes back.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from webapp.applications import copies
from webapp.applications.guardians import GUARDIAN, SELF, Guardianship, check_signer, is_entitled
from webapp.applications.numbers import make_code
from webapp.applications.signatures import (
    Mark,
    SignatureKind,
    SignatureState,
    TypedSignature,
    find_signature_errors,
)
from webapp.applications.states import RequestState, is_open
from webapp.applications.wording import AUTHORISATION, COMMITMENT, find_deed, load_deed
from webapp.models.applications import Application, ApplicationMember, Authorisation, Commitment
from webapp.models.signing import DeedReading, SigningLink

__all__ = [
    "Mark",
    "SignatureKind",
    "Standing",
    "TypedSignature",
    "find_authorisation",
    "find_signature_errors",
    "sign_authorisation",
]
RECEIPT_LENGTH = 12
NO_MARK = Mark()


class Standing(StrEnum):
    """How the authorisation of a member stands, for staff; the applicant learns only signed or not."""

    SIGNED = "signed"
    ON_PAPER = "on-paper"
    WIDER_WANTED = "wider-wanted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    UNSIGNED = "unsigned"


def sign_authorisation(
    member: ApplicationMember,
    kind: SignatureKind,
    signature: str,
    at: datetime.datetime,
    *,
    guardian: Guardianship | None = None,
    mark: Mark = NO_MARK,
) -> Authorisation:
    """Record that `member`, or a guardian for them, authorised the verification. One that holds stays.

    Raises GuardianError when the guardian is none, or a minor signs alone.
    """
    holding = find_authorisation(member, at)
    if holding is not None:
        return holding
    check_signer(member, guardian, at)
    end_authorisations(member, at)
    signed = make_authorisation(member, kind, at, mark=mark)
    signed.signature = signature
    note_guardian(signed, guardian)
    member.refused_at = None
    copies.keep_copy(signed)
    return signed


def note_guardian(signed: Authorisation, guardian: Guardianship | None) -> None:
    """Who signed for the member, what they are to them and why; nothing where the member signed."""
    if guardian is not None:
        signed.signed_by, signed.guardian = GUARDIAN, guardian.guardian
        signed.guardian_relation, signed.guardian_reason = guardian.relation, guardian.reason
        signed.guardian_note = guardian.note


def make_authorisation(
    member: ApplicationMember, kind: SignatureKind, at: datetime.datetime, *, mark: Mark = NO_MARK
) -> Authorisation:
    """An authorisation of `member` under the text of today, with nothing said yet of who signed."""
    deed = load_deed(AUTHORISATION)
    made = Authorisation(
        state=SignatureState.SIGNED,
        signed_by=SELF,
        kind=kind,
        text_version=deed.version,
        text_hash=deed.digest,
        drawing=mark.drawing,
        device=mark.device,
        door=mark.door,
        receipt=make_code(RECEIPT_LENGTH),
        read_at=mark.read_at,
        signed_at=at,
        expires_at=deed.expires_at(at),
    )
    member.authorisations.append(made)
    return made


def end_authorisations(member: ApplicationMember, at: datetime.datetime) -> None:
    """What a new signature takes the place of."""
    for one in member.authorisations:
        if one.withdrawn_at is None and one.ended_at is None:
            one.ended_at = at


def find_authorisation(
    member: ApplicationMember, at: datetime.datetime | None = None, *, sources: Iterable[str] = ()
) -> Authorisation | None:
    """The authorisation of `member` that holds: signed, in its period, for all who are to be asked.

    `sources` are ids of the deed; what staff asked for besides is always wanted. Without `at`, the end of the
    period counts from when the worker has noted it.
    """
    wanted = {*sources, *asked_sources(member)}
    return next((one for one in member.authorisations if holds(one, at) and wanted <= sources_of(one)), None)


def holds(signed: Authorisation, at: datetime.datetime | None = None) -> bool:
    """Whether this authorisation is good for anything: signed, its text known, not over in any way."""
    deed = find_deed(signed.text_version)
    expired = at is not None and signed.expires_at is not None and signed.expires_at <= at
    return (
        signed.state == SignatureState.SIGNED
        and deed is not None
        and deed.digest == signed.text_hash
        and signed.withdrawn_at is None
        and signed.ended_at is None
        and not expired
        and not is_over(signed.member.application)
        and is_entitled(signed, at)
    )


def is_over(application: Application) -> bool:
    """Whether everything that was filed has come to its end: nobody is verified for it any more."""
    return application.submitted_at is not None and not any(
        is_open(RequestState(one.state)) for one in application.requests
    )


def sources_of(signed: Authorisation) -> frozenset[str]:
    """The ids of whom an authorisation lets ask."""
    deed = find_deed(signed.text_version)
    return deed.source_ids if deed is not None else frozenset()


def asked_sources(member: ApplicationMember) -> frozenset[str]:
    """Whom staff want to ask about this member; an older text may not name them."""
    return frozenset(one["source"] for one in member.sources_asked or ())


def standing_of(member: ApplicationMember, at: datetime.datetime) -> Standing:
    """How the authorisation of `member` stands now, for staff."""
    if find_authorisation(member, at) is not None:
        return Standing.SIGNED
    if any(is_awaiting(one) for one in member.authorisations):
        return Standing.ON_PAPER
    if any(holds(one, at) for one in member.authorisations):
        return Standing.WIDER_WANTED
    if member.refused_at is not None:
        return Standing.REFUSED
    given = [one for one in member.authorisations if one.state == SignatureState.SIGNED]
    if not given:
        return Standing.UNSIGNED
    return Standing.WITHDRAWN if given[-1].withdrawn_at else Standing.EXPIRED


def is_awaiting(signed: Authorisation) -> bool:
    """Whether this is a signed sheet that a clerk has still to look at."""
    return signed.state == SignatureState.AWAITING_CHECK and signed.ended_at is None


def withdraw_authorisation(signed: Authorisation, at: datetime.datetime) -> None:
    """Every authorisation of the member ends with the one that is taken back."""
    for one in {signed, *signed.member.authorisations}:
        if one.ended_at is None:
            one.withdrawn_at = one.withdrawn_at or at


def unsigned_adults(application: Application, at: datetime.datetime | None = None) -> list[ApplicationMember]:
    """The adults whose authorisation is still missing; a member of unknown age counts as adult.

    Who died or moved away has nothing to sign.
    """
    return [
        one
        for one in application.members
        if one.is_adult is not False and one.left_on is None and find_authorisation(one, at) is None
    ]


def find_missing(session: Session, application: Application, at: datetime.datetime) -> list[str]:
    """What acceptance waits for: authorisations, the commitment, a consent on paper that nobody has seen."""
    missing = [f"authorisation {one.position}" for one in unsigned_adults(application, at)]
    if find_commitment(session, application) is None:
        missing.append("commitment")
    helpers = (one for one in application.helpers if one.withdrawn_at is None)
    unseen = (one for one in helpers if one.consent_kind == SignatureKind.PAPER and one.seen_at is None)
    return [*missing, *(f"consent to helper {one.id}" for one in unseen)]


def sign_commitment(
    session: Session,
    member: ApplicationMember,
    signature: str,
    at: datetime.datetime,
    *,
    kind: SignatureKind = SignatureKind.TYPED,
    mark: Mark = NO_MARK,
) -> Commitment:
    """Record the applicant's commitment; signing twice keeps the first."""
    signed = find_commitment(session, member.application)
    if signed is not None:
        return signed
    deed = load_deed(COMMITMENT)
    signed = Commitment(
        application_id=member.application_id,
        member=member,
        kind=kind,
        text_version=deed.version,
        text_hash=deed.digest,
        signature=signature,
        drawing=mark.drawing,
        device=mark.device,
        read_at=mark.read_at,
        receipt=make_code(RECEIPT_LENGTH),
        signed_at=at,
    )
    copies.keep_copy(signed)
    session.add(signed)
    session.flush()
    return signed


def find_commitment(session: Session, application: Application) -> Commitment | None:
    """The applicant's commitment, under whichever version of the text."""
    wanted = select(Commitment).where(Commitment.application_id == application.id)
    return session.scalars(wanted.order_by(Commitment.id.desc())).first()


def forget_signatures(session: Session, member: ApplicationMember) -> None:
    """A changed name or number makes void what was signed, read and sent under the old one.

    The applicant's consent to a helper goes with it.
    """
    member.authorisations.clear()
    for helper in member.application.helpers if member.is_applicant else ():
        helper.consented_at = None
    for other in member.application.members:
        other.authorisations[:] = [one for one in other.authorisations if one.guardian is not member]
    for signed in session.scalars(select(Commitment).where(Commitment.member_id == member.id)):
        session.delete(signed)
    for table in (DeedReading, SigningLink):
        session.execute(delete(table).where(table.member_id == member.id))
