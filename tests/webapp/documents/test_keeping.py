"""Pages are sealed and bound to their row, and go with the application; who looked is written down."""

import pytest
from sqlalchemy import func, select

from tests.webapp.applications.conftest import NOW, Desk
from webapp.db import make_engine, make_sessions
from webapp.documents import keeping
from webapp.documents.reading import Page
from webapp.models import Application, AuditRow, DocumentPage, DocumentRow, DocumentState
from webapp.security.crypto import DecryptionError, IndexHash
from webapp.settings import Settings

PAGE = Page(b"\xff\xd8\xff picture", b"\xff\xd8\xff likeness", 1500, 2000, ("blurred",))


@pytest.fixture
def desk(installation, guide):
    settings = Settings.from_env(installation)
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        yield Desk(session, guide, IndexHash(settings.index_keys))
    engine.dispose()


@pytest.fixture
def row(desk):
    return keeping.get_row(desk.session, desk.open_draft(), "rental-contract", by="guide", at=NOW)


def count(desk, model):
    return desk.session.scalar(select(func.count()).select_from(model))


def test_a_page_is_sealed_and_opens_for_its_owner(desk, row):
    keeping.add_pages(desk.session, row, [PAGE], NOW)
    desk.session.commit()
    page = row.pages[0]
    assert b"picture" not in page.image and b"likeness" not in page.thumbnail
    assert keeping.open_image(desk.session, page, by="applicant", at=NOW) == PAGE.jpeg
    assert keeping.open_thumbnails(desk.session, row, by="staff:3", at=NOW) == {page.id: PAGE.thumbnail}
    looked = desk.session.execute(select(AuditRow.actor, AuditRow.action, AuditRow.facts)).all()
    assert looked == [
        ("applicant", "read-document", "rental-contract"),
        ("staff:3", "read-document", "rental-contract"),
    ]


def test_a_page_put_in_place_of_another_does_not_open(desk, row):
    keeping.add_pages(desk.session, row, [PAGE, PAGE], NOW)
    one, other = row.pages
    one.image = other.image
    with pytest.raises(DecryptionError):
        keeping.open_image(desk.session, one, by="applicant", at=NOW)


def test_answers_count_only_while_nothing_was_given(desk, row):
    keeping.answer(row, DocumentState.LATER, NOW)
    assert row.state == DocumentState.LATER
    keeping.add_pages(desk.session, row, [PAGE], NOW)
    keeping.answer(row, DocumentState.NONE, NOW)
    assert row.state == DocumentState.GIVEN
    keeping.remove_page(desk.session, row, row.pages[0].id, NOW)
    assert (row.state, row.answered_at, count(desk, DocumentPage)) == (DocumentState.ASKED, None, 0)


def test_too_many_pages_are_refused_all_together(desk, row):
    keeping.add_pages(desk.session, row, [PAGE] * 19, NOW)
    with pytest.raises(keeping.TooManyError):
        keeping.add_pages(desk.session, row, [PAGE] * 2, NOW)
    assert count(desk, DocumentPage) == 19
    for kind in ("expense-receipts", "incident-proof"):
        other = keeping.get_row(desk.session, row.application, kind, by="guide", at=NOW)
        keeping.add_pages(desk.session, other, [PAGE] * 20, NOW)
    last = keeping.get_row(desk.session, row.application, "other", by="applicant", at=NOW)
    with pytest.raises(keeping.TooManyError):
        keeping.add_pages(desk.session, last, [PAGE] * 2, NOW)


def test_pages_go_with_the_application(desk, row):
    keeping.add_pages(desk.session, row, [PAGE], NOW)
    desk.session.commit()
    desk.session.delete(row.application)
    desk.session.commit()
    assert (count(desk, DocumentRow), count(desk, DocumentPage)) == (0, 0)


def test_a_caseworker_asks_for_what_sharing_did_not_find(desk, row):
    application = row.application
    asked = keeping.ask(
        desk.session, application, "disability-card", by="staff:3", reason="残联没有查到", at=NOW
    )
    assert "disability-card" in keeping.find_waiting(desk.session, desk.guide, application)
    keeping.answer(asked, DocumentState.LATER, NOW)
    assert "disability-card" not in keeping.find_waiting(desk.session, desk.guide, application)
    again = keeping.ask(desk.session, application, "disability-card", by="staff:3", reason=None, at=NOW)
    assert again.id == asked.id and again.state == DocumentState.ASKED


def test_two_photos_of_one_paper_sent_at_once_are_both_kept(desk):
    draft_id = desk.open_draft().id
    desk.session.commit()

    def add(session):
        application = session.get(Application, draft_id)
        row = keeping.get_row(session, application, "rental-contract", by="guide", at=NOW)
        keeping.add_pages(session, row, [PAGE], NOW)
        return row.id

    assert len(set(desk.twins(add))) == 1
    assert (count(desk, DocumentRow), count(desk, DocumentPage)) == (1, 2)


def test_a_page_is_found_only_through_its_own_application(desk, row):
    keeping.add_pages(desk.session, row, [PAGE], NOW)
    stranger = desk.open_draft("c2")
    assert keeping.find_page(desk.session, stranger, row.pages[0].id) is None
    assert keeping.find_page(desk.session, row.application, row.pages[0].id) is row.pages[0]
