"""One shape for every error: RFC 9457 problem+json at JSON doors, a kind page for people.

Nothing that was sent comes back: titles and details are ours, and pointers name only known places.
"""

from http import HTTPStatus

import structlog
from apiflask.exceptions import HTTPError
from flask import Flask, Response, g, json, render_template, request
from flask_wtf.csrf import CSRFError
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

JSON_DOORS = ("/api/",)
JSON_ROUTES = frozenset({"/wechat", "/wechat/login", "/healthz", "/readyz", "/metrics", "/openapi.json"})
PROBLEM_TYPE = "urn:zizhuni:problem:"
DETAILS = {
    400: "请求的格式不对，服务器没有读懂。",
    403: "这里不能直接打开。",
    404: "没有找到您要的内容。",
    405: "这个地址不支持这种请求方式。",
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
    410: "这个链接过期了",
    413: "发来的内容太大了",
    429: "请稍等一下",
}
RETRY_SECONDS = "60"
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
            "detail": self.detail,
        }
        return body | ({"errors": self.errors} if self.errors else {})


def is_json_door() -> bool:
    return request.path.startswith(JSON_DOORS) or request.path in JSON_ROUTES


def render_problem(problem: Problem) -> Response:
    """The problem as the door of this request shows it."""
    if is_json_door():
        body = json.dumps(problem.to_json())
        return Response(body, problem.status, content_type="application/problem+json")
    title = PAGE_TITLES.get(problem.status, "暂时出了点问题")
    page = render_template("problem.html", problem=problem, title=title)
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


def on_database_trouble(error: OperationalError) -> Response:
    """Locked, full or gone: the citizen tries again, the operator reads the kind of error alone."""
    log.error("database_unavailable", error=type(error.orig).__name__, endpoint=request.endpoint)
    _roll_back()
    return render_problem(Problem(503, "busy"))


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
    app.register_error_handler(Exception, on_fault)
