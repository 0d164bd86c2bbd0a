"""Closed by default: every route is walked; each is open, or for staff of roles that it names."""

import contextlib

import pytest
from flask import Blueprint
from sqlalchemy import select

from tests.builders import make_settings
from tests.colleagues import add_colleague
from webapp.app import create_app
from webapp.db import make_sessions
from webapp.models import AuditRow, Role
from webapp.security import access
from webapp.staff.signing_in import Step

# Doors whose every route is for citizens, single routes for operators and programs, and the way in for staff.
OPEN = {"h5", "api", "wechat", "login", "sheets", "verification"}
OPEN_ROUTES = {
    "static", "health.healthz", "health.readyz", "health.counters", "openapi.spec",
    "staff.sign_in", "staff.take_sign_in", "staff.set_text_size",
}  # fmt: skip
STAFF = {"staff", "casework", "hotline", "ledger"}
# For whoever carries the token of a login; tests/webapp/api/my/test_logins.py walks its routes.
BEARER = {"my"}
# What somebody may open who has signed in but for one step, beside the page of that step.
ALWAYS = {"staff.sign_out", "staff.stay", "staff.session_left"}
FOR_STEPS = {
    "staff.show_second_factor", "staff.take_second_factor", "staff.show_password", "staff.take_password",
    "staff.show_set_up", "staff.take_set_up",
}  # fmt: skip
METHODS = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def house(tmp_path_factory, guide, migrated_sqlite):
    """One app for all walks."""
    place = tmp_path_factory.mktemp("access")
    (place / "test.db").write_bytes(migrated_sqlite)
    made = create_app(make_settings(place), guide)
    yield made
    made.engine.dispose()


@pytest.fixture(scope="module")
def at_desk(house):
    """A browser for each role, signed in."""
    browsers = {}
    for role in Role:
        browsers[role] = house.test_client()
        answer = add_colleague(house, role).sign_in(browsers[role])
        assert answer.status_code == 200 and "退出" in answer.text, role
    return browsers


def staff_routes(app):
    """(endpoint, method, address) of every route that is not open; names in addresses are made up."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_ROUTES or rule.endpoint.rpartition(".")[0] in OPEN | BEARER:
            continue
        values = {name: made_up(rule, name) for name in rule.arguments}
        for method in rule.methods & METHODS:
            yield rule.endpoint, method, adapter.build(rule.endpoint, values, method=method)


def made_up(rule, name):
    return 1 if "Integer" in type(rule._converters[name]).__name__ else "x"


def test_the_open_doors_are_the_ones_that_were_decided():
    assert access.OPEN_DOORS == OPEN
    assert access.OPEN_ROUTES == OPEN_ROUTES
    assert access.STAFF_DOORS == STAFF
    assert access.BEARER_DOORS == BEARER


def test_every_route_is_open_or_for_staff_with_declared_roles(house):
    closed = {endpoint for endpoint, _, _ in staff_routes(house)}
    assert closed
    assert {one.rpartition(".")[0] for one in closed} <= STAFF
    assert [one for one in closed if not access.roles_of(house, one)] == []


def test_every_staff_route_leads_whoever_is_not_signed_in_to_the_sign_in_page(house):
    for endpoint, method, address in staff_routes(house):
        answer = house.test_client().open(address, method=method)
        assert (answer.status_code, answer.location.split("?")[0]) == (303, "/staff/sign-in"), endpoint


def test_every_staff_route_tells_a_script_that_nobody_is_signed_in(house):
    for endpoint, method, address in staff_routes(house):
        answer = house.test_client().open(address, method=method, headers={"Accept": "application/json"})
        assert (answer.status_code, answer.mimetype) == (401, "application/problem+json"), endpoint


def test_every_staff_route_refuses_every_role_that_it_does_not_name(house, at_desk):
    refused = 0
    for endpoint, method, address in staff_routes(house):
        for role in set(Role) - access.roles_of(house, endpoint):
            answer = at_desk[role].open(address, method=method)
            assert answer.status_code == 403, (endpoint, method, role)
            refused += 1
    assert refused >= 9, "three roles at the hotline, six at casework at least"


@pytest.mark.parametrize("step", list(Step))
def test_nobody_gets_past_a_step_of_signing_in_that_is_missing(house, step):
    client = missing(house, step)
    for endpoint, method, address in staff_routes(house):
        answer = client.open(address, method=method)
        mine = step in getattr(house.view_functions[endpoint], "open_at_steps", ())
        assert mine == (endpoint in ALWAYS or (endpoint in FOR_STEPS and step_of(endpoint) is step)), endpoint
        if not mine:
            assert (answer.status_code, answer.location) == (303, house.url_map.bind("").build(step)), (
                endpoint
            )
        elif endpoint == "staff.sign_out":
            client = missing(house, step)


def missing(app, step):
    """A browser behind the sign-in page, with `step` still to do."""
    kinds = {
        Step.SECOND_FACTOR: {"role": Role.CITY},
        Step.PASSWORD: {"role": Role.TOWN, "fresh": True},
        Step.SET_UP: {"role": Role.CITY, "phone": False},
    }
    colleague, client = add_colleague(app, **kinds[step]), app.test_client()
    colleague.secret, colleague.code = None, lambda: "000000"
    colleague.sign_in(client)
    return client


def step_of(endpoint):
    page = "staff.show_" + endpoint.partition("_")[2]
    return Step(page)


def test_the_page_is_shown_to_a_role_that_it_names(at_desk):
    assert at_desk[Role.TOWN].get("/casework/").status_code == 200
    assert at_desk[Role.AGENT].get("/hotline/").status_code == 200
    assert at_desk[Role.EDITOR].get("/staff/").status_code == 200


@pytest.fixture
def with_routes(settings, guide, tmp_path, migrated_sqlite):
    """An app to which a desk's routes are added later."""
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    with contextlib.ExitStack() as stack:

        def make(**views):
            app = create_app(settings, guide)
            stack.callback(app.engine.dispose)
            for name, view in views.items():
                app.add_url_rule(f"/casework/{name}", f"casework.{name}", view)
            return app

        yield make


def test_a_route_added_to_a_desk_is_for_the_roles_of_the_desk(with_routes):
    app = with_routes(later=lambda: "王秀兰")
    clerk, agent = app.test_client(), app.test_client()
    add_colleague(app, Role.TOWN).sign_in(clerk)
    add_colleague(app, Role.AGENT).sign_in(agent)
    assert clerk.get("/casework/later").text == "王秀兰"
    assert agent.get("/casework/later").status_code == 403


def test_a_route_for_which_no_role_is_named_answers_nobody(with_routes):
    app = with_routes(nobody=access.roles()(lambda: "王秀兰"))
    for role in Role:
        client = app.test_client()
        add_colleague(app, role).sign_in(client)
        answer = client.get("/casework/nobody")
        assert (answer.status_code, "王秀兰" in answer.text) == (403, False)


def test_a_refusal_is_recorded_by_itself(house):
    colleague, client = add_colleague(house, Role.AGENT), house.test_client()
    colleague.sign_in(client)
    assert client.get("/casework/").status_code == 403
    with make_sessions(house.engine)() as session:
        rows = session.scalars(select(AuditRow).where(AuditRow.actor == f"staff:{colleague.id}")).all()
    last = rows[-1]
    assert (last.action, last.subject) == ("refused", "route:casework.home")
    assert (last.role, last.region) == ("agent", "zibo")


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
    for path in ("/nowhere", "/api/v1/nowhere", "/casework/nowhere"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/api/v1/groups", "/openapi.json", "/staff/sign-in"])
def test_every_answer_carries_the_protecting_headers(client, path):
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "no-store"
