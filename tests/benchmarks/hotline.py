"""Latency of typing at the hotline's desk: fifty agents at once, three requests a second each, as shipped.

The load is open: a request leaves at its time whether or not earlier ones are answered, and an answer's time
counts from when it should have left. Each agent types messages letter by letter, and begins a new call after
each. The generator runs on the same cores as the server; the server's own CPU is read from its processes.
"""

import json
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection, RemoteDisconnected
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from tests.benchmarks.messages import load_messages
from tests.builders import make_env
from tests.colleagues import CSRF, add_colleague
from tests.conftest import free_port, fresh_postgres, start_server
from webapp.app import create_app
from webapp.migrating import migrate
from webapp.models.staff import Role
from webapp.settings import Settings

AGENTS, A_SECOND, SECONDS, WARM_SECONDS = 50, 3, 30, 6
LETTERS = 2  # typed between two requests
TICKS = os.sysconf("SC_CLK_TCK")


class Agent:
    """One signed-in browser that types."""

    def __init__(self, address, colleague, messages):
        self.line = HTTPConnection(address.hostname, address.port, timeout=10)
        self.cookies, self.messages = {}, messages
        self.token = CSRF.search(self.ask("GET", "/staff/sign-in")).group(1)
        form = {"csrf_token": self.token, "name": colleague.name, "password": colleague.password}
        self.ask("POST", "/staff/sign-in", urlencode(form), "application/x-www-form-urlencoded")
        self.token = CSRF.search(self.ask("GET", "/hotline/")).group(1)
        self.typed = self.type()

    def ask(self, method, path, body=None, kind="text/html"):
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "Content-Type": kind}
        if kind == "application/json":
            headers |= {"Accept": kind, "X-CSRFToken": self.token}
        try:
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
        except (BrokenPipeError, ConnectionResetError, RemoteDisconnected):  # it lay idle too long
            self.line.close()
            self.line.request(method, path, body, headers)
            answer = self.line.getresponse()
        for name, value in answer.getheaders():
            if name == "Set-Cookie":
                key, _, rest = value.partition("=")
                self.cookies[key] = rest.partition(";")[0]
        self.status, said = answer.status, answer.read().decode()
        return said

    def type(self):
        """What the box holds at each request, message by message."""
        while True:
            for message in self.messages:
                yield from (message[:end] for end in range(LETTERS, len(message) + LETTERS, LETTERS))

    def send(self, due):
        body = json.dumps({"seq": int(time.time() * 1000), "text": next(self.typed)})
        said = self.ask("POST", "/hotline/typing", body, "application/json")
        return time.perf_counter() - due, self.status == 200 and "parts" in json.loads(said)


def type_together(agents, seconds):
    """Seconds from when each request was due to its answer, and whether it was one."""
    begin, lock, took = time.perf_counter() + 0.3, threading.Lock(), []

    def work(place, agent):
        for number in range(seconds * A_SECOND):
            due = begin + (number + place / len(agents)) / A_SECOND
            time.sleep(max(due - time.perf_counter(), 0))
            one = agent.send(due)
            with lock:
                took.append(one)

    with ThreadPoolExecutor(len(agents)) as pool:
        list(pool.map(lambda one: work(*one), enumerate(agents)))
    return took


def cpu_seconds(port):
    """CPU of every process of the server on this port."""
    total = 0.0
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"PORT={port}".encode() in (entry / "environ").read_bytes().split(
                b"\0"
            ):
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
                total += (int(fields[11]) + int(fields[12])) / TICKS
        except OSError:
            continue
    return total


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def make_agents(settings, url, count):
    app, messages = create_app(settings), [one[:150] for one in load_messages()]
    colleagues = [add_colleague(app, Role.AGENT) for _ in range(count)]
    app.engine.dispose()
    return [Agent(urlsplit(url), one, messages[place::count]) for place, one in enumerate(colleagues)]


def report(count=AGENTS, seconds=SECONDS):
    with tempfile.TemporaryDirectory() as folder, fresh_postgres() as database:
        env = make_env(Path(folder), PORT=str(free_port()))
        if "sqlite" not in sys.argv:
            env["DATABASE_URL"] = database
        settings = Settings.from_env(env)
        migrate(settings, env)
        with start_server(["serve"], env, Path(folder) / "server.log"):
            agents = make_agents(settings, f"http://127.0.0.1:{env['PORT']}", count)
            type_together(agents, WARM_SECONDS)
            before = cpu_seconds(env["PORT"])
            took = type_together(agents, seconds)
            spent = cpu_seconds(env["PORT"]) - before
    times = [one for one, _ in took]
    kind = env["DATABASE_URL"].partition(":")[0]
    print(f"{count} agents typing for {seconds} s, {A_SECOND} requests a second each, {kind}, "
          f"load average {os.getloadavg()[0]:.1f}")  # fmt: skip
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        print(f"  {name}  {quantile(times, share) * 1000:7.1f} ms")
    print(f"  {len(took)} requests, {sum(not good for _, good in took)} refused; "
          f"CPU of the server {spent / len(took) * 1000:.2f} ms a request")  # fmt: skip


if __name__ == "__main__":
    report(*(int(one) for one in sys.argv[1:] if one.isdigit()))
