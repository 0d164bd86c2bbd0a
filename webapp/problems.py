"""One shape for every error: RFC 9457 problem+json at JSON doors, a kind page for people.

Nothing that was sent comes back: titles and details are ours, and pointers name only known places.
"""

import errno
from http import HTTPStatus

import structlog
from apiflask.exceptions import HTTPError
from flask import Flask, Response, g, json, render_template, request
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError, ProgrammingError
from werkzeug.exceptions import HTTPException

from webapp.db import is_full, lacks_tables
from webapp.languages import shown, shown_all
from webapp.metrics import NO_ROOM as NO_ROOM_COUNT
from webapp.security.hardening import is_staff_door

JSON_DOORS = ("/api/",)
JSON_ROUTES = frozenset(
    {"/wechat", "/wechat/login", "/verification/news", "/healthz", "/readyz", "/metrics", "/openapi.json"}
)
PROBLEM_TYPE = "urn:zizhuni:problem:"
DETAILS = {
    400: "请求的格式不对，服务器没有读懂。",
    401: "请先登录。",
    403: "这里不能直接打开。",
    404: "地址可能写错了，也可能已经挪走了。",
    405: "这个地址不支持这种请求方式。",
    409: "这一步刚刚变过了，请再看一遍。",
    413: "发来的内容太大了。",
    415: "请用 JSON 格式发送。",
    422: "发来的内容有几处不对，请按说明改一下。",
    429: "您点得太快了，请过一会儿再试。",
    500: "系统出了点问题，我们会尽快处理。请稍后再试。",
    503: "现在有点忙，请稍后再试。",
}
PAGE_TITLES = {
    400: "这一步没有成功",
    403: "这里不能直接打开",
    404: "没有找到这一页",
    405: "这一步没有成功",
    409: "刚刚变过了",
    410: "这个链接过期了",
    413: "发来的内容太大了",
    429: "请稍等一下",
}
SLUG_TITLES = {"look-up-first": "先用编号查一查"}
RETRY_SECONDS = "60"
UPDATING = "系统正在更新，请过几分钟再来；急的话打 12345。"
NO_ROOM = "系统这会儿存不下东西，刚才这一步没有记下来。请过一会儿再试；急的话打 12345。"
FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
log = structlog.get_logger()


class Problem(Exception):
    """What went wrong, in one shape for every door.

    `slug` names the kind of problem for programs, `detail` says it to a person, `errors` lists places:
    `{"pointer": "/situation/people/0", "detail": "…"}`. Never put in what was sent.
    """

    def __init__(self, status: int, slug: str, detail: str = "", errors: list[dict] | None = None) -> None:
        self.status = status
        self.slug = slug
        self.detail = detail or DETAILS.get(status, DETAILS[400])
        self.errors = errors
        super().__init__(slug)

    def to_json(self) -> dict:
        body = {
            "type": PROBLEM_TYPE + self.slug,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": shown(self.detail),
        }
        return body | ({"errors": shown_all(self.errors)} if self.errors else {})


TROUBLES = (
    ("no_room", is_full, Problem(503, "no-room", NO_ROOM)),
    ("not_migrated", lacks_tables, Problem(503, "not-migrated", UPDATING)),
    ("database_unavailable", lambda error: isinstance(error, OperationalError), Problem(503, "busy")),
)


def is_json_door() -> bool:
    """Whether a program reads the answer; at the desks it says so by what it accepts."""
    if is_staff_door():
        return request.accept_mimetypes.best == "application/json"
    return request.path.startswith(JSON_DOORS) or request.path in JSON_ROUTES


def render_problem(problem: Problem) -> Response:
    """The problem as the door of this request shows it."""
    if is_json_door():
        body = json.dumps(problem.to_json())
        return Response(body, problem.status, content_type="application/problem+json")
    title = SLUG_TITLES.get(problem.slug) or PAGE_TITLES.get(problem.status, "暂时出了点问题")
    template = "desk/problem.html" if is_staff_door() else "problem.html"
    # What stands in the address is input too: larger type leads home from here, not back.
    page = render_template(template, problem=problem, title=title, here="/")
    return Response(page, problem.status)


def on_problem(problem: Problem) -> Response:
    return render_problem(problem)


def on_csrf_error(_error: CSRFError) -> Response:
    return render_problem(Problem(400, "form-expired", "这一页放得太久了，请返回上一页再试一次。"))


def on_http_exception(error: HTTPException) -> Response:
    """Werkzeug's own errors, with the headers that belong to them (Allow, Retry-After)."""
    if error.code is None or error.code < 400:
        return error.get_response()
    response = render_problem(Problem(error.code, _slug(error.code)))
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers.add(name, value)
    if error.code == 429:
        response.headers.setdefault("Retry-After", RETRY_SECONDS)
    return response


def on_invalid_input(error: HTTPError) -> Response:
    """What a schema refused. `problems_of` has already made the places safe to show."""
    cause = error.__cause__
    errors = problems_of(cause) if isinstance(cause, ValidationError) else None
    return render_problem(Problem(error.status_code, _slug(error.status_code), errors=errors))


def problems_of(error: ValidationError) -> list[dict]:
    """Every place that a schema refused. A key that nobody knows is input too, and is not repeated."""
    found = []
    for entry in error.errors(include_input=False, include_url=False, include_context=False):
        unknown = entry["type"] == "extra_forbidden"
        places = entry["loc"][:-1] if unknown else entry["loc"]
        pointer = "".join(f"/{place}" for place in places)
        found.append({"pointer": pointer, "detail": "不认识的字段" if unknown else entry["msg"]})
    return found


def on_database_trouble(error: OperationalError | ProgrammingError) -> Response:
    """Locked, full, gone or not migrated: the citizen tries again, the operator reads what it is."""
    for event, is_so, problem in TROUBLES:
        if is_so(error):
            log.error(event, error=type(error.orig).__name__, endpoint=request.endpoint)
            if is_so is is_full:
                NO_ROOM_COUNT.inc()
            _roll_back()
            return _ask_to_wait(problem)
    return on_fault(error)


def on_file_trouble(error: OSError) -> Response:
    """A file that cannot grow is told as a full database is; anything else is a fault."""
    if error.errno not in FULL:
        return on_fault(error)
    log.error("no_room", error=type(error).__name__, where=_where(error), endpoint=request.endpoint)
    NO_ROOM_COUNT.inc()
    _roll_back()
    return _ask_to_wait(Problem(503, "no-room", NO_ROOM))


def _ask_to_wait(problem: Problem) -> Response:
    response = render_problem(problem)
    response.headers["Retry-After"] = RETRY_SECONDS
    return response


def on_fault(error: Exception) -> Response:
    """The catch-all: log the kind and the place, say sorry, show nothing."""
    log.error("fault", error=type(error).__name__, where=_where(error), endpoint=request.endpoint)
    _roll_back()
    return render_problem(Problem(500, "fault"))


def _roll_back() -> None:
    if "session" in g:
        g.session.rollback()


def _where(error: BaseException) -> str:
    """File and line of the innermost frame: enough to find it, and free of values."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace is not None else "?"


def _slug(status: int) -> str:
    return HTTPStatus(status).phrase.lower().replace(" ", "-").replace("'", "")


def init_app(app: Flask) -> None:
    app.register_error_handler(Problem, on_problem)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(HTTPError, on_invalid_input)
    app.register_error_handler(HTTPException, on_http_exception)
    app.register_error_handler(OperationalError, on_database_trouble)
    app.register_error_handler(ProgrammingError, on_database_trouble)
    app.register_error_handler(OSError, on_file_trouble)
    app.register_error_handler(Exception, on_fault)
