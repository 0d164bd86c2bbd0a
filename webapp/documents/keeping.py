"""Papers of an application in the database: asked for, answered, given page by page, sealed, taken out.

Functions take the session and the moment and never commit. Every page is sealed with the key of the day and
bound to its own row, so that one page put in place of another does not open.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, object_session

from knowledge import Guide
from webapp.applications import households, sensitive
from webapp.clock import SHANGHAI
from webapp.db import cipher_of
from webapp.documents.asking import OTHER, Papers, find_papers
from webapp.documents.reading import Page
from webapp.models.applications import Application
from webapp.models.documents import DocumentPage, DocumentRow, DocumentState
from webapp.security import audit

BY_GUIDE, BY_APPLICANT = "guide", "applicant"
MOST_PAGES, MOST_PAGES_IN_ALL = 20, 60
ID_BYTES = 16


class TooManyError(Exception):
    """One paper, or the whole application, has as many pages as anybody can look through."""


def papers_of(guide: Guide, application: Application) -> Papers:
    """What the guide asks this application for, under the rules of the day it was last changed."""
    requests = [one for one in application.requests if one.is_chosen]
    return find_papers(
        guide,
        households.read_situation(guide, application),
        [(one.policy, one.unit, one.person) for one in requests],
        application.updated_at.astimezone(SHANGHAI).date(),
        without=sensitive.refused_documents(application),
    )


def rows_of(session: Session, application: Application) -> dict[str, DocumentRow]:
    """What was asked for or given so far, by kind, in the order in which it came up."""
    wanted = select(DocumentRow).where(DocumentRow.application_id == application.id)
    rows = session.scalars(wanted.order_by(DocumentRow.asked_at, DocumentRow.kind))
    return {row.kind: row for row in rows}


def find_waiting(session: Session, guide: Guide, application: Application) -> list[str]:
    """The kinds that nothing was said to yet."""
    rows = rows_of(session, application)
    asked = [one.kind for one in papers_of(guide, application).asked if one.kind not in rows]
    return asked + [kind for kind, row in rows.items() if row.state == DocumentState.ASKED]


def ask(
    session: Session, application: Application, kind: str, *, by: str, reason: str | None, at: datetime
) -> DocumentRow:
    """Ask for a paper, or once more for one: what a caseworker needs where sharing found nothing."""
    row = get_row(session, application, kind, by=by, at=at)
    row.state, row.asked_by, row.reason, row.asked_at, row.answered_at = (
        DocumentState.ASKED, by, reason, at, None,
    )  # fmt: skip
    session.flush()
    return row


def get_row(session: Session, application: Application, kind: str, *, by: str, at: datetime) -> DocumentRow:
    """The row of a kind, made when it is missing; of two at once who make it, both get the one."""
    row = rows_of(session, application).get(kind)
    if row is not None:
        return row
    row = DocumentRow(id=secrets.token_hex(ID_BYTES), application_id=application.id, kind=kind)
    row.state, row.asked_by, row.asked_at = DocumentState.ASKED, by, at
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        return rows_of(session, application)[kind]
    return row


def answer(row: DocumentRow, state: DocumentState, at: datetime) -> None:
    """LATER and NONE count only while no page was given."""
    row.state = DocumentState.GIVEN if row.pages else state
    row.answered_at = at


def add_pages(session: Session, row: DocumentRow, pages: Sequence[Page], at: datetime) -> None:
    """Keep the pages behind those that are there. Raises TooManyError, and keeps none of them then."""
    kept = select(func.count(DocumentPage.id)).join(DocumentRow)
    in_all = session.scalar(kept.where(DocumentRow.application_id == row.application_id))
    if len(row.pages) + len(pages) > MOST_PAGES or in_all + len(pages) > MOST_PAGES_IN_ALL:
        raise TooManyError
    first = max((one.position for one in row.pages), default=0) + 1
    for position, page in enumerate(pages, first):
        row.pages.append(_sealed(session, page, position, at))
    answer(row, DocumentState.GIVEN, at)
    session.flush()


def _sealed(session: Session, page: Page, position: int, at: datetime) -> DocumentPage:
    cipher, page_id = cipher_of(session), secrets.token_hex(ID_BYTES)
    made = DocumentPage(id=page_id, position=position, width=page.width, height=page.height, added_at=at)
    made.size, made.faults = len(page.jpeg), ",".join(page.faults)
    made.image = cipher.seal(page.jpeg, DocumentPage.image.type.bound_to(page_id))
    made.thumbnail = cipher.seal(page.thumbnail, DocumentPage.thumbnail.type.bound_to(page_id))
    return made


def keep_faulty(row: DocumentRow) -> None:
    """The applicant takes the pages as they are; what was found wrong stays noted for the caseworker."""
    for page in row.pages:
        page.is_kept = True


def remove_page(session: Session, row: DocumentRow, page_id: str, at: datetime) -> None:
    row.pages[:] = [one for one in row.pages if one.id != page_id]
    if not row.pages:
        row.state, row.answered_at = DocumentState.ASKED, None
    session.flush()


def open_image(session: Session, page: DocumentPage, *, by: str, at: datetime) -> bytes:
    """The picture of a page. Whoever looks is written down."""
    row = session.get_one(DocumentRow, page.document_id)
    audit.record(session, by, "read-document", subject=row.application_id, facts=[row.kind], at=at)
    return cipher_of(session).open(page.image, DocumentPage.image.type.bound_to(page.id))


def open_thumbnails(session: Session, row: DocumentRow, *, by: str, at: datetime) -> dict[str, bytes]:
    """The likeness of every page by its id. Whoever looks is written down, once for all of them."""
    if not row.pages:
        return {}
    audit.record(session, by, "read-document", subject=row.application_id, facts=[row.kind], at=at)
    bound, cipher = DocumentPage.thumbnail.type.bound_to, cipher_of(session)
    return {page.id: cipher.open(page.thumbnail, bound(page.id)) for page in row.pages}


def count_given(application: Application) -> int:
    return sum(bool(row.pages) for row in rows_of(object_session(application), application).values())


def count_owed(application: Application) -> int:
    """What was asked and has neither a page nor a no."""
    rows = rows_of(object_session(application), application).values()
    return sum(row.state in (DocumentState.ASKED, DocumentState.LATER) and not row.pages for row in rows)


def find_page(session: Session, application: Application, page_id: str) -> DocumentPage | None:
    """A page of this application and of no other."""
    wanted = select(DocumentPage).join(DocumentRow).where(DocumentPage.id == page_id)
    return session.scalars(wanted.where(DocumentRow.application_id == application.id)).one_or_none()


def is_known(guide: Guide, kind: str) -> bool:
    return kind == OTHER.id or kind in guide.documents
