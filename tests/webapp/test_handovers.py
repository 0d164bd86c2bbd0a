"""From 转人工 to the last word of the desk and back to the bot, with the sandbox as WeChat and SMS."""

from datetime import time
from xml.etree import ElementTree

import pytest
import requests
from sqlalchemy import select

from tests.builders import make_env, make_push
from tests.webapp.h5.conftest import Visitor
from webapp import clock, handovers, jobs
from webapp.app import create_app
from webapp.calendar import load_calendar
from webapp.db import begin_write, make_sessions
from webapp.models import Application, ConversationRow, HandoverRow, HandoverState, OutboxRow
from webapp.settings import Settings

SAID = "俺爹78了，瘫在炕上三年，没有退休金"
OPENID, PHONE, TEMPLATE = "o-citizen", "13800000001", "T-12345678"
TEMPLATES = '{"reply": {"id": "T-12345678", "fields": {"said": "thing1", "at": "time2"}}}'


class Office:
    """The WeChat door on one side, a desk on the other, the worker between them."""

    def __init__(self, app, env, sandbox):
        self.app, self.env, self.sandbox, self.client = app, env, sandbox, app.test_client()
        self.session = make_sessions(app.engine)()
        self.worker = jobs.make_worker(app.settings, make_sessions(app.engine), lambda: app)

    def says(self, words, **fields):
        query, body = make_push(
            self.env, int(clock.now().timestamp()), Content=words, FromUserName=OPENID, **fields
        )
        answer = self.client.post("/wechat", query_string=query, data=body)
        return ElementTree.fromstring(answer.data).findtext("Content") if b"<xml>" in answer.data else ""

    def row(self):
        self.session.rollback()
        return self.session.scalars(
            select(HandoverRow).order_by(HandoverRow.id.desc()).limit(1)
        ).one_or_none()

    def does(self, act):
        """One act of the desk, committed."""
        begin_write(self.session)
        done = act(self.session.get(HandoverRow, self.row().id, populate_existing=True))
        self.session.commit()
        return done

    def answers(self, words, **about):
        about = {"by": "staff:7", "at": clock.now()} | about
        return self.does(lambda row: handovers.say(self.session, self.app.settings, row, words, **about))

    def takes(self):
        return self.does(lambda row: handovers.take(row, by="staff:7", at=clock.now()))

    def closes(self):
        self.does(lambda row: handovers.close(self.session, self.app, row, at=clock.now()))

    def work(self, times=1):
        for _ in range(times):
            self.worker.run_once()
        return requests.get(f"{self.sandbox}/received", timeout=5).json()["messages"][::-1]

    def switch(self, **changes):
        requests.post(f"{self.sandbox}/wechat/sandbox", json=changes, timeout=5)


@pytest.fixture
def make_office(sandbox, guide, tmp_path, migrated_sqlite):
    made = []

    def make(**changes):
        (tmp_path / "test.db").write_bytes(migrated_sqlite)
        urls = {"WECHAT_API_URL": f"{sandbox}/wechat", "SMS_URL": f"{sandbox}/sms"}
        env = make_env(tmp_path, **urls, **changes)
        app = create_app(Settings.from_env(env), guide)
        made.append(Office(app, env, sandbox))
        return made[-1]

    yield make
    for office in made:
        office.session.close()
        office.app.engine.dispose()


@pytest.fixture
def office(make_office):
    """Somebody is always at the desk: hours end before midnight only in name."""
    made = make_office(DESK_HOURS="08:30-17:30")
    always = {"desk_hours": (time(0), time(23, 59, 59, 999999))}
    made.app.settings = type(made.app.settings)(**vars(made.app.settings) | always)
    return made


def at_a_working_day():
    return load_calendar().is_working_day(clock.today())


def test_a_handover_is_recorded_with_the_facts_of_the_conversation(office):
    office.says(SAID)
    told = office.says("转人工")
    assert ("转给人工" in told) if at_a_working_day() else ("现在没人在" in told)
    row = office.row()
    assert (row.state, row.reason, row.door, row.recipient) == (
        HandoverState.WAITING,
        "asked",
        "wechat",
        OPENID,
    )
    (home,) = row.facts["households"]
    assert home["people"][0]["facts"]["age_years"] == 78
    assert row.facts["evidence"][0]["words"]


def test_asking_twice_is_one_handover(office):
    office.says("转人工")
    office.says("转人工")
    assert office.row().id == 1


def test_while_it_waits_the_bot_goes_on_and_the_desk_can_read_along(office):
    office.says("转人工")
    assert "78" in office.says(SAID)
    said = [one.words for one in handovers.find_words(office.session, office.row().id)]
    assert said == ["转人工", SAID]


def test_words_of_the_desk_reach_the_citizen_once(office):
    office.says("转人工")
    assert office.takes()
    assert not office.takes()
    for _ in range(2):
        office.answers("您父亲的材料镇上收到了。", reference="form-1")
    sent = office.work(2)
    assert [(one["channel"], one["to"]) for one in sent] == [("wechat", OPENID)]
    assert sent[0]["text"] == "人工：您父亲的材料镇上收到了。"


def test_while_the_desk_speaks_the_bot_listens(office):
    office.says("转人工")
    office.takes()
    assert office.says(SAID) == ""
    assert handovers.find_words(office.session, office.row().id)[-1].words == SAID
    (row,) = office.session.scalars(select(ConversationRow)).all()
    assert row.state["households"][0]["people"][0]["facts"]["age_years"] == 78


def test_in_danger_the_bot_speaks_up_all_the_same(office):
    office.says("转人工")
    office.takes()
    assert "110" in office.says("俺男人打俺，拿着刀")


def test_when_it_is_closed_the_bot_says_so_and_asks_on(office):
    office.says(SAID)
    office.says("转人工")
    office.takes()
    office.closes()
    office.closes()
    assert office.answers("还有一句") is None
    (told,) = office.work(2)
    assert told["text"].startswith("人工这边说完了")
    assert "msgmenuid=q" in told["text"]
    assert office.says("张店的") != ""
    office.says("转人工")
    assert office.row().id == 2


def give_phone(office):
    begin_write(office.session)
    row = office.session.scalars(select(ConversationRow)).one()
    now, empty = clock.now(), {"situation": {}, "origins": {}, "follow_ups": [], "answered": []}
    filed = Application(
        id="a" * 24, conversation_id=row.id, household="h1", guide_version="1", phone=PHONE, **empty
    )
    filed.created_at = filed.updated_at = now
    office.session.add(filed)
    office.session.commit()


@pytest.mark.parametrize("change", [{"hours": 49}, {"faults": {"/cgi-bin/message/custom/send": [45047]}}])
def test_when_wechat_takes_no_more_a_text_message_says_that_there_is_an_answer(office, change):
    office.says("转人工")
    give_phone(office)
    office.switch(heard=[OPENID])
    office.switch(**change)
    office.takes()
    office.answers("您父亲的材料镇上收到了。")
    (sent,) = office.work(3)
    assert (sent["channel"], sent["to"]) == ("sms", PHONE)
    assert "材料" not in sent["text"]
    states = [
        (row.channel, row.state) for row in office.session.scalars(select(OutboxRow).order_by(OutboxRow.id))
    ]
    assert states == [("wechat", "failed"), ("sms", "sent")]


def test_a_notice_that_was_agreed_to_comes_before_a_text_message(make_office, office):
    office = make_office(DESK_HOURS="08:30-17:30", WECHAT_TEMPLATES=TEMPLATES)
    office.says("转人工")
    give_phone(office)
    query, body = make_push(
        office.env, int(clock.now().timestamp()), FromUserName=OPENID, MsgType="event", MsgId="", Content="Q",
        Event="subscribe_msg_popup_event",
    )  # fmt: skip
    agreed = (
        f"<SubscribeMsgPopupEvent><List><TemplateId>{TEMPLATE}</TemplateId>"
        "<SubscribeStatusString>accept</SubscribeStatusString></List></SubscribeMsgPopupEvent>"
    )
    body = body.replace(b"<Content><![CDATA[Q]]></Content>", agreed.encode())
    assert office.client.post("/wechat", query_string=query, data=body).text == "success"
    office.switch(agreed=[[OPENID, TEMPLATE, 1]], heard=[OPENID])
    office.switch(hours=49)
    office.takes()
    for words in ("第一句", "第二句"):
        office.answers(words)
    sent = office.work(4)
    assert [one["channel"] for one in sent] == ["subscribed", "sms"]


def test_who_only_tapped_the_menu_is_asked_for_a_word_and_reached_otherwise_until_then(office):
    told = office.says("", MsgType="event", Event="CLICK", EventKey="go.human", MsgId="")
    assert "再随便打几个字发过来，人工才能在这里回您" in told
    give_phone(office)
    office.switch(tapped=[OPENID])
    office.switch(hours=0.1)
    office.takes()
    office.answers("您父亲的材料镇上收到了。")
    assert [one["channel"] for one in office.work(3)] == ["sms"]
    assert office.says("在吗") == ""
    office.switch(heard=[OPENID])
    office.answers("在的，您说。")
    assert [one["channel"] for one in office.work(1)] == ["sms", "wechat"]


def test_without_another_way_the_desk_sees_that_it_failed(office):
    office.says("转人工")
    office.switch(heard=[OPENID])
    office.switch(hours=49)
    office.takes()
    left = office.answers("您父亲的材料镇上收到了。")
    assert office.work(2) == []
    office.session.expire_all()
    row = office.session.get(OutboxRow, left.id)
    assert (row.state, row.reason) == ("failed", "errcode 45015")


def test_without_a_desk_nobody_is_said_to_be_waiting(make_office):
    office = make_office()
    assert "还没有人工坐席" in office.says("转人工")
    assert office.row() is None


def test_out_of_hours_it_is_recorded_all_the_same(make_office):
    office = make_office(DESK_HOURS="00:00-00:01")
    told = office.says("转人工")
    if clock.now().time() >= time(0, 1):
        assert "现在没人在" in told and "凌晨十二点以后回您" in told
    assert office.row().state == HandoverState.WAITING


# --- doors that the desk cannot speak through ---------------------------------------------------------------


def ask_api(office, words, **about):
    answer = office.client.post("/api/v1/chat", json={"text": words, **about})
    assert answer.status_code == 200, answer.text
    return answer.json


def told_by(answer):
    (block,) = [one for one in answer["reply"]["blocks"] if one["kind"] == "handover"]
    return block


def test_where_the_desk_cannot_answer_it_is_said_where_it_can(office):
    told = told_by(ask_api(office, "转人工"))
    for words in ("微信里的“淄助你”", "凌晨十二点到晚上十一点五十九分", "12345"):
        assert words in told["text"]
    assert told["waiting"] is False
    assert office.row() is None


def test_without_a_desk_no_door_speaks_of_one(make_office):
    office = make_office()
    told = told_by(ask_api(office, "转人工"))["text"]
    assert "还没有人工坐席" in told and "微信" not in told


def test_a_page_of_somebody_known_in_wechat_hands_over_too(office):
    office.says(SAID)
    conversation = office.session.scalars(select(ConversationRow.id)).one()
    told = told_by(ask_api(office, "转人工", conversation=conversation))
    assert "人工在微信里的“淄助你”回您" in told["text"]
    assert (office.row().recipient, office.row().door) == (OPENID, "api")
    office.takes()
    ask_api(office, "家里4口人", conversation=conversation)
    assert [one.words for one in handovers.find_words(office.session, 1)] == ["转人工", "家里4口人"]
    office.answers("您父亲的材料镇上收到了。")
    (sent,) = office.work(2)
    assert (sent["channel"], sent["to"]) == ("wechat", OPENID)
    assert office.says("知道了") == ""


def test_the_web_page_says_the_same(office):
    visitor = Visitor(office.client)
    visitor.open("/")
    visitor.send("text", text="转人工")
    assert "微信里的“淄助你”" in visitor.page.text
    assert "没有人工坐席" not in visitor.page.text


def page_of(office):
    """The web page of who began in WeChat and went on there."""
    conversation = office.session.scalars(select(ConversationRow.id)).one()
    visitor = Visitor(office.client)
    with office.client.session_transaction() as cookie:
        cookie["conversation"] = conversation
    return visitor


def test_on_the_web_page_one_reads_what_the_person_says_and_that_it_is_a_person(office):
    office.says(SAID)
    office.says("转人工")
    office.takes()
    visitor = page_of(office)
    page = visitor.open("/chat")
    assert page.heading == "这会儿是人工在回您" and "正在看您说过的情况" in page.text
    visitor.send("text", text="低保要带<b>啥</b>")
    office.answers("带户口簿就行。")
    page = visitor.open("/chat")
    assert "带户口簿就行。" in page.text and "低保要带&lt;b&gt;啥&lt;/b&gt;" in page.text
    assert page.choices("choice") == [], "the bot asks nothing meanwhile"
    assert handovers.find_words(office.session, office.row().id)[-2].by == handovers.CITIZEN
    office.closes()
    page = visitor.open("/chat")
    assert "人工说完了，现在是自动回的" in page.text and "带户口簿就行。" in page.text
    assert page.heading != "这会儿是人工在回您"


def test_while_the_handover_waits_the_page_is_the_bots(office):
    office.says(SAID)
    office.says("转人工")
    page = page_of(office).open("/chat")
    assert "这会儿是人工在回您" not in page.text and "人工说完了" not in page.text


def test_who_is_in_danger_reads_the_numbers_first_though_a_person_answers(office):
    office.says(SAID)
    office.says("转人工")
    office.takes()
    visitor = page_of(office)
    visitor.open("/chat")
    page = visitor.send("text", text="我不想活了，药都买好了")
    assert "tel:120" in page.links and page.text.index("tel:120") < page.text.index("这会儿是人工在回您")
