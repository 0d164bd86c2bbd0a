"""What the pages of figures share: whose of which month is asked for, and a file to take away."""

from __future__ import annotations

from flask import Response, current_app, g, request

from webapp import clock
from webapp.ledger.desk import forms
from webapp.ledger.figures import Asked


def read_asked() -> tuple[Asked, str]:
    """What is asked for, and the district whose towns are; "" for none."""
    month = forms.parse_month(request.values.get("month", ""), clock.today(), finished=False)
    district = forms.parse_district(current_app.guide, request.values.get("district", ""), g.staff.region)
    return Asked(g.session, current_app.guide, month, g.staff.region, clock.now()), district


def download(content: str, name: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
