"""Routes of papers: of the draft, and of what was submitted. A photo is a file, an answer is JSON."""

from flask import Response, current_app, g, request

from webapp import clock
from webapp.api.my import bp, own
from webapp.api.my.applying.schemas import FormIn
from webapp.api.my.forms import form_of, refuse
from webapp.db import begin_write
from webapp.documents import keeping
from webapp.documents.sniffing import MOST_BYTES
from webapp.pages.forms import FormError
from webapp.pages.papers import folders, showing, taking
from webapp.problems import Problem
from webapp.security.hardening import BODY_LIMIT, body_limit

DRAFT, FILED = "/draft/documents", "/applications/<number>/documents"


@bp.get(DRAFT, defaults={"number": None})
@bp.get(FILED)
def list_documents(number: str | None) -> dict:
    """要交的材料，各是什么样了"""
    return {"page": showing.list_page(_folder(number)).to_json()}


@bp.get(f"{DRAFT}/<int:place>", defaults={"number": None})
@bp.get(f"{FILED}/<int:place>")
def show_document(number: str | None, place: int) -> dict:
    """一样材料和它的照片"""
    begin_write(g.session)
    page = _entry_page(_folder(number), place)
    g.session.commit()
    return page


@bp.post(f"{DRAFT}/<int:place>", defaults={"number": None})
@bp.post(f"{FILED}/<int:place>")
@bp.input(FormIn, arg_name="wanted")
def answer_document(number: str | None, place: int, wanted: FormIn) -> dict:
    """以后再交、没有、去掉一张、还是用这张"""
    return _take(number, place, form_of(wanted.fields), [])


@bp.post(f"{DRAFT}/<int:place>/photos", defaults={"number": None})
@bp.post(f"{FILED}/<int:place>/photos")
@body_limit(MOST_BYTES + BODY_LIMIT)
def add_photos(number: str | None, place: int) -> dict:
    """传照片；multipart/form-data，文件名是 photo"""
    _open_folder(number, place)
    g.session.rollback()
    try:
        photos = request.files.getlist(taking.FIELD)
        pages = taking.read_photos(photos, current_app.settings.data_dir / "decoders")
    except FormError as wrong:
        raise refuse(wrong) from None
    return _take(number, place, form_of({}), pages)


@bp.get("/documents/<page_id>")
def show_picture(page_id: str) -> Response:
    """一张照片的原图"""
    begin_write(g.session)
    page = next(
        (found for one in own.all_of() if (found := keeping.find_page(g.session, one, page_id))), None
    )
    if page is None:
        raise Problem(404, "unknown-page", "没有这张照片。")
    picture = keeping.open_image(g.session, page, by=keeping.BY_APPLICANT, at=clock.now())
    g.session.commit()
    return Response(picture, content_type="image/jpeg", headers=folders.PRIVATE)


def _take(number: str | None, place: int, form, pages: list) -> dict:
    begin_write(g.session)
    folder = _open_folder(number, place)
    try:
        taking.take(g.session, folder, place, form, pages=pages, at=clock.now())
    except FormError as wrong:
        raise refuse(wrong) from None
    page = _after(number, place, answered=form.get("do") in taking.ANSWERS)
    g.session.commit()
    return page


def _folder(number: str | None) -> folders.Folder:
    guide = current_app.guide
    if number is None:
        return folders.folder_of(guide, folders.APPLY, own.get_draft())
    return folders.folder_of(guide, folders.STATUS, own.get_application(number))


def _open_folder(number: str | None, place: int) -> folders.Folder:
    """The folder, where this paper is in it and papers still count."""
    folder = _folder(number)
    if folder.find(place) is None:
        raise Problem(404, "unknown-paper")
    if not folders.may_add(folder.application):
        raise Problem(409, "too-late", "这份申请已经办完了，不用再交材料。有变化告诉镇街。")
    return folder


def _after(number: str | None, place: int, *, answered: bool) -> dict:
    """The paper as it stands now; after an answer the next one that waits, or all of them."""
    folder = _folder(number)
    if not answered:
        return _entry_page(folder, place)
    if folder.waiting is not None:
        return _entry_page(folder, folder.waiting.number)
    return {"link": folder.onward, "page": showing.list_page(folder).to_json()}


def _entry_page(folder: folders.Folder, place: int) -> dict:
    entry = folder.find(place)
    if entry is None:
        raise Problem(404, "unknown-paper")
    context = folders.entry_context(current_app.guide, folder, entry, at=clock.now(), by=keeping.BY_APPLICANT)
    return {"link": f"{folder.base}/{place}", "page": showing.entry_page(context).to_json()}
