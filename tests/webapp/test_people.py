"""One person at the service account and in the mini-program: one conversation, one draft, and 解绑."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
import requests
from sqlalchemy import select

from tests.builders import make_env, make_push
from webapp import clock, jobs, people
from webapp.app import create_app
from webapp.db import begin_write, make_sessions
from webapp.models import Application, ConversationRow
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.wechat.tokens import make_gateway

SAID, UNION = "俺爹78了，瘫在炕上三年，没有退休金，家在张店区", "u-citizen"


class Doors:
    """The service account and the mini-program of one installation, as WeChat's side and a phone use them."""

    def __init__(self, app, env, sandbox):
        self.app, self.env, self.sandbox, self.client = app, env, sandbox, app.test_client()
        self.sessions = make_sessions(app.engine)
        self.second = int(clock.now().timestamp())

    def account(self, words, openid="o-citizen", **fields):
        query, body = make_push(self.env, self.second, FromUserName=openid, Content=words, **fields)
        answer = self.client.post("/wechat", query_string=query, data=body)
        assert answer.status_code == 200
        return ElementTree.fromstring(answer.data).findtext("Content") if b"<xml>" in answer.data else ""

    def log_in(self, code, openid="m-citizen"):
        switch = {"codes": {code: openid}}
        requests.post(f"{self.sandbox}/wechat/sandbox", json=switch, timeout=5)
        answer = self.client.post("/wechat/login", json={"code": code})
        assert answer.status_code == 200, answer.text
        return answer.json["conversation"]

    def mini(self, conversation, words):
        said = {"conversation": conversation, "text": words}
        return self.client.post("/api/v1/chat", json=said)

    def meet(self):
        """What the worker does between two messages."""
        gateway = make_gateway(self.app.settings, self.sessions)
        with self.sessions() as session:
            return jobs.meet_followers(session, gateway, IndexHash(self.app.settings.index_keys))

    def rows(self):
        with self.sessions() as session:
            return session.scalars(select(ConversationRow)).all()


@pytest.fixture
def doors(sandbox, guide, tmp_path, migrated_sqlite):
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    env = make_env(tmp_path, WECHAT_API_URL=f"{sandbox}/wechat")
    app = create_app(Settings.from_env(env), guide)
    switch = {"unions": {"o-citizen": UNION, "m-citizen": UNION}}
    requests.post(f"{sandbox}/wechat/sandbox", json=switch, timeout=5)
    yield Doors(app, env, sandbox)
    app.engine.dispose()


def facts_of(row):
    return [one["facts"] for home in row.state["households"] for one in home["people"]]


def test_what_was_said_at_the_account_is_known_in_the_mini_program(doors):
    doors.account(SAID)
    assert doors.meet() == 1
    conversation = doors.log_in("code-1")
    (row,) = doors.rows()
    assert row.id == conversation
    answer = doors.mini(conversation, "一共4口人")
    assert answer.status_code == 200
    assert {"age_years": 78}.items() <= facts_of(doors.rows()[0])[0].items()


def test_what_was_said_in_the_mini_program_is_known_at_the_account(doors):
    conversation = doors.log_in("code-1")
    doors.mini(conversation, SAID)
    doors.account("你好")
    doors.meet()
    (row,) = doors.rows()
    assert (row.id, row.sender) == (conversation, "o-citizen")
    assert "78" in doors.account("我的结果", MsgType="event", Event="CLICK", EventKey="go.result", MsgId="")


def test_a_draft_goes_on_from_either_door(doors):
    doors.account(SAID)
    conversation = doors.rows()[0].id
    with doors.sessions() as session:
        begin_write(session)
        now = clock.now()
        empty = {"situation": {}, "origins": {}, "follow_ups": [], "answered": []}
        draft = Application(
            id="d" * 24, conversation_id=conversation, household="h1", guide_version="1",
            created_at=now, updated_at=now, **empty,
        )  # fmt: skip
        session.add(draft)
        session.commit()
    mini = doors.log_in("code-1")
    doors.mini(mini, "你好")
    assert mini != conversation
    doors.meet()
    assert doors.log_in("code-2") == conversation
    assert [row.id for row in doors.rows()] == [conversation]


def test_who_has_no_unionid_keeps_two_conversations(doors):
    doors.account(SAID, openid="o-other")
    doors.meet()
    doors.log_in("code-1", openid="m-other")
    assert len(doors.rows()) == 2
    assert doors.meet() == 0


def test_a_login_names_the_same_conversation_again(doors):
    assert doors.log_in("code-1") == doors.log_in("code-2")


def test_an_expired_conversation_is_begun_anew(doors):
    first = doors.log_in("code-1")
    with doors.sessions() as session:
        begin_write(session)
        session.scalars(select(ConversationRow)).one().expires_at = clock.now() - timedelta(days=1)
        session.commit()
    assert doors.log_in("code-2") != first


@pytest.mark.parametrize(
    "body", [None, [], {}, {"code": 1}, {"code": ""}, {"code": "x" * 200}, {"code": "a b"}]
)
def test_a_login_without_a_code_is_a_problem(doors, body):
    answer = doors.client.post("/wechat/login", json=body)
    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")


def test_a_login_that_wechat_refuses_is_a_problem(doors):
    doors.log_in("code-1")
    assert doors.client.post("/wechat/login", json={"code": "code-1"}).status_code == 403
    faults = {"faults": {"/sns/jscode2session": [-1]}}
    requests.post(f"{doors.sandbox}/wechat/sandbox", json=faults, timeout=5)
    assert doors.client.post("/wechat/login", json={"code": "code-9"}).status_code == 503


def test_a_wechat_out_of_reach_is_a_problem_and_no_fault(client):
    assert client.post("/wechat/login", json={"code": "code-1"}).status_code == 503


def join(doors):
    doors.account(SAID)
    doors.meet()
    return doors.log_in("code-1")


def test_unbinding_at_the_account_leaves_the_conversation_there_alone(doors):
    conversation = join(doors)
    assert "分开了" in doors.account("解绑")
    assert doors.mini(conversation, "你好").status_code == 404
    fresh = doors.log_in("code-2")
    assert facts_of(next(row for row in doors.rows() if row.id == fresh)) == []
    assert "78" in doors.account("结果", MsgType="event", Event="CLICK", EventKey="go.result", MsgId="")
    doors.meet()
    assert len(doors.rows()) == 2


def test_unbinding_in_the_mini_program_leaves_the_conversation_there(doors):
    conversation = join(doors)
    assert "分开了" in doors.mini(conversation, "解绑").text
    assert doors.log_in("code-2") == conversation
    assert "78" not in doors.account("结果", MsgType="event", Event="CLICK", EventKey="go.result", MsgId="")


def test_who_is_not_joined_hears_so(doors):
    assert "不用解绑" in doors.account("解绑")


def test_who_stops_following_is_forgotten_as_a_person_too(doors):
    join(doors)
    doors.account("", MsgType="event", Event="unsubscribe", MsgId="")
    assert doors.rows() == []
    with doors.sessions() as session:
        assert session.scalars(select(people.WechatPerson)).all() == []
