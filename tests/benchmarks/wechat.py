"""Latency of the WeChat callback under a steady load: encrypted pushes, PostgreSQL, the processes of `serve`.

The load is open: pushes leave at their time whether or not earlier ones are answered, and an answer's time
counts from when its push should have left. The generator runs on the same cores as the server.
"""

import contextlib
import os
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from queue import SimpleQueue
from urllib.parse import urlencode, urlsplit

from sqlalchemy import func, select

from tests.benchmarks.messages import load_messages
from tests.builders import make_env
from tests.conftest import free_port, fresh_postgres, start_server
from webapp.db import make_engine, make_sessions
from webapp.gateways.sandbox.sender import Account, Sender
from webapp.migrating import migrate
from webapp.models import ConversationRow, InboxRow
from webapp.settings import Settings

RATE, SECONDS, WARM_SECONDS = 100, 30, 5
PEOPLE, CONNECTIONS = 300, 24
FOLLOW_UPS = ("张店的", "不清楚", "没有退休金", "低保多少钱", "更多", "家里4口人")


def make_pushes(sender, count):
    """Each person says what is wrong, then answers and asks, sealed in advance."""
    said, now = load_messages(), time.time()
    for number in range(count):
        person, turn = number % PEOPLE, number // PEOPLE
        words = said[person % len(said)] if turn == 0 else FOLLOW_UPS[(person + turn) % len(FOLLOW_UPS)]
        body = sender.message(f"o-bench-{person}", int(now) * 10**9 + number, now, Content=words[:600])
        yield sender.seal(body, now)


def send_at_rate(sender, pushes, rate):
    """Seconds from when each push was due to its answer."""
    lines, took = SimpleQueue(), []
    address = urlsplit(sender.url)
    for _ in range(CONNECTIONS):
        lines.put(HTTPConnection(address.hostname, address.port, timeout=10))
    begin, lock = time.perf_counter() + 0.2, threading.Lock()

    def send(number, push):
        due = begin + number / rate
        time.sleep(max(due - time.perf_counter(), 0))
        line = lines.get()
        try:
            line.request("POST", f"{address.path}?{urlencode(push.query)}", push.body)
            answer = line.getresponse()
            told = answer.read()
        finally:
            lines.put(line)
        with lock:
            took.append((time.perf_counter() - due, answer.status, told))

    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(lambda one: send(*one), enumerate(pushes)))
    return took


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(len(values) * share))]


def count_effects(env):
    engine = make_engine(Settings.from_env(env))
    with make_sessions(engine)() as session:
        answered = session.scalar(select(func.count()).where(InboxRow.reply.is_not(None)))
        turns = session.scalar(select(func.sum(ConversationRow.version)))
    engine.dispose()
    return answered, turns


@contextlib.contextmanager
def serving():
    """A server on PostgreSQL, and its environment."""
    with tempfile.TemporaryDirectory() as folder, fresh_postgres() as database:
        env = make_env(Path(folder), PORT=str(free_port()), DATABASE_URL=database)
        migrate(Settings.from_env(env), env)
        with start_server(["serve"], env, Path(folder) / "server.log") as running:
            yield running


def report(rate=RATE, seconds=SECONDS):
    with serving() as running:
        env = running.env
        account = Account(env["WECHAT_TOKEN"], env["WECHAT_AES_KEY"], env["WECHAT_APP_ID"])
        sender = Sender(f"{running.url}/wechat", account)
        pushes = list(make_pushes(sender, rate * (WARM_SECONDS + seconds)))
        send_at_rate(sender, pushes[: rate * WARM_SECONDS], rate)
        took = send_at_rate(sender, pushes[rate * WARM_SECONDS :], rate)
        answered, turns = count_effects(env)
    times = [seconds for seconds, _, _ in took]
    wrong = sum(status != 200 for _, status, _ in took)
    late = sum(content == b"success" for _, _, content in took)
    load = os.getloadavg()[0]
    print(f"callback at {rate} messages/s for {seconds} s, encrypted, PostgreSQL, load average {load:.1f}")
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1.0)):
        print(f"  {name}  {quantile(times, share) * 1000:7.1f} ms")
    print(f"  {len(took)} pushes, {wrong} refused, {late} without words; {answered} answered, {turns} turns")


if __name__ == "__main__":
    report(*map(int, sys.argv[1:]))
