"""What the page of a paper takes: photos, and the answers 还是用这张, 以后再交, 没有, 去掉."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage, MultiDict

from webapp.applications.moving import APPLICANT, By
from webapp.documents import keeping, tied
from webapp.documents.reading import BusyError, Page, UnreadableError, read_pages
from webapp.documents.wording import load_words
from webapp.models.documents import DocumentState
from webapp.pages.forms import FormError
from webapp.pages.papers.folders import Folder

FIELD, MOST_FILES = "photo", 5
ANSWERS = {"later": DocumentState.LATER, "none": DocumentState.NONE}


def read_photos(files: Iterable[FileStorage], slots: Path) -> list[Page]:
    """The pages of what was sent; an input that was left empty sends nothing. Raises FormError."""
    sent = [one for one in files if one.filename][:MOST_FILES]
    if not sent:
        raise FormError({FIELD: load_words()["nothing"]})
    try:
        return [page for one in sent for page in read_pages(one.stream, slots)]
    except UnreadableError as error:
        raise FormError({FIELD: load_words()["unreadable"][error.why]}) from None
    except BusyError:
        raise FormError({FIELD: load_words()["busy"]}) from None


def take(
    session: Session,
    folder: Folder,
    number: int,
    form: MultiDict,
    *,
    pages: list[Page],
    at: datetime,
    acting: By = APPLICANT,
) -> None:
    """Put the answer or the photos into the paper, and into what it answers for. Raises FormError."""
    entry = folder.find(number)
    if entry.tied is not None and entry.tied.is_fixed:
        raise FormError({FIELD: load_words()["sheet"]["fixed"]})
    by = keeping.BY_APPLICANT if entry.is_optional else keeping.BY_GUIDE
    row = keeping.get_row(session, folder.application, entry.document.id, by=by, at=at)
    if form.get("remove"):
        keeping.remove_page(session, row, form["remove"], at)
    elif form.get("do") == "keep":
        keeping.keep_faulty(row)
    elif form.get("do") in ANSWERS:
        keeping.answer(row, ANSWERS[form["do"]], at)
    else:
        _add(session, row, pages, at)
    if entry.tied is not None:
        tied.settle(session, entry.tied, row, acting, at=at)


def _add(session: Session, row: keeping.DocumentRow, pages: list[Page], at: datetime) -> None:
    try:
        keeping.add_pages(session, row, pages, at)
    except keeping.TooManyError:
        raise FormError({FIELD: load_words()["too_many"]}) from None
