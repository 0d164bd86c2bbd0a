"""Signing: the authorisation of each adult and the commitment of the applicant.

A signature records its kind, the text it stands under (version and hash), who signed and when. Whatever its
kind, a signature is good in every later step.
"""

import datetime
import secrets
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from webapp.applications.errors import IdentityError
from webapp.applications.identity import normalise, parse_name
from webapp.applications.numbers import make_code
from webapp.applications.wording import load_deed
from webapp.models.applications import Application, ApplicationMember, Authorisation, Commitment

RECEIPT_LENGTH = 12


class SignatureKind(StrEnum):
    TYPED = "typed"
    DRAWN = "drawn"
    PAPER = "paper"


@dataclass(frozen=True)
class TypedSignature:
    """Full name, last four of the ID number and a tick: a signature that needs no script."""

    name: str
    id_tail: str
    agreed: bool


def find_signature_errors(member: ApplicationMember, typed: TypedSignature) -> dict[str, str]:
    """What is wrong with `typed` as the signature of `member`, by field; empty when it is good."""
    errors = {}
    if _name_of(typed.name) != member.name:
        errors["signed_name"] = "写的姓名跟前面填的不一样，请照身份证上的写全"
    if not secrets.compare_digest(normalise(typed.id_tail).encode(), (member.id_number or "")[-4:].encode()):
        errors["id_tail"] = "跟前面填的身份证号最后 4 位对不上，请再看一遍"
    if not typed.agreed:
        errors["agreed"] = "看完同意的话，请在这里打个勾"
    return errors


def _name_of(text: str) -> str | None:
    try:
        return parse_name(text)
    except IdentityError:
        return None


def sign_authorisation(
    member: ApplicationMember,
    kind: SignatureKind,
    signature: str,
    at: datetime.datetime,
    *,
    signed_by: str = "self",
) -> Authorisation:
    """Record that `member`, or a guardian for them, authorised the verification. The first one stays."""
    signed = find_authorisation(member)
    if signed is not None:
        return signed
    deed = load_deed("authorisation")
    signed = Authorisation(
        signed_by=signed_by,
        kind=kind,
        text_version=deed.version,
        text_hash=deed.digest,
        signature=signature,
        receipt=make_code(RECEIPT_LENGTH),
        signed_at=at,
    )
    member.authorisations.append(signed)
    return signed


def find_authorisation(member: ApplicationMember) -> Authorisation | None:
    """The authorisation of `member` that holds today."""
    digest = load_deed("authorisation").digest
    return next(
        (one for one in member.authorisations if not one.withdrawn_at and one.text_hash == digest), None
    )


def find_receipt(session: Session, code: str) -> Authorisation | None:
    """The authorisation with this receipt."""
    wanted = select(Authorisation).where(Authorisation.receipt == normalise(code))
    return session.scalars(wanted).one_or_none()


def withdraw_authorisation(signed: Authorisation, at: datetime.datetime) -> None:
    signed.withdrawn_at = signed.withdrawn_at or at


def sign_commitment(
    session: Session, member: ApplicationMember, signature: str, at: datetime.datetime
) -> Commitment:
    """Record the applicant's commitment; signing twice keeps the first."""
    signed = find_commitment(session, member.application)
    if signed is not None:
        return signed
    deed = load_deed("commitment")
    signed = Commitment(
        application_id=member.application_id,
        member_id=member.id,
        kind=SignatureKind.TYPED,
        text_version=deed.version,
        text_hash=deed.digest,
        signature=signature,
        signed_at=at,
    )
    session.add(signed)
    session.flush()
    return signed


def find_commitment(session: Session, application: Application) -> Commitment | None:
    digest = load_deed("commitment").digest
    wanted = select(Commitment).where(
        Commitment.application_id == application.id, Commitment.text_hash == digest
    )
    return session.scalars(wanted).first()


def unsigned_adults(application: Application) -> list[ApplicationMember]:
    """The adults whose authorisation is still missing; a member of unknown age counts as adult."""
    return [
        one for one in application.members if one.is_adult is not False and find_authorisation(one) is None
    ]


def forget_signatures(session: Session, member: ApplicationMember) -> None:
    """A changed name or number makes a signature under the old one void."""
    member.authorisations.clear()
    for signed in session.scalars(select(Commitment).where(Commitment.member_id == member.id)):
        session.delete(signed)
