"""From the request to the job: one id in the log of both."""

import io
import json
import logging

import pytest
import structlog
from sqlalchemy import select

from tests.builders import make_push
from tests.webapp.test_jobs import Fake
from webapp import clock, jobs, logs, tracing
from webapp.models import Channel, InboxRow, OutboxRow, OutboxState


@pytest.fixture
def written():
    stream = io.StringIO()
    before = logging.root.handlers[:], logging.root.level
    logs.configure(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()
    logging.root.handlers[:], logging.root.level = before


def test_what_a_request_leaves_carries_its_id_to_the_line_of_the_worker(session, written):
    now = clock.now()
    tracing.follow("a-request-of-the-tests")
    message = {"channel": Channel.SMS, "recipient": "13800000001", "body": "有新进展"}
    session.add(OutboxRow(cause="request:1", created_at=now, due_at=now, **message))
    session.commit()
    tracing.follow("another-request")
    jobs.send_due(session, {Channel.SMS: Fake()})
    (line,) = [one for one in written() if one["event"] == "outbox"]
    assert (line["trace"], line["state"]) == ("a-request-of-the-tests", OutboxState.SENT)


def test_a_push_of_wechat_and_its_turn_in_another_thread_have_one_id(app, session, written):
    env = {"WECHAT_TOKEN": app.settings.wechat_tokens[0]}
    query, body = make_push(env, int(clock.now().timestamp()))
    answer = app.test_client().post("/wechat", query_string=query, data=body)
    assert answer.status_code == 200
    trace = answer.headers["X-Request-ID"]
    assert session.scalars(select(InboxRow.trace)).all() == [trace]
    assert {one["trace"] for one in written() if one["event"] == "request"} == {trace}
