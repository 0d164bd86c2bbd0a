"""JSON lines that operators can read and that hold nobody."""

import io
import json
import logging

import pytest
import structlog

from webapp import logs


@pytest.fixture
def written():
    stream = io.StringIO()
    before = logging.root.handlers[:], logging.root.level
    logs.configure(stream)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    structlog.reset_defaults()
    logging.root.handlers[:], logging.root.level = before


def test_each_event_is_one_line_of_json_with_its_moment(written):
    structlog.get_logger().info("turn", facts=["hukou"], count=3)
    (line,) = written()
    assert line["event"] == "turn"
    assert line["at"].endswith("+08:00")


def test_a_request_is_logged_by_endpoint_without_its_address(app, written):
    app.test_client().get("/api/v1/policies/13853300001?name=淄小芳")
    (line,) = written()
    assert (line["endpoint"], line["status"]) == ("api.policy", 404)
    assert "13853300001" not in json.dumps(line)
    assert "淄小芳" not in json.dumps(line, ensure_ascii=False)


def test_a_librarys_warning_is_logged_without_its_text(written):
    logging.getLogger("urllib3").warning("Retrying https://sms.gov.cn?token=4711")
    (line,) = written()
    assert line["logger"] == "urllib3"
    assert "4711" not in json.dumps(line)


def test_a_fault_is_logged_by_kind_and_place_and_answered_politely(own_app, written):
    own_app.testing = False
    own_app.config["PROPAGATE_EXCEPTIONS"] = False
    own_app.guide = None
    answer = own_app.test_client().post("/api/v1/match", json={"text": "俺爹78了"})
    assert (answer.status_code, answer.mimetype) == (500, "application/problem+json")
    fault = next(line for line in written() if line["event"] == "fault")
    assert fault["error"].endswith("Error")
    assert "俺爹" not in json.dumps(written(), ensure_ascii=False)
