"""The real app behind a real browser: Debian's Chromium, a phone of 360 × 640."""

import threading

import pytest
from playwright.sync_api import sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.browser.journey import CHROMIUM, PHONE, Journey
from tests.builders import make_settings
from webapp.app import create_app


class Quiet(WSGIRequestHandler):
    """Serves without a line for every request."""

    def log(self, type, message, *args):
        pass


@pytest.fixture(scope="module")
def address(tmp_path_factory, guide, migrated_sqlite):
    """A running app on a database of its own."""
    place = tmp_path_factory.mktemp("browser")
    (place / "test.db").write_bytes(migrated_sqlite)
    app = create_app(make_settings(place), guide)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
    app.engine.dispose()


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(**CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def phone(browser, address):
    """A phone as the test wants it: `phone(large=True, dark=True, scripts=False)`."""
    contexts = []

    def make(large=False, dark=False, scripts=True):
        context = browser.new_context(
            **PHONE, color_scheme="dark" if dark else "light", java_script_enabled=scripts
        )
        if large:
            context.add_cookies([{"name": "text_size", "value": "large", "url": address}])
        contexts.append(context)
        return Journey(context.new_page(), address)

    yield make
    for context in contexts:
        context.close()
