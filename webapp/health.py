"""What operators and load balancers ask: is it up, can it serve, what stands still, what was counted.

A process that can answer citizens is ready, also when something behind it stands still; that is said by name
in `troubles`, so that whoever looks is told the truth and no load balancer takes the last server away.
"""

from flask import Blueprint, Response, current_app, g
from sqlalchemy import text

from webapp import clock, metrics
from webapp.migrating import newest_revision, serves
from webapp.operations.standing import find_standing
from webapp.operations.troubles import find_troubles
from webapp.problems import UPDATING, Problem

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> dict:
    """The process answers, and so does its database."""
    g.session.execute(text("SELECT 1"))
    return {"status": "ok", "database": "ok"}


@bp.get("/readyz")
def readyz() -> dict:
    """Ready to serve: the tables are those of this release or of a later one, and the guide is loaded."""
    _require_tables()
    guide = current_app.guide
    troubles = find_troubles(current_app.settings, find_standing(g.session, clock.now()))
    return {
        "status": "ready",
        "guide": guide.version,
        "policies": len(guide.policies),
        "release": newest_revision(),
        "troubles": troubles,
    }


@bp.get("/metrics")
def counters() -> Response:
    return Response(metrics.render(g.session), content_type="text/plain; version=0.0.4; charset=utf-8")


def _require_tables() -> None:
    found = g.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found is None or not serves(found):
        raise Problem(503, "not-migrated", UPDATING)
