"""The PDF of what was signed: what it says, and that it is the same for good."""

import base64
import hashlib
import io

import pytest
from pypdf import PdfReader

from tests.builders import make_id_number
from webapp.applications import consent, copies, drawing, steps
from webapp.applications.consent import Mark, SignatureKind
from webapp.applications.guardians import Guardianship, Reason, Relation
from webapp.applications.numbers import spaced_code

NAME_IN_STROKES = [[100, 100, 300, 110], [200, 60, 205, 320], [80, 330, 330, 320]]


@pytest.fixture
def draft(desk):
    return desk.fill_in(desk.open_draft(), father=make_id_number("1948-03-05"))


def father_of(draft):
    return next(one for one in draft.members if not one.is_applicant)


def words(signed):
    pages = PdfReader(io.BytesIO(copies.read_copy(signed))).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def pictures(signed):
    return [one for page in PdfReader(io.BytesIO(copies.read_copy(signed))).pages for one in page.images]


def test_a_copy_has_the_text_the_signer_the_time_and_the_receipt(desk, draft):
    signed = consent.find_authorisation(steps.applicant_of(draft))
    said = words(signed)
    for part in (
        "家庭经济状况核对授权书", "最长一年", "医疗保障", "参保、看病报销", "王大山", "打字签名",
        "2026 年 11 月 22 日 09:30:00", spaced_code(signed.receipt), signed.text_version, signed.text_hash,
    ):  # fmt: skip
        assert part in said, part
    assert signed.member.id_number not in said


def test_a_drawn_signature_stands_in_its_copy(desk, draft):
    strokes = drawing.parse_strokes(str(NAME_IN_STROKES))
    mark = Mark(drawing=drawing.draw(strokes), device="wechat-android", read_at=desk.now)
    father = father_of(draft)
    signed = consent.sign_authorisation(father, SignatureKind.DRAWN, father.name, desk.now, mark=mark)
    assert len(pictures(signed)) == 1
    assert "手写签名" in words(signed) and "安卓手机上的微信" in words(signed)
    assert pictures(consent.find_authorisation(steps.applicant_of(draft))) == []


def test_a_guardian_is_named_with_relation_and_reason(desk, draft):
    guardian = Guardianship(steps.applicant_of(draft), Relation.CHILD, Reason.MIND, "老年痴呆")
    signed = consent.sign_authorisation(
        father_of(draft), SignatureKind.TYPED, "王大山", desk.now, guardian=guardian
    )
    for part in ("由监护人代签", "王大山", "儿子或女儿", "老年痴呆", "王老根"):
        assert part in words(signed), part


def test_the_kept_bytes_have_the_hash_that_was_taken_on_signing(desk, draft):
    signed = consent.find_authorisation(steps.applicant_of(draft))
    desk.session.commit()
    desk.session.expire_all()
    kept = copies.read_copy(signed)
    assert hashlib.sha256(kept).hexdigest() == signed.copy_hash
    assert copies.make_copy(signed) == kept


def test_a_commitment_has_its_copy_with_the_consequences(desk, draft):
    signed = consent.find_commitment(desk.session, draft)
    said = words(signed)
    assert "1 倍以上 3 倍以下" in said and "第六十八条" in said and spaced_code(signed.receipt) in said


def test_a_character_that_no_font_has_is_shown_as_its_number(desk, draft):
    father = father_of(draft)
    father.name = "王𠮷䶮"
    signed = consent.sign_authorisation(father, SignatureKind.TYPED, father.name, desk.now)
    assert "王〓(U+20BB7)䶮" in words(signed)


def test_a_copy_cannot_be_read_in_the_database(desk, draft):
    desk.session.commit()
    stored = desk.session.connection().exec_driver_sql("SELECT copy, drawing FROM authorisations").all()
    assert stored and base64.b64encode(b"%PDF")[:5] not in bytes(stored[0][0])
