"""Start the long-running processes: the server with its children, and the worker."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping, MutableMapping
from functools import cache

import structlog
from sqlalchemy.exc import OperationalError

from webapp import demo, logs
from webapp.migrating import find_revision, migrate, newest_revision, serves
from webapp.settings import Settings
from webapp.staff.cli import make_demo_staff

TICK_SECONDS = 1.0
STOP_SECONDS = 5
MEMORY = "/dev/shm"
log = structlog.get_logger()


def serve(
    env: MutableMapping[str, str],
    settings: Settings,
    host: str,
    *,
    on_listening: Callable[[], None] = lambda: None,
) -> int:
    """Serve until stopped. The counters of the worker processes meet in a directory.

    It has to be named before the counters are made, which is why the app is imported here.
    """
    counters = tempfile.mkdtemp(prefix="zizhuni-counters-", dir=find_memory())
    env["PROMETHEUS_MULTIPROC_DIR"] = counters
    starter = os.getpid()
    from webapp.app import create_app
    from webapp.serving import Server

    logs.configure()
    found = find_revision(settings)
    if found is None or not serves(found):
        # It serves on what needs no tables, and the rest as soon as they are there.
        print(
            "数据表还没有更新好：运行 zizhuni migrate（中途断过的话，再运行一遍）",
            file=sys.stderr,
            flush=True,
        )
        log.error("not_migrated", found=found, wanted=newest_revision())
    try:
        Server(settings, lambda: create_app(settings), host, on_listening=on_listening).run()
        return 0
    finally:
        _clean_up(starter, lambda: shutil.rmtree(counters, ignore_errors=True))


def find_memory() -> str | None:
    """Where files lie in memory, else None. A mapped file that a full disk cannot back kills its process."""
    return MEMORY if os.access(MEMORY, os.W_OK | os.X_OK) else None


def serve_demo(env: MutableMapping[str, str], host: str) -> int:
    """Tables, sandbox, worker and server of one machine, all stopped together."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    os.umask(0o077)
    listener = demo.open_port()
    env.update(demo.make_env(env, f"http://127.0.0.1:{listener.getsockname()[1]}"))
    settings = Settings.from_env(env)
    require_free_port(host, settings.port)
    starter = os.getpid()
    children: list[subprocess.Popen] = []

    def start_children() -> None:
        """After the server listens: they would take the machine from it while a citizen waits."""
        parent = ["--parent", str(starter)]
        socket_there = ["--fd", str(listener.fileno())]
        children.append(_start_child(["sandbox", *socket_there, *parent], env, listener.fileno()))
        listener.close()
        children.append(_start_child(["worker", *parent], env))

    try:
        migrate(settings, env)
        print(f"演示用的工作人员账号：{make_demo_staff(settings)}", flush=True)
        return serve(env, settings, host, on_listening=start_children)
    finally:
        _clean_up(starter, lambda: stop(children))


def require_free_port(host: str, port: int) -> None:
    """Raises OSError, saying what to do, when something else listens there already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise OSError(f"端口 {port} 已经有程序在用，换一个再来，比如 PORT={port + 1}") from None


def _start_child(arguments: list[str], env: Mapping[str, str], *descriptors: int) -> subprocess.Popen:
    command = [sys.executable, "-m", "webapp.cli", *arguments]
    return subprocess.Popen(command, env=dict(env), pass_fds=descriptors)


def _clean_up(starter: int, clean: Callable[[], None]) -> None:
    """Run `clean` in the process that started things; a forked worker that ends passes here too."""
    if os.getpid() == starter:
        clean()


def stop(children: list[subprocess.Popen]) -> None:
    """Ask the children to end, and end them if they do not."""
    for child in children:
        child.terminate()
    for child in children:
        try:
            child.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()


def work(settings: Settings, *, once: bool, parent: int | None) -> int:
    """Do what is due, once or again and again until stopped, or until the process `parent` is gone."""
    from webapp.app import create_app
    from webapp.db import make_engine, make_sessions
    from webapp.jobs import make_worker

    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    if parent is not None:
        _stop_with_parent(parent)
    engine = make_engine(settings)
    worker = make_worker(settings, make_sessions(engine), cache(lambda: create_app(settings)))
    while True:
        try:
            worker.run_once()
        except OperationalError as error:
            log.error("database_unavailable", error=type(error.orig).__name__)
        if once or worker.queue.wait(stopped):
            engine.dispose()
            return 0


def _stop_with_parent(parent: int) -> None:
    """A child whose parent is gone, however and however early it went, ends too."""

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(TICK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, daemon=True).start()
