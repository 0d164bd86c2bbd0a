"""Jobs are handed out by the tables alone, or through Redis: whichever it is, each thing happens once."""

import itertools
import secrets
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from redis import Redis
from sqlalchemy import delete, func, select

from tests.builders import make_env, make_id_number
from tests.webapp.applications.conftest import Desk, desk
from tests.webapp.test_jobs import Fake, Quiet, no_app
from webapp import clock, jobs, queues
from webapp.applications.moving import By, move
from webapp.applications.states import RequestState
from webapp.applications.submitting import submit
from webapp.db import make_engine, make_sessions
from webapp.gateways.http import NotDelivered
from webapp.models import Channel, DeskNotice, OutboxRow, OutboxState, PublicityRow, RequestEvent
from webapp.models.applications import Authorisation
from webapp.models.protection import JobRun
from webapp.queues import EmbeddedQueue, RedisQueue
from webapp.security import seals
from webapp.security.crypto import IndexHash
from webapp.settings import Settings
from webapp.upkeep import jobs as upkeep

__all__ = ["desk"]
REDIS = "redis://127.0.0.1:6379/9"
GONE = "redis://127.0.0.1:1/0"


@pytest.fixture
def bell():
    """A name that nobody else on this Redis has."""
    name = f"test:{secrets.token_hex(6)}"
    yield name
    with Redis.from_url(REDIS) as server:
        for key in server.scan_iter(f"{name}:*"):
            server.delete(key)


class Platform:
    """A verification platform that is away."""

    def __getattr__(self, _name):
        def away(*_said, **_about):
            raise NotDelivered("away", retry=True)

        return away


def make_worker(desk, queue, sender):
    sessions = make_sessions(desk.session.get_bind())
    index_hash = IndexHash((b"k" * 32,))
    senders = dict.fromkeys(Channel, sender)
    about = (sessions, senders, no_app, Fake(), index_hash, Platform(), Quiet())
    return jobs.Worker(*about, queue=queue)


@pytest.fixture
def due(desk: Desk):
    """Something for every kind of job: to send, given up by who died, unsigned, late, hanging too long."""
    long_ago = clock.now() - timedelta(days=60)
    desk.now = long_ago
    for days in ("1948-03-05", "1951-03-05", "1953-03-05"):
        draft = desk.fill_in(desk.open_draft(secrets.token_hex(8)), father=make_id_number(days))
        submit(desk.session, desk.guide, draft, long_ago)
    late = next(one for one in draft.requests if one.policy == "subsistence-allowance")
    move(desk.session, late, RequestState.ACCEPTED, By("caseworker", "先收下"), at=long_ago)
    hung = PublicityRow(request_id=late.id, name="王某", village="边河村", shown_as="社会救助", by="staff:1")
    hung.begins, hung.until = long_ago.date(), long_ago.date() + timedelta(days=7)
    hung.district, hung.town = draft.district, draft.town
    desk.session.add(hung)
    desk.session.execute(delete(Authorisation))
    lost = desk.session.scalars(select(OutboxRow)).first()
    lost.state, lost.sending_since = OutboxState.SENDING, long_ago
    desk.session.commit()
    return desk


@pytest.mark.parametrize("kind", ["embedded", "redis"])
def test_every_job_runs_twice_and_at_once_with_one_effect(due, kind, bell):
    sender, start = Fake(), threading.Barrier(2)
    workers = [
        make_worker(due, EmbeddedQueue() if kind == "embedded" else RedisQueue(REDIS, bell), sender)
        for _ in range(2)
    ]

    def work(worker):
        start.wait()
        return [worker.run_once() for _ in range(2)]

    with ThreadPoolExecutor(2) as pool:
        rounds = list(itertools.chain(*pool.map(work, workers)))
    done = {name: sum(one[name] for one in rounds) for name in rounds[0]}
    assert done["lost"] == done["taken_down"] == 1 and done["reminded"] == 3 and done["lapsed"] > 1
    session = due.session
    session.rollback()
    before = counts(session)
    references = [reference for reference, _, _ in sender.sent]
    assert len(references) == len(set(references)) > 0, "nobody is told twice"
    causes = session.scalars(select(OutboxRow.cause)).all()
    assert len(causes) == len(set(causes))
    steps = session.execute(select(RequestEvent.request_id, RequestEvent.to_state)).all()
    assert len(steps) == len(set(steps))
    assert seals.find_faults(session) == []
    session.execute(delete(JobRun).where(JobRun.name.in_([f"chore {name}" for name in upkeep.CHORES])))
    session.commit()
    again = workers[0].run_once()
    assert {name for name, number in again.items() if number} <= {"sent", "sealed"}
    session.rollback()
    assert counts(session) == before
    assert len({reference for reference, _, _ in sender.sent}) == len(sender.sent)


def counts(session):
    """How much there is of whatever a job makes."""
    models = (DeskNotice, OutboxRow, RequestEvent)
    return [session.scalar(select(func.count()).select_from(one)) for one in models]


def test_a_lease_is_one_workers_until_the_job_is_done_or_the_worker_dead(bell):
    first, second = (RedisQueue(REDIS, bell, lease_seconds=1) for _ in range(2))
    with first.lease("sent") as mine, second.lease("sent") as theirs, second.lease("lost") as other:
        assert (mine, theirs, other) == (True, False, True)
        time.sleep(1.8)
        with second.lease("sent") as theirs:
            assert not theirs, "a job that lasts keeps its lease"
    with second.lease("sent") as theirs:
        assert theirs
    with Redis.from_url(REDIS) as server:
        server.set(f"{bell}:lease:sent", "a worker that died", px=1000)
    with first.lease("sent") as mine:
        assert not mine
    time.sleep(1.2)
    with first.lease("sent") as mine:
        assert mine, "it lapsed by itself"


def test_what_is_committed_wakes_a_worker(tmp_path, migrated_sqlite, monkeypatch):
    look_each = partial(monkeypatch.setattr, queues, "LOOK_SECONDS")
    look_each(60.0)  # so that nothing but the bell can wake it
    (tmp_path / "test.db").write_bytes(migrated_sqlite)
    engine = make_engine(Settings.from_env(make_env(tmp_path, REDIS_URL=REDIS)))
    queue, stopped = engine.dialect.queue, threading.Event()
    look_each(0.1)
    queue.wait(stopped)  # what rang before
    look_each(60.0)
    with ThreadPoolExecutor(1) as pool, make_sessions(engine)() as session:
        waiting = pool.submit(queue.wait, stopped)
        session.add(make_row("kept"))
        session.commit()
        assert waiting.result(timeout=30) is False
        look_each(1.0)
        waiting = pool.submit(queue.wait, stopped)
        session.add(make_row("rolled back"))
        session.flush()
        session.rollback()
        with pytest.raises(TimeoutError):
            waiting.result(timeout=0.5)
        stopped.set()
        assert waiting.result(timeout=30) is True
    engine.dispose()


def make_row(cause):
    row = OutboxRow(channel=Channel.SMS, cause=cause, recipient="13900000000", body="您好")
    row.created_at = row.due_at = clock.now()
    return row


def test_without_its_redis_every_job_is_run_and_nobody_waits_for_it(bell):
    queue, stopped = RedisQueue(GONE, bell), threading.Event()
    began = time.monotonic()
    for _ in range(20):
        with queue.lease("sent") as mine:
            assert mine
        queue.wake()
    assert not queue.wait(stopped) and time.monotonic() - began < 2 * queues.LOOK_SECONDS + 1
