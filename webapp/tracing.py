"""Which request is being answered: an id that goes along to the log, the worker, and back to who asked.

The id of a proxy in front is taken where there is one of ours; else one is made.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from contextvars import copy_context
from functools import partial
from typing import TypeVar

import structlog
from flask import Flask, Response, current_app, request

HEADER = "X-Request-ID"
ID = re.compile(r"[0-9A-Za-z-]{8,64}")
Made = TypeVar("Made")


def current() -> str | None:
    """The id of what is being answered or worked at; None outside of both."""
    return structlog.contextvars.get_contextvars().get("trace")


def follow(trace: str | None) -> None:
    """From here on, work at what this request left; at nobody's where it is None."""
    structlog.contextvars.unbind_contextvars("trace")
    if trace is not None:
        structlog.contextvars.bind_contextvars(trace=trace)


def going_along(work: Callable[[], Made]) -> Callable[[], Made]:
    """`work`, to be run in another thread on behalf of the same request."""
    return partial(copy_context().run, work)


def _begin() -> None:
    given = request.headers.get(HEADER, "") if current_app.settings.proxy_hops else ""
    follow(given if ID.fullmatch(given) else secrets.token_hex(16))


def _tell(response: Response) -> Response:
    response.headers[HEADER] = current() or ""
    return response


def init_app(app: Flask) -> None:
    app.before_request(_begin)
    app.after_request(_tell)
