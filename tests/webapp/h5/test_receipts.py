"""Receipts on pages: anybody checks one, who signed opens the rest, guesses are counted."""

import pytest

from tests.webapp.h5.conftest import Visitor
from tests.webapp.h5.test_applying import Applicant
from webapp.models.applications import Authorisation, Commitment


@pytest.fixture
def applicant(visitor, applicant_id):
    visitor.say()
    walker = Applicant(visitor, applicant_id)
    walker.walk_to()
    return walker


@pytest.fixture
def code(applicant, session):
    return session.query(Authorisation).one().receipt


@pytest.fixture
def anybody(app):
    return Visitor(app.test_client())


def test_anybody_types_a_code_and_reads_whether_it_holds(code, anybody):
    anybody.open("/receipt")
    page = anybody.send("code", code=f"{code[:4]} {code[4:8].lower()} {code[8:]}")
    assert page.path == f"/receipts/{code}" and page.heading == "这份授权算数"
    for shown in ("家庭经济状况核对授权书", "2026-11-28", "打字签名", "王某某"):
        assert shown in page.text, shown
    for hidden in ("王大山", "护理", "边河村", "ZB"):
        assert hidden not in page.text, hidden


def test_a_commitment_is_checked_in_the_same_place(applicant, anybody, session):
    page = anybody.open(f"/receipts/{session.query(Commitment).one().receipt}")
    assert page.heading == "这份承诺算数"


def test_an_unknown_code_says_so_and_twenty_of_them_have_to_wait(code, anybody):
    for _ in range(19):
        assert anybody.client.get("/receipts/000000000000").status_code == 404
    anybody.open("/receipt")
    assert anybody.send("code", code="nothing").status == 422
    assert anybody.open(f"/receipts/{code}").status == 429


def test_who_signed_opens_the_rest_with_name_and_tail(applicant, code, anybody):
    assert anybody.open(f"/receipts/{code}/mine").status == 403
    anybody.open(f"/receipts/{code}")
    page = anybody.send("own_name", own_name="王大山", own_tail="0000")
    assert page.status == 422 and "有一样对不上" in page.text
    page = anybody.send("own_name", own_name="王大山", own_tail=applicant.number[-4:])
    assert page.path == f"/receipts/{code}/mine" and "王大山" in page.text
    assert anybody.client.get(f"/receipts/{code}/copy").data.startswith(b"%PDF")


def test_five_wrong_names_have_to_wait_also_for_the_right_one(applicant, code, anybody):
    anybody.open(f"/receipts/{code}")
    for number in range(5):
        anybody.send("own_name", own_name="王大山", own_tail=f"000{number}")
    page = anybody.send("own_name", own_name="王大山", own_tail=applicant.number[-4:])
    assert page.status == 429


def test_who_signed_takes_it_back_without_seeing_what_the_household_asked_for(applicant, code, anybody):
    anybody.open(f"/receipts/{code}")
    anybody.send("own_name", own_name="王大山", own_tail=applicant.number[-4:])
    page = anybody.open(f"/receipts/{code}/withdraw")
    assert "可能办不下去" in page.text and "护理" not in page.text
    assert anybody.send("agreed").status == 422
    page = anybody.send("agreed", agreed="yes")
    assert page.heading == "这份授权已经收回"
    assert anybody.open(f"/receipts/{code}/withdraw").status == 404


def test_one_code_opens_no_other(applicant, code, anybody, session):
    anybody.open(f"/receipts/{code}")
    anybody.send("own_name", own_name="王大山", own_tail=applicant.number[-4:])
    other = session.query(Commitment).one().receipt
    assert anybody.client.get(f"/receipts/{other}/copy").status_code == 403
