"""A policy that is applied for elsewhere, on one sheet to take along: who, where, what to bring."""

from flask import current_app, render_template

from webapp import clock
from webapp.h5 import bp
from webapp.pages.leaflet import ELSEWHERE, make_page
from webapp.problems import Problem


@bp.get("/policies/<policy_id>/slip")
def slip(policy_id: str) -> str:
    guide = current_app.guide
    policy = guide.policies.get(policy_id)
    if policy is None or policy.filing != ELSEWHERE:
        raise Problem(404, "unknown-slip")
    partners = [guide.departments[one].name for one in policy.partners if one in guide.departments]
    page = make_page(guide, policy_id, clock.today())
    return render_template("h5/slip.html", page=page, partners=partners, today=clock.now())
