"""The whole service under a steady load: `zizhuni serve` with a worker, PostgreSQL and Redis, all at once.

The load is open: a request leaves at its time whether or not earlier ones are answered, and an answer's time
counts from when it should have left. The mix: turns of a conversation, look-ups of a status, pages of an
application, typing at the hotline, encrypted pushes of WeChat. Generator, server and database share cores;
the CPU of each is read from its processes and printed.

`python -m tests.benchmarks.load [RATE [SECONDS [APPLICATIONS…]]]`: once for each number stored.
"""

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlencode, urlsplit

import psycopg
import requests

from tests.benchmarks.filling import store
from tests.benchmarks.hotline import TICKS, cpu_seconds, make_agents, quantile
from tests.benchmarks.messages import load_messages
from tests.benchmarks.wechat import make_pushes
from tests.builders import make_env, make_id_number
from tests.conftest import free_port, fresh_postgres, give_guide, start_server
from tests.webapp.h5.conftest import Visitor
from tests.webapp.h5.test_applying import Applicant
from webapp.db import make_engine
from webapp.gateways.sandbox.sender import Account, Sender
from webapp.migrating import migrate
from webapp.settings import Settings
from webapp.starting import stop

RATE, SECONDS, WARM_SECONDS, STORED = 200, 30, 6, (10_000,)
# Of each kind alone, behind the mix, at the same rate and one after another: what one costs beyond what goes
# on with nobody there (the worker).
ALONE, IDLE_SECONDS = 200, 5
# Whole applications, from the first sentence to the number, and the seconds that the worker gets for them.
WHOLE, WORKED_SECONDS = 20, 5
CONNECTIONS, VISITORS, AGENTS = 48, 60, 10
MIX = {"turn": 35, "status": 25, "step": 15, "typing": 15, "wechat": 10}
REDIS = "redis://127.0.0.1:6379/8"


class Client:
    """Addresses over one server with the cookies of one visitor, as the pages' tests drive it."""

    def __init__(self, url):
        self.url, self.session = url, requests.Session()

    def get(self, path, follow_redirects=True):
        return self._read(self.session.get(self.url + path, timeout=20))

    def post(self, path, data=None, follow_redirects=True):
        return self._read(self.session.post(self.url + path, data=data, timeout=20))

    def _read(self, answer):
        answer.get_data = lambda as_text: answer.text
        answer.request.path = urlsplit(answer.url).path
        return answer


class Load:
    """What is sent, kind by kind: each call gives method, path, body, headers of the next request."""

    def __init__(self, running, stored, rate, seconds):
        self.url, self.env = running.url, running.env
        self.numbers, self.tail = stored
        self.chance = random.Random(1)
        self.messages = cycle(load_messages())
        self.conversations = SimpleQueue()
        self.pages = cycle([self._visit() for _ in range(VISITORS)])
        self.agents = cycle(make_agents(running.settings, running.url, AGENTS))
        account = Account(self.env["WECHAT_TOKEN"], self.env["WECHAT_AES_KEY"], self.env["WECHAT_APP_ID"])
        self.pushes = make_pushes(
            Sender(f"{self.url}/wechat", account), rate * (seconds + WARM_SECONDS) + 2 * ALONE
        )

    def _visit(self):
        visitor = Visitor(Client(self.url))
        visitor.say()
        visitor.open("/apply?household=h1")
        cookies = "; ".join(f"{one.name}={one.value}" for one in visitor.client.session.cookies)
        return visitor.page.path, {"Cookie": cookies}

    def next(self, kind):
        return getattr(self, f"_{kind}")()

    def _turn(self):
        body = {"text": next(self.messages)[:500]}
        if self.chance.random() < 0.6 and not self.conversations.empty():
            body = {"conversation": self.conversations.get(), "text": "不清楚"}
        return "POST", "/api/v1/chat", json.dumps(body), {"Content-Type": "application/json"}

    def _status(self):
        body = {"number": self.chance.choice(self.numbers), "id_tail": self.tail}
        return "POST", "/api/v1/status", json.dumps(body), {"Content-Type": "application/json"}

    def _step(self):
        path, headers = next(self.pages)
        return "GET", path, None, headers

    def _typing(self):
        agent = next(self.agents)
        body = json.dumps({"seq": int(time.time() * 1000), "text": next(agent.typed)})
        cookies = "; ".join(f"{name}={value}" for name, value in agent.cookies.items())
        headers = {"Accept": "application/json", "X-CSRFToken": agent.token, "Cookie": cookies}
        return "POST", "/hotline/typing", body, headers | {"Content-Type": "application/json"}

    def _wechat(self):
        push = next(self.pushes)
        return "POST", f"/wechat?{urlencode(push.query)}", push.body, {}

    def heard(self, kind, answer):
        if kind == "turn":
            with contextlib.suppress(ValueError, KeyError):
                self.conversations.put(json.loads(answer)["conversation"])


def mixed(load, rate, seconds):
    return load.chance.choices(list(MIX), MIX.values(), k=rate * seconds)


def send(load, rate, kinds):
    """(kind, seconds from when it was due, status) of every request."""
    ready = [(kind, None if kind == "turn" else load.next(kind)) for kind in kinds]
    address, lines, took, lock = urlsplit(load.url), SimpleQueue(), [], threading.Lock()
    for _ in range(CONNECTIONS):
        lines.put(HTTPConnection(address.hostname, address.port, timeout=20))
    begin = time.perf_counter() + 0.3

    def one(place, kind, wanted):
        due = begin + place / rate
        time.sleep(max(due - time.perf_counter(), 0))
        line = lines.get()
        try:
            method, path, body, headers = wanted or load.next(kind)
            body = body.encode() if isinstance(body, str) else body
            status, told = ask(line, method, path, body, headers)
        finally:
            lines.put(line)
        with lock:
            took.append((kind, time.perf_counter() - due, status))
        load.heard(kind, told)

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda each: one(each[0], *each[1]), enumerate(ready)))
    return took


def send_in_a_row(load, kind):
    """`ALONE` requests, each when the one before is answered."""
    address = urlsplit(load.url)
    line = HTTPConnection(address.hostname, address.port, timeout=20)
    for _ in range(ALONE):
        method, path, body, headers = load.next(kind)
        status, told = ask(line, method, path, body.encode() if isinstance(body, str) else body, headers)
        assert status == 200, (kind, status)
        load.heard(kind, told)


def apply_whole(load):
    """`WHOLE` people say what is wrong, answer every page and get their number; the worker follows."""
    for place in range(WHOLE):
        visitor = Visitor(Client(load.url))
        visitor.say()
        page = Applicant(visitor, make_id_number(f"19{60 + place}-01-01")).walk_to()
        assert page.path == "/apply/done", page.path
    time.sleep(WORKED_SECONDS)


def ask(line, method, path, body, headers):
    for again in (True, False):
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()
        except OSError:
            line.close()
            if not again:
                return 0, b""
    raise AssertionError


def memory(port):
    """Megabytes of the processes of the server, shared pages counted once for each share."""
    total = 0
    for place in Path("/proc").glob("[0-9]*"):
        try:
            if f"PORT={port}".encode() in (place / "environ").read_bytes().split(b"\0"):
                total += int((place / "smaps_rollup").read_text().partition("Pss:")[2].split()[0])
        except (OSError, IndexError):
            continue
    return total / 1024


def cpu_of_postgres(url):
    """CPU of all backends of PostgreSQL, those of others included where it serves more than this."""
    query = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'"
    with psycopg.connect(url) as connection:
        (pid,) = connection.execute(query).fetchone()
    parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    total = 0
    for place in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            fields = (place / "stat").read_text().rpartition(")")[2].split()
            if int(fields[1]) == parent or place.name == str(parent):
                total += sum(int(fields[one]) for one in (11, 12, 13, 14))
    return total / TICKS


def size_of(database):
    """Bytes of the whole database on the disk."""
    with psycopg.connect(database) as connection:
        (size,) = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return size


def cpu_of_all(port, database):
    """Seconds of the server and its worker, of PostgreSQL, and of the generator itself."""
    seconds = cpu_seconds(port), cpu_of_postgres(database), time.process_time()
    return dict(zip(("server", "PostgreSQL", "generator"), seconds, strict=True))


def measured(spending, work, *about):
    """What `work` gives, the CPU that each part spent meanwhile, and how long it lasted."""
    before, begun = spending(), time.perf_counter()
    made = work(*about)
    after, lasted = spending(), time.perf_counter() - begun
    return made, {name: after[name] - before[name] for name in before} | {"lasted": lasted}


def own(spent, idle, name, count):
    """Milliseconds of CPU that one of `count` cost, without what goes on by itself meanwhile."""
    return (spent[name] - idle[name] * spent["lasted"] / idle["lasted"]) / count * 1000


def tell_alone(alone, whole, idle):
    """What a request of each kind, and a whole application, cost."""
    print(f"  {ALONE} of each kind alone, CPU in ms a request: at that rate, and one after another")
    print(f"  {'':8}{'server':>9}{'PostgreSQL':>12}{'server':>12}{'PostgreSQL':>12}")
    for kind, ways in alone.items():
        shown = [own(spent, idle, name, ALONE) for spent in ways for name in ("server", "PostgreSQL")]
        print(f"  {kind:8}{shown[0]:9.2f}{shown[1]:12.2f}{shown[2]:12.2f}{shown[3]:12.2f}")
    server, database = (own(whole, idle, name, WHOLE) for name in ("server", "PostgreSQL"))
    print(f"  from the first sentence to the number, {WHOLE} times: {server:.0f} ms of server and worker, "
          f"{database:.0f} ms of PostgreSQL")  # fmt: skip


def tell(took, spent):
    print(f"  {'':8}{'requests':>9}{'errors':>8}{'p50 ms':>9}{'p95 ms':>9}{'p99 ms':>9}")
    for kind in ("all", *MIX):
        times = [one for name, one, _ in took if kind in ("all", name)]
        wrong = sum(status != 200 for name, _, status in took if kind in ("all", name))
        shown = "".join(f"{quantile(times, share) * 1000:9.1f}" for share in (0.5, 0.95, 0.99))
        print(f"  {kind:8}{len(times):9}{wrong:8}{shown}")
    for name in ("server", "PostgreSQL", "generator"):
        each, cores = spent[name] / len(took) * 1000, spent[name] / spent["lasted"]
        print(f"  CPU {name:10} {each:6.2f} ms a request, {cores:5.2f} cores")


def fill(settings, count):
    engine = make_engine(settings)
    try:
        return store(engine, settings.index_keys, count)
    finally:
        engine.dispose()


def run(rate, seconds, count):
    with tempfile.TemporaryDirectory() as folder, fresh_postgres() as database:
        env = make_env(Path(folder), PORT=str(free_port()), DATABASE_URL=database, REDIS_URL=REDIS)
        give_guide(env["DATA_DIR"])
        settings = Settings.from_env(env)
        migrate(settings, env)
        begun, empty = time.perf_counter(), size_of(database)
        stored = fill(settings, count)
        took = timedelta(seconds=round(time.perf_counter() - begun))
        each = (size_of(database) - empty) / count / 1024
        print(f"{count} applications stored in {took}, {each:.1f} KB each with their indexes")
        with start_server(["serve"], env, Path(folder) / "server.log") as running, working(env, folder):
            load = Load(running, stored, rate, seconds)
            send(load, rate, mixed(load, rate, WARM_SECONDS))
            spending = partial(cpu_of_all, env["PORT"], database)
            took, spent = measured(spending, send, load, rate, mixed(load, rate, seconds))
            used = memory(env["PORT"])
            idle = measured(spending, time.sleep, IDLE_SECONDS)[1]
            alone = {
                kind: (
                    measured(spending, send, load, rate, [kind] * ALONE)[1],
                    measured(spending, send_in_a_row, load, kind)[1],
                )
                for kind in MIX
            }
            whole = measured(spending, apply_whole, load)[1]
    print(f"{rate} requests a second for {seconds} s, {os.cpu_count()} cores, "
          f"load average {os.getloadavg()[0]:.1f}, server and worker {used:.0f} MB")  # fmt: skip
    tell(took, spent)
    tell_alone(alone, whole, idle)


@contextlib.contextmanager
def working(env, folder):
    """The background worker beside the server, standing back as its unit of systemd has it."""
    with (Path(folder) / "worker.log").open("wb") as log:
        command = ["nice", "-n", "10", sys.executable, "-m", "webapp.cli", "worker"]
        worker = subprocess.Popen(command, env={**os.environ, **env}, stdout=log, stderr=log)
        try:
            yield
        finally:
            stop([worker])


def report(rate=RATE, seconds=SECONDS, *counts):
    for count in counts or STORED:
        run(rate, seconds, count)


if __name__ == "__main__":
    report(*map(int, sys.argv[1:]))
