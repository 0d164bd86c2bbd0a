"""How soon the first page can be used on a slow line: 1.6 Mbit/s, 150 ms, nothing kept from before.

Usable: the page is drawn and its script has run, counted from the first byte.
"""

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser.journey import CHROMIUM, PHONE
from tests.builders import make_env
from tests.conftest import free_port, start_server
from webapp.migrating import migrate
from webapp.settings import Settings

VISITS = 9
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8}
TIMES = """() => {
  const went = performance.getEntriesByType('navigation')[0];
  const drawn = performance.getEntriesByName('first-contentful-paint')[0].startTime;
  const sent = [went, ...performance.getEntriesByType('resource')].map(one => one.transferSize);
  return { first: went.responseStart, drawn, ready: went.domContentLoadedEventEnd,
           bytes: sent.reduce((sum, one) => sum + one, 0), parts: sent.length };
}"""


def visit(browser, address):
    """The times of one visit in ms since it was asked for, and the bytes that were sent."""
    context = browser.new_context(**PHONE)
    page = context.new_page()
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    page.goto(address, wait_until="load")
    page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
    told = page.evaluate(TIMES)
    context.close()
    return told


def report():
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        place = Path(scratch)
        env = make_env(place, PORT=str(free_port()))
        migrate(Settings.from_env(env), env)
        browser = playwright.chromium.launch(**CHROMIUM)
        with start_server(["serve"], env, place / "server.log") as server:
            visits = [visit(browser, server.url + "/") for _ in range(VISITS)]
        browser.close()
    after = sorted(max(one["drawn"], one["ready"]) - one["first"] for one in visits)
    print(f"home at 1.6 Mbit/s and 150 ms, {VISITS} first visits")
    print(
        f"  usable after the first byte: median {statistics.median(after):.0f} ms, worst {after[-1]:.0f} ms"
    )
    print(f"  sent: {visits[0]['bytes'] / 1024:.1f} KB in {visits[0]['parts']} answers")


if __name__ == "__main__":
    report()
