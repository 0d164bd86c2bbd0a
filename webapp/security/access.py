"""Closed by default: a route answers nobody until it is opened here, or its staff roles are declared.

Doors of staff let in who is signed in with a role that the route names; everything else at them is refused.
The door of the mini-program lets in who carries the token of a login, and shows them what is their own.
A refusal of somebody who is signed in is recorded, in a transaction of its own, after what the request had
begun is rolled back.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from flask import Blueprint, Flask, Response, current_app, g, redirect, request, session, url_for
from werkzeug.wrappers import Response as AnyResponse

from webapp import clock
from webapp.db import begin_write
from webapp.models.staff import Role, StaffSession
from webapp.problems import Problem, render_problem
from webapp.security import audit
from webapp.security.hardening import read_staff_cookie
from webapp.staff import sessions
from webapp.staff.accounts import Staff, to_staff
from webapp.staff.regions import covers
from webapp.staff.sessions import Opened
from webapp.staff.signing_in import Step, next_step
from webapp.wechat.login import visitors

# Doors for everybody. What they show of a person hangs on that person's own session, signature or number.
OPEN_DOORS = frozenset({"h5", "api", "wechat", "login", "sheets", "verification"})
# Single routes for everybody: static files, what operators and programs read, and the way in for staff; none
# shows a person.
OPEN_ROUTES = frozenset(
    {
        "static",
        "health.healthz",
        "health.readyz",
        "health.counters",
        "openapi.spec",
        "staff.sign_in",
        "staff.take_sign_in",
        "staff.set_text_size",
    }
)
# Doors for staff: every route of these blueprints needs roles.
STAFF_DOORS = frozenset({"staff", "casework", "hotline", "ledger"})
ACCOUNTS_DOOR = "staff"
# The door of whoever is logged in to the mini-program: every route needs the token of a login.
BEARER_DOORS = frozenset({"my"})
TOKEN = "staff"
ELSEWHERE = "这一件不归您这里办。"
View = TypeVar("View", bound=Callable)


class Refused(Problem):
    """Somebody on the staff asked for what is not theirs. `subject` is an id or the name of a route."""

    def __init__(self, staff: Staff, subject: str, detail: str = "") -> None:
        super().__init__(403, "refused", detail or "您的岗位不能打开这一页。")
        self.staff, self.subject = staff, subject


def declare(blueprint: Blueprint, *allowed: Role) -> None:
    """The roles for whom the routes of a staff door are, where a route does not name its own."""
    blueprint.staff_roles = frozenset(allowed)


def roles(*allowed: Role) -> Callable[[View], View]:
    """The roles for whom one route is, instead of those of its blueprint. Stands below the route."""
    return _mark("staff_roles", frozenset(allowed))


def halfway(*steps: Step) -> Callable[[View], View]:
    """Mark a route that is open while one of these steps of signing in is missing. Stands below the route.

    `g.staff` is None there until none is; the session and its account are in `g.staff_session`.
    """
    return _mark("open_at_steps", frozenset(steps))


def background(view: View) -> View:
    """Mark a route that a page asks by itself: it does not count as use. Stands below the route."""
    return _mark("is_background", True)(view)


def _mark(name: str, value: object) -> Callable[[View], View]:
    def mark(view: View) -> View:
        setattr(view, name, value)
        return view

    return mark


def is_open(endpoint: str, blueprint: str | None) -> bool:
    return blueprint in OPEN_DOORS or endpoint in OPEN_ROUTES


def roles_of(app: Flask, endpoint: str) -> frozenset[Role]:
    """Who may use a route of a staff door: its own roles, or those of its blueprint, or nobody."""
    blueprint = endpoint.rpartition(".")[0]
    declared = getattr(app.blueprints.get(blueprint), "staff_roles", frozenset())
    return getattr(app.view_functions[endpoint], "staff_roles", declared)


def require_access() -> AnyResponse | None:
    """Before every request: refuse what nobody opened. An unknown address stays a 404."""
    g.staff = g.staff_session = None
    if request.endpoint is None or is_open(request.endpoint, request.blueprint):
        return None
    if request.blueprint in BEARER_DOORS:
        g.visitor = visitors.get_visitor(g.session, request.authorization, clock.now())
        return None
    if request.blueprint not in STAFF_DOORS:
        raise Problem(403, "closed")
    opened = _find_session()
    if opened is None:
        return _ask_to_sign_in()
    return _let_in(_touched(opened))


def _let_in(opened: StaffSession | Opened) -> AnyResponse | None:
    """Set who asks, or lead to the step that is missing, or refuse."""
    view = current_app.view_functions[request.endpoint]
    g.staff_session = opened
    step = next_step(opened)
    if step is not None:
        return None if step in getattr(view, "open_at_steps", ()) else _redirect(url_for(step))
    g.staff = to_staff(opened.account)
    if g.staff.role not in roles_of(current_app, request.endpoint):
        raise Refused(g.staff, f"route:{request.endpoint}"[:80])
    return None


def _find_session() -> StaffSession | Opened | None:
    """Who asks: where accounts are changed as a row that can be, elsewhere to be read alone."""
    find = sessions.find_session if request.blueprint == ACCOUNTS_DOOR else sessions.find_opened
    return find(g.session, session.get(TOKEN), clock.now())


def find_at_desk() -> Staff | None:
    """Who is signed in at the desks of this browser, asked at a page of citizens, where that counts as use.

    None where nobody is, or a step of signing in is missing. Call it with nothing pending.
    """
    opened = sessions.find_opened(g.session, read_staff_cookie().get(TOKEN), clock.now())
    if opened is None or next_step(opened) is not None:
        return None
    return to_staff(_noted(opened).account)


def _noted(opened: Opened) -> Opened:
    """Note the use of a session that is only read here."""
    now, this = clock.now(), opened.id
    if sessions.wants_touch(opened, now):
        begin_write(g.session)
        sessions.touch(g.session, this, now)
        g.session.commit()
    return opened


def _touched(opened: StaffSession | Opened) -> StaffSession | Opened:
    """Note the use, in a transaction of its own, at most once a minute."""
    view = current_app.view_functions[request.endpoint]
    now, this = clock.now(), opened.id
    if hasattr(view, "is_background") or not sessions.wants_touch(opened, now):
        return opened
    begin_write(g.session)
    sessions.touch(g.session, this, now)
    g.session.commit()
    return _find_session() or opened


def _ask_to_sign_in() -> AnyResponse:
    """To the sign-in page, and back to this page afterwards; a script hears 401."""
    if request.accept_mimetypes.best == "application/json":
        raise Problem(401, "sign-in", "登录已经过期，请重新登录。")
    back = {"next": request.path} if request.method == "GET" else {}
    ended = {"ended": "1"} if session.pop(TOKEN, None) is not None else {}
    return _redirect(url_for("staff.sign_in", **back, **ended))


def _redirect(address: str) -> AnyResponse:
    return redirect(address, 303)


def require_region(*, district: str | None, town: str | None, subject: str) -> None:
    """Refuse, and record it, where `g.staff` does not answer for this place. `subject` is the row's id."""
    if not covers(g.staff.region, district=district, town=town):
        raise Refused(g.staff, subject, ELSEWHERE)


def on_refused(refused: Refused) -> Response:
    """Roll back what the request had begun, and record the refusal by itself."""
    begin_write(g.session)
    about = {"subject": refused.subject, "at": clock.now()}
    audit.record_staff(g.session, refused.staff, audit.REFUSED, **about)
    g.session.commit()
    return render_problem(refused)


def init_app(app: Flask) -> None:
    """Comes after the database: who asks is read from it."""
    app.before_request(require_access)
    app.register_error_handler(Refused, on_refused)
