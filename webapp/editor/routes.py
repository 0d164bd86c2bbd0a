"""The printable sheets, open to everybody: nothing in them is anybody's."""

from flask import Blueprint, current_app, render_template

from webapp import clock
from webapp.editor import sheets
from webapp.problems import Problem

bp = Blueprint("sheets", __name__, url_prefix="/sheets")


@bp.get("/policies/<policy_id>")
def policy(policy_id: str) -> str:
    guide = current_app.guide
    if policy_id not in guide.policies:
        raise Problem(404, "unknown-policy")
    return render_template("editor/policy.html", **sheets.policy_sheet(guide, policy_id, clock.today()))


@bp.get("/groups/<group_id>")
def group(group_id: str) -> str:
    guide = current_app.guide
    if group_id not in guide.groups:
        raise Problem(404, "unknown-group")
    return render_template("editor/group.html", **sheets.group_sheet(guide, group_id, clock.today()))
