"""The JSON door of the mini-program: what is a citizen's own, behind the token of a login.

Each group of routes has its own `routes.py`; all of them are routes of the one blueprint `my`. They take what
the pages take and show what the pages show, as JSON: no door has logic of its own.
"""

from apiflask import APIBlueprint

from webapp.api import parsing

bp = APIBlueprint("my", __name__, url_prefix="/api/v1/my", tag="我的")
bp.before_request(parsing.require_json)
