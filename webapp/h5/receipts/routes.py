"""Routes of receipts. The code tells what it is for and whether it holds; name and ID tail open the rest."""

from flask import Response, current_app, g, redirect, render_template, request, session
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.applications import copies, receipts, tries, withdrawing
from webapp.applications.describing import describe
from webapp.applications.receipts import Signed, Validity
from webapp.applications.wording import find_deed
from webapp.db import begin_write
from webapp.h5 import bp
from webapp.h5.signing.routes import seen_application
from webapp.models.applications import Authorisation
from webapp.problems import Problem
from webapp.security import audit
from webapp.security.crypto import mask_name

SIGNER = "signer"
SIGNER_SECONDS = 30 * 60
MOST_CODES, MOST_NAMES = 20, 5
UNKNOWN = {"code": "没有这个凭据号，请照着再看一遍"}
NOT_YOU = {"own_name": "姓名或者身份证号后 4 位有一样对不上，请再看一遍"}


@bp.get("/receipt")
def ask_receipt() -> str:
    return render_template("receipts/ask.html", form=request.form, errors=None)


@bp.post("/receipt")
def look_up_receipt() -> AnyResponse | tuple[str, int]:
    begin_write(g.session)
    minutes, signed = _find(request.form.get("code", ""))
    g.session.commit()
    if minutes:
        return _limited(minutes)
    if signed is None:
        return render_template("receipts/ask.html", form=request.form, errors=UNKNOWN), 422
    return redirect(f"/receipts/{signed.receipt}", 303)


@bp.get("/receipts/<code>")
def check_receipt(code: str) -> str | tuple[str, int]:
    """What anybody may know of a signature whose receipt they hold."""
    begin_write(g.session)
    minutes, signed = _find(code)
    g.session.commit()
    if minutes:
        return _limited(minutes)
    return _page(_known(signed))


@bp.post("/receipts/<code>")
def open_own(code: str) -> AnyResponse | tuple[str, int]:
    """Who signed says who they are, and sees what was signed."""
    begin_write(g.session)
    minutes, signed = _find(code)
    minutes = minutes or _minutes_to_wait(("receipt.name", code), MOST_NAMES)
    if not minutes and _is_signer(_known(signed)):
        remember_signer(signed.receipt)
        return redirect(f"/receipts/{signed.receipt}/mine", 303)
    if not minutes:
        _note_try(("receipt.name", code))
    g.session.commit()
    return _limited(minutes) if minutes else (_page(_known(signed), NOT_YOU), 422)


@bp.get("/receipts/<code>/mine")
def show_own(code: str) -> str:
    signed = _own(code)
    receipt = receipts.make_receipt(signed, clock.now())
    return render_template(
        "receipts/mine.html",
        receipt=receipt,
        told=describe(signed),
        has_copy=signed.copy_hash is not None,
        may_withdraw=isinstance(signed, Authorisation) and receipt.validity is Validity.HOLDS,
        just_signed=session.get(SIGNER, (None, 0, False))[2],
    )


@bp.get("/receipts/<code>/copy")
def download_copy(code: str) -> Response:
    """The PDF of what was signed, as it was kept."""
    begin_write(g.session)
    signed = _own(code)
    kept = copies.read_copy(signed)
    if kept is None:
        raise Problem(404, "no-copy", "这份签得早，没有留 PDF。")
    audit.record(g.session, "signer", "read-copy", subject=signed.receipt, at=clock.now())
    g.session.commit()
    named = {"Content-Disposition": f'inline; filename="{signed.receipt}.pdf"'}
    return Response(kept, content_type="application/pdf", headers=named)


@bp.get("/receipts/<code>/withdraw")
def ask_own_withdrawal(code: str) -> str:
    return _withdrawal_page(_holding(code))


@bp.post("/receipts/<code>/withdraw")
def withdraw_own(code: str) -> AnyResponse | tuple[str, int]:
    begin_write(g.session)
    signed = _holding(code)
    if request.form.get("agreed") != "yes":
        return _withdrawal_page(signed, {"agreed": "要收回的话，请在这里打个勾"}), 422
    withdrawing.withdraw(g.session, signed, clock.now())
    g.session.commit()
    return redirect(f"/receipts/{code}", 303)


def remember_signer(code: str, *, just_signed: bool = False) -> None:
    """Keep for half an hour that this visitor is who signed under `code`."""
    session[SIGNER] = (code, clock.now().timestamp(), just_signed)


def _find(code: str) -> tuple[int, Signed | None]:
    """Minutes to wait, or what has this code. An unknown code counts as a try of this client."""
    thing = ("receipt.code", "any")
    minutes = _minutes_to_wait(thing, MOST_CODES)
    signed = None if minutes else receipts.find_signed(g.session, code)
    if not minutes and signed is None:
        _note_try(thing)
    return minutes, signed


def _keys(thing: tuple[str, str]) -> tuple[str, tuple[str, ...]]:
    """Keyed hashes of who asks and of what is guessed at; a code that nobody has is guessed by one alone."""
    purpose, value = thing
    client = current_app.index_hash(f"{purpose}.client", request.remote_addr or "")
    return client, current_app.index_hash.every(purpose, client if value == "any" else value)


def _minutes_to_wait(thing: tuple[str, str], most: int) -> int:
    client, numbers = _keys(thing)
    tries.wait_for_turn(g.session, (client, *numbers))
    return tries.minutes_to_wait(g.session, (client, numbers), most, clock.now())


def _note_try(thing: tuple[str, str]) -> None:
    client, numbers = _keys(thing)
    tries.note_try(g.session, client, numbers[0], clock.now())


def _known(signed: Signed | None) -> Signed:
    if signed is None:
        raise Problem(404, "unknown-receipt", "没有这个凭据号，请照着再看一遍。")
    return signed


def _is_signer(signed: Signed) -> bool:
    form = request.form
    return receipts.is_signer(signed, form.get("own_name", ""), form.get("own_tail", ""))


def _own(code: str) -> Signed:
    """What was signed under `code`, for who signed it: known here, or the applicant with their number."""
    signed = receipts.find_signed(g.session, code)
    known, since, _ = session.get(SIGNER, (None, 0, False))
    fresh = clock.now().timestamp() - since <= SIGNER_SECONDS
    if signed is not None and ((signed.receipt == known and fresh) or _is_applicants_own(signed)):
        return signed
    raise Problem(403, "not-yours", "先打开凭据号那一页，对一下姓名和身份证后 4 位。")


def _is_applicants_own(signed: Signed) -> bool:
    signer, seen = receipts.signer_of(signed), seen_application()
    return seen is not None and signer is not None and signer.is_applicant and signer.application is seen


def _holding(code: str) -> Authorisation:
    signed = _own(code)
    validity = receipts.make_receipt(signed, clock.now()).validity
    if not isinstance(signed, Authorisation) or validity is not Validity.HOLDS:
        raise Problem(404, "not-signed", "这份授权现在不用收回。")
    return signed


def _page(signed: Signed, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "receipts/shown.html",
        receipt=receipts.make_receipt(signed, clock.now()),
        deed=find_deed(signed.text_version),
        errors=errors,
        form=request.form,
    )


def _withdrawal_page(signed: Authorisation, errors: dict[str, str] | None = None) -> str:
    """Without what else the household asked for: who signed elsewhere sees nobody else's data."""
    return render_template(
        "sign/withdraw.html",
        name=mask_name(signed.member.name or ""),
        needing=None,
        identified=True,
        back=f"/receipts/{signed.receipt}/mine",
        errors=errors,
        form=request.form,
    )


def _limited(minutes: int) -> tuple[str, int]:
    return render_template("status/limited.html", minutes=minutes), 429
