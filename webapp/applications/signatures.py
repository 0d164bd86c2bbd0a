"""What a signature is: its kind, what goes with it, and whether it is that of the one who should sign."""

import datetime
import secrets
from dataclasses import dataclass
from enum import StrEnum

from webapp.applications.errors import IdentityError
from webapp.applications.identity import normalise, parse_name
from webapp.models.applications import ApplicationMember


class SignatureKind(StrEnum):
    TYPED = "typed"
    DRAWN = "drawn"
    PAPER = "paper"


class SignatureState(StrEnum):
    """`AWAITING_CHECK`: a signed sheet that no clerk has looked at; it counts for nothing yet."""

    SIGNED = "signed"
    AWAITING_CHECK = "awaiting-check"
    TURNED_DOWN = "turned-down"


class Door(StrEnum):
    """Where somebody signed: on the applicant's phone, by their own link, on paper."""

    SHARED = "shared"
    LINK = "link"
    PAPER = "paper"


@dataclass(frozen=True)
class Mark:
    """What goes with a signature: the drawing (PNG, base64), kind of device, door, when the text was read."""

    drawing: str | None = None
    device: str | None = None
    door: str | None = None
    read_at: datetime.datetime | None = None


@dataclass(frozen=True)
class TypedSignature:
    """Full name, last four of the ID number and a tick: a signature that needs no script."""

    name: str
    id_tail: str
    agreed: bool


def find_signature_errors(member: ApplicationMember, typed: TypedSignature) -> dict[str, str]:
    """What is wrong with `typed` as the signature of `member`, by field; empty when it is good."""
    errors = {}
    if not is_name_of(member, typed.name):
        errors["signed_name"] = "写的姓名跟前面填的不一样，请照身份证上的写全"
    if not is_tail_of(member, typed.id_tail):
        errors["id_tail"] = "跟前面填的身份证号最后 4 位对不上，请再看一遍"
    if not typed.agreed:
        errors["agreed"] = "看完同意的话，请在这里打个勾"
    return errors


def is_name_of(member: ApplicationMember, text: str) -> bool:
    try:
        return parse_name(text) == member.name
    except IdentityError:
        return False


def is_tail_of(member: ApplicationMember, text: str) -> bool:
    """Whether `text` ends the member's ID number. A member without one has no tail."""
    tail = (member.id_number or "")[-4:]
    return bool(tail) and secrets.compare_digest(normalise(text).encode(), tail.encode())
