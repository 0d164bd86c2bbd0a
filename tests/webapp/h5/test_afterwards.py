"""What the applicant does with a filed application, on a phone without scripts."""

import re
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import select

from tests.webapp.h5.conftest import Visitor
from tests.webapp.h5.filed import S, refuse
from webapp.applications import changing, feedback, moving, progress
from webapp.applications.moving import advance
from webapp.applications.submitting import submit
from webapp.applications.supplements import EntryKind, Wanted
from webapp.models import AuditRow, Feedback, Objection, OutboxRow, OutboxState
from webapp.pages.answering import contexts as answering
from webapp.security import audit

# --- by when ---------------------------------------------------------------------------------------------


def test_the_page_says_by_when_and_why_and_when_that_day_has_passed(filed):
    """照护服务 has no limit anywhere: no day is made up. 临淄 has its own for 低保."""
    page = filed.look_up()
    assert "以前该有回音" not in page.text and filed.request.due_at is None
    allowance = filed.add("subsistence-allowance")
    page = filed.look_up()
    assert "临淄区：审批 20 个工作日以内" in page.text and "现在还没受理" in page.text
    advance(filed.session, allowance, filed.desk.now)
    due = progress.due_of(allowance).day
    page = filed.look_up()
    assert f"<b>{due.month} 月 {due.day} 日</b>以前该有回音" in page.text and "受理，从这天起算" in page.text
    allowance.due_at = filed.desk.now - timedelta(days=1)
    assert "已经过了" in filed.look_up().text


# --- supplement ---------------------------------------------------------------------------------------------


def test_everything_that_is_missing_stands_on_one_list_and_the_request_goes_back(filed):
    filed.advance_to(S.VERIFYING)
    filed.ask(Wanted("户口簿首页", EntryKind.DOCUMENT, "部门没查到户口"), Wanted("去年的药费一共多少"))
    page = filed.look_up()
    assert page.heading == "要补材料" and "/status/supplement" in page.links
    page = filed.visitor.open("/status/supplement")
    assert page.heading == "就这 2 样，补上接着办"
    assert "户口簿首页" in page.text and "部门没查到户口" in page.text and "去年的药费" in page.text
    first, second = sorted(re.findall(r'name="(answer-\d+)"', page.text))
    page = filed.visitor.send("press", **{first: "交给村里王会计", second: "八千多"}, do="send")
    assert page.path == "/status/shown" and page.heading == "正在核对收入和家产"
    assert "核对到一半，要补材料" in page.text and "补了材料" in page.text
    request = filed.fresh()
    assert request.state == S.VERIFYING
    assert [one.answer for one in request.supplements[0].entries] == ["交给村里王会计", "八千多"]


def test_a_list_is_filled_in_bit_by_bit_and_sent_when_it_is_complete(filed):
    filed.ask(Wanted("户口簿首页"), Wanted("药费单子"))
    filed.look_up()
    page = filed.visitor.open("/status/supplement")
    first, second = sorted(re.findall(r'name="(answer-\d+)"', page.text))
    page = filed.visitor.send("press", **{first: "带着呢"}, do="send")
    assert page.status == 422 and f'href="#{second}"' in page.text and "带着呢" in page.text
    filed.visitor.send("press", **{first: "带着呢"}, do="save")
    assert filed.fresh().state == S.SUPPLEMENT_REQUESTED
    assert "带着呢" in filed.visitor.open("/status/supplement").text
    filed.visitor.send("press", **{second: "没有，单子丢了"}, do="send")
    assert filed.fresh().state == S.SUBMITTED


def test_sending_the_list_twice_takes_one_step(filed, client):
    filed.ask(Wanted("户口簿首页"))
    filed.look_up()
    page = filed.visitor.open("/status/supplement")
    form = page.form_with("press")
    sent = {one["name"]: one.get("value", "") for one in form["fields"]} | {"do": "send"}
    sent[next(name for name in sent if name.startswith("answer-"))] = "带着呢"
    for _ in range(2):
        assert client.post("/status/supplement", data=sent).location == "/status/shown"
    assert [one.to_state for one in filed.fresh().events] == [
        "submitted",
        "supplement-requested",
        "submitted",
    ]


def test_without_anything_missing_the_list_leads_back_to_the_status(filed):
    filed.look_up()
    page = filed.visitor.open("/status/supplement")
    assert page.path == "/status/shown" and "现在没有要补的材料" in page.text


# --- withdrawal ---------------------------------------------------------------------------------------------


def test_one_request_is_taken_back_after_reading_what_follows(filed):
    filed.look_up()
    page = filed.visitor.open("/status/withdraw")
    assert "撤回以后" in page.text and "随时可以重新交" in page.text
    assert len(page.choices("request")) == len(filed.application.requests)
    page = filed.visitor.send("request")
    assert page.status == 422 and "先勾上" in page.text
    page = filed.visitor.send("request", request=str(filed.request.id))
    assert page.path == "/status/shown" and "撤回了" in page.text
    assert filed.fresh().state == S.WITHDRAWN


def test_all_of_it_is_taken_back_at_once_and_pressing_twice_does_no_harm(filed, client):
    filed.look_up()
    page = filed.visitor.open("/status/withdraw")
    form = page.form_with("request")
    sent = {one["name"]: one.get("value", "") for one in form["fields"] if one["name"] != "request"}
    sent["request"] = page.choices("request")
    for _ in range(2):
        assert client.post("/status/withdraw", data=sent).location == "/status/shown"
    filed.fresh()
    assert {one.state for one in filed.application.requests} == {S.WITHDRAWN}
    assert all(len(one.events) == 2 for one in filed.application.requests)
    assert "/status/withdraw" not in filed.visitor.open("/status/shown").links


def test_what_was_approved_is_not_taken_back(filed):
    filed.advance_to(S.APPROVED)
    filed.look_up()
    page = filed.visitor.open("/status/withdraw")
    assert str(filed.request.id) not in page.choices("request")


def test_urgent_help_that_was_paid_is_not_taken_back_while_papers_are_asked_for(filed):
    filed.request.is_urgent = True
    filed.advance_to(S.POST_CHECK)
    filed.ask(Wanted("事故认定书"))
    assert filed.request not in answering.may_withdraw(filed.application)


# --- objection ----------------------------------------------------------------------------------------------


def test_a_refusal_names_condition_clause_and_finding_and_opens_an_objection_filled_in_with_them(filed):
    ground = refuse(filed)
    page = filed.look_up()
    assert page.heading == "没有批"
    assert ground["says"] in page.text and "查到家里有一辆没报的车" in page.text
    path = f"/status/object/{filed.request.id}"
    assert path in page.links
    page = filed.visitor.open(path)
    assert ground["says"] in page.text.split("<textarea")[1]
    assert page.choices("ground") == [ground["id"]]
    page = filed.visitor.send("words", words="车是俺兄弟的，放俺家院里")
    assert page.path == "/status/shown" and page.heading == "正在复核"
    objection = filed.session.scalars(select(Objection)).one()
    assert objection.words == "车是俺兄弟的，放俺家院里" and objection.grounds[0]["id"] == ground["id"]


def test_an_objection_pressed_twice_is_made_once(filed, client):
    refuse(filed)
    filed.look_up()
    path = f"/status/object/{filed.request.id}"
    page = filed.visitor.open(path)
    form = page.form_with("words")
    sent = {one["name"]: one.get("value", "") for one in form["fields"]} | {"words": "不服"}
    for _ in range(2):
        assert client.post(path, data=sent).location == "/status/shown"
    assert len(filed.session.scalars(select(Objection)).all()) == 1


def test_an_objection_needs_a_ground_and_words(filed):
    refuse(filed)
    filed.look_up()
    filed.visitor.open(f"/status/object/{filed.request.id}")
    page = filed.visitor.send("words", words="  ", ground=[])
    assert page.status == 422 and 'href="#words"' in page.text and 'href="#ground"' in page.text


def test_how_long_one_may_object_is_told_from_the_guide_or_said_not_to_be_known(filed, app, monkeypatch):
    refuse(filed)
    filed.look_up()
    path = f"/status/object/{filed.request.id}"
    assert "文件里没有写" in filed.visitor.open(path).text
    policy = app.guide.policies[filed.request.policy]
    limit = replace(
        app.guide.policies["subsistence-allowance"].time_limits[0],
        id="objecting",
        says="收到通知 10 日内提",
        start="decision",
    )
    known = replace(policy, time_limits=(*policy.time_limits, limit))
    changed = replace(app.guide, policies={**app.guide.policies, policy.id: known})
    monkeypatch.setattr(app, "guide", changed)
    assert "收到通知 10 日内提" in filed.visitor.open(path).text


def test_nothing_can_be_objected_to_before_there_is_a_decision(filed):
    page = filed.look_up()
    assert not any(link.startswith("/status/object/") for link in page.links)
    assert filed.visitor.open(f"/status/object/{filed.request.id}").status == 409


def test_who_has_applied_anew_waits_for_that_instead_of_objecting(filed):
    refuse(filed)
    father = changing.member_of(filed.application, "father").id_number
    again = filed.desk.fill_in(filed.desk.open_draft("c2"), father=father)
    submit(filed.session, filed.desk.guide, again, filed.desk.now)
    filed.look_up()
    assert filed.visitor.open(f"/status/object/{filed.request.id}").status == 409
    assert filed.fresh().state == S.NOT_APPROVED


# --- who looked ---------------------------------------------------------------------------------------------


def test_the_applicant_sees_who_looked_when_and_at_which_facts(filed):
    about = {
        "subject": filed.application.id,
        "at": filed.desk.now,
        "facts": ["income_yuan_per_month", "made_up"],
    }
    audit.record(filed.session, "staff:7", "read", **about)
    audit.record(filed.session, "staff:8", "read", **about | {"subject": "another-application"})
    filed.look_up()
    page = filed.visitor.open("/status/looks")
    assert page.text.count("工作人员") == 1 and "涉及：每月收入" in page.text
    assert "staff:7" not in page.text and "made_up" not in page.text
    assert "交了申请" in page.text and "用编号和身份证后 4 位查的人" in page.text
    assert "1200" not in page.text


# --- feedback -----------------------------------------------------------------------------------------------


def test_at_the_end_one_is_asked_once_whether_it_helped(filed):
    for request in filed.application.requests:
        while advance(filed.session, request, filed.desk.now):
            pass
    page = filed.look_up()
    assert "/status/feedback" in page.links
    page = filed.visitor.open("/status/feedback")
    page = filed.visitor.send("answer")
    assert page.status == 422
    page = filed.visitor.send("answer", answer="partly", words="钱到账晚了俩月")
    assert page.heading == "记下了，谢谢您" and "帮上一些" in page.text
    given = filed.session.scalars(select(Feedback)).one()
    assert (given.answer, given.words) == ("partly", "钱到账晚了俩月")
    assert "/status/feedback" not in filed.visitor.open("/status/shown").links
    raw = filed.session.connection().exec_driver_sql("SELECT words FROM feedback").scalar()
    assert "到账".encode() not in raw


def test_the_first_answer_stays(filed):
    answers = (feedback.Answer.NOT, feedback.Answer.HELPED)
    given = [feedback.give(filed.session, filed.application, one, "", at=filed.desk.now) for one in answers]
    assert given[0] is given[1] and given[0].answer == "not"


def test_nobody_is_asked_while_something_still_runs_or_when_all_was_taken_back(filed):
    assert not feedback.is_over(filed.application)
    filed.look_up()
    page = filed.visitor.open("/status/feedback")
    assert page.path == "/status/shown" and "现在不用填这一页" in page.text
    for request in filed.application.requests:
        moving.withdraw(filed.session, request, filed.desk.now)
    assert not feedback.is_over(filed.application)


# --- status -------------------------------------------------------------------------------------------------


def test_a_message_that_may_not_have_arrived_is_said_to_be_so(filed):
    assert "可能没送到" not in filed.look_up().text
    for row in filed.session.scalars(select(OutboxRow)):
        row.state = OutboxState.UNCERTAIN
    assert "有一条短信可能没送到" in filed.look_up().text


def test_what_follows_by_itself_says_what_it_waits_for_and_what_is_done_elsewhere_has_a_slip(filed):
    filed.application.follow_ups = [
        {"policy": "medical-assistance", "person": None, "filing": "by_list", "relevance": 1.0},
        {"policy": "higher-education-aid", "person": None, "filing": "elsewhere", "relevance": 1.0},
    ]
    filed.request.policy = "subsistence-allowance"
    page = filed.look_up()
    plain = re.sub(r"<[^>]+>|\s", "", page.text)
    assert "医疗救助（住院和门诊慢特病）低保批下来，由部门按名单给" in plain
    assert "这几样没有交" in plain and "/policies/higher-education-aid/slip" in page.links


def test_pages_of_an_application_are_shut_to_who_has_not_looked_it_up(filed, app):
    stranger = Visitor(app.test_client())
    pages = ("supplement", "withdraw", "change", "change/birth", "looks", "helpers", "feedback", "object/1")
    assert {stranger.open(f"/status/{one}").status for one in pages} == {403}


def test_somebody_elses_request_is_not_found(filed):
    filed.look_up()
    assert filed.visitor.open("/status/object/999999").status == 404


def test_what_was_signed_can_be_taken_back_from_the_status(filed):
    page = filed.look_up()
    assert {"/sign/1", "/sign/2"} <= set(page.links)
    assert "/sign/2/withdraw" in filed.visitor.open("/sign/2").links
    filed.visitor.open("/sign/2/withdraw")
    father = changing.member_of(filed.application, "father")
    filed.visitor.send("signed_name", signed_name=father.name, id_tail=father.id_number[-4:], agreed="yes")
    assert "还没签授权书" in filed.visitor.open("/status/shown").text


def test_looking_up_is_written_down(filed):
    filed.look_up()
    rows = filed.session.scalars(select(AuditRow).where(AuditRow.action == "read-status")).all()
    assert len(rows) == 1 and rows[0].subject == filed.application.id
