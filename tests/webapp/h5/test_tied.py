"""A photo of a signed sheet, and of what was found missing: each reaches what it answers for."""

import pytest
from sqlalchemy import select

from tests.webapp.documents.papers import photo
from tests.webapp.h5.test_documents import pictures, send
from webapp.applications import consent, paper, steps, supplements
from webapp.applications.states import RequestState
from webapp.applications.supplements import EntryKind, Wanted
from webapp.documents import keeping
from webapp.models import DocumentRow
from webapp.models.applications import Authorisation

S = RequestState


@pytest.fixture
def sheet(filed):
    """The father's sheet is to be photographed; he has signed nothing else."""
    father = next(one for one in filed.application.members if not one.is_applicant)
    father.authorisations.clear()
    filed.look_up()
    page = filed.visitor.open(f"/sign/paper/{father.position}")
    page = filed.visitor.send_page(do="photo")
    assert "父亲签的授权书" in page.heading and page.path.startswith("/status/documents/")
    return filed


def waiting(filed):
    filed.fresh()
    return filed.session.scalars(select(Authorisation).where(Authorisation.kind == "paper")).all()[-1]


def row_of(filed, start):
    filed.fresh()
    rows = filed.session.scalars(select(DocumentRow).where(DocumentRow.kind.startswith(start)))
    return rows.one()


def test_a_photo_of_a_signed_sheet_waits_for_a_look_with_the_sheet(sheet):
    page = send(sheet.visitor, photo())
    assert pictures(page)
    handed = waiting(sheet)
    assert handed.state == "awaiting-check" and handed.photo == row_of(sheet, "sheet-").id
    assert "纸的在核对" in sheet.visitor.open("/status/shown").text


def test_a_sheet_without_its_photo_any_more_is_not_confirmed_by_it(sheet):
    page = send(sheet.visitor, photo())
    sheet.visitor.send("remove", remove=page.choices("remove")[0])
    assert waiting(sheet).photo is None


def test_what_staff_have_confirmed_stays_with_the_photo_that_they_saw(sheet):
    page = send(sheet.visitor, photo())
    remove, address = page.choices("remove")[0], page.path
    handed = waiting(sheet)
    paper.confirm_paper(sheet.session, handed, by="staff:7", at=sheet.desk.now, photo=None)
    sheet.session.commit()
    assert consent.unsigned_adults(sheet.application) == []
    page = sheet.visitor.open(address)
    assert pictures(page) and page.choices("remove") == [] and page.choices("photo") == []
    token = sheet.visitor.open("/status").choices("csrf_token")[0]
    answer = sheet.visitor.client.post(address, data={"csrf_token": token, "remove": remove})
    assert answer.status_code == 422 and "核对过了" in answer.text
    assert row_of(sheet, "sheet-").pages


def test_what_is_missing_is_photographed_and_the_list_is_sent_without_a_word(filed):
    filed.advance_to(S.VERIFYING)
    filed.ask(
        Wanted("户口簿首页", EntryKind.DOCUMENT, "部门没查到户口"), Wanted("低保证", EntryKind.DOCUMENT)
    )
    filed.look_up()
    page = filed.visitor.open("/status/supplement")
    addresses = [one for one in page.links if one.startswith("/status/documents/")]
    assert len(set(addresses)) == 2
    page = filed.visitor.open(addresses[0])
    assert page.heading.endswith("户口簿首页") and "部门没查到户口" in page.text
    page = send(filed.visitor, photo())
    assert addresses[1] in page.links, "on to the next one"
    filed.visitor.open(addresses[1])
    page = send(filed.visitor, photo())
    assert "/status/supplement" in page.links, "behind the last one the list is sent"
    assert filed.fresh().state == S.SUPPLEMENT_REQUESTED
    page = filed.visitor.open("/status/supplement")
    assert page.text.count("拍了 1 张") == 2
    page = filed.visitor.send("press", do="send")
    assert page.path == "/status/shown" and filed.fresh().state == S.VERIFYING
    entries = filed.request.supplements[0].entries
    kinds = [filed.session.get(DocumentRow, one.document).kind for one in entries]
    assert kinds == [f"missing-{one.id}" for one in entries] and not any(one.answer for one in entries)
    assert "户口簿首页" in filed.visitor.open("/status/documents?all=1").text, "what was given stays in sight"


def test_a_photo_that_is_taken_back_leaves_the_thing_missing(filed):
    filed.ask(Wanted("户口簿首页", EntryKind.DOCUMENT), Wanted("药费一共多少"))
    filed.look_up()
    page = filed.visitor.open("/status/supplement")
    filed.visitor.open(next(one for one in page.links if one.startswith("/status/documents/")))
    page = send(filed.visitor, photo())
    filed.visitor.send("remove", remove=page.choices("remove")[0])
    filed.fresh()
    entry = filed.request.supplements[0].entries[0]
    assert (entry.document, entry.answered_at) == (None, None)


def test_a_photo_that_comes_after_the_list_was_sent_changes_nothing_of_it(filed):
    filed.ask(Wanted("户口簿首页", EntryKind.DOCUMENT))
    (entry,) = filed.request.supplements[0].entries
    given, by = {entry.id: supplements.Given("交给村里了")}, supplements.By("applicant")
    supplements.answer(filed.session, entry.supplement, given, by, at=filed.desk.now)
    supplements.attach(filed.session, entry, "d" * 32, by, at=filed.desk.now)
    assert entry.document is None


def test_the_copy_that_one_takes_along_holds_these_photos_by_name(sheet):
    send(sheet.visitor, photo())
    sheet.visitor.open("/my/data")
    tail = steps.applicant_of(sheet.application).id_number[-4:]
    page = sheet.visitor.send("id_tail", id_tail=tail, **{"as": "html"})
    assert "父亲签的授权书" in page.text
    assert keeping.count_owed(sheet.application) == 0
