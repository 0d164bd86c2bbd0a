"""Time to the first right policy: a scripted agent in a real browser takes the thirty calls by keys alone."""

import tempfile
from pathlib import Path
from statistics import median

from playwright.sync_api import sync_playwright

from tests.browser.calls import CALLS, Agent
from tests.browser.journey import CHROMIUM
from tests.builders import make_env
from tests.colleagues import add_colleague
from tests.conftest import free_port, start_server
from webapp.app import create_app
from webapp.migrating import migrate
from webapp.models.staff import Role
from webapp.settings import Settings

DESK = {"width": 1280, "height": 720}


def report():
    with tempfile.TemporaryDirectory() as folder:
        env = make_env(Path(folder), PORT=str(free_port()))
        settings = Settings.from_env(env)
        migrate(settings, env)
        app = create_app(settings)
        colleague = add_colleague(app, Role.AGENT)
        app.engine.dispose()
        with start_server(["serve"], env, Path(folder) / "server.log"), sync_playwright() as playwright:
            browser = playwright.chromium.launch(**CHROMIUM)
            page = browser.new_page(viewport=DESK, locale="zh-CN")
            took = take_all(page, f"http://127.0.0.1:{env['PORT']}", colleague)
            browser.close()
    print(f"{len(CALLS)} calls by keys alone, from the first key to the first right policy: "
          f"median {median(took):.2f} s, longest {max(took):.2f} s")  # fmt: skip


def take_all(page, address, colleague):
    """Seconds of each call, in order."""
    page.goto(address + "/hotline/")
    for name, value in (("name", colleague.name), ("password", colleague.password)):
        page.fill(f"#{name}", value)
    page.keyboard.press("Enter")
    page.locator("#said").wait_for()  # the address of signing in ends alike
    agent, took = Agent(page), []
    for one in CALLS:
        agent.take(one)
        took.append(agent.seconds)
        agent.end()
    return took


if __name__ == "__main__":
    report()
