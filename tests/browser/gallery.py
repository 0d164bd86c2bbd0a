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


def take(browser, address):
    def phone(name, **looks):
        context = browser.new_context(**PHONE | looks)
        return context, Journey(context.new_page(), address)

    def shoot(journey, name):
        journey.page.screenshot(path=GALLERY / f"{name}.png")

    context, journey = phone("plain")
    journey.open("/")
    shoot(journey, "home")
    journey.open("/policies/disability-nursing-subsidy")
    shoot(journey, "policy")
    journey.talk()
    shoot(journey, "chat")
    journey.open("/result")
    shoot(journey, "result")
    pages = {"/apply/member-id/2": "apply", "/apply/authorise/1": "sign"}
    journey.apply(look=lambda seen, path: shoot(seen, pages[path]) if path in pages else None)
    journey.look_up(journey.number())
    shoot(journey, "status")
    context.close()
    context, journey = phone("large")
    context.add_cookies([{"name": "text_size", "value": "large", "url": address}])
    journey.open("/")
    shoot(journey, "home-large")
    context.close()
    context, journey = phone("dark", color_scheme="dark")
    journey.talk()
    shoot(journey, "chat-dark")
    context.close()


def main():
    GALLERY.mkdir(parents=True, exist_ok=True)
    with running_app() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(**CHROMIUM)
        take(browser, address)
        browser.close()


if __name__ == "__main__":
    main()
