"""A turn that takes longer than WeChat waits: a word of patience in time, then the reply, each once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from sqlalchemy import select

from tests.builders import make_env
from tests.conftest import free_port, fresh_postgres, start_server
from webapp import clock, jobs
from webapp.app import create_app
from webapp.db import make_engine, make_sessions
from webapp.gateways.sandbox.sender import Account, Sender
from webapp.migrating import migrate
from webapp.models import ConversationRow, InboxRow, OutboxRow
from webapp.settings import Settings

WAITS = 5.0


@pytest.fixture
def served(tmp_path, sandbox):
    """A server on PostgreSQL with the sandbox as its WeChat, and a session beside it."""
    with fresh_postgres() as database:
        changes = {"DATABASE_URL": database, "WECHAT_API_URL": f"{sandbox}/wechat"}
        env = make_env(tmp_path, PORT=str(free_port()), **changes)
        settings = Settings.from_env(env)
        migrate(settings, env)
        engine = make_engine(settings)
        with (
            start_server(["serve"], env, tmp_path / "server.log") as running,
            make_sessions(engine)() as session,
        ):
            yield running, session
        engine.dispose()


def push(running, number, words, sender="o-slow"):
    env, at = running.env, clock.now().timestamp()
    side = Sender(
        f"{running.url}/wechat", Account(env["WECHAT_TOKEN"], env["WECHAT_AES_KEY"], env["WECHAT_APP_ID"])
    )
    sealed = side.seal(side.message(sender, number, at, Content=words), at)
    started = time.monotonic()
    answer = requests.post(side.url, params=sealed.query, data=sealed.body, timeout=20)
    return side.open(answer.content), time.monotonic() - started


def wait_for(session, query, seconds=10):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        session.rollback()
        found = session.scalars(query).all()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("nothing came")


def test_a_slow_turn_is_answered_in_time_and_its_reply_follows(served, sandbox, guide):
    running, session = served
    push(running, 1, "俺爹78了")
    session.scalars(select(ConversationRow).with_for_update()).one()
    with ThreadPoolExecutor(2) as pool:
        pushes = list(pool.map(lambda _: push(running, 2, "家里4口人"), range(2)))
    (told,) = {told for told, _ in pushes}
    assert "马上发给您" in told
    assert max(took for _, took in pushes) < WAITS
    again, took = push(running, 2, "家里4口人")
    assert (again, took < WAITS) == (told, True)
    session.rollback()
    (row,) = wait_for(session, select(OutboxRow))
    assert "4" in row.body
    assert session.scalars(select(ConversationRow.version)).one() == 2
    settings = running.settings
    app = create_app(settings, guide)
    worker = jobs.make_worker(settings, make_sessions(app.engine), lambda: app)
    for _ in range(2):
        worker.run_once()
    app.engine.dispose()
    (sent,) = requests.get(f"{sandbox}/received", timeout=5).json()["messages"]
    assert (sent["to"], sent["text"]) == ("o-slow", row.body)


def test_messages_behind_a_slow_one_are_heard_in_their_order(served):
    running, session = served
    push(running, 1, "俺爹78了")
    session.scalars(select(ConversationRow).with_for_update()).one()
    push(running, 2, "家里4口人")
    push(running, 3, "说错了，家里5口人")
    session.rollback()
    wait_for(session, select(InboxRow.id).where(InboxRow.place == 3, InboxRow.reply.is_not(None)))
    (row,) = session.scalars(select(ConversationRow)).all()
    assert row.state["households"][0]["household"]["household_size"] == 5
    told = [one.body for one in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]
    assert len(told) == 2
