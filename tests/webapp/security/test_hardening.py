"""Floods, forged forms, large bodies: stopped before a route sees them."""

import io

import pytest
from flask import Blueprint, Flask, request
from redis import Redis

from tests.builders import make_key, make_settings
from webapp import problems
from webapp.languages import templates
from webapp.security import hardening, rates

NOBODY_LISTENS = "redis://127.0.0.1:1/0"


@pytest.fixture
def make_app(tmp_path):
    """A small app with one route a door, and a rate of three a minute."""

    def make(**changes):
        settings = make_settings(tmp_path, **changes)
        app = Flask("webapp")
        app.jinja_environment = templates.Environment
        hardening.configure(app, settings)
        problems.init_app(app)
        for name in {*hardening.COOKIELESS_DOORS, *rates.UNLIMITED_DOORS, "h5"}:
            door = Blueprint(name, __name__, url_prefix=f"/{name}")
            door.add_url_rule("/say", "say", say, methods=["GET", "POST"])
            app.register_blueprint(door)
        app.jinja_env.globals |= {"asset": lambda name: name, "seconds_left": lambda: 0}
        hardening.protect(app, settings, most=3)
        return app

    return make


def say():
    return f"{len(request.get_data())} bytes from {request.remote_addr}"


@pytest.mark.parametrize("redis_url", ["memory://", NOBODY_LISTENS])
def test_a_flood_from_one_address_is_stopped_also_without_redis(make_app, redis_url):
    client = make_app(REDIS_URL=redis_url).test_client()
    answers = [client.get("/api/say") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].headers["Retry-After"] == "60"


def test_rates_are_shared_through_redis(make_app):
    url, key = "redis://127.0.0.1:6379/9", make_key()
    first, second = (make_app(REDIS_URL=url, INDEX_KEY=key) for _ in range(2))
    Redis.from_url(url).flushdb()
    codes = [app.test_client().get("/api/say").status_code for app in (first, second, first, second)]
    assert codes == [200, 200, 200, 429]


def test_wechat_health_and_an_office_of_agents_are_not_counted(make_app):
    client = make_app().test_client()
    for door in ("wechat", "health", "hotline"):
        assert {client.get(f"/{door}/say").status_code for _ in range(6)} == {200}


def test_a_form_without_its_token_is_refused_and_json_doors_are_not_asked_for_one(make_app):
    client = make_app().test_client()
    assert client.post("/api/say", data=b"{}").status_code == 200
    assert client.post("/wechat/say", data=b"<xml/>").status_code == 200
    answer = client.post("/h5/say", data={"name": "王秀兰"})
    assert answer.status_code == 400
    assert "王秀兰" not in answer.text


@pytest.mark.parametrize("chunked", [False, True])
def test_a_body_over_64_kilobytes_is_refused_with_and_without_its_length(make_app, chunked):
    client = make_app().test_client()
    body = b"x" * (hardening.BODY_LIMIT + 1)
    extra = {"environ_overrides": {"wsgi.input_terminated": True}} if chunked else {}
    assert client.post("/api/say", data=body, **extra).status_code == 413


def test_a_marked_view_takes_more(make_app):
    app = make_app()
    large = Blueprint("large", __name__)
    large.add_url_rule("/large", "large", hardening.body_limit(200_000)(lambda: say()), methods=["POST"])
    app.extensions["csrf"].exempt(large)
    app.register_blueprint(large)
    assert app.test_client().post("/large", data=b"x" * 150_000).status_code == 200
    assert app.test_client().post("/large", data=b"x" * 250_000).status_code == 413


def test_a_proxy_names_the_client_only_where_it_is_trusted(make_app):
    headers = {"X-Forwarded-For": "203.0.113.7"}
    plain = make_app().test_client().get("/api/say", headers=headers).text
    behind = make_app(PROXY_HOPS="1").test_client().get("/api/say", headers=headers).text
    assert (plain, behind) == ("0 bytes from 127.0.0.1", "0 bytes from 203.0.113.7")


def test_cookies_are_for_the_server_alone(make_app):
    app = make_app()
    assert app.config["SESSION_COOKIE_HTTPONLY"] is True
    assert app.config["SESSION_COOKIE_SAMESITE"] == "Lax"


def test_a_refused_body_is_read_away_so_that_its_sender_hears_why(make_app):
    body = io.BytesIO(b"x" * 1_000_000)
    sent = {"wsgi.input": body, "CONTENT_LENGTH": "1000000", "REQUEST_METHOD": "POST"}
    answer = make_app().test_client().open("/api/say", environ_overrides=sent)
    assert (answer.status_code, body.read()) == (413, b"")
