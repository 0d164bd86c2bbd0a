"""A hostile sender and dying processes: no fault, one effect for each true message, none lost or doubled."""

import contextlib
import os
import signal
import subprocess
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import requests
from sqlalchemy import select, update

from tests.builders import make_env
from tests.conftest import free_port, fresh_postgres, start_server
from webapp import clock
from webapp.app import create_app
from webapp.db import make_engine, make_sessions
from webapp.gateways.sandbox.sender import Account, Sender, hostile
from webapp.jobs import answer_left
from webapp.migrating import migrate
from webapp.models import ConversationRow, InboxRow, OutboxRow
from webapp.security.crypto import IndexHash
from webapp.settings import Settings

COUNT = int(os.environ.get("ZIZHUNI_HOSTILE", "400"))
HANDS = 8


def sender_of(running):
    env = running.env
    account = Account(env["WECHAT_TOKEN"], env["WECHAT_AES_KEY"], env["WECHAT_APP_ID"])
    return Sender(f"{running.url}/wechat", account)


def send_all(sender, pushes):
    """Deliver them from several connections at once. Pushes with their answers, None where none came."""

    def send(push):
        return push, sender.deliver(push)

    with ThreadPoolExecutor(HANDS) as pool:
        return list(pool.map(send, pushes))


def rows_of(settings, model):
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        rows = session.scalars(select(model)).all()
    engine.dispose()
    return rows


def count_people(pushes):
    """How many different messages each person sent."""
    return Counter(one.split("|")[0] for one in {push.identity for push in pushes if push.identity})


def assert_one_effect_each(settings, sent):
    """As many turns a person as they sent different messages, each with its one reply.

    A push that WeChat gave up on, because no process was there three times, may have had its effect or not.
    """
    index_hash = IndexHash(settings.index_keys)
    most, least = (
        count_people(push for push, _ in sent),
        count_people(push for push, answer in sent if answer is not None),
    )
    turns = {row.sender_hash: row.version for row in rows_of(settings, ConversationRow)}
    rows = rows_of(settings, InboxRow)
    heard = Counter(row.sender_hash for row in rows)
    for person in most:
        sender_hash = index_hash("wechat.openid", person)
        assert least[person] <= turns[sender_hash] <= most[person]
        assert turns[sender_hash] == heard[sender_hash]
        assert None not in [row.reply for row in rows if row.sender_hash == sender_hash]


def test_hostile_messages_make_no_fault_and_have_one_effect_each(running):
    sender = sender_of(running)
    sent = send_all(sender, hostile(sender, COUNT, seed=COUNT, people=20))
    for push, answer in sent:
        assert answer is not None
        assert answer.status_code == 200 if push.right else answer.status_code in {400, 403, 413}
    replies = {}
    for push, answer in sent:
        if push.identity:
            replies.setdefault(push.identity, set()).add(sender.open(answer.content))
    assert [told for told in replies.values() if len(told - {""}) > 1] == []
    assert_one_effect_each(running.settings, sent)


@pytest.fixture
def mortal(tmp_path):
    """A server on PostgreSQL whose worker processes a test may kill."""
    with contextlib.ExitStack() as stack:
        env = make_env(tmp_path, PORT=str(free_port()), DATABASE_URL=stack.enter_context(fresh_postgres()))
        migrate(Settings.from_env(env), env)
        yield stack.enter_context(start_server(["serve"], env, tmp_path / "server.log"))


def children_of(parent):
    found = subprocess.run(["ps", "--ppid", str(parent), "-o", "pid="], capture_output=True, check=False)
    return [int(one) for one in found.stdout.split()]


def find_master(running):
    """The one child of this process that serves on the port of `running`."""
    for child in children_of(os.getpid()):
        with contextlib.suppress(OSError), open(f"/proc/{child}/environ", "rb") as file:
            if f"PORT={running.env['PORT']}".encode() in file.read().split(b"\0"):
                return child
    raise AssertionError("no server")


@contextlib.contextmanager
def killing(running, every, may=lambda: True):
    """Kill a worker process of the server, again and again, each time another one; when it `may`."""
    stopped, killed, master = threading.Event(), [], find_master(running)

    def kill():
        while not stopped.wait(every):
            workers = children_of(master) if may() else []
            if workers:
                killed.append(workers[len(killed) % len(workers)])
                with contextlib.suppress(ProcessLookupError):
                    os.kill(killed[-1], signal.SIGKILL)

    thread = threading.Thread(target=kill)
    thread.start()
    try:
        yield killed
    finally:
        stopped.set()
        thread.join()


def test_killed_processes_lose_nothing_and_double_nothing(mortal, guide):
    sender, settings = sender_of(mortal), mortal.settings
    pushes = [push for push in hostile(sender, COUNT, seed=7, people=10) if push.right]
    with killing(mortal, every=0.3) as killed:
        sent = send_all(sender, pushes)
    assert len(killed) >= 2
    app = create_app(settings, guide)
    with make_sessions(app.engine)() as session:
        long_ago = clock.now() - timedelta(minutes=1)  # as if the leases of the dead had run out
        open_ones = update(InboxRow).where(InboxRow.reply.is_(None)).values(leased_until=long_ago)
        session.execute(update(InboxRow).values(received_at=long_ago))
        session.execute(open_ones)
        session.commit()
        while answer_left(session, lambda: app):
            pass
    app.engine.dispose()
    assert_one_effect_each(settings, sent)
    causes = [row.cause for row in rows_of(settings, OutboxRow)]
    assert len(causes) == len(set(causes))


def test_a_push_whose_connection_is_cut_still_has_its_effect_once(running):
    sender, at = sender_of(running), clock.now().timestamp()
    push = sender.seal(sender.message("o-cut", int(at * 10**9), at, Content="俺娘70了"), at)
    for _ in range(3):
        with contextlib.suppress(requests.RequestException):
            requests.post(sender.url, params=push.query, data=push.body, timeout=0.001)
    answer = sender.deliver(push)
    assert "70" in sender.open(answer.content)
    index_hash = IndexHash(running.settings.index_keys)("wechat.openid", "o-cut")
    (row,) = [row for row in rows_of(running.settings, ConversationRow) if row.sender_hash == index_hash]
    assert row.version == 1
