"""Pictures of what a citizen sees, taken from the real app: `make gallery` writes docs/gallery/*.png."""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.journey import CHROMIUM, PHONE, Journey

GALLERY = Path(__file__).parents[2] / "docs" / "gallery"
START_SECONDS = 90
SCREEN = {"viewport": {"width": 360, "height": 740}}


@contextmanager
def running_app():
    """The address of a demonstration installation in a directory of its own."""
    with tempfile.TemporaryDirectory() as place, socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
        free.close()
        env = os.environ | {"PORT": str(port), "DATA_DIR": place}
        server = subprocess.Popen([sys.executable, "-m", "webapp.cli", "serve", "--demo"], env=env)
        address = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{address}/readyz")
            yield address
        finally:
            server.terminate()
            server.wait(20)


def wait_for(url):
    for _ in range(START_SECONDS * 2):
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
    raise SystemExit(f"the app did not start: {url}")


@contextmanager
def phone(browser, address, large=False, dark=False):
    context = browser.new_context(**PHONE | SCREEN, color_scheme="dark" if dark else "light")
    if large:
        context.add_cookies([{"name": "text_size", "value": "large", "url": address}])
    yield Journey(context.new_page(), address)
    context.close()


# From what was said down to the first choices of the question.
WORDS_TO_CHOICES = {"x": 0, "y": 0, "width": 360, "height": 1360}


def shoot(journey, name, **how):
    journey.page.screenshot(path=GALLERY / f"{name}.png", **how)


def take_pages(journey):
    journey.open("/")
    shoot(journey, "home")
    journey.open("/policies/disability-nursing-subsidy")
    shoot(journey, "policy")
    journey.talk()
    shoot(journey, "chat", full_page=True, clip=WORDS_TO_CHOICES)
    journey.answer_all()
    journey.open("/result")
    journey.page.locator("details summary").first.click()
    journey.page.evaluate("scrollTo(0, 0)")
    shoot(journey, "result")


def take_application(journey):
    names = {"/apply/member-id/2": "apply", "/apply/authorise/1": "sign"}
    journey.apply(look=lambda seen, path: shoot(seen, names[path]) if path in names else None)
    journey.look_up(journey.number())
    shoot(journey, "status")


def take(browser, address):
    with phone(browser, address) as journey:
        take_pages(journey)
        take_application(journey)
    with phone(browser, address, large=True) as journey:
        journey.open("/")
        shoot(journey, "home-large")
    with phone(browser, address, dark=True) as journey:
        journey.talk()
        journey.answer("都没有")
        shoot(journey, "chat-dark")


def main():
    GALLERY.mkdir(parents=True, exist_ok=True)
    with running_app() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
