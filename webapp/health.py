"""What operators and load balancers ask: is the process up, can it serve, what has it counted."""

from flask import Blueprint, Response, current_app, g
from sqlalchemy import text

from webapp import metrics
from webapp.migrating import newest_revision
from webapp.problems import Problem

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def healthz() -> dict:
    """The process answers, and so does its database."""
    g.session.execute(text("SELECT 1"))
    return {"status": "ok", "database": "ok"}


@bp.get("/readyz")
def readyz() -> dict:
    """Ready to serve: the tables are those of this release, and the guide is loaded."""
    _require_tables()
    guide = current_app.guide
    return {"status": "ready", "guide": guide.version, "policies": len(guide.policies)}


@bp.get("/metrics")
def counters() -> Response:
    return Response(metrics.render(g.session), content_type="text/plain; version=0.0.4; charset=utf-8")


def _require_tables() -> None:
    found = g.session.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if found != newest_revision():
        raise Problem(503, "not-migrated", "数据表还没有更新好。")
