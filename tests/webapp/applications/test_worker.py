"""The worker that goes to the platform: a process of its own, killed in a call, and started anew."""

import json
import os
import signal
import subprocess
import sys
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from tests.builders import make_env
from tests.conftest import fresh_postgres
from tests.webapp.applications.conftest import Desk
from tests.webapp.applications.office import PLAIN, Office, member
from webapp import clock, jobs, metrics
from webapp.db import make_engine, make_sessions
from webapp.migrating import migrate
from webapp.models import OrderState, ResultState, VerificationOrder, VerificationResult
from webapp.security.crypto import IndexHash
from webapp.settings import Settings

HANGS = 5.0
SECONDS = 30


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory):
    """Where all workers of this file keep the guide as they have read it."""
    return tmp_path_factory.mktemp("data")


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, guide, tmp_path, sandbox, data_dir):
    """An office, and the environment of a worker beside it."""
    env = make_env(tmp_path, VERIFICATION_URL=f"{sandbox}/verification", DATA_DIR=str(data_dir))
    if request.param == "sqlite":
        yield from opened(env, guide)
        return
    with fresh_postgres(request.getfixturevalue("migrated_postgres")) as url:
        yield from opened(env | {"DATABASE_URL": url}, guide)


def opened(env, guide):
    settings = Settings.from_env(env)
    migrate(settings, env)
    engine = make_engine(settings)
    with make_sessions(engine)() as session:
        desk = Desk(session, guide, IndexHash(settings.index_keys))
        yield Office(desk, env["VERIFICATION_URL"], clock.now() - timedelta(seconds=1)), env
    engine.dispose()


def start(env, log, *options):
    with log.open("ab") as file:
        command = [sys.executable, "-m", "webapp.cli", "worker", *options]
        return subprocess.Popen(command, env={**os.environ, **env}, stdout=file, stderr=file)


def wait_until(true, process, log):
    deadline = time.monotonic() + SECONDS
    while not true():
        assert process.poll() is None and time.monotonic() < deadline, log.read_text(encoding="utf-8")[-2000:]
        time.sleep(0.05)


def set_clock_back(office):
    """As if the lease of the killed worker were long over."""
    past = clock.now() - timedelta(minutes=5)
    orders, results = update(VerificationOrder), update(VerificationResult)
    office.session.execute(orders.where(VerificationOrder.lease.is_not(None)).values(leased_until=past))
    office.session.execute(orders.values(next_try_at=past))
    office.session.execute(results.values(asked_at=past))
    office.session.commit()


def test_a_worker_killed_in_a_call_is_followed_by_one_that_asks_nobody_twice(place, tmp_path):
    office, env = place
    call = "submit" if env["DATABASE_URL"].startswith("sqlite") else "fetch"
    application = office.verify(office.file(father__income_yuan_per_month=300))
    office.switch(faults={call: [HANGS]})
    log = tmp_path / "worker.log"
    first = start(env, log)
    wait_until(lambda: office.switch()["calls"].get(call), first, log)
    first.send_signal(signal.SIGKILL)
    first.wait(10)
    before = office.orders(application)[0]
    assert before.state in (OrderState.WAITING, OrderState.ORDERED)
    assert {one.state for one in before.results} <= {ResultState.ASKED, ResultState.WAITING}
    set_clock_back(office)
    assert start(env, log, "--once").wait(SECONDS) == 0
    office.now = clock.now()
    office.work()
    for person in ("self", "father"):
        (order,) = office.orders(application, person)
        assert order.state == OrderState.COMPLETE
        assert {one.state for one in order.results} == {ResultState.ANSWERED}
    assert set(office.switch()["orders"]) == {one.key for one in every_order(office)}
    check_log(log, application)


def every_order(office):
    office.session.expire_all()
    return office.session.scalars(select(VerificationOrder)).all()


def check_log(log, application):
    """What the worker wrote: orders, calls and states, nothing of a person."""
    written = log.read_text(encoding="utf-8")
    lines = [json.loads(one) for one in written.splitlines()]
    assert "submit" in {one.get("call") for one in lines if one["event"] == "verification"}
    for one in application.members:
        assert one.id_number not in written and one.name not in written
    assert "income" not in written and application.number not in written


def test_a_slow_platform_gives_the_outbox_its_turn(place):
    office, _ = place
    for _ in range(3):
        office.verify(office.file())

    class Slow:
        """Takes a second a call, and counts."""

        calls = 0

        def submit(self, order):
            self.calls += 1
            time.sleep(jobs.VERIFYING_SECONDS / 2)

    slow = Slow()
    assert jobs.verify_due(office.session, slow) == slow.calls < 6


def test_counters_know_sources_and_states_and_nobody(place):
    office, _ = place
    application = office.verify(office.file(father=PLAIN | {"sources": {"bank-icbc": "silent"}}))
    office.work()
    text = metrics.render(office.session).decode()
    assert 'zizhuni_verifications{source="bank-icbc",state="asked"} 1.0' in text
    assert 'zizhuni_verifications{source="civil-affairs",state="answered"} 2.0' in text
    assert member(application, "father").id_number not in text
