"""gunicorn around the app: loaded once, then forked into workers with threads."""

import gc
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Semaphore
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

import structlog
from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from prometheus_client.multiprocess import mark_process_dead

import bot
from webapp.settings import Settings

THREADS = 8
# What a worker computes at once, and how many seconds others wait for that. Threads that compute side by side
# only take the interpreter from each other: with two, of 200 requests a second one in twenty took twice as
# long, and each of them 5 % more CPU. The others are there while some wait for other systems.
AT_ONCE, PATIENCE = 1, 0.25
STOP_SECONDS = 5
# A turn makes some thousands of objects and leaves few in circles: looked for at Python's 700, they cost 5 %
# of all CPU. Where the workers say that they live, without a disk, as gunicorn's own notes advise.
COLLECT_AFTER = (10_000, 20, 20)
MEMORY_DISK = Path("/dev/shm")
log = structlog.get_logger()


class QuietLogger(Logger):
    """gunicorn's own events as JSON lines. No access log: `webapp/logs.py` writes it without addresses."""

    def setup(self, cfg) -> None:
        self.cfg = cfg

    def info(self, msg: str, *args: object, **_kwargs: object) -> None:
        log.info("server", says=msg % args if args else msg)

    def debug(self, msg: str, *args: object, **_kwargs: object) -> None:
        """Debug lines name requests; they are left out."""

    def warning(self, msg: str, *_args: object, **_kwargs: object) -> None:
        log.warning("server", says=msg)

    def error(self, msg: str, *_args: object, **_kwargs: object) -> None:
        log.error("server", says=msg)

    critical = error
    exception = error

    def access(self, *_args: object) -> None:
        """Requests are logged by the app, by endpoint."""

    def reopen_files(self) -> None:
        """There are no files."""

    def close_on_exec(self) -> None:
        """There are no files."""


def take_turns(app: WSGIApplication, at_once: int = AT_ONCE, patience: float = PATIENCE) -> WSGIApplication:
    """`app`, working on `at_once` requests at a time; who has waited `patience` seconds goes ahead anyway.

    So a slow department holds up nobody for longer than that.
    """
    places = Semaphore(at_once)

    def answer(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        has_place = places.acquire(timeout=patience)
        try:
            return app(environ, start_response)
        finally:
            if has_place:
                places.release()

    return answer


class Server(BaseApplication):
    """`load_app` runs once in the first process, before the workers part from it."""

    def __init__(
        self,
        settings: Settings,
        load_app: Callable[[], Flask],
        host: str,
        *,
        on_listening: Callable[[], None],
    ) -> None:
        self.settings, self.load_app, self.host = settings, load_app, host
        self.on_listening = on_listening
        super().__init__()

    def load_config(self) -> None:
        options = {
            "bind": [f"{self.host}:{self.settings.port}"],
            "workers": self.settings.web_concurrency,
            "threads": THREADS,
            "worker_class": "gthread",
            "preload_app": True,
            "timeout": 30,
            "graceful_timeout": STOP_SECONDS,
            # A kept connection stays with its worker, busy or not; a new one goes to whoever is free.
            "keepalive": 0,
            "control_socket_disable": True,
            "worker_tmp_dir": str(MEMORY_DISK) if os.access(MEMORY_DISK, os.W_OK) else None,
            "limit_request_line": 4094,
            "logger_class": QuietLogger,
            "when_ready": lambda _server: self.on_listening(),
            "post_fork": lambda _server, _worker: self.app.engine.dispose(close=False),
            "child_exit": lambda _server, worker: mark_process_dead(worker.pid),
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """The app. What it is made of leaves the collector's sight, so that the workers go on sharing it.

        A service has every pattern ready, too; a demonstration starts in half the time.
        """
        self.app = self.load_app()
        if not self.settings.demo:
            bot.compile_wordings()
        gc.collect()
        gc.freeze()
        gc.set_threshold(*COLLECT_AFTER)
        gc.enable()
        return take_turns(self.app)
