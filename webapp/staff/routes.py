"""Signing in, the second factor, the own password, signing out: the pages that all staff share.

Whoever is not signed in sees the sign-in page alone. Routes marked `halfway` are the steps in between. A try
is committed before it is judged (`tries.py`), which is why some routes write twice.
"""

from flask import Blueprint, current_app, g, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from webapp import clock
from webapp.db import begin_write
from webapp.h5 import looks
from webapp.models.staff import StaffAccount
from webapp.security import access, passwords
from webapp.staff import accounts, desks, forms, second_factor, signing_in, tries
from webapp.staff.errors import StaffError
from webapp.staff.roles import EVERYBODY, EXPORTERS
from webapp.staff.signing_in import Step

bp = Blueprint("staff", __name__, url_prefix="/staff")
access.declare(bp, *EVERYBODY)
BACK = "back"
Page = str | Response | tuple[str, int]


@bp.get("/sign-in")
def sign_in() -> str:
    return _sign_in_page(forms.parse_back(request.args))


@bp.post("/sign-in")
def take_sign_in() -> Page:
    wanted = forms.parse_sign_in(request.form)
    if wanted.errors:
        return _sign_in_page(wanted.back, wanted.errors), 422
    minutes = _claim_try(accounts.key_of(current_app.index_hash, wanted.name))
    if minutes:
        return _sign_in_page(wanted.back, forms.wait_errors("name", minutes)), 429
    account = signing_in.find_signing_in(g.session, current_app.index_hash, wanted.name, wanted.password)
    if account is None:
        return _sign_in_page(wanted.back, forms.WRONG_PASSWORD), 422
    _open_session(account, wanted)
    g.session.commit()
    return _onward()


@bp.get("/arrive")
def arrive() -> Response:
    """Where every step of signing in leads: to the page that was wanted first, or to where the role belongs.

    While a step is missing nobody gets here; who asks is led to that step.
    """
    return redirect(session.pop(BACK, None) or url_for(desks.home_of(g.staff)), 303)


@bp.get("/second-factor")
@access.halfway(Step.SECOND_FACTOR)
def show_second_factor() -> Page:
    return _code_page() if g.staff is None else _onward()


@bp.post("/second-factor")
@access.halfway(Step.SECOND_FACTOR)
def take_second_factor() -> Page:
    typed = forms.parse_code(request.form)
    minutes = _claim_try(_factor_key())
    if minutes:
        return _code_page(forms.wait_errors("code", minutes)), 429
    begin_write(g.session)
    opened = g.staff_session
    token = signing_in.pass_second_factor(g.session, current_app.index_hash, opened, typed, at=clock.now())
    g.session.commit()
    if token is None:
        return _code_page(forms.WRONG_CODE), 422
    session[access.TOKEN] = token
    return _onward()


@bp.get("/second-factor/set-up")
@access.halfway(Step.SET_UP)
def show_set_up() -> Page:
    if g.staff_session.account.totp_since is not None:
        return _onward()
    begin_write(g.session)
    second_factor.begin(signing_in.find_locked(g.session, g.staff_session))
    g.session.commit()
    return _set_up_page(g.staff_session.account)


@bp.post("/second-factor/set-up")
@access.halfway(Step.SET_UP)
def take_set_up() -> Page:
    minutes = _claim_try(_factor_key())
    if minutes:
        return _set_up_page(g.staff_session.account, forms.wait_errors("code", minutes)), 429
    begin_write(g.session)
    typed, opened = forms.parse_code(request.form), g.staff_session
    done = signing_in.set_up(g.session, current_app.index_hash, opened, typed, at=clock.now())
    g.session.commit()
    if done is None:
        return _set_up_page(opened.account, forms.WRONG_FIRST_CODE), 422
    session[access.TOKEN], codes = done
    return render_template("staff/recovery_codes.html", codes=codes)


@bp.post("/second-factor/renew")
def renew_second_factor() -> Page:
    """Another phone: behind the own password the old one is forgotten."""
    errors = _judge_own_password(request.form.get("current", ""))
    if errors:
        return _account_page(errors), 422
    begin_write(g.session)
    second_factor.take_away(g.session, g.staff_session.account, clock.now())
    g.session.commit()
    return redirect(url_for(Step.SET_UP), 303)


@bp.post("/recovery-codes")
def renew_recovery_codes() -> Page:
    errors = _judge_own_password(request.form.get("current", ""))
    if errors or g.staff_session.account.totp_since is None:
        return _account_page(errors), 422
    begin_write(g.session)
    account = signing_in.find_locked(g.session, g.staff_session)
    codes = second_factor.renew_recovery_codes(g.session, current_app.index_hash, account)
    g.session.commit()
    return render_template("staff/recovery_codes.html", codes=codes)


@bp.get("/password")
@access.halfway(Step.PASSWORD)
def show_password() -> Page:
    return _password_page()


@bp.post("/password")
@access.halfway(Step.PASSWORD)
def take_password() -> Page:
    wanted = forms.parse_new_password(request.form)
    errors = wanted.errors or _judge_current(wanted.current)
    if errors:
        return _password_page(errors), 422
    begin_write(g.session)
    try:
        token = signing_in.change_password(g.session, g.staff_session, wanted.new, at=clock.now())
    except StaffError as refused:
        return _password_page({"new": str(refused)}), 422
    g.session.commit()
    session[access.TOKEN] = token
    return _onward()


@bp.get("/")
def account() -> str:
    return _account_page()


@bp.get("/session")
@access.halfway(*Step)
@access.background
def session_left() -> dict[str, object]:
    """How long the session lasts, for the script that warns in time."""
    return desks.tell_ending(g.staff_session, clock.now())


@bp.post("/stay")
@access.halfway(*Step)
def stay() -> str:
    """The request itself was the use that keeps the session."""
    return render_template("staff/stay.html")


@bp.post("/sign-out")
@access.halfway(*Step)
def sign_out() -> Response:
    begin_write(g.session)
    signing_in.sign_out(g.session, g.staff_session, clock.now())
    g.session.commit()
    session.clear()
    return redirect(url_for("staff.sign_in", left="1"), 303)


@bp.post("/text-size")
def set_text_size() -> Response:
    return looks.keep_text_size()


def _claim_try(name_key: str) -> int:
    """Write a try down for good, before it is judged. Returns the minutes to wait, 0 for none."""
    client_key = current_app.index_hash("staff.client", request.remote_addr or "")
    begin_write(g.session)
    minutes = tries.claim(g.session, name_key, client_key, clock.now())
    g.session.commit()
    return minutes


def _factor_key() -> str:
    return signing_in.factor_key(current_app.index_hash, g.staff_session.staff_id)


def _open_session(account: StaffAccount, wanted: forms.SignIn) -> None:
    """A session of its own, in a cookie that holds nothing from before."""
    begin_write(g.session)
    token = signing_in.sign_in(g.session, current_app.index_hash, account, wanted.password, at=clock.now())
    session.clear()
    session[access.TOKEN] = token
    if wanted.back is not None:
        session[BACK] = wanted.back


def _onward() -> Response:
    return redirect(url_for("staff.arrive"), 303)


def _judge_current(typed: str) -> dict[str, str]:
    """Whoever was given a first password has just typed it; everybody else types the present one again."""
    return {} if g.staff_session.account.must_change_password else _judge_own_password(typed)


def _judge_own_password(typed: str) -> dict[str, str]:
    """The errors of a password that has to be the own one; none where it is."""
    minutes = _claim_try(_factor_key())
    if minutes:
        return forms.wait_errors("current", minutes)
    if not passwords.matches(g.staff_session.account.password, typed):
        return forms.WRONG_OWN_PASSWORD
    begin_write(g.session)
    tries.forgive(g.session, _factor_key())
    g.session.commit()
    return {}


def _sign_in_page(back: str | None, errors: dict[str, str] | None = None) -> str:
    return render_template(
        "staff/sign_in.html", back=back, errors=errors, name=request.form.get("name", ""), told=request.args
    )


def _code_page(errors: dict[str, str] | None = None) -> str:
    return render_template("staff/second_factor.html", errors=errors)


def _set_up_page(account: StaffAccount, errors: dict[str, str] | None = None) -> str:
    address = second_factor.address_of(account)
    return render_template(
        "staff/set_up.html",
        secret=account.totp_secret,
        picture=second_factor.picture_of(address),
        is_required=account.role in EXPORTERS,
        errors=errors,
    )


def _password_page(errors: dict[str, str] | None = None) -> str:
    account = g.staff_session.account
    return render_template(
        "staff/password.html",
        name=account.sign_in_name,
        is_first=account.must_change_password,
        shortest=passwords.SHORTEST,
        errors=errors,
    )


def _account_page(errors: dict[str, str] | None = None) -> str:
    account = g.staff_session.account
    return render_template(
        "staff/account.html",
        account=account,
        codes_left=second_factor.count_recovery_codes(g.session, account.id),
        is_required=account.role in EXPORTERS,
        errors=errors,
    )
