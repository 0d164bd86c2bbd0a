"""What every request and every answer has to pass: size, CSRF, rates, headers, cookies."""

from collections.abc import Callable
from http import HTTPStatus
from typing import TypeVar

from flask import Flask, Response, current_app, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_wtf import CSRFProtect
from itsdangerous import BadSignature, URLSafeTimedSerializer
from werkzeug.middleware.proxy_fix import ProxyFix

from webapp.security import rates
from webapp.settings import Settings

BODY_LIMIT = 64 * 1024
# Of a body that is refused, this much is read and dropped: a server that closes while a client still sends
# takes away the refusal itself, and the next request on the connection.
DROPPED_BYTES = 4 * 1024 * 1024
PART_BYTES = 64 * 1024
UPLOAD_BYTES = 1024 * 1024
# Doors that carry no cookie: a forged form of another site has nothing to misuse there.
COOKIELESS_DOORS = ("api", "my", "wechat", "login", "health", "verification")
# Pages of staff. Their cookie, with sign-in and CSRF token, is another than that of the citizens' pages.
STAFF_PATHS = ("/staff/", "/casework/", "/hotline/", "/ledger/")
STAFF_COOKIE = "zizhuni_staff"
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
REFUSED_UNREAD = (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.SERVICE_UNAVAILABLE)
View = TypeVar("View", bound=Callable)


def body_limit(size: int) -> Callable[[View], View]:
    """Mark a view that takes a larger body than 64 KiB, such as a drawn signature. Stands below the route.

    From a megabyte on it is an upload, of which a process receives a few at a time.
    """

    def mark(view: View) -> View:
        view.body_limit = size
        view.takes_upload = size >= UPLOAD_BYTES
        return view

    return mark


def is_staff_door() -> bool:
    return request.path.startswith(STAFF_PATHS)


class DoorCookies(SecureCookieSessionInterface):
    """One cookie for citizens and one for staff, so that in one browser neither disturbs the other."""

    signer: URLSafeTimedSerializer | None = None

    def get_cookie_name(self, app: Flask) -> str:
        return STAFF_COOKIE if is_staff_door() else super().get_cookie_name(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Made once: the secret key of an app does not change."""
        if self.signer is None:
            self.signer = super().get_signing_serializer(app)
        return self.signer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Where there is no cookie to be set, which is most of the time, none is described either."""
        if self.should_set_cookie(app, session):
            super().save_session(app, session, response)
        elif session.accessed:
            response.vary.add("Cookie")


def read_staff_cookie() -> dict[str, object]:
    """What the cookie of the desks holds, read at a page of citizens; empty where it is not in order."""
    reader = current_app.session_interface.get_signing_serializer(current_app)
    longest = int(current_app.permanent_session_lifetime.total_seconds())
    try:
        return reader.loads(request.cookies.get(STAFF_COOKIE, ""), max_age=longest)
    except BadSignature:
        return {}


def limit_body() -> None:
    """Before anything reads the body: the limit of this route, 64 KiB unless it says otherwise."""
    view = current_app.view_functions.get(request.endpoint or "")
    request.max_content_length = getattr(view, "body_limit", BODY_LIMIT)
    request.max_form_memory_size = request.max_content_length


def drop_refused_body(response: Response) -> Response:
    if response.status_code in REFUSED_UNREAD:
        stream = request.environ["wsgi.input"]
        for _ in range(max(DROPPED_BYTES, 3 * (request.max_content_length or 0)) // PART_BYTES):
            if not stream.read(PART_BYTES):
                break
    return response


def add_headers(response: Response) -> Response:
    """What a route set itself stays. All are looked through once, not once for each header."""
    present = {name.lower() for name, _ in response.headers}
    for name, value in HEADERS.items():
        if name.lower() not in present:
            response.headers.add(name, value)
    if request.endpoint != "static":
        response.headers.setdefault("Cache-Control", "no-store")
    if request.is_secure:
        response.headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
    return response


def configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        MAX_FORM_PARTS=500,
        SESSION_COOKIE_NAME="zizhuni",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=not settings.demo,
        # Set when it changes: its days count from its first (`sessions`), however often it is used.
        SESSION_REFRESH_EACH_REQUEST=False,
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )
    app.session_interface = DoorCookies()
    app.before_request(limit_body)
    app.after_request(add_headers)
    app.after_request(drop_refused_body)
    if settings.proxy_hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxy_hops, x_proto=settings.proxy_hops)


def protect(app: Flask, settings: Settings, most: int = rates.MOST) -> None:
    """CSRF and rates. Comes after the blueprints, some of which are exempt."""
    csrf = CSRFProtect(app)
    rates.init_app(app, settings, most)
    for name in COOKIELESS_DOORS:
        csrf.exempt(app.blueprints[name])
