"""Closed by default: a route answers nobody until it stands in one of these two short lists."""

from flask import Flask, request

from webapp.problems import Problem

# Doors for everybody. What they show of a person hangs on that person's own session, signature or number.
OPEN_DOORS = frozenset({"h5", "api", "wechat", "login", "sheets"})
# Single routes for everybody: static files, and what operators and programs read; none shows a person.
OPEN_ROUTES = frozenset({"static", "health.healthz", "health.readyz", "health.counters", "openapi.spec"})


def is_open(endpoint: str, blueprint: str | None) -> bool:
    return blueprint in OPEN_DOORS or endpoint in OPEN_ROUTES


def require_open_route() -> None:
    """Before every request: refuse a route that nobody opened. An unknown address stays a 404."""
    if request.endpoint is not None and not is_open(request.endpoint, request.blueprint):
        raise Problem(403, "closed")


def init_app(app: Flask) -> None:
    app.before_request(require_open_route)
