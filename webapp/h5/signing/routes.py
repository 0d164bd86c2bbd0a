"""Routes of later signatures. The application is the one whose number and ID tail this visitor has given."""

from flask import g, redirect, render_template, request, session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import consent, moving, steps
from webapp.applications.errors import TransitionError
from webapp.db import begin_write
from webapp.h5 import bp
from webapp.h5.applying import showing
from webapp.models.applications import Application, ApplicationMember
from webapp.problems import Problem
from webapp.security.crypto import mask_name

SEEN = "application"
SEEN_SECONDS = 30 * 60


@bp.get("/sign/<int:position>")
def sign_later(position: int) -> str:
    return _page(_member(position))


@bp.post("/sign/<int:position>")
def take_signature(position: int) -> Response | tuple[str, int]:
    """Sign, or take a signature back. Either needs the member's own name and ID tail."""
    begin_write(g.session)
    member = _member(position)
    typed = consent.TypedSignature(
        request.form.get("signed_name", ""),
        request.form.get("id_tail", ""),
        request.form.get("agreed") == "yes",
    )
    errors = consent.find_signature_errors(member, typed)
    if errors:
        return _page(member, errors), 422
    _sign_or_withdraw(member, typed)
    g.session.commit()
    return redirect(f"/sign/{position}", 303)


@bp.get("/receipts/<code>")
def check_receipt(code: str) -> str:
    """What anybody may know of an authorisation whose receipt they hold."""
    signed = consent.find_receipt(g.session, code)
    if signed is None:
        raise Problem(404, "unknown-receipt", "没有这个凭据号，请照着再看一遍。")
    return render_template("apply/receipt.html", signed=signed, name=mask_name(signed.member.name or ""))


@bp.post("/status/withdraw")
def withdraw_request() -> Response:
    begin_write(g.session)
    wanted = request.form.get("request", "")
    found = next((one for one in _application().requests if str(one.id) == wanted), None)
    if found is None:
        raise Problem(404, "unknown-request")
    try:
        moving.withdraw(g.session, found, clock.now())
    except TransitionError:
        raise Problem(409, "too-late", "这一项已经办到后面，撤不回来了。有变化告诉镇街。") from None
    g.session.commit()
    return redirect("/status/shown", 303)


def seen_application() -> Application | None:
    """The application that this visitor submitted or looked up."""
    application_id, since = session.get(SEEN, (None, 0))
    if application_id is None or clock.now().timestamp() - since > SEEN_SECONDS:
        return None
    return g.session.get(Application, application_id)


def remember(application: Application) -> None:
    """Keep for half an hour which application this visitor may see; others may use the same phone."""
    session[SEEN] = (application.id, clock.now().timestamp())


def _application() -> Application:
    application = seen_application()
    if application is None or application.number is None:
        raise Problem(403, "look-up-first", "先用编号和身份证后 4 位查一下，再来签。")
    return application


def _member(position: int) -> ApplicationMember:
    member = steps.member_at(_application(), position)
    if member is None or member.is_adult is False:
        raise Problem(404, "unknown-member")
    return member


def _sign_or_withdraw(member: ApplicationMember, typed: consent.TypedSignature) -> None:
    signed = consent.find_authorisation(member)
    if request.form.get("do") == "withdraw" and signed is not None:
        consent.withdraw_authorisation(signed, clock.now())
    else:
        consent.sign_authorisation(member, consent.SignatureKind.TYPED, typed.name.strip(), clock.now())


def _page(member: ApplicationMember, errors: dict[str, str] | None = None) -> str:
    deed = showing.deed_context("authorisation", member.application, member)
    signed = consent.find_authorisation(member)
    return render_template("apply/sign.html", **deed, signed=signed, errors=errors, form=request.form)
