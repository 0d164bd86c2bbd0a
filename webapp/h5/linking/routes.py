"""Routes of a personal link: say who one is, read, sign or refuse. Every dead link looks the same."""

from flask import current_app, g, redirect, render_template, request, session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import links, reading, withdrawing
from webapp.applications.signatures import Door
from webapp.db import begin_write
from webapp.h5 import bp
from webapp.h5.receipts.routes import remember_signer
from webapp.models.signing import SigningLink
from webapp.pages.forms import FormError
from webapp.pages.signing import contexts as pages
from webapp.pages.signing import taking
from webapp.security import audit

OPENED = "signing-link"
OPENED_SECONDS = 30 * 60
NOT_YOU = {"own_name": "姓名或者身份证号后 4 位有一样对不上，请再看一遍"}
PUT_AWAY = {"own_name": "这一页放了半小时，收起来了。再写一次姓名和后 4 位，接着签"}


@bp.get("/sign/<token>")
def open_link(token: str) -> str | tuple[str, int]:
    link = _find(token)
    return _page(link) if link is not None else _dead()


@bp.post("/sign/<token>")
def use_link(token: str) -> Response | str | tuple[str, int]:
    """Say who one is, note that the text was read, sign, or refuse."""
    begin_write(g.session)
    link = _find(token)
    if link is None:
        return _dead()
    if not _is_opened(link):
        return _identify(link) if "own_name" in request.form else (_page(link, PUT_AWAY), 422)
    try:
        receipt = _take(link)
    except FormError as wrong:
        return _page(link, wrong.errors), 422
    g.session.commit()
    return redirect(f"/receipts/{receipt}/mine" if receipt else request.path, 303)


def _find(token: str) -> SigningLink | None:
    return links.find_link(g.session, current_app.index_hash, token, clock.now())


def _identify(link: SigningLink) -> Response | tuple[str, int]:
    """The one question of a link. A wrong answer counts and is kept."""
    right = links.identify(link, request.form.get("own_name", ""), request.form.get("own_tail", ""))
    if right:
        session[OPENED] = (link.id, clock.now().timestamp())
        audit.record(g.session, f"link:{link.id}", "open-link", subject=_subject(link), at=clock.now())
    living = links.is_living(link, clock.now())
    g.session.commit()
    if right:
        return redirect(request.path, 303)
    return (_page(link, NOT_YOU), 422) if living else _dead()


def _take(link: SigningLink) -> str | None:
    """What the form does; the receipt when it signed. Raises FormError."""
    form = taking.Signing(g.session, link.member, Door.LINK, request.form, clock.now())
    if request.form.get("do") == "refuse":
        withdrawing.refuse(g.session, link.member, clock.now())
        return None
    if taking.take_reading(form):
        return None
    signed = taking.take_signature(form)
    link.used_at = clock.now()
    session.pop(OPENED, None)
    remember_signer(signed.receipt, just_signed=True)
    return signed.receipt


def _is_opened(link: SigningLink) -> bool:
    """Whether who has the link said who they are, within half an hour of its last use."""
    link_id, since = session.get(OPENED, (None, 0))
    opened = link_id == link.id and clock.now().timestamp() - since <= OPENED_SECONDS
    if opened:
        session[OPENED] = (link.id, clock.now().timestamp())
    return opened


def _is_refused(link: SigningLink) -> bool:
    """Whether the member will not sign, and has not read the text again since."""
    refused_at = link.member.refused_at
    read = reading.find_reading(g.session, link.member, Door.LINK, clock.now())
    return refused_at is not None and (read is None or read.read_at < refused_at)


def _subject(link: SigningLink) -> str:
    return f"member:{link.member_id}"


def _page(link: SigningLink, errors: dict[str, str] | None = None) -> str:
    context = pages.make_context(g.session, link.member, Door.LINK, clock.now())
    refused = _is_refused(link) and "way" not in request.args and not errors
    return render_template(
        "sign/own.html",
        **context,
        identified=_is_opened(link),
        refused=refused,
        errors=errors,
        form=request.form,
    )


def _dead() -> tuple[str, int]:
    return render_template("sign/dead.html"), 410
