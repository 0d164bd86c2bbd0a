"""Routes of later signatures. The application is the one whose number and ID tail this visitor has given."""

from collections.abc import Callable

from flask import current_app, g, redirect, render_template, request, session
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from webapp import clock
from webapp.applications import consent, helping, links, paper, withdrawing
from webapp.applications.describing import describe
from webapp.applications.receipts import signer_of
from webapp.applications.signatures import Door
from webapp.applications.wording import AUTHORISATION, load_deed
from webapp.db import begin_write
from webapp.documents import keeping, tied
from webapp.h5 import bp
from webapp.models.afterwards import Helper
from webapp.models.applications import Application, ApplicationMember, Authorisation
from webapp.pages.answering.contexts import name_of
from webapp.pages.forms import FormError
from webapp.pages.papers import folders
from webapp.pages.signing import contexts as pages
from webapp.pages.signing import later, taking
from webapp.problems import Problem

SEEN, HELPER, READ = "application", "helper", "read"
MOST_READ = 12
SEEN_SECONDS = 30 * 60


def get_application(session: Session, application_id: str) -> Application | None:
    return session.get(Application, application_id)


@bp.get("/sign/<int:position>")
def sign_later(position: int) -> str:
    return _page(_member(position))


@bp.post("/sign/<int:position>")
def take_signature(position: int) -> Response | tuple[str, int]:
    """Note that the text was read, or sign."""
    begin_write(g.session)
    member = _member(position, lock=True)
    form = taking.Signing(g.session, member, Door.SHARED, request.form, clock.now())
    try:
        if taking.take_reading(form):
            note_read_here(member)
        elif not _is_read_here(member):
            raise FormError(taking.READ_FIRST)
        else:
            taking.take_signature(form)
    except FormError as wrong:
        return _page(member, wrong.errors), 422
    g.session.commit()
    return redirect(f"/sign/{position}", 303)


@bp.get("/sign/<int:position>/link")
def offer_link(position: int) -> str:
    return _link_page(_grown_up(position))


@bp.post("/sign/<int:position>/link")
def make_link(position: int) -> str | tuple[str, int]:
    """A link to forward, or one that goes to the member's own phone."""
    begin_write(g.session)
    member = _grown_up(position)
    try:
        shown = later.make_link(g.session, member, request.form, clock.now())
    except FormError as wrong:
        g.session.rollback()
        return _link_page(_grown_up(position), errors=wrong.errors), 422
    g.session.commit()
    return _link_page(member, **shown)


@bp.get("/sign/<int:position>/withdraw")
def ask_withdrawal(position: int) -> str:
    return _withdrawal_page(later.get_signed(_member(position), clock.now()))


@bp.post("/sign/<int:position>/withdraw")
def withdraw_authorisation(position: int) -> Response | tuple[str, int]:
    """Take a signature back. It needs the name and ID tail of the member or of the guardian who signed."""
    begin_write(g.session)
    signed = later.get_signed(_member(position, lock=True), clock.now())
    try:
        later.check_withdrawal(signed, request.form)
    except FormError as wrong:
        return _withdrawal_page(signed, wrong.errors), 422
    withdrawing.withdraw(g.session, signed, clock.now())
    g.session.commit()
    return redirect(f"/sign/{position}", 303)


@bp.get("/sign/paper")
def blank_sheet() -> str:
    """The text with blanks, to be printed by anybody."""
    return render_template("sign/sheet.html", deed=load_deed(AUTHORISATION))


@bp.get("/sign/paper/<int:position>")
def sheet(position: int) -> str:
    member = _member(position)
    return render_template(
        "sign/sheet.html",
        deed=load_deed(AUTHORISATION),
        member=member,
        number=member.application.number,
        waiting=paper.find_paper(member),
        signed=consent.find_authorisation(member, clock.now()),
    )


@bp.post("/sign/paper/<int:position>")
def hand_in_sheet(position: int) -> Response:
    """The sheet is signed: it is photographed now, or was given to the assistant or the town."""
    begin_write(g.session)
    member, there = _member(position, lock=True), f"/sign/{position}"
    if request.form.get("do") == "photo":
        there = _sheet_to_photograph(member)
    elif consent.find_authorisation(member, clock.now()) is None:
        paper.hand_in_paper(member, clock.now())
    g.session.commit()
    return redirect(there, 303)


def _sheet_to_photograph(member: ApplicationMember) -> str:
    """The address where the sheet of `member` is photographed, among the papers of the application."""
    kind = tied.sheet_kind(member)
    keeping.get_row(g.session, member.application, kind, by=keeping.BY_APPLICANT, at=clock.now())
    return folders.folder_of(current_app.guide, folders.STATUS, member.application).address_of(kind)


def seen_application(
    *, helping_too: bool = False, find: Callable[[Session, str], Application | None] = get_application
) -> Application | None:
    """The application that this visitor submitted or looked up.

    Who helps under a permission sees nothing of it but where they are meant to (`helping_too`), and nothing
    at all once the permission has ended. Every use keeps it for another half hour. `find`: how it is read.
    """
    application_id, since = session.get(SEEN, (None, 0))
    if application_id is None or clock.now().timestamp() - since > SEEN_SECONDS:
        return None
    session[SEEN] = (application_id, clock.now().timestamp())
    g.looked_up = True
    application = find(g.session, application_id)
    if application is None or HELPER not in session:
        return application
    helper = seen_helper(application)
    return application if helping_too and helper is not None else None


def seen_helper(application: Application) -> Helper | None:
    """Who looks at it in the applicant's place, while they may."""
    if HELPER not in session:
        return None
    helper = helping.find_helper(application, session.get(HELPER))
    return helper if helper in helping.valid_helpers(application, clock.now()) else None


def remember(application: Application, helper: Helper | None = None) -> None:
    """Keep for half an hour what this visitor may see, and in whose place; others may use the same phone."""
    session[SEEN] = (application.id, clock.now().timestamp())
    g.looked_up = True
    session.pop(HELPER, None)
    if helper is not None:
        session[HELPER] = helper.id


def note_read_here(member: ApplicationMember) -> None:
    """Number and tail open the page on any phone: read on one, it was not read by who holds another."""
    session[READ] = [*(one for one in session.get(READ, ()) if one != member.id), member.id][-MOST_READ:]


def _is_read_here(member: ApplicationMember) -> bool:
    return member.id in session.get(READ, ())


def _application() -> Application:
    application = seen_application(helping_too=True)
    if application is None or application.number is None:
        raise Problem(403, "look-up-first", "先用编号和身份证后 4 位查一下，再来签。")
    return application


def _member(position: int, *, lock: bool = False) -> ApplicationMember:
    return later.get_member(g.session, _application(), position, lock=lock)


def _grown_up(position: int) -> ApplicationMember:
    return later.require_grown_up(_member(position), clock.now())


def _page(member: ApplicationMember, errors: dict[str, str] | None = None) -> str:
    context = pages.make_context(g.session, member, Door.SHARED, clock.now())
    signed = context["signed"]
    if not _is_read_here(member):
        context["way"] = pages.TEXT
    return render_template(
        "sign/later.html",
        **context,
        told=[one for one in describe(signed) if one[0] in pages.TOLD_TO_APPLICANT] if signed else [],
        own=signed is not None and bool(getattr(signer_of(signed), "is_applicant", False)),
        errors=errors,
        form=request.form,
    )


def _link_page(member: ApplicationMember, errors: dict[str, str] | None = None, **shown: object) -> str:
    return render_template(
        "sign/link.html",
        member=member,
        name=pages.shown_name(member, Door.SHARED),
        days=links.VALID_FOR.days,
        may_text=later.may_text(),
        errors=errors,
        form=request.form,
        **shown,
    )


def _withdrawal_page(signed: Authorisation, errors: dict[str, str] | None = None) -> str:
    member, guide = signed.member, current_app.guide
    needing = withdrawing.needing(member.application)
    return render_template(
        "sign/withdraw.html",
        name=pages.shown_name(member, Door.SHARED),
        needing=[name_of(guide, one) for one in needing],
        back=f"/sign/{member.position}",
        errors=errors,
        form=request.form,
    )
