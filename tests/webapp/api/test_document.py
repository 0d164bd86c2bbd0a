"""The OpenAPI document against the server it describes, and the other way round."""

import re

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, given, seed, settings
from schemathesis.generation import GenerationMode


def test_the_document_is_of_version_3_1_and_asks_for_bodies(client):
    document = client.get("/openapi.json").json
    assert document["openapi"] == "3.1.0"
    for path in ("match", "assess", "chat"):
        assert document["paths"][f"/api/v1/{path}"]["post"]["requestBody"]["required"] is True


def test_every_route_of_the_door_is_described(app, client):
    described = set(client.get("/openapi.json").json["paths"])
    served = {
        re.sub(r"<(?:int:)?", "{", rule.rule).replace(">", "}")
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(("api.", "my."))
    }
    assert described == served


OPERATIONS = [
    ("POST", "/api/v1/match"),
    ("POST", "/api/v1/assess"),
    ("POST", "/api/v1/chat"),
    ("POST", "/api/v1/status"),
    ("POST", "/api/v1/applications"),
    ("GET", "/api/v1/groups"),
    ("GET", "/api/v1/departments"),
    ("GET", "/api/v1/policies"),
    ("GET", "/api/v1/policies/{policy_id}"),
    ("GET", "/api/v1/policies/{policy_id}/leaflet"),
    ("GET", "/api/v1/standards"),
    ("GET", "/api/v1/regions"),
]


FITTING, NOT_FITTING = GenerationMode.POSITIVE, GenerationMode.NEGATIVE
TAKES_INPUT = [one for one in OPERATIONS if one[0] == "POST" or one[1].endswith(("standards", "policies"))]


@pytest.mark.parametrize(
    ("method", "path", "mode"),
    [(*one, FITTING) for one in OPERATIONS] + [(*one, NOT_FITTING) for one in TAKES_INPUT],
)
def test_the_server_keeps_to_its_document(app, method, path, mode):
    """Made-up requests, fitting and not: no fault, no undescribed status, no answer of another shape."""
    operation = schemathesis.openapi.from_wsgi("/openapi.json", app)[path][method]

    @seed(20261122)
    @settings(max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def hold(case):
        assume(mode is NOT_FITTING or says_what_no_schema_can(case.body))
        case.call_and_validate()

    hold()


def says_what_no_schema_can(body):
    """Ranges begin with their smaller end, ids are unique, nobody is `self` twice."""
    if isinstance(body, list):
        ids = [one.get("id") for one in body if isinstance(one, dict)]
        selves = [one for one in body if isinstance(one, dict) and one.get("relation") == "self"]
        fits = len(ids) == len(set(ids)) and len(selves) <= 1
        return fits and all(says_what_no_schema_can(one) for one in body)
    if isinstance(body, dict):
        ordered = "min" not in body or body["min"] <= body["max"]
        return ordered and all(says_what_no_schema_can(one) for one in body.values())
    return True
