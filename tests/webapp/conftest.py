"""The sandbox as a server of its own, for everything that talks to outside systems."""

import threading

import pytest
from werkzeug.serving import make_server

from webapp.gateways.sandbox.server import make_sandbox


@pytest.fixture
def sandbox():
    """Where a fresh sandbox answers."""
    server = make_server("127.0.0.1", 0, make_sandbox(), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.socket.getsockname()[1]}"
    server.shutdown()
    thread.join()
    server.server_close()
