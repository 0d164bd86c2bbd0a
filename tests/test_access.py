"""Closed by default: every route is walked, and the open ones stand in a short list."""

import pytest
from flask import Blueprint

from webapp.app import create_app
from webapp.security import access

# Doors whose every route is for citizens, and single routes for operators and programs.
OPEN = {"h5", "api", "wechat", "login", "sheets"}
OPEN_ROUTES = {"static", "health.healthz", "health.readyz", "health.counters", "openapi.spec"}


def test_the_open_doors_are_the_ones_that_were_decided():
    assert access.OPEN_DOORS == OPEN
    assert access.OPEN_ROUTES == OPEN_ROUTES


def test_every_route_belongs_to_an_open_door_or_is_listed(app):
    closed = [
        rule.rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint not in OPEN_ROUTES and rule.endpoint.rpartition(".")[0] not in OPEN
    ]
    assert closed == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_route_that_nobody_opened_answers_nobody(settings, guide, method):
    desk = Blueprint("desk", __name__, url_prefix="/desk")
    desk.add_url_rule("/people", "people", lambda: "王秀兰", methods=["GET", "POST"])
    app = create_app(settings, guide)
    app.register_blueprint(desk)
    answer = getattr(app.test_client(), method)("/desk/people")
    assert answer.status_code in {400, 403}
    assert "王秀兰" not in answer.text
    app.engine.dispose()


def test_an_unknown_address_is_not_found_rather_than_closed(client):
    assert client.get("/nowhere").status_code == 404
    assert client.get("/api/v1/nowhere").status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/v1/groups", "/openapi.json"])
def test_every_answer_carries_the_protecting_headers(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
