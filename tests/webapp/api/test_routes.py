"""The JSON door from outside: answers, conversations, and one shape for every error."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from webapp import clock
from webapp.models import Channel, ConversationRow, OutboxRow

SAID = "俺爹78了，瘫在炕上三年，没有退休金"
SECRET = "王秀兰990000194803050018"


def problem_of(answer, status):
    assert answer.status_code == status, answer.text
    assert answer.mimetype == "application/problem+json"
    assert set(answer.json) - {"errors"} == {"type", "title", "status", "detail"}
    assert answer.json["status"] == status
    return answer.json


def test_health_tells_of_process_and_database(client):
    assert client.get("/healthz").json == {"status": "ok", "database": "ok"}


def test_readiness_needs_the_tables(client, session):
    assert client.get("/readyz").json["policies"] == 51
    session.connection().exec_driver_sql("DELETE FROM alembic_version")
    session.commit()
    problem_of(client.get("/readyz"), 503)


def test_health_is_a_problem_when_the_database_is_gone(own_app, tmp_path):
    own_app.engine.dispose()
    (tmp_path / "test.db").unlink()
    (tmp_path / "test.db").mkdir()
    problem_of(own_app.test_client().get("/healthz"), 503)


def test_counters_count_by_endpoint(client):
    client.get("/api/v1/groups")
    assert 'zizhuni_requests_total{endpoint="api.groups"' in client.get("/metrics").text


def test_messages_to_citizens_are_counted_by_state(client, session):
    now = clock.now()
    message = {"recipient": "13800000001", "body": "有新进展", "created_at": now, "due_at": now}
    session.add(OutboxRow(channel=Channel.SMS, cause="request:1", **message))
    session.commit()
    counted = 'zizhuni_outbox_messages{channel="sms",state="pending"} 1.0'
    assert counted in client.get("/metrics").text


def test_match_names_policies_situations_and_evidence(client):
    match = client.post("/api/v1/match", json={"text": SAID}).json
    assert match["in_scope"] is True
    assert {"person": "father", "fact": "age_years", "value": 78}.items() <= match["evidence"][0].items()
    assert match["policies"]


def test_assess_judges_every_policy(client):
    situation = {"household": {}, "people": [{"id": "me", "relation": "self", "facts": {"age_years": 70}}]}
    answer = client.post("/api/v1/assess", json={"situation": situation, "on": "2023-09-30"}).json
    assert len({one["policy"] for one in answer["assessments"]}) == 51


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_assess_takes_any_day(client, on):
    assert client.post("/api/v1/assess", json={"situation": {}, "on": on}).status_code == 200


def test_a_conversation_goes_on_under_its_id(client):
    first = client.post("/api/v1/chat", json={"text": SAID}).json
    second = client.post("/api/v1/chat", json={"conversation": first["conversation"], "text": "张店"}).json
    assert second["conversation"] == first["conversation"]
    ages = [one["facts"].get("age_years") for one in second["match"]["situations"][0]["people"]]
    assert 78 in ages


def test_an_answer_settles_a_fact(client):
    first = client.post("/api/v1/chat", json={"text": SAID}).json
    answer = {"fact": "hukou", "person": "father", "household": "h1", "value": "zibo"}
    second = client.post("/api/v1/chat", json={"conversation": first["conversation"], "answer": answer})
    assert second.status_code == 200


def test_ids_of_conversations_cannot_be_guessed(client):
    ids = {client.post("/api/v1/chat", json={"text": ""}).json["conversation"] for _ in range(5)}
    assert len(ids) == 5
    assert all(len(one) == 24 for one in ids)


def test_an_unknown_or_expired_conversation_is_a_clear_problem(client, session):
    assert problem_of(client.post("/api/v1/chat", json={"conversation": "A" * 24, "text": "在吗"}), 404)
    known = client.post("/api/v1/chat", json={"text": SAID}).json["conversation"]
    session.execute(update(ConversationRow).values(expires_at=clock.now() - timedelta(seconds=1)))
    session.commit()
    gone = problem_of(client.post("/api/v1/chat", json={"conversation": known, "text": "张店"}), 404)
    assert gone["type"].endswith("unknown-conversation")


def test_every_listed_policy_can_be_read_in_full(client):
    listed = client.get("/api/v1/policies").json
    assert len(listed["policies"]) == 51
    assert "公开文件" in listed["note"]
    for policy in listed["policies"]:
        full = client.get(f"/api/v1/policies/{policy['id']}").json
        assert full["name"] == policy["name"]
        assert full["conditions"]


def test_groups_departments_and_regions_are_complete(client):
    assert len(client.get("/api/v1/groups").json["groups"]) == 10
    assert len(client.get("/api/v1/departments").json["departments"]) == 18
    assert all(one["towns"] for one in client.get("/api/v1/regions").json["regions"] if one["code"])


def test_figures_are_those_of_the_day(client):
    def dibao(on):
        listed = client.get(f"/api/v1/standards?on={on}").json["standards"]
        return {one["area"]: one["value"] for one in listed if one["key"] == "dibao.urban"}

    assert dibao("2023-09-30") != dibao("2019-01-01")


@pytest.mark.parametrize("path", ["/api/v1/policies/none", "/api/v1/none", "/api/v2/match"])
def test_what_is_not_there_is_a_problem(client, path):
    problem_of(client.get(path), 404)


@pytest.mark.parametrize("path", ["/api/v1/groups", "/healthz", "/openapi.json", "/wechat"])
def test_a_wrong_method_says_which_are_right(client, path):
    answer = client.delete(path)
    problem_of(answer, 405)
    assert "GET" in answer.headers["Allow"]


@pytest.mark.parametrize("kind", ["text/plain", "application/xml", "application/x-www-form-urlencoded", ""])
def test_a_body_that_is_not_json_is_refused(client, kind):
    problem_of(client.post("/api/v1/match", data='{"text":"a"}', content_type=kind), 415)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b'{"text": NaN}',
        b'{"text": Infinity}',
        b'{"text": 1e999}',
        b'{"text": "\xff"}',
        b'{"text": "\\ud800"}',
        b"[" * 30_000,
        b'{"text":' + b'{"a":' * 5_000 + b"1" + b"}" * 5_001,
        b'{"text": ' + b"9" * 6_000 + b"}",
    ],
)
@pytest.mark.parametrize("path", ["match", "assess", "chat"])
def test_json_that_cannot_be_read_is_a_problem(client, path, body):
    problem_of(client.post(f"/api/v1/{path}", data=body, content_type="application/json"), 400)


def test_a_large_body_is_refused(client):
    body = json.dumps({"text": "低" * 30_000}, ensure_ascii=False).encode()
    problem_of(client.post("/api/v1/match", data=body, content_type="application/json"), 413)


REFUSED = [
    ("match", {}),
    ("match", {"text": 5}),
    ("match", {"text": None}),
    ("match", {"text": "a", SECRET: 1}),
    ("match", [SECRET]),
    ("match", SECRET),
    ("chat", {}),
    ("chat", {"text": "a", "answer": {"fact": "hukou", "value": "zibo"}}),
    ("chat", {"text": "a", "conversation": SECRET}),
    ("chat", {"text": "a", "conversation": "../../etc"}),
    ("chat", {"answer": {"fact": SECRET, "value": 1}}),
    ("chat", {"answer": {"fact": "age_years", "value": SECRET}}),
    ("chat", {"answer": {"fact": "age_years", "value": 700}}),
    ("chat", {"answer": {"fact": "hukou", "value": {"a": [SECRET]}}}),
    ("assess", {"situation": {"household": {SECRET: 1}}}),
    ("assess", {"situation": {SECRET: 1}}),
    ("assess", {"situation": {"people": [{"id": "a", "relation": SECRET}]}}),
    ("assess", {"situation": {"people": [{"id": "a", "relation": "self", "facts": {"age_years": "70"}}]}}),
    ("assess", {"situation": {"people": [{"id": "a", "relation": "self", "facts": {SECRET: 70}}]}}),
    ("assess", {"situation": {"people": [{"id": SECRET * 9, "relation": "self"}]}}),
    ("assess", {"situation": {}, "on": "2023-02-30"}),
    ("assess", {"situation": {}, "on": 20230930}),
    ("assess", {"situation": {}, "on": SECRET}),
    ("assess", {"situation": None}),
]


@pytest.mark.parametrize(("path", "body"), REFUSED, ids=range(len(REFUSED)))
def test_what_does_not_fit_is_refused_without_being_repeated(client, path, body):
    answer = client.post(f"/api/v1/{path}", json=body)
    problem_of(answer, 422)
    assert "王秀兰" not in answer.text
    assert "3703021948" not in answer.text


@pytest.mark.parametrize("query", ["on=soon", "on=2023-02-30", "off=1", "on=2023-01-01&x=1"])
def test_a_query_that_does_not_fit_is_refused(client, query):
    problem_of(client.get(f"/api/v1/standards?{query}"), 422)


def test_what_arithmetic_leaves_behind_a_number_is_dropped(client):
    """0.1 + 0.2 in a browser is 0.30000000000000004."""
    facts = {"income_yuan_per_month": 800.1 + 0.2}
    situation = {"people": [{"id": "me", "relation": "self", "facts": facts}]}
    assert client.post("/api/v1/assess", json={"situation": situation}).status_code == 200
