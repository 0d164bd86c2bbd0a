"""The sandbox as a server of its own, for everything that talks to outside systems."""

import contextlib
import threading

import pytest
from werkzeug.serving import make_server

from webapp.gateways.sandbox.server import make_sandbox


@contextlib.contextmanager
def serve_sandbox():
    """Where a fresh sandbox answers."""
    server = make_server("127.0.0.1", 0, make_sandbox(), threaded=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sandbox():
    with serve_sandbox() as url:
        yield url


@pytest.fixture(scope="module")
def module_sandbox():
    """One sandbox for all tests of a file, which then keep to people of their own."""
    with serve_sandbox() as url:
        yield url
