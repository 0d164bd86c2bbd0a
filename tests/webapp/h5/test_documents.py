"""Papers on a phone without scripts: photographed, looked at, taken back; and by nobody else."""

import re

import pytest
from sqlalchemy import select

from tests.builders import encode_form, make_id_number
from tests.webapp.documents.papers import MAKER, photo
from tests.webapp.h5.conftest import Page, Visitor
from tests.webapp.h5.test_applying import Applicant, number_on
from webapp.clock import now
from webapp.documents import keeping
from webapp.models import Application, AuditRow, DocumentPage, DocumentRow

SAID = "俺爹78了，昨天突发脑出血住院，花了十几万，钱都借遍了，日子过不下去了，家里就俺种地"
PICTURE = re.compile(r"/documents/[0-9a-f]{32}")


def send(visitor, content, name="photo.jpg", **values):
    """Choose a file in the form of the page, and press its button."""
    form = next(one for one in visitor.page.forms if any(f.get("type") == "file" for f in one["fields"]))
    hidden = {f["name"]: f["value"] for f in form["fields"] if f.get("type") == "hidden"}
    body = encode_form(hidden | values, [("photo", name, content), ("photo", "", b"")])
    kind = "multipart/form-data; boundary=paper"
    answer = visitor.client.post(form["action"], data=body, content_type=kind, follow_redirects=True)
    visitor.page = Page(answer)
    return visitor.page


@pytest.fixture
def applicant(visitor, applicant_id):
    visitor.say(SAID)
    return Applicant(visitor, applicant_id)


@pytest.fixture
def papers(applicant, visitor):
    """The first page that asks for a paper."""
    page = applicant.walk_to("documents/1")
    assert page.path == "/apply/documents/1"
    return visitor


def pictures(page):
    return [one for one in page.links if PICTURE.fullmatch(one)]


def test_a_photo_is_taken_shown_and_kept_without_its_place(papers, session):
    page = send(papers, photo())
    assert page.path == "/apply/documents/1" and 'src="data:image/jpeg;base64,' in page.text
    assert "有点糊" not in page.text and "下一步" in page.text
    shown = papers.client.get(pictures(page)[0])
    assert (shown.status_code, shown.mimetype) == (200, "image/jpeg")
    assert shown.headers["Cache-Control"] == "no-store"
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    assert shown.data.startswith(b"\xff\xd8\xff") and MAKER.encode() not in shown.data
    kept = session.scalars(select(DocumentPage)).one()
    assert not any(b"JFIF\x00\x01" in stored for stored in (kept.image, kept.thumbnail))


def test_a_blurred_and_a_dark_photo_are_told_at_once_and_may_be_used_all_the_same(papers):
    page = send(papers, photo(blur=12, brightness=0.2))
    assert "有点糊" in page.text and "有点暗" in page.text and "重拍" in page.text
    keep = next(one for one in page.forms if any(f.get("value") == "keep" for f in one["fields"]))
    page = papers._press(keep, {"do": "keep"})
    assert "有点糊" not in page.text and "下一步" in page.text


def test_what_is_no_photo_is_refused_with_what_to_do_and_nothing_is_kept(papers, session):
    page = send(papers, b"hello", name="photo.jpg")
    assert page.status == 422 and "不是照片也不是 PDF" in page.text and 'href="#photo"' in page.text
    page = send(papers, photo()[:5000])
    assert page.status == 422 and "打不开" in page.text
    assert session.scalars(select(DocumentPage)).all() == []


def test_pressing_without_a_photo_says_how_to_choose_one(papers):
    page = send(papers, b"", name="")
    assert page.status == 422 and "还没选照片" in page.text


def test_a_file_that_is_too_large_is_refused_in_plain_words(papers):
    page = send(papers, photo() + b"\0" * (13 * 1024 * 1024))
    assert page.status == 413 and "尺寸调小" in page.text
    assert any(field["name"] == "photo" for form in page.forms for field in form["fields"]), (
        "and may be sent anew"
    )


def test_a_photo_is_taken_back(papers, session):
    page = send(papers, photo())
    remove = next(one for one in page.forms if any(f["name"] == "remove" for f in one["fields"]))
    value = next(f["value"] for f in remove["fields"] if f["name"] == "remove")
    page = papers._press(remove, {"remove": value})
    assert pictures(page) == [] and session.scalars(select(DocumentPage)).all() == []


def test_none_and_later_are_answers_and_lead_on(papers):
    first = papers.page.heading
    page = papers.send_page(do="none")
    assert page.path == "/apply/documents/2" and page.heading != first
    page = papers.send_page(do="later")
    while page.path.startswith("/apply/documents/"):
        page = papers.send_page(do="later")
    assert page.path == "/apply/authorise/1"
    page = papers.open("/apply/documents")
    assert page.path == "/apply/documents" and "以后再交" in page.text and "没有" in page.text


def test_where_the_departments_know_it_all_no_page_asks_and_the_list_says_who_knows(visitor, applicant_id):
    visitor.say("俺家三口人，一个月就八百块钱，想申请低保")
    applicant = Applicant(visitor, applicant_id)
    applicant.walk_to("check")
    assert "documents" not in applicant.seen and "不用交" in visitor.page.text
    page = visitor.open("/apply/documents")
    assert "没有要您拍的" in page.heading and "户口簿：公安局查得到" in page.text


def test_one_cannot_come_to_the_papers_before_their_turn(applicant, visitor):
    applicant.walk_to("phone")
    assert visitor.open("/apply/documents").path == "/apply/phone"


def test_nobody_else_sees_a_page(papers, app):
    address = pictures(send(papers, photo()))[0]
    stranger = Visitor(app.test_client())
    stranger.say(SAID)
    assert stranger.open(address).status == 404
    stranger.open("/apply")
    Applicant(stranger, make_id_number("1972-02-02")).walk_to("documents/1")
    assert stranger.open(address).status == 404


def test_every_look_is_written_down(papers, session):
    page = send(papers, photo())
    papers.client.get(pictures(page)[0])
    looks = session.scalars(select(AuditRow).where(AuditRow.action == "read-document")).all()
    kind = session.scalars(select(DocumentRow.kind)).one()
    assert [(one.actor, one.facts) for one in looks] == [("applicant", kind)] * 2


def test_after_submitting_papers_are_brought_later_from_the_status(applicant, visitor, app, session):
    number = number_on(applicant.walk_to()).replace(" ", "")
    filed = session.scalars(select(Application).where(Application.number == number)).one()
    keeping.ask(session, filed, "disability-card", by="staff:1", reason="残联没有查到", at=now())
    session.commit()
    later = Visitor(app.test_client())
    later.open("/status")
    page = later.send("number", number=number, id_tail=applicant.number[-4:])
    assert "/status/documents" in page.links
    page = later.open("/status/documents")
    assert "残联没有查到" in page.text and "拍一下" in page.heading
    page = send(later, photo())
    assert page.path.startswith("/status/documents/") and pictures(page)


def test_without_looking_up_first_no_papers_are_taken_or_shown(visitor):
    assert visitor.open("/status/documents").path == "/status"
    assert visitor.open("/status/documents/1").path == "/status"
    visitor.open("/")
    token = visitor.page.choices("csrf_token")[0]
    answer = visitor.client.post("/status/documents/1", data={"csrf_token": token, "do": "later"})
    assert answer.status_code == 403


def test_a_photo_without_the_token_of_the_form_is_not_taken(papers, session):
    body = encode_form({}, [("photo", "photo.jpg", photo())])
    kind = "multipart/form-data; boundary=paper"
    answer = papers.client.post("/apply/documents/1", data=body, content_type=kind)
    assert answer.status_code == 400
    assert session.scalars(select(DocumentPage)).all() == []


def test_of_many_uploads_at_once_some_wait_so_that_others_can_still_apply(papers, app):
    taken = [app.uploads.acquire(blocking=False) for _ in range(4)]
    assert all(taken)
    page = send(papers, photo())
    assert page.status == 503 and "传照片的人多" in page.text
    assert papers.open("/apply/documents/1").status == 200
    app.uploads.release(4)
    assert pictures(send(papers, photo()))
