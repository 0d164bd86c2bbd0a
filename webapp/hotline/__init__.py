"""The desk of the 12345 hotline: `/hotline/`, for agents and their supervisors."""

from flask import Blueprint

from webapp.security import access
from webapp.staff.desks import Desk
from webapp.staff.roles import AGENTS

bp = Blueprint("hotline", __name__, url_prefix="/hotline")
access.declare(bp, *AGENTS)
DESK = Desk(
    "hotline",
    "12345 话务台",
    pages=(
        ("hotline.home", "接电话"),
        ("hotline.ticket_queue", "工单"),
        ("hotline.list_handovers", "转人工"),
        ("hotline.look_up", "查进度"),
        ("hotline.search_guide", "找条款"),
        ("hotline.samples", "抽查"),
    ),
)
