"""What comes from the pages where one reads and signs: a reading, a signature, or what is to be mended."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.applications import consent, drawing, guardians, reading, verifying
from webapp.applications.consent import Mark, SignatureKind, TypedSignature
from webapp.applications.errors import DrawingError, GuardianError
from webapp.applications.guardians import Guardianship, Reason, Relation
from webapp.applications.reading import Manner
from webapp.applications.signatures import Door, is_name_of, is_tail_of
from webapp.applications.wording import AUTHORISATION, load_deed
from webapp.models.applications import ApplicationMember, Authorisation
from webapp.pages.forms import FormError
from webapp.pages.signing.devices import device_of

SERVED_FOR_SECONDS = int(reading.HOLDS_FOR.total_seconds())
READ_FIRST = {"read": "先把授权书看到最后，再签名"}


@dataclass(frozen=True)
class Signing:
    """A form from a page where somebody signs for `member`."""

    session: Session
    member: ApplicationMember
    door: Door
    form: MultiDict
    now: datetime.datetime


def serve_text(member: ApplicationMember) -> str:
    """A mark for the page with the whole text: it comes back with the button at the end."""
    served = [member.id, load_deed(AUTHORISATION).version]
    return _sealer().dumps(served)


def _sealer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_app.settings.secret_key, salt="deed-served")


def take_reading(signing: Signing) -> bool:
    """Note that the text was read, where the form says so. Raises FormError when it was not served here."""
    if not signing.form.get("read"):
        return False
    expected = [signing.member.id, load_deed(AUTHORISATION).version]
    try:
        served, served_at = _sealer().loads(
            signing.form.get("served", ""), max_age=SERVED_FOR_SECONDS, return_timestamp=True
        )
    except BadSignature:
        raise FormError(READ_FIRST) from None
    if served != expected:
        raise FormError(READ_FIRST)
    manner = Manner.SCROLLED if signing.form.get("manner") == Manner.SCROLLED else Manner.PAGED
    reading.note_reading(
        signing.session, signing.member, served_at, signing.now, door=signing.door, manner=manner
    )
    return True


def take_signature(signing: Signing) -> Authorisation:
    """Sign, and have asked about whom it is where that waited for it. Raises FormError."""
    read = reading.find_reading(signing.session, signing.member, signing.door, signing.now)
    if read is None:
        raise FormError(READ_FIRST)
    mark = replace(make_mark(), door=signing.door, read_at=read.read_at)
    signed = _sign(signing, mark)
    verifying.order_signed(signing.session, signing.member.application, signing.now)
    return signed


def _sign(signing: Signing, mark: Mark) -> Authorisation:
    minor = guardians.is_adult(signing.member, signing.now) is False
    if minor or signing.form.get("do") == "guardian":
        return _sign_as_guardian(signing, mark)
    kind, name, mark = read_hand(signing.form, signing.member, mark)
    signed = consent.sign_authorisation(signing.member, kind, name, signing.now, mark=mark)
    if signing.form.get("children") == "yes" and signing.member.is_applicant:
        _sign_for_children(signing, signed, mark)
    return signed


def make_mark() -> Mark:
    """What the server notes of a signature by itself."""
    return Mark(device=device_of(request.headers.get("User-Agent", "")))


def read_hand(form: MultiDict, member: ApplicationMember, mark: Mark) -> tuple[SignatureKind, str, Mark]:
    """The signature of `member` in a form: drawn, or else typed. Raises FormError."""
    strokes, typed = form.get("strokes", "").strip(), _typed(form)
    nothing_typed = not typed.name.strip() and not typed.id_tail.strip()
    if nothing_typed and (form.get("hand") == "yes" or strokes):
        return SignatureKind.DRAWN, member.name or "", replace(mark, drawing=_drawn(strokes, typed.agreed))
    errors = consent.find_signature_errors(member, typed)
    if errors:
        raise FormError(errors)
    return SignatureKind.TYPED, typed.name.strip(), mark


def _typed(form: MultiDict) -> TypedSignature:
    return TypedSignature(form.get("signed_name", ""), form.get("id_tail", ""), form.get("agreed") == "yes")


def _drawn(strokes: str, agreed: bool) -> str:
    errors, picture = {}, ""
    try:
        picture = drawing.draw(drawing.parse_strokes(strokes or "[]"))
    except DrawingError as wrong:
        errors["strokes"] = str(wrong)
    if not agreed:
        errors["agreed"] = "看完同意的话，请在这里打个勾"
    if errors:
        raise FormError(errors)
    return picture


def _sign_for_children(signing: Signing, signed: Authorisation, mark: Mark) -> None:
    """The applicant's signature for their own minor children as well, each with a receipt."""
    for child in guardians.own_children(signing.member, signing.now):
        guardian = Guardianship(signing.member, Relation.PARENT, Reason.MINOR)
        kind, name = SignatureKind(signed.kind), signed.signature or ""
        consent.sign_authorisation(child, kind, name, signing.now, guardian=guardian, mark=mark)


def _sign_as_guardian(signing: Signing, mark: Mark) -> Authorisation:
    """Another adult of the household signs for a member who cannot; the signature says so."""
    form, member = signing.form, signing.member
    errors = _find_guardian_errors(signing)
    guardian = guardians.find_guardian(member, form.get("guardian_name", ""), form.get("guardian_tail", ""))
    if errors or guardian is None:
        raise FormError(errors)
    note = form.get("guardian_note", "").strip()[: guardians.LONGEST_NOTE] or None
    relation, reason = Relation(form["guardian_relation"]), Reason(form["guardian_reason"])
    about = Guardianship(guardian, relation, reason, note)
    strokes = form.get("strokes", "").strip()
    kind = SignatureKind.DRAWN if strokes not in ("", "[]") else SignatureKind.TYPED
    if kind is SignatureKind.DRAWN:
        mark = replace(mark, drawing=_drawn(strokes, agreed=True))
    try:
        return consent.sign_authorisation(
            member, kind, guardian.name or "", signing.now, guardian=about, mark=mark
        )
    except GuardianError:
        raise FormError({"guardian_name": "监护人要是家里另一个年满 18 岁的人"}) from None


def _find_guardian_errors(signing: Signing) -> dict[str, str]:
    form, member = signing.form, signing.member
    others = [one for one in member.application.members if one is not member]
    named = [one for one in others if is_name_of(one, form.get("guardian_name", ""))]
    errors = {}
    if not named:
        errors["guardian_name"] = "监护人要是前面填过的、家里的另一个大人，请照身份证写全姓名"
    elif not any(is_tail_of(one, form.get("guardian_tail", "")) for one in named):
        errors["guardian_tail"] = "跟前面填的监护人的身份证号最后 4 位对不上，请再看一遍"
    if form.get("guardian_relation") not in guardians.relations_for(member, signing.now):
        errors["guardian_relation"] = "请选监护人是本人的什么人"
    if form.get("guardian_reason") not in guardians.reasons_for(member, signing.now):
        errors["guardian_reason"] = "请选为什么要代签"
    if form.get("guardian_agreed") != "yes":
        errors["guardian_agreed"] = "是监护人、看完同意的话，请在这里打个勾"
    return errors
