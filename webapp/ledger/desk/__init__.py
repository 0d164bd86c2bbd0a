"""The desk of the ledger, `/ledger/`: gaps for editors, figures for bureau leads."""

from flask import Blueprint

from webapp.staff.desks import Desk

bp = Blueprint("ledger", __name__, url_prefix="/ledger")
DESK = Desk(
    "ledger",
    "需求与缺口",
    pages=(
        ("ledger.list_gaps", "没答上来的"),
        ("ledger.show_figures", "数字"),
        ("ledger.show_services", "服务供需"),
    ),
)
