"""我的数据: what is kept and why, who looked, consents, a copy, deletion; and the phone of somebody else."""

import json

import pytest
from sqlalchemy import func, select

from tests.builders import make_id_number
from tests.webapp.documents.papers import photo
from tests.webapp.h5.conftest import Visitor
from tests.webapp.h5.test_applying import Applicant, number_on
from tests.webapp.h5.test_documents import SAID, send
from webapp.applications.moving import advance
from webapp.clock import now
from webapp.models import (
    Application,
    AuditRow,
    ContactRefusal,
    ConversationRow,
    DocumentPage,
    OutboxRow,
    OutboxState,
    SensitiveConsent,
)

CARD, PHONE = "6222021603000000000", "13805330000"


@pytest.fixture
def applicant(visitor, applicant_id):
    visitor.say(SAID)
    return Applicant(visitor, applicant_id)


@pytest.fixture
def filed(applicant, visitor):
    """Submitted, with a photo; the visitor has its page of status open."""
    applicant.walk_to("documents/1")
    send(visitor, photo())
    applicant.number_given = number_on(applicant.walk_to()).replace(" ", "")
    return applicant


def mine(visitor, **values):
    """Fill in the form that asks for the ID tail."""
    visitor.open("/my/data")
    form = next(one for one in visitor.page.forms if one["action"] == "/my/data/copy")
    action = values.pop("action", "/my/data/copy")
    return visitor._press({**form, "action": action}, values)


def count(session, model):
    return session.scalar(select(func.count()).select_from(model))


def test_without_an_application_the_page_says_how_things_are_kept_and_how_to_see_ones_own(visitor):
    page = visitor.open("/my/data")
    assert page.heading == "我的数据" and "/status" in page.links and "加密存放" in page.text
    assert visitor.open("/my-data").path == "/my/data"


def test_it_lists_what_is_really_there_why_and_until_when(filed, visitor):
    page = visitor.open("/my/data")
    for words in (
        "银行卡号",
        "打钱",
        "办结 180 天后抹掉",
        "拍的材料",
        "办结后留 1 年",
        "姓名和身份证号",
    ):
        assert words in page.text
    assert "写给镇街的话" not in page.text.split("拿走一份")[0], "no note was written"
    for secret in (CARD, PHONE, filed.number, "王大山"):
        assert secret not in page.text


def test_it_tells_who_looked_by_role(filed, visitor, session):
    visitor.open("/status")
    visitor.send("number", number=filed.number_given, id_tail=filed.number[-4:])
    application = session.scalars(select(Application)).one()
    looked = AuditRow(at=now(), actor="staff:7", action="read", subject=application.id, facts="")
    looked.role, looked.region, looked.reason = "town", application.town, "handling"
    session.add(looked)
    session.commit()
    page = visitor.open("/my/data")
    assert "用编号和身份证后 4 位查的人：查了办到哪一步" in page.text
    assert "镇街经办人：看了您家的情况" in page.text and "staff:7" not in page.text
    assert "为了办理本件" in visitor.open("/status/looks").text


def test_a_copy_needs_the_tail_once_more_and_holds_everything(filed, visitor, session):
    page = mine(visitor, **{"as": "html", "id_tail": "0000"})
    assert page.status == 422 and "对不上" in page.text and CARD not in page.text
    page = mine(visitor, **{"as": "html", "id_tail": filed.number[-4:]})
    for words in (filed.number, CARD, PHONE, "边河村 12 号", "临时救助", "data:image/jpeg;base64,"):
        assert words in page.text
    assert session.scalars(select(AuditRow).where(AuditRow.action == "export")).one()


def test_the_copy_for_a_program_says_the_same(filed, visitor):
    visitor.open("/my/data")
    token = visitor.page.choices("csrf_token")[0]
    sent = {"csrf_token": token, "as": "json", "id_tail": filed.number[-4:]}
    answer = visitor.client.post("/my/data/copy", data=sent)
    assert answer.mimetype == "application/json" and "attachment" in answer.headers["Content-Disposition"]
    copy = json.loads(answer.data)
    assert (copy["bank_card"], copy["phone"], copy["number"]) == (CARD, PHONE, filed.number_given)
    assert copy["documents"][0]["pages"][0].startswith("data:image/jpeg;base64,")
    assert any(one["fact"] == "age_years" for one in copy["facts"])
    assert {one["is_given"] for one in copy["consents"]} == {True}


def test_another_adults_number_stays_masked_in_the_copy(visitor, applicant_id):
    visitor.say()
    applicant = Applicant(visitor, applicant_id)
    applicant.walk_to()
    page = mine(visitor, **{"as": "html", "id_tail": applicant_id[-4:]})
    assert applicant_id in page.text and applicant.father not in page.text
    assert "9900************" in page.text


def test_wrong_tails_are_counted_and_stopped(filed, visitor):
    for _ in range(5):
        assert mine(visitor, **{"as": "json", "id_tail": "0000"}).status == 422
    page = mine(visitor, **{"as": "json", "id_tail": filed.number[-4:]})
    assert page.status == 422 and "分钟以后再来" in page.text


def test_what_is_under_way_is_not_deleted_and_the_page_says_so(filed, visitor, session):
    page = visitor.open("/my/data")
    assert "现在删不了" in page.text and "全部删掉" not in page.text
    page = mine(visitor, action="/my/data/erase", id_tail=filed.number[-4:])
    assert page.status == 409 and "先在" in page.text
    session.expire_all()
    assert count(session, Application) == 1


def withdraw_all(visitor, filed):
    visitor.open("/status/withdraw")
    visitor.send("request", request=visitor.page.choices("request"))


def test_what_nobody_took_up_is_deleted_whole_with_its_messages(filed, visitor, session):
    withdraw_all(visitor, filed)
    for row in session.scalars(select(OutboxRow)):
        row.state = OutboxState.SENT
    session.commit()
    page = mine(visitor, action="/my/data/erase", id_tail=filed.number[-4:])
    assert page.heading == "都删掉了"
    session.expire_all()
    for model in (Application, DocumentPage, SensitiveConsent, OutboxRow, ConversationRow):
        assert count(session, model) == 0, model.__name__
    assert "没有您" not in visitor.open("/my/data").text and visitor.open("/chat").path == "/"


def test_what_an_office_decided_on_keeps_the_decision_and_loses_the_rest(filed, visitor, session):
    application = session.scalars(select(Application)).one()
    for request in application.requests:
        while advance(session, request, now()) is not None:
            pass
    session.commit()
    page = visitor.open("/my/data")
    assert "要留" in page.text and "能删的都删掉" in page.text
    assert mine(visitor, action="/my/data/erase", id_tail=filed.number[-4:]).heading == "能删的删掉了"
    session.expire_all()
    assert (application.bank_card, application.phone, application.note) == (None, None, None)
    assert count(session, DocumentPage) == 0
    assert application.situation["people"] and application.requests[0].findings


def test_a_draft_is_deleted_at_once(applicant, visitor, session):
    applicant.walk_to("phone")
    page = mine(visitor, action="/my/data/erase", id_tail=applicant.number[-4:])
    assert page.heading == "都删掉了" and count(session, Application) == 0


def test_a_consent_is_taken_back_and_its_data_goes(filed, visitor, session):
    visitor.open("/my/data")
    form = next(one for one in visitor.page.forms if one["action"] == "/my/consents/withdraw")
    page = visitor._press(form, {"kind": "bank"})
    assert page.path == "/my/data" and "收回了" in page.text
    application = session.scalars(select(Application)).one()
    assert application.bank_card is None and application.number
    newest = session.scalars(select(SensitiveConsent).order_by(SensitiveConsent.id.desc())).first()
    assert (newest.kind, newest.is_given) == ("bank", False)


def test_without_the_consent_to_the_number_what_is_under_way_is_taken_back(filed, visitor, session):
    visitor.open("/my/data")
    form = next(one for one in visitor.page.forms if one["action"] == "/my/consents/withdraw")
    visitor._press(form, {"kind": "identity"})
    application = session.scalars(select(Application)).one()
    assert {one.state for one in application.requests} == {"withdrawn"}


def test_on_the_phone_of_somebody_else_one_signs_out_and_nothing_is_lost(filed, visitor, session):
    page = visitor.open("/my/data")
    form = next(one for one in page.forms if one["action"] == "/my/sign-out")
    assert visitor._press(form, {}).heading == "退出了"
    assert visitor.open("/status/shown").path == "/status"
    assert visitor.open("/chat").path == "/"
    assert "王" not in visitor.open("/my/data").text.split("<main")[1]
    visitor.open("/status")
    page = visitor.send("number", number=filed.number_given, id_tail=filed.number[-4:])
    assert page.status == 200 and count(session, Application) == 1


def test_a_session_ends_two_weeks_after_it_began_however_often_it_is_used(filed, visitor, client):
    assert visitor.open("/chat").path == "/chat"
    with client.session_transaction() as cookie:
        cookie["begun"] -= 13 * 24 * 3600
    assert visitor.open("/chat").path == "/chat"
    with client.session_transaction() as cookie:
        cookie["begun"] -= 24 * 3600
    assert visitor.open("/chat").path == "/"
    assert visitor.open("/status/shown").path == "/status"


def test_a_stranger_gets_nothing_by_address(filed, app):
    stranger = Visitor(app.test_client())
    stranger.open("/")
    token = stranger.page.choices("csrf_token")[0]
    for path in ("/my/data/copy", "/my/data/erase", "/my/consents/withdraw"):
        sent = {"csrf_token": token, "id_tail": filed.number[-4:], "kind": "bank"}
        assert stranger.client.post(path, data=sent).status_code == 403
    stranger.say(SAID)
    other = Applicant(stranger, make_id_number("1971-01-01"))
    other.walk_to("phone")
    assert filed.number_given not in stranger.open("/my/data").text


def test_one_says_that_nobody_is_to_come_by_themselves_and_takes_it_back(filed, visitor, app, session):
    page = visitor.open("/my/data")
    assert "要不要主动去看您" in page.text
    form = next(one for one in page.forms if one["action"] == "/my/contact")
    page = visitor._press(form, {"contact": "refuse"})
    assert page.path == "/my/data" and "不主动去找您" in page.text
    refusal = session.scalars(select(ContactRefusal)).one()
    assert (refusal.id_number, refusal.by) == (filed.number, "applicant")
    assert "记下不要主动联系" in page.text
    form = next(one for one in page.forms if one["action"] == "/my/contact")
    assert "镇街、村里会去看看" in visitor._press(form, {"contact": "allow"}).text
    session.rollback()
    assert count(session, ContactRefusal) == 0
    assert app.test_client().post("/my/contact", data={"contact": "refuse"}).status_code in (400, 403)
