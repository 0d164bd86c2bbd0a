"""Who does which job of the worker, and what wakes it: the tables alone, or Redis beside them.

What there is to do is always rows, committed with what they tell of, so that nothing hangs on Redis and every
job may run twice. A Redis hands the jobs out: of several workers, on several machines, one has the lease of a
job while it runs it, and loses it soon after it dies; and whoever commits something to do wakes a worker,
instead of being found by the next look. While Redis is gone the tables alone decide, as without one.
"""

from __future__ import annotations

import hashlib
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Protocol, TypeVar

import structlog
from redis import Redis, RedisError
from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from webapp.models.outbox import OutboxRow
from webapp.models.routing import Transfer
from webapp.models.verifications import VerificationOrder
from webapp.settings import Settings

LEASE_SECONDS = 15.0
LOOK_SECONDS = 1.0
ROUND_SECONDS = 5.0
REDIS_SECONDS = 1.0
REST_SECONDS = 5.0
RING_SECONDS = 60
ERRANDS = (OutboxRow, VerificationOrder, Transfer)
OURS = "if redis.call('get', KEYS[1]) == ARGV[1] then return redis.call({}) end return 0"
RELEASE, RENEW = OURS.format("'del', KEYS[1]"), OURS.format("'pexpire', KEYS[1], ARGV[2]")
Answer = TypeVar("Answer")
log = structlog.get_logger()


class Queue(Protocol):
    """How jobs are handed out."""

    def lease(self, job: str) -> AbstractContextManager[bool]:
        """Whether this worker is to run `job` now; nobody else is, while the block lasts."""

    def wake(self) -> None:
        """Something to do was committed."""

    def wait(self, stopped: threading.Event) -> bool:
        """Until there may be something to do. Whether the worker was stopped."""


class EmbeddedQueue:
    """The tables alone: each row is claimed by one worker, and a look every second finds it."""

    @contextmanager
    def lease(self, job: str) -> Iterator[bool]:
        yield True

    def wake(self) -> None:
        """The next look finds it."""

    def wait(self, stopped: threading.Event) -> bool:
        return stopped.wait(LOOK_SECONDS)


class RedisQueue:
    """Leases and a bell in Redis. `name` keeps installations on one Redis apart."""

    def __init__(self, url: str, name: str, lease_seconds: float = LEASE_SECONDS) -> None:
        about = {"socket_connect_timeout": REDIS_SECONDS, "socket_timeout": REDIS_SECONDS + LOOK_SECONDS}
        self._redis = Redis.from_url(url, **about)
        self._bell, self._name, self._lease_ms = f"{name}:bell", name, int(lease_seconds * 1000)
        self._rests_until = 0.0

    @contextmanager
    def lease(self, job: str) -> Iterator[bool]:
        key, token = f"{self._name}:lease:{job}", secrets.token_hex(8)
        given = self._ask(lambda: bool(self._redis.set(key, token, nx=True, px=self._lease_ms)))
        if not given:
            yield given is None  # without Redis the tables decide
            return
        over = threading.Event()
        threading.Thread(target=self._renew, args=(key, token, over), daemon=True).start()
        try:
            yield True
        finally:
            over.set()
            self._ask(lambda: self._redis.eval(RELEASE, 1, key, token))

    def _renew(self, key: str, token: str, over: threading.Event) -> None:
        """A job that lasts keeps its lease; with its worker this thread dies too."""
        while not over.wait(self._lease_ms / 3000):
            self._ask(lambda: self._redis.eval(RENEW, 1, key, token, self._lease_ms))

    def wake(self) -> None:
        """One ring is enough for many."""
        with self._redis.pipeline(transaction=False) as calls:
            calls.lpush(self._bell, 1).ltrim(self._bell, 0, 0).expire(self._bell, RING_SECONDS)
            self._ask(calls.execute)

    def wait(self, stopped: threading.Event) -> bool:
        """For a ring, or for what is due by the clock."""
        until = time.monotonic() + ROUND_SECONDS
        while time.monotonic() < until and not stopped.is_set():
            rung = self._ask(lambda: self._redis.blpop([self._bell], timeout=LOOK_SECONDS) or ())
            if rung is None:
                return stopped.wait(LOOK_SECONDS)
            if rung:
                break
        return stopped.is_set()

    def _ask(self, call: Callable[[], Answer]) -> Answer | None:
        """What Redis answers; None while it is gone, and nobody is kept waiting by it time and again."""
        if time.monotonic() < self._rests_until:
            return None
        try:
            return call()
        except RedisError as error:
            self._rests_until = time.monotonic() + REST_SECONDS
            log.warning("redis_gone", error=type(error).__name__)
            return None


def make_queue(settings: Settings) -> Queue:
    if settings.redis_url.startswith("memory"):
        return EmbeddedQueue()
    name = hashlib.blake2b(b"queue", key=settings.index_keys[0][:64], digest_size=8).hexdigest()
    return RedisQueue(settings.redis_url, f"zizhuni:{name}")


def listen(sessions: sessionmaker[Session], queue: Queue) -> None:
    """Ring after every commit that leaves something for the worker to do."""

    def note(session: Session, _flushed: object) -> None:
        if any(isinstance(one, ERRANDS) for one in session.new):
            session.info["rings"] = True

    def ring(session: Session) -> None:
        if session.info.pop("rings", False):
            queue.wake()

    event.listen(sessions, "after_flush", note)
    event.listen(sessions, "after_commit", ring)
    event.listen(sessions, "after_rollback", lambda session: session.info.pop("rings", None))
