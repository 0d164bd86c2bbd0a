"""Routes of papers. `/apply/documents` is a page of the application, `/status/documents` comes after it."""

from flask import Response, current_app, g, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.db import begin_write
from webapp.documents import keeping
from webapp.documents.sniffing import MOST_BYTES
from webapp.documents.wording import load_words
from webapp.h5 import bp, helping
from webapp.h5.documents import showing
from webapp.h5.signing.routes import seen_application
from webapp.pages.forms import FormError
from webapp.pages.papers import taking
from webapp.pages.papers.folders import PRIVATE
from webapp.problems import Problem, on_http_exception
from webapp.security.hardening import BODY_LIMIT, body_limit

ANSWERED = ("remove", "do")


@bp.get(showing.APPLY, defaults={"base": showing.APPLY})
@bp.get(showing.STATUS, defaults={"base": showing.STATUS})
def list_documents(base: str) -> AnyResponse | str:
    """The papers, or the first one that nothing was said to yet."""
    folder = _folder(base)
    if folder is None:
        return redirect(base.removesuffix("/documents"), 303)
    behind = showing.may_open(current_app.guide, folder.application) if base == showing.APPLY else None
    if behind is not None:
        return redirect(behind, 303)
    if folder.waiting is not None and "all" not in request.args:
        return redirect(f"{base}/{folder.waiting.number}", 303)
    return showing.list_page(current_app.guide, folder)


@bp.get(f"{showing.APPLY}/<int:number>", defaults={"base": showing.APPLY})
@bp.get(f"{showing.STATUS}/<int:number>", defaults={"base": showing.STATUS})
def show_document(base: str, number: int) -> AnyResponse | str:
    begin_write(g.session)
    folder = _folder(base)
    entry = folder.find(number) if folder is not None else None
    if entry is None:
        return redirect(base, 303)
    page = showing.entry_page(current_app.guide, folder, entry, at=clock.now())
    g.session.commit()
    return page


@bp.post(f"{showing.APPLY}/<int:number>", defaults={"base": showing.APPLY})
@bp.post(f"{showing.STATUS}/<int:number>", defaults={"base": showing.STATUS})
@body_limit(MOST_BYTES + BODY_LIMIT)
def take_document(base: str, number: int) -> AnyResponse | tuple[str, int]:
    """Photos are decoded before the transaction begins; it is short, and all or nothing."""
    try:
        _require(base, number)
        pages = _photos()
        begin_write(g.session)
        folder = _require(base, number)
        acting = showing.who_acts(folder.application)
        taking.take(g.session, folder, number, request.form, pages=pages, at=clock.now(), acting=acting)
        g.session.commit()
    except FormError as wrong:
        return _show_again(base, number, wrong)
    answered = request.form.get("do") in taking.ANSWERS
    return redirect(_folder(base).onward if answered else f"{base}/{number}", 303)


@bp.get("/documents/<page_id>")
def show_picture(page_id: str) -> Response:
    """One page in full, for the session that owns it; everybody else hears that there is none."""
    begin_write(g.session)
    found = ((one, keeping.find_page(g.session, one, page_id)) for one in _own())
    owner, page = next(((one, page) for one, page in found if page is not None), (None, None))
    if page is None:
        raise Problem(404, "unknown-page", "没有这张照片，或者要先查一下申请才能看。")
    picture = keeping.open_image(g.session, page, by=showing.who_looks(owner), at=clock.now())
    g.session.commit()
    return Response(picture, content_type="image/jpeg", headers=PRIVATE)


@bp.errorhandler(RequestEntityTooLarge)
def refuse_large(error: RequestEntityTooLarge) -> Response | tuple[str, int]:
    """The page of the paper again, with what to do; what was sent with the photo was not read."""
    if request.endpoint != "h5.take_document":
        return on_http_exception(error)
    wrong = FormError({taking.FIELD: load_words()["unreadable"]["large"]})
    page, _ = _show_again(**request.view_args, wrong=wrong, form=MultiDict())
    return page, 413


def _photos() -> list:
    if any(request.form.get(one) for one in ANSWERED):
        return []
    slots = current_app.settings.data_dir / "decoders"
    return taking.read_photos(request.files.getlist(taking.FIELD), slots)


def _folder(base: str) -> showing.Folder | None:
    return showing.find_folder(current_app.guide, base)


def _require(base: str, number: int) -> showing.Folder:
    folder = _folder(base)
    if folder is None or folder.find(number) is None:
        raise Problem(403, "look-up-first", "先用编号和身份证后 4 位查一下，再来交材料。")
    if not showing.may_add(folder.application):
        raise Problem(409, "too-late", "这份申请已经办完了，不用再交材料。有变化告诉镇街。")
    return folder


def _own() -> list:
    draft = helping.find_draft()
    return [one for one in (draft, seen_application(helping_too=True)) if one is not None]


def _show_again(base: str, number: int, wrong: FormError, **sent: object) -> tuple[str, int]:
    begin_write(g.session)
    folder = _require(base, number)
    page = showing.entry_page(
        current_app.guide, folder, folder.find(number), at=clock.now(), errors=wrong.errors, **sent
    )
    g.session.commit()
    return page, 422
