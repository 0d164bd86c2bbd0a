"""From 转人工 to the last word of the desk and back to the bot, with the sandbox as WeChat and SMS."""

from datetime import datetime, time, timedelta
from xml.etree import ElementTree

import pytest
import requests
from sqlalchemy import select

from tests.builders import make_env, make_push
from webapp import clock, handovers, jobs
from webapp.app import create_app
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


def at_a_weekday():
    return clock.now().weekday() < handovers.SATURDAY


def test_a_handover_is_recorded_with_the_facts_of_the_conversation(office):
    office.says(SAID)
    told = office.says("转人工")
    assert ("转给人工" in told) if at_a_weekday() else ("上班以后回您" in told)
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


MONDAY = datetime(2026, 11, 23, tzinfo=clock.SHANGHAI)


@pytest.mark.parametrize(
    ("days", "at", "opens"),
    [
        (0, time(9), ""),
        (0, time(8, 30), ""),
        (0, time(17, 30), "明天08:30"),
        (0, time(7), "今天08:30"),
        (3, time(20), "明天08:30"),
        (4, time(20), "周一08:30"),
        (5, time(9), "周一08:30"),
        (6, time(9), "周一08:30"),
    ],
)
def test_out_of_hours_it_says_when_somebody_is_back(days, at, opens):
    moment = datetime.combine(MONDAY + timedelta(days=days), at, clock.SHANGHAI)
    assert handovers.opens((time(8, 30), time(17, 30)), moment) == opens


def test_out_of_hours_it_is_recorded_all_the_same(make_office):
    office = make_office(DESK_HOURS="00:00-00:01")
    told = office.says("转人工")
    if clock.now().time() >= time(0, 1):
        assert "上班以后回您" in told
    assert office.row().state == HandoverState.WAITING
