"""The real app behind a real browser: Debian's Chromium, a phone of 360 × 640."""

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.journey import CHROMIUM, PHONE, Journey
from tests.browser.serving import serve
from tests.builders import make_settings
from webapp.app import create_app


@pytest.fixture(scope="module")
def served(tmp_path_factory, guide, migrated_sqlite):
    """A running app on a database of its own, and where it answers."""
    place = tmp_path_factory.mktemp("browser")
    (place / "test.db").write_bytes(migrated_sqlite)
    app = create_app(make_settings(place), guide)
    with serve(app) as address:
        yield app, address


@pytest.fixture(scope="module")
def address(served):
    return served[1]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(**CHROMIUM)
        yield opened
        opened.close()


@pytest.fixture
def phone(browser, address):
    """A phone as the test wants it: `phone(large=True, dark=True, scripts=False, touch=True)`.

    `walker` is who walks, a Journey unless said.
    """
    contexts = []

    def make(walker=Journey, large=False, dark=False, scripts=True, touch=False):
        context = browser.new_context(
            **PHONE,
            color_scheme="dark" if dark else "light",
            java_script_enabled=scripts,
            has_touch=touch,
        )
        if large:
            context.add_cookies([{"name": "text_size", "value": "large", "url": address}])
        contexts.append(context)
        return walker(context.new_page(), address)

    yield make
    for context in contexts:
        context.close()
