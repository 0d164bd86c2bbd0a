"""Where applications stand at the JSON door: by number and tail, and for who is logged in."""

import pytest
import requests
from sqlalchemy import delete, select

from tests.builders import make_env, make_id_number, make_push
from tests.webapp.applications.conftest import Desk
from webapp import clock, jobs
from webapp.app import create_app
from webapp.applications import steps, supplements
from webapp.applications.moving import By, advance
from webapp.applications.states import Role
from webapp.applications.submitting import submit
from webapp.applications.supplements import Wanted
from webapp.db import make_sessions
from webapp.models import AuditRow, ConversationRow, OutboxRow, OutboxState
from webapp.settings import Settings
from webapp.wechat.tokens import make_gateway


def file(app, session, conversation="c1"):
    desk = Desk(session, app.guide, app.index_hash, clock.now())
    draft = desk.fill_in(desk.open_draft(conversation), father=make_id_number("1948-03-05"))
    submit(session, app.guide, draft, desk.now)
    session.commit()
    return draft


def tail_of(application):
    return steps.applicant_of(application).id_number[-4:]


def test_number_and_tail_tell_where_each_request_stands_in_one_sentence_and_a_timeline(app, client, session):
    filed = file(app, session)
    advance(session, filed.requests[0], clock.now())
    clerk = By(Role.CASEWORKER, who="staff:7")
    supplements.ask(session, filed.requests[0], [Wanted("户口簿首页")], clerk, at=clock.now())
    session.commit()
    answer = client.post("/api/v1/status", json={"number": filed.number, "id_tail": tail_of(filed)})
    assert answer.status_code == 200
    first = answer.json["requests"][0]
    assert (first["state"], first["holder"], first["missing"]) == (
        "supplement-requested",
        "您手里",
        ["户口簿首页"],
    )
    assert first["sentence"] == "要补材料，在您手里。照清单补上，补齐了接着办。" and first["due"] is None
    assert [one["state"] for one in first["timeline"]].count("now") == 1
    assert answer.json["uncertain"] is False
    assert not any(word in answer.text for word in ("王大山", "王老根", "13805330000", "边河村"))


def test_a_message_that_may_not_have_arrived_is_told(app, client, session):
    filed = file(app, session)
    for row in session.scalars(select(OutboxRow)):
        row.state = OutboxState.UNCERTAIN
    session.commit()
    answer = client.post("/api/v1/status", json={"number": filed.number, "id_tail": tail_of(filed)})
    assert answer.json["uncertain"] is True


def test_wrong_numbers_and_wrong_tails_get_the_same_problem_and_five_tries_an_hour(app, client, session):
    filed = file(app, session)
    wrong = [("ZB0000000000", tail_of(filed)), (filed.number, "0000"), ("", ""), ("你好", "12"), ("ZB1", "1")]
    answers = [client.post("/api/v1/status", json={"number": one, "id_tail": two}) for one, two in wrong]
    assert {(one.status_code, one.text) for one in answers} == {(404, answers[0].text)}
    late = client.post("/api/v1/status", json={"number": filed.number, "id_tail": tail_of(filed)})
    assert late.status_code == 429 and "60 分钟" in late.json["detail"]


def test_a_conversation_without_a_login_sees_no_list(client):
    known = client.post("/api/v1/chat", json={"text": "俺爹78了"}).json["conversation"]
    answer = client.post("/api/v1/applications", json={"conversation": known})
    assert answer.status_code == 403 and answer.json["type"].endswith("log-in-first")
    assert client.post("/api/v1/applications", json={"conversation": "A" * 24}).status_code == 404


@pytest.fixture
def wechat(sandbox, guide, tmp_path, migrated_sqlite):
    """An installation whose WeChat is the sandbox."""
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    env = make_env(tmp_path, WECHAT_API_URL=f"{sandbox}/wechat")
    app = create_app(Settings.from_env(env), guide)
    yield app, env, sandbox
    app.engine.dispose()


def log_in(client, sandbox, code):
    switch = {"codes": {code: "m-citizen"}, "unions": {"o-citizen": "u-1", "m-citizen": "u-1"}}
    requests.post(f"{sandbox}/wechat/sandbox", json=switch, timeout=5)
    answer = client.post("/wechat/login", json={"code": code})
    assert answer.status_code == 200, answer.text
    return answer.json["conversation"]


def test_who_is_logged_in_sees_their_own_applications_also_after_the_conversation_is_gone(wechat):
    app, _, sandbox = wechat
    client, sessions = app.test_client(), make_sessions(app.engine)
    conversation = log_in(client, sandbox, "code-1")
    with sessions() as session:
        filed = file(app, session, conversation)
        file(app, session, "somebody-elses")
        number = filed.number
        session.execute(delete(ConversationRow))
        session.commit()
    again = log_in(client, sandbox, "code-2")
    assert again != conversation
    answer = client.post("/api/v1/applications", json={"conversation": again})
    assert [one["number"] for one in answer.json["applications"]] == [number]
    assert answer.json["applications"][0]["requests"][0]["label"] == "已经交上去了"
    with sessions() as session:
        actors = session.scalars(select(AuditRow.actor).where(AuditRow.action == "read-status")).all()
    assert len(actors) == 1 and actors[0].startswith("wechat:")


def test_what_was_filed_at_the_service_account_is_seen_in_the_mini_program(wechat):
    app, env, sandbox = wechat
    client, sessions = app.test_client(), make_sessions(app.engine)
    query, body = make_push(env, int(clock.now().timestamp()), FromUserName="o-citizen", Content="俺爹78了")
    client.post("/wechat", query_string=query, data=body)
    with sessions() as session:
        number = file(app, session, session.scalars(select(ConversationRow.id)).one()).number
    log_in(client, sandbox, "code-1")
    with sessions() as session:
        jobs.meet_followers(session, make_gateway(app.settings, sessions), app.index_hash)
    mini = log_in(client, sandbox, "code-2")
    answer = client.post("/api/v1/applications", json={"conversation": mini})
    assert [one["number"] for one in answer.json["applications"]] == [number]
