"""Reading and signing on the phone of who applies, without scripts: in the draft, later, taking it back."""

import io
import json

import pytest
from pypdf import PdfReader

from tests.builders import make_id_number
from tests.webapp.h5.conftest import Visitor
from tests.webapp.h5.test_applying import Applicant
from webapp.applications import consent
from webapp.applications.moving import advance, withdraw
from webapp.applications.numbers import spaced_code
from webapp.clock import now
from webapp.models.applications import Application, ApplicationMember, Authorisation, Commitment
from webapp.models.signing import DeedReading
from webapp.models.verifications import VerificationOrder

WITH_A_CHILD = "我离婚了，带着10岁的儿子，家里没有收入，能办低保吗"
DRAWN = json.dumps([[100, 100, 400, 120], [250, 60, 240, 400], [80, 400, 420, 390]])
GUARDIAN = {
    "do": "guardian",
    "guardian_reason": "mind",
    "guardian_relation": "child",
    "guardian_note": "老年痴呆",
    "guardian_name": "王大山",
    "guardian_agreed": "yes",
}


@pytest.fixture
def applicant(visitor, applicant_id):
    visitor.say()
    return Applicant(visitor, applicant_id)


def read(visitor, path):
    """Open a page of signing and press the button at the end of the text."""
    visitor.open(path)
    return visitor.send("read")


def last(session):
    session.rollback()
    return session.query(Authorisation).order_by(Authorisation.id.desc()).first()


def father_of(session):
    return session.query(ApplicationMember).filter_by(relation="father").one()


def test_the_whole_text_is_served_before_one_signs_and_that_it_was_read_is_kept(applicant, visitor, session):
    page = applicant.walk_to("authorise/1")
    assert "住房公积金" in page.text and "医疗保障" in page.text and "收回授权" in page.text
    assert page.choices("signed_name") == []
    page = visitor.send("read")
    assert page.path == "/apply/authorise/1" and page.heading == "签上您的名字"
    (kept,) = session.query(DeedReading).all()
    assert (kept.door, kept.manner) == ("shared", "paged") and kept.served_at <= kept.read_at
    read_at = kept.read_at
    visitor.send("signed_name", **applicant.answers("authorise/1"))
    assert last(session).read_at == read_at


def test_a_text_that_was_served_to_nobody_was_not_read(applicant, visitor, session):
    applicant.walk_to("authorise/1")
    page = visitor.send("read", served="made.up.token")
    assert page.status == 422 and "看到最后" in page.text
    assert session.query(DeedReading).count() == 0


def test_one_does_not_sign_what_one_has_not_read(applicant, visitor, session):
    applicant.walk_to("authorise/1")
    page = visitor.send("read", read="", **applicant.answers("authorise/1"))
    assert page.status == 422 and "先把授权书看到最后" in page.text
    assert last(session) is None


def test_a_signature_without_the_tick_is_not_taken(applicant, visitor):
    applicant.walk_to("authorise/1")
    visitor.send("read")
    page = visitor.send("signed_name", signed_name="王大山", id_tail=applicant.number[-4:])
    assert page.status == 422 and "打个勾" in page.text


def test_a_drawn_signature_is_kept_as_a_picture_with_the_kind_of_device(applicant, visitor, session, client):
    client.environ_base["HTTP_USER_AGENT"] = "Mozilla/5.0 (Linux; Android 9; Mi) MicroMessenger/8.0"
    applicant.walk_to("authorise/1")
    visitor.send("read")
    visitor.send("strokes", strokes=DRAWN, hand="yes", agreed="yes")
    signed = last(session)
    assert (signed.kind, signed.device, signed.signature) == ("drawn", "wechat-android", "王大山")
    assert signed.drawing and "Mi" not in signed.device


@pytest.mark.parametrize(
    ("strokes", "says"),
    [("", "用手指写上"), ("[[500,500]]", "写得太小"), ("<svg>", "重写")],
)
def test_an_empty_box_a_dot_and_nonsense_are_no_signature(applicant, visitor, session, strokes, says):
    applicant.walk_to("authorise/1")
    visitor.send("read")
    page = visitor.send("strokes", strokes=strokes, hand="yes", agreed="yes")
    assert page.status == 422 and says in page.text and 'href="#strokes"' in page.text
    assert last(session) is None


def test_a_guardian_signs_for_who_cannot_and_why_is_recorded(applicant, visitor, session):
    applicant.walk_to("authorise/2")
    visitor.send("read")
    visitor.open("/apply/authorise/2?way=guardian")
    page = visitor.send("guardian_name", do="guardian", guardian_name="王老根", guardian_tail="1")
    for field in ("guardian_name", "guardian_relation", "guardian_reason", "guardian_agreed"):
        assert f'href="#{field}"' in page.text, field
    page = visitor.send("guardian_name", **GUARDIAN, guardian_tail=applicant.number[-4:])
    assert page.path == "/apply/commit"
    signed = last(session)
    kept = (signed.signed_by, signed.signature, signed.guardian_reason, signed.guardian_relation)
    assert kept == ("guardian", "王大山", "mind", "child")
    assert signed.guardian.name == "王大山" and signed.guardian_note == "老年痴呆"


def test_a_guardian_may_draw_as_well(applicant, visitor, session):
    applicant.walk_to("authorise/2")
    visitor.send("read")
    visitor.open("/apply/authorise/2?way=guardian")
    visitor.send("guardian_name", **GUARDIAN, guardian_tail=applicant.number[-4:], strokes=DRAWN)
    assert (last(session).kind, last(session).signed_by) == ("drawn", "guardian")


def test_a_parent_signs_for_their_children_with_the_same_signature(visitor, applicant_id, session):
    visitor.say(WITH_A_CHILD)
    applicant = Applicant(visitor, applicant_id, make_id_number("2016-03-05"))
    page = applicant.walk_to("authorise/1")
    page = visitor.send("read")
    assert "监护人，也替孩子同意授权" in page.text
    visitor.send("signed_name", **applicant.answers("authorise/1"), children="yes")
    own, childs = session.query(Authorisation).order_by(Authorisation.id).all()
    assert (own.signed_by, childs.signed_by, childs.guardian_reason) == ("self", "guardian", "minor")
    assert childs.guardian_id == own.member_id and childs.member.is_adult is False


def test_a_commitment_is_drawn_or_typed_and_names_the_consequences(applicant, visitor, session):
    page = applicant.walk_to("commit")
    assert "第六十八条" in page.text and "1 倍以上 3 倍以下" in page.text
    visitor.send("strokes", strokes=DRAWN, hand="yes", agreed="yes")
    signed = session.query(Commitment).one()
    assert (signed.kind, len(signed.receipt)) == ("drawn", consent.RECEIPT_LENGTH)
    assert signed.copy_hash


def test_somebody_who_was_not_at_hand_signs_after_the_submission(applicant, visitor):
    page = applicant.walk_to()
    assert "/sign/2" in page.links and "王老根" not in page.text
    page = read(visitor, "/sign/2")
    page = visitor.send("signed_name", signed_name="王老根", id_tail="0000", agreed="yes")
    assert page.status == 422 and "对不上" in page.text
    page = visitor.send("signed_name", signed_name="王老根", id_tail=applicant.father[-4:], agreed="yes")
    assert "签好了" in page.heading
    assert "补签授权书" not in visitor.open("/apply/done").text


def test_what_was_read_on_one_phone_is_read_anew_on_another(applicant, visitor, app, session):
    applicant.walk_to()
    read(visitor, "/sign/2")
    number, other = session.query(Application).one().number, Visitor(app.test_client())
    other.open("/status")
    other.send("number", number=number, id_tail=applicant.number[-4:])
    page = other.open("/sign/2")
    assert "授权书看完了" not in page.text and page.choices("signed_name") == []
    token = next(one["value"] for one in page.forms[-1]["fields"] if one["name"] == "csrf_token")
    signature = {"signed_name": "王老根", "id_tail": applicant.father[-4:], "agreed": "yes"}
    assert other.client.post("/sign/2", data={"csrf_token": token, **signature}).status_code == 422
    read(other, "/sign/2")
    page = other.send("signed_name", **signature)
    assert "签好了" in page.text or "凭据号" in page.text
    assert "授权书看完了" not in visitor.open("/sign/2").text


def test_pages_after_the_submission_show_masked_names_alone(applicant, visitor):
    applicant.walk_to()
    for path in ("/sign/2", "/sign/2/link", "/sign/1", "/sign/1/withdraw", "/status/shown"):
        text = visitor.open(path).text
        assert "王老根" not in text and applicant.father[-4:] not in text, path


def test_what_a_withdrawal_does_is_said_before_and_its_receipt_tells_after(applicant, visitor):
    applicant.walk_to()
    page = visitor.open("/sign/1")
    receipt = next(one for one in page.links if one.startswith("/receipts/"))
    assert visitor.open(receipt).heading == "这份授权算数"
    assert "王大山" not in visitor.page.text and "王某某" in visitor.page.text
    page = visitor.open("/sign/1/withdraw")
    for said in ("不再查", "照规定留着", "可能办不下去", "会停下来的"):
        assert said in page.text, said
    visitor.send("signed_name", signed_name="王大山", id_tail="0000", agreed="yes")
    assert visitor.page.status == 422
    visitor.send("signed_name", signed_name="王大山", id_tail=applicant.number[-4:], agreed="yes")
    assert visitor.open(receipt).heading == "这份授权已经收回"
    assert "/sign/1" in visitor.open("/status/shown").links


def test_who_takes_a_signature_back_and_signs_again_is_verified_without_anybody_asking(
    applicant, visitor, session
):
    applicant.walk_to()
    sign_for_father(applicant, visitor)
    session.rollback()
    for request in session.query(Application).one().requests:
        for _ in range(2):
            advance(session, request, now())
    session.commit()
    own = {"signed_name": "王大山", "id_tail": applicant.number[-4:], "agreed": "yes"}
    visitor.open("/sign/1/withdraw")
    visitor.send("signed_name", **own)
    visitor.open("/sign/1")
    visitor.send("signed_name", **own)
    session.expire_all()
    asked = session.query(VerificationOrder).join(ApplicationMember).filter_by(relation="self")
    assert [one.state for one in asked.order_by(VerificationOrder.id)] == ["stopped", "waiting"]


def sign_for_father(applicant, visitor):
    read(visitor, "/sign/2")
    visitor.send("signed_name", signed_name="王老根", id_tail=applicant.father[-4:], agreed="yes")


def test_the_applicant_downloads_their_own_copies_and_nobody_elses(applicant, visitor, session, client):
    applicant.walk_to()
    sign_for_father(applicant, visitor)
    own, fathers = session.query(Authorisation).order_by(Authorisation.id).all()
    commitment = session.query(Commitment).one()
    for signed in (own, commitment):
        answer = client.get(f"/receipts/{signed.receipt}/copy")
        assert answer.status_code == 200 and answer.content_type == "application/pdf"
        text = PdfReader(io.BytesIO(answer.data)).pages[-1].extract_text()
        assert spaced_code(signed.receipt) in text and "王大山" in text
    assert client.get(f"/receipts/{fathers.receipt}/copy").status_code == 403


def test_a_sheet_is_printed_with_or_without_a_name_and_waits_for_a_look(applicant, visitor, session):
    applicant.walk_to()
    blank = visitor.open("/sign/paper")
    assert "监护人代签的" in blank.text and "王老根" not in blank.text
    page = visitor.open("/sign/paper/2")
    assert "王老根" in page.text
    page = visitor.send_page()
    assert page.path == "/sign/2" and "等工作人员核对" in page.text
    assert consent.unsigned_adults(father_of(session).application) == [father_of(session)]
    assert "纸的在核对" in visitor.open("/status/shown").text


def test_a_childs_page_is_for_the_guardian_alone(visitor, applicant_id, session):
    visitor.say(WITH_A_CHILD)
    applicant = Applicant(visitor, applicant_id, make_id_number("2016-03-05"))
    applicant.walk_to()
    child = session.query(ApplicationMember).filter_by(is_applicant=False).one()
    page = read(visitor, f"/sign/{child.position}")
    assert page.choices("signed_name") == [] and "未满 18 岁" in page.text and "配偶" not in page.text
    about = GUARDIAN | {"guardian_reason": "minor", "guardian_relation": "parent"}
    page = visitor.send("guardian_name", **about, guardian_tail=applicant.number[-4:])
    assert "签好了" in page.heading
    assert last(session).guardian_reason == "minor"


def test_nobody_signs_for_what_is_over(applicant, visitor, session):
    applicant.walk_to()
    session.rollback()
    for request in session.query(Application).one().requests:
        withdraw(session, request, now())
    session.commit()
    assert visitor.open("/sign/2").status == 409
    assert "/sign/2" not in visitor.open("/status/shown").links


def test_a_stranger_sees_no_page_of_signing(applicant, app):
    applicant.walk_to()
    stranger = Visitor(app.test_client())
    for path in ("/sign/1", "/sign/2/link", "/sign/1/withdraw", "/sign/paper/1"):
        assert stranger.open(path).status == 403, path
    assert stranger.open("/sign/paper").status == 200
