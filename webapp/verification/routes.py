"""`POST /verification/news {"order"}` → 204, whether or not there is such an order."""

import re

from flask import Blueprint, g, request

from webapp import clock
from webapp.applications import settling
from webapp.db import begin_write
from webapp.problems import Problem

bp = Blueprint("verification", __name__, url_prefix="/verification")
ORDER = re.compile(r"[0-9a-f]{32}")


@bp.post("/news")
def take_news() -> tuple[str, int]:
    """Look at this order next."""
    body = request.get_json(silent=True)
    order = body.get("order") if isinstance(body, dict) else None
    if not isinstance(order, str) or not ORDER.fullmatch(order):
        raise Problem(400, "malformed-news", "要写 order，32 位小写十六进制。")
    begin_write(g.session)
    settling.hurry(g.session, order, clock.now())
    g.session.commit()
    return "", 204
