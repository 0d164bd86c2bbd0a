"""A receipt: a code by which anybody can check a signature, and by which who signed finds it again."""

import datetime
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications import consent
from webapp.applications.describing import kind_words
from webapp.applications.guardians import GUARDIAN, is_entitled
from webapp.applications.identity import normalise
from webapp.applications.numbers import MISREAD
from webapp.applications.signatures import SignatureState, is_name_of, is_tail_of
from webapp.applications.wording import find_deed
from webapp.models.applications import ApplicationMember, Authorisation, Commitment
from webapp.security.crypto import mask_name

Signed = Authorisation | Commitment


class Validity(StrEnum):
    """What a receipt says first."""

    HOLDS = "holds"
    AWAITING = "awaiting"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    OVER = "over"


@dataclass(frozen=True)
class Receipt:
    """All that anybody may know of a signature whose code they hold."""

    code: str
    validity: Validity
    title: str
    version: str
    kind: str
    name: str
    signed_at: datetime.datetime
    ended_at: datetime.datetime | None


def find_signed(session: Session, code: str) -> Signed | None:
    """The authorisation or commitment with this receipt, gaps and misread letters put right."""
    wanted = normalise(code)[:40].translate(MISREAD)
    for table in (Authorisation, Commitment):
        found = session.scalars(select(table).where(table.receipt == wanted)).one_or_none()
        if found is not None:
            return found
    return None


def make_receipt(signed: Signed, at: datetime.datetime) -> Receipt:
    deed = find_deed(signed.text_version)
    validity, ended_at = (
        _validity(signed, at) if isinstance(signed, Authorisation) else (Validity.HOLDS, None)
    )
    return Receipt(
        code=signed.receipt,
        validity=validity,
        title=deed.title if deed else "",
        version=signed.text_version,
        kind=kind_words(signed),
        name=mask_name(signed.member.name or ""),
        signed_at=signed.signed_at,
        ended_at=ended_at,
    )


def _validity(signed: Authorisation, at: datetime.datetime) -> tuple[Validity, datetime.datetime | None]:
    if signed.state != SignatureState.SIGNED:
        return Validity.AWAITING, None
    if signed.withdrawn_at is not None:
        return Validity.WITHDRAWN, signed.withdrawn_at
    if signed.ended_at is not None:
        return Validity.EXPIRED, signed.ended_at
    if signed.expires_at is not None and signed.expires_at <= at:
        return Validity.EXPIRED, signed.expires_at
    if consent.is_over(signed.member.application):
        return Validity.OVER, None
    return (Validity.HOLDS, None) if is_entitled(signed, at) else (Validity.EXPIRED, None)


def signer_of(signed: Signed) -> ApplicationMember | None:
    """Whose hand it was: the guardian's where one signed."""
    by_guardian = isinstance(signed, Authorisation) and signed.signed_by == GUARDIAN
    return signed.guardian if by_guardian else signed.member


def is_signer(signed: Signed, name: str, id_tail: str) -> bool:
    """Whether this name and tail are those of who signed, or of the one who is signed for."""
    people = {signer_of(signed), signed.member} - {None}
    return any(is_name_of(one, name) and is_tail_of(one, id_tail) for one in people)
