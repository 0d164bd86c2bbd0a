"""The health page tells the truth, and what is counted is what happened."""

import re
from datetime import timedelta

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.builders import make_env
from tests.webapp.test_jobs import queue
from webapp import clock, jobs
from webapp.app import create_app
from webapp.models import Gap, GapRow, GapState
from webapp.operations import standing
from webapp.settings import Settings


def troubles(client):
    return client.get("/readyz").json["troubles"]


def test_a_process_is_ready_and_says_what_stands_still_behind_it(client, session):
    assert troubles(client) == ["worker"]
    jobs.watch(session, {"sms": "http://127.0.0.1:9"}, clock.now())
    assert troubles(client) == ["gateway:sms"]
    queue(session, due_at=clock.now() - timedelta(minutes=6))
    assert troubles(client) == ["gateway:sms", "outbox"]


def test_a_redis_that_is_gone_is_a_trouble_and_the_pages_go_on(guide, tmp_path, migrated_sqlite):
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    gone = create_app(Settings.from_env(make_env(tmp_path, REDIS_URL="redis://127.0.0.1:1/0")), guide)
    client = gone.test_client()
    assert "redis" in troubles(client)
    assert client.get("/").status_code == 200
    gone.engine.dispose()


def test_a_disk_without_room_is_a_trouble(client, monkeypatch):
    monkeypatch.setattr("webapp.operations.troubles.LEAST_ROOM_BYTES", 2**63)
    assert "disk" in troubles(client)


@pytest.mark.parametrize(
    ("tables", "status"), [("9999_of_the_next_release", 200), ("0001_create_tables", 503)]
)
def test_tables_of_a_later_release_serve_and_those_of_an_earlier_do_not(app, session, tables, status):
    session.connection().exec_driver_sql(f"UPDATE alembic_version SET version_num = '{tables}'")
    session.commit()
    assert app.test_client().get("/readyz").status_code == status


def read(client):
    """Every sample of /metrics: name and labels to value."""
    families = text_string_to_metric_families(client.get("/metrics").text)
    return {
        (one.name, *sorted(one.labels.items())): one.value for family in families for one in family.samples
    }


def matched(samples, found):
    return samples.get(("zizhuni_matches_total", ("door", "api"), ("found", found)), 0)


def test_turns_and_what_they_were_matched_to_are_counted(client):
    before = read(client)
    for text in ("俺爹今年78了，瘫在炕上三年，没有退休金，家里就俺种地", "楼下的路灯坏了", "不想活了"):
        assert client.post("/api/v1/chat", json={"text": text}).status_code == 200
    after = read(client)
    turns = ("zizhuni_turns_total", ("door", "api"))
    assert after[turns] - before.get(turns, 0) == 3
    for found in ("policies", "no-match", "urgent"):
        assert matched(after, found) - matched(before, found) == 1, found


def test_what_waits_and_what_is_unanswered_is_shown_with_its_age(client, session):
    now = clock.now()
    queue(session, due_at=now - timedelta(minutes=2))
    gap = GapRow(at=now, day=now.date(), door="api", gap=Gap.NO_POLICY, state=GapState.OPEN)
    session.add(gap)
    session.commit()
    jobs.watch(session, {"sms": "http://127.0.0.1:9"}, now)
    samples = read(client)
    assert 120 <= samples[("zizhuni_outbox_waiting_seconds", ("channel", "sms"))] < 180
    assert samples[("zizhuni_gaps", ("gap", "no-policy"), ("state", "open"))] == 1
    assert samples[("zizhuni_gateway_up", ("gateway", "sms"))] == 0
    assert 0 <= samples[("zizhuni_worker_beat_seconds",)] < 60
    for kind in ("request", "ticket"):
        for when in (standing.OVERDUE, standing.TODAY, standing.LATER):
            assert samples[("zizhuni_deadlines", ("kind", kind), ("when", when))] == 0


def test_every_answer_names_its_request(client):
    first, second = (client.get("/").headers["X-Request-ID"] for _ in range(2))
    assert re.fullmatch("[0-9a-f]{32}", first) and first != second


@pytest.mark.parametrize(
    ("hops", "given", "is_taken"),
    [
        ("1", "a1b2c3d4e5f6", True),
        ("0", "a1b2c3d4e5f6", False),
        ("1", 'x" forged="1', False),
        ("1", "a" * 65, False),
    ],
)
def test_the_id_of_our_own_proxy_is_taken_and_nothing_that_could_forge_a_line(
    app, guide, tmp_path, hops, given, is_taken
):
    behind = create_app(Settings.from_env(make_env(tmp_path, PROXY_HOPS=hops)), guide)
    told = behind.test_client().get("/", headers={"X-Request-ID": given}).headers["X-Request-ID"]
    behind.engine.dispose()
    assert (told == given) is is_taken
