"""Signatures of what was submitted: whose they are, a link of their own, and taking one back."""

from __future__ import annotations

import datetime

from flask import current_app, request
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from webapp.applications import consent, guardians, links, notices, steps
from webapp.applications.consent import TypedSignature
from webapp.applications.errors import IdentityError, TooManyLinksError
from webapp.applications.identity import MOBILE_LENGTH, parse_phone
from webapp.applications.receipts import is_signer
from webapp.models.applications import Application, ApplicationMember, Authorisation
from webapp.pages.forms import FormError
from webapp.problems import Problem
from webapp.security import audit
from webapp.security.crypto import mask_phone

TOO_MANY = "今天给这个人做的链接够多了，明天再做，或者签纸的"


def get_member(
    session: Session, application: Application, position: int, *, lock: bool = False
) -> ApplicationMember:
    """The member at `position`; locked, so that two who press at once sign one after the other."""
    if consent.is_over(application):
        raise Problem(409, "over", "这次申请已经办完了，不用再签。签过的，凭凭据号能查。")
    member = steps.member_at(application, position)
    if member is None:
        raise Problem(404, "unknown-member")
    if lock:
        same = select(ApplicationMember).where(ApplicationMember.id == member.id)
        session.scalars(same.with_for_update()).one()
        session.expire(member, ["authorisations"])
    return member


def require_grown_up(member: ApplicationMember, now: datetime.datetime) -> ApplicationMember:
    """One who may have a link of their own: not the applicant, and no child. Raises Problem."""
    if member.is_applicant or guardians.is_adult(member, now) is False:
        raise Problem(404, "unknown-member")
    return member


def get_signed(member: ApplicationMember, now: datetime.datetime) -> Authorisation:
    """The signature that holds. Raises Problem."""
    signed = consent.find_authorisation(member, now)
    if signed is None:
        raise Problem(404, "not-signed", "这个人现在没有签着的授权。")
    return signed


def may_text() -> bool:
    """Whether links go out in messages: they need the address by which the service is known."""
    return current_app.settings.public_url is not None


def make_link(
    session: Session, member: ApplicationMember, form: MultiDict, now: datetime.datetime
) -> dict[str, str]:
    """What is shown of a new link: its `url`, or the masked phone it was `sent` to. Raises FormError."""
    phone = _mobile(form.get("phone", "")) if form.get("do") == "text" else None
    try:
        token, link = links.open_link(session, current_app.index_hash, member, now)
    except TooManyLinksError:
        raise FormError({"phone": TOO_MANY}) from None
    audit.record(session, "applicant", "make-link", subject=f"member:{member.id}", at=now)
    base = current_app.settings.public_url or request.url_root.rstrip("/")
    url = f"{base}/sign/{token}"
    if phone is None:
        return {"url": url}
    notices.send_link(session, link, phone, url, at=now)
    return {"sent": mask_phone(phone)}


def _mobile(text: str) -> str:
    try:
        phone = parse_phone(text)
    except IdentityError as wrong:
        raise FormError({"phone": str(wrong)}) from None
    if len(phone) != MOBILE_LENGTH or not phone.startswith("1") or not may_text():
        raise FormError({"phone": "短信只能发到手机，请填 11 位的手机号"})
    return phone


def check_withdrawal(signed: Authorisation, form: MultiDict) -> None:
    """Taking a signature back needs name and ID tail of the member or the guardian. Raises FormError."""
    typed = TypedSignature(form.get("signed_name", ""), form.get("id_tail", ""), form.get("agreed") == "yes")
    if is_signer(signed, typed.name, typed.id_tail):
        errors = {} if typed.agreed else {"agreed": "要收回的话，请在这里打个勾"}
    else:
        errors = consent.find_signature_errors(signed.member, typed)
    if errors:
        raise FormError(errors)
