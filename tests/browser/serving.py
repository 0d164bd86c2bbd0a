"""The real app on a database of its own, where a browser can reach it."""

from __future__ import annotations

import contextlib
import threading
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from knowledge import Guide
from tests.builders import make_env
from tests.webapp.conftest import serve_sandbox
from webapp.app import create_app
from webapp.settings import Settings


class Quiet(WSGIRequestHandler):
    """Serves without a line for every request."""

    def log(self, type, message, *args):
        pass


@dataclass(frozen=True)
class House:
    app: Flask
    address: str
    verification_url: str


@contextlib.contextmanager
def open_house(place: Path, guide: Guide, database: bytes):
    """A running app with outside systems beside it. `database`: SQLite, its tables up to date."""
    (place / "test.db").write_bytes(database)
    with serve_sandbox() as sandbox:
        url = f"{sandbox}/verification"
        app = create_app(
            Settings.from_env(make_env(place, VERIFICATION_URL=url, DESK_HOURS="00:00-23:59")), guide
        )
        with serve(app) as address:
            yield House(app, address, url)


@contextlib.contextmanager
def serve(app: Flask):
    """Where `app` answers. Its engine is closed afterwards."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.engine.dispose()
