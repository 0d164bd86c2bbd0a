"""A draft goes on on another phone, and says what newer rules have made of it."""

import re

import pytest
from sqlalchemy import select

from tests.builders import make_push
from tests.webapp.h5.conftest import SAID, Visitor
from tests.webapp.h5.test_applying import Applicant
from webapp import chat, clock
from webapp.applications import drafting
from webapp.models import Application, OutboxRow


@pytest.fixture
def applicant(visitor, applicant_id):
    visitor.say()
    return Applicant(visitor, applicant_id)


def code_on(page):
    return re.search(r'class="number">([^<]+)<', page.text).group(1)


def other_phone(app):
    return Visitor(app.test_client())


def enter(phone, code, tail):
    phone.open("/apply/resume")
    return phone.send("code", code=code, id_tail=tail)


def test_a_draft_goes_on_on_another_phone_where_it_was_left(applicant, visitor, app):
    applicant.walk_to("address")
    assert "/apply/code" in visitor.page.links
    code = code_on(visitor.open("/apply/code"))
    phone = other_phone(app)
    assert "/apply/resume" in phone.open("/apply").links
    page = enter(phone, code.lower(), applicant.number[-4:])
    assert page.path == "/apply/address"
    assert "王大山" in phone.open("/apply/name").text
    page = Applicant(phone, applicant.number, applicant.father).walk_to()
    assert page.heading == "交上去了"
    assert visitor.open("/apply").path == "/apply/done"


def test_the_code_stays_the_same_and_needs_an_id_number_first(applicant, visitor):
    applicant.walk_to("name")
    assert "先填好身份证号" in re.sub("<wbr>", "", visitor.open("/apply/code").heading)
    applicant.walk_to("phone")
    assert code_on(visitor.open("/apply/code")) == code_on(visitor.open("/apply/code"))


def test_the_code_is_sent_to_the_phone_of_the_draft_once_for_each_press(applicant, visitor, client, session):
    applicant.walk_to("household")
    page = visitor.open("/apply/code")
    code = code_on(page).replace(" ", "")
    sent = {one["name"]: one.get("value", "") for one in page.form_with("press")["fields"]}
    for _ in range(2):
        assert client.post("/apply/code", data=sent).location == "/apply/code?sent"
    (row,) = session.scalars(select(OutboxRow)).all()
    assert row.recipient == "13805330000" and code in row.body


def test_wrong_codes_and_wrong_tails_are_answered_alike_and_limited(applicant, visitor, app):
    applicant.walk_to("household")
    code, tail = code_on(visitor.open("/apply/code")), applicant.number[-4:]
    phone = other_phone(app)
    wrong = [enter(phone, code, "0000"), enter(phone, "0" * 10, tail), enter(phone, code, "")]
    shown = {re.sub(r'value="[^"]*"', "", one.text) for one in wrong}
    assert {one.status for one in wrong} == {422} and len(shown) == 1
    enter(phone, "1" * 10, tail)
    enter(phone, "2" * 10, tail)
    assert enter(phone, code, tail).status == 429


def test_the_code_of_a_submitted_application_opens_nothing(applicant, visitor, app):
    applicant.walk_to("check")
    code = code_on(visitor.open("/apply/code"))
    applicant.walk_to()
    assert enter(other_phone(app), code, applicant.number[-4:]).status == 422


def test_a_code_cannot_be_read_in_the_database(applicant, visitor, session):
    applicant.walk_to("household")
    code = code_on(visitor.open("/apply/code")).replace(" ", "")
    stored = str(session.connection().exec_driver_sql("SELECT * FROM applications").fetchall())
    assert code not in stored


def test_a_draft_begun_in_wechat_goes_on_in_a_browser_and_tells_wechat(app, client, session, applicant_id):
    env = {"WECHAT_TOKEN": app.settings.wechat_tokens[0]}
    query, body = make_push(env, int(clock.now().timestamp()), FromUserName="o-citizen-1", Content=SAID)
    assert client.post("/wechat", query_string=query, data=body).status_code == 200
    conversation = session.execute(select(chat.ROWS.c.id)).scalar_one()
    inside = other_phone(app)
    inside.open(f"/wechat/continue?ticket={chat.make_ticket(app, conversation)}")
    own = Applicant(inside, applicant_id)
    own.walk_to("address")
    code = code_on(inside.open("/apply/code"))
    outside = other_phone(app)
    assert enter(outside, code, applicant_id[-4:]).path == "/apply/address"
    Applicant(outside, applicant_id, own.father).walk_to()
    session.rollback()
    (row,) = session.scalars(select(OutboxRow)).all()
    assert row.recipient == "o-citizen-1" and row.fallbacks[-1][1] == "13805330000"


def under_older_rules(session, verdict):
    """As if the draft had been judged under rules of last year."""
    session.rollback()
    session.expire_all()
    draft = session.scalars(select(Application)).one()
    draft.guide_version = "last-year"
    for request in draft.requests:
        request.verdict = verdict if request.verdict != verdict else "met"
    session.commit()
    return draft


def test_a_draft_under_older_rules_shows_what_has_changed_before_it_is_submitted(applicant, visitor, session):
    page = applicant.walk_to("check")
    under_older_rules(session, "met")
    page = visitor.send_page()
    assert page.path == "/apply/check" and "规定有了变化" in page.text and "按新规定" in page.text
    session.rollback()
    assert session.scalars(select(Application.number)).one() is None
    assert visitor.send_page().heading == "交上去了"


def test_opening_a_draft_under_older_rules_shows_the_difference_at_once(applicant, visitor, session):
    applicant.walk_to("phone")
    under_older_rules(session, "met")
    visitor.open("/apply")
    assert "规定有了变化" in visitor.open("/apply/choose").text


def test_what_newer_rules_leave_as_it_was_is_submitted_at_once(applicant, visitor, session, guide):
    applicant.walk_to("check")
    session.rollback()
    draft = session.scalars(select(Application)).one()
    draft.guide_version = "last-year"
    session.commit()
    assert visitor.send_page().heading == "交上去了"
    session.rollback()
    session.expire_all()
    assert drafting.changes_of(draft) == [] and draft.guide_version == guide.version
