"""Consent to sensitive data: asked once before the first such field, kind by kind, refusable."""

import pytest
from sqlalchemy import select

from tests.webapp.h5.test_applying import Applicant
from webapp.applications import drafting, sensitive
from webapp.models import Application, SensitiveConsent


@pytest.fixture
def asked(visitor, applicant_id):
    visitor.say("俺爹今年78了，瘫在炕上三年，二级残疾，没有退休金，家里就俺种地")
    applicant = Applicant(visitor, applicant_id)
    applicant.walk_to("sensitive")
    return applicant


def draft_of(session):
    session.expire_all()
    return session.scalars(select(Application)).one()


def test_it_is_asked_before_any_name_or_number_and_says_what_refusing_means(asked, visitor):
    assert asked.seen == ["choose"]
    for words in ("身份证号", "银行卡号", "残疾", "网上交不了", "到窗口再给"):
        assert words in visitor.page.text
    assert "checked" not in visitor.page.text


def test_pressing_enter_agrees_to_nothing(asked, visitor, session):
    page = visitor.send_page()
    assert page.status == 422 and page.path == "/apply/sensitive"
    assert session.scalars(select(SensitiveConsent)).all() == []


def test_agreeing_is_written_down_for_each_kind_with_the_text_that_was_read(asked, visitor, session):
    visitor.send_page(do="agree")
    rows = session.scalars(select(SensitiveConsent)).all()
    assert {one.kind for one in rows} == {"identity", "health", "bank"}
    text = sensitive.load_text()
    assert {(one.is_given, one.text_version, one.text_hash) for one in rows} == {
        (True, text.version, text.digest)
    }
    assert asked.walk_to("check").path == "/apply/check"
    assert "sensitive" not in asked.seen


def test_without_the_card_the_application_goes_on_and_the_card_is_not_asked(asked, visitor, session):
    visitor.send_page(do="some", kind=["identity", "health"])
    page = asked.walk_to("check")
    assert "card" not in asked.seen and "到窗口再补" in page.text
    visitor.open("/apply/card")
    page = visitor.send("bank_card", bank_card="6222021603000000000")
    assert page.status == 422 and "没同意" in page.text
    assert draft_of(session).bank_card is None


def test_without_health_its_facts_leave_the_draft_and_do_not_come_back_from_the_chat(asked, visitor, session):
    assert "disability_grade" in str(draft_of(session).situation)
    visitor.send_page(do="some", kind=["identity", "bank"])
    for _ in range(2):
        draft = draft_of(session)
        facts = [set(one["facts"]) for one in draft.situation["people"]]
        assert not any(one & sensitive.refused_facts(draft) for one in facts)
        assert "二级残疾" not in str(draft.origins)
        visitor.open("/apply")
    asked.walk_to("check")


def test_without_the_id_number_nothing_can_be_filed_here(asked, visitor, session):
    page = visitor.send_page(do="some", kind=["health"])
    assert page.status == 422 and "网上就交不了" in page.text
    assert session.scalars(select(SensitiveConsent)).all() == []


def test_saying_no_to_all_deletes_the_draft_and_names_the_window(asked, visitor, client, session):
    token = visitor.page.choices("csrf_token")[0]
    page = client.post("/apply/declined", data={"csrf_token": token}, follow_redirects=True).text
    assert "到窗口办" in page and "便民服务中心" in page
    with client.session_transaction() as cookie:
        assert drafting.find_draft(session, cookie["conversation"]) is None


def test_a_child_who_is_added_later_is_asked_about_then(asked, visitor, session):
    visitor.send_page(do="agree")
    asked.walk_to("household")
    visitor.send("relation", relation="grandson", do="add")
    session.expire_all()
    draft_of(session).members[-1].is_adult = False
    session.commit()
    page = visitor.open("/apply")
    assert page.path == "/apply/sensitive" and "孩子的姓名和身份证号" in page.text
    assert page.heading.startswith("还有一样") and "银行卡号" not in page.text, "what was answered stays so"
    visitor.send_page(do="agree")
    session.expire_all()
    given = sensitive.find_answers(session, draft_of(session))
    assert len(given) == 4 and all(one.is_given for one in given.values())
