"""JSON lines for operators: ids, names of facts, counts. Never what a person said, and no query strings."""

import contextlib
import logging
import sys
import time
from dataclasses import dataclass
from datetime import datetime
from typing import TextIO

import structlog
from flask import Flask, Response, g, request

from webapp import clock

QUIET_ENDPOINTS = frozenset({"static", "health.healthz", "health.readyz", "health.counters"})
log = structlog.get_logger()


@dataclass(frozen=True)
class Lenient:
    """A stream whose disk may be full: a line is lost rather than the request that it is about."""

    stream: TextIO

    def write(self, line: str) -> None:
        with contextlib.suppress(OSError):
            self.stream.write(line)

    def flush(self) -> None:
        with contextlib.suppress(OSError):
            self.stream.flush()


def configure(stream=None) -> None:
    """Write every event as one JSON line to `stream` (standard error unless said)."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            _stamp,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(Lenient(stream or sys.stderr)),
        cache_logger_on_first_use=False,
    )
    # Libraries write addresses and parameters into their messages: only their warnings, only as a name.
    logging.basicConfig(handlers=[_LibraryHandler()], level=logging.WARNING, force=True)


class _LibraryHandler(logging.Handler):
    """A library's warning as an event: who and where, not its text, which may quote what was sent."""

    def emit(self, record: logging.LogRecord) -> None:
        where = f"{record.module}:{record.lineno}"
        log.warning("library", logger=record.name, level=record.levelname, where=where)


def _stamp(_logger: object, _method: str, event: dict) -> dict:
    moment: datetime = clock.now()
    return {"at": moment.isoformat(timespec="milliseconds")} | event


def start_timer() -> None:
    g.started = time.perf_counter()


def log_request(response: Response) -> Response:
    if request.endpoint not in QUIET_ENDPOINTS:
        log.info(
            "request",
            endpoint=request.endpoint or "unknown",
            method=request.method,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - g.started) * 1000, 1) if "started" in g else None,
        )
    return response


def init_app(app: Flask) -> None:
    app.before_request(start_timer)
    app.after_request(log_request)
