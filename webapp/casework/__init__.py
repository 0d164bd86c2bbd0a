"""The caseworkers' desk, `/casework/`: for town clerks, assistants, districts, the city, bureau leads.

Each task has a package with its own routes, all of them of the one blueprint: `queue` what waits, `file` one
request and its plain steps, `supplementing`, `surveying`, `deciding`, `publishing`, `printing`, `overseeing`
what is late, `verifying` the verification, `needs` what a household needs on six sides, `services` who cares
for whom. What they share: `opening` reads a request within the region and
records it, `acting` turns a press into a step and tells the second of two clerks what has happened.
"""

from flask import Blueprint

from webapp.models.staff import Role
from webapp.security import access
from webapp.staff.desks import Desk
from webapp.staff.roles import CASEWORKERS

# What a household is and has is for who decides on it, and for nobody else at the desk.
DECIDERS = (Role.TOWN, Role.DISTRICT, Role.CITY)

bp = Blueprint("casework", __name__, url_prefix="/casework")
access.declare(bp, *CASEWORKERS)
DESK = Desk(
    "casework",
    "救助经办",
    pages=(
        ("casework.home", "待办"),
        ("casework.notices", "提醒"),
        ("casework.warnings", "预警"),
        ("casework.show_overdue", "逾期"),
        ("casework.rechecks", "复查"),
        ("casework.transfers", "转办"),
        ("casework.show_services", "服务"),
        ("casework.breaches", "承诺"),
        ("casework.corrections", "纠错"),
        ("casework.show_fund", "备用金"),
    ),
)
