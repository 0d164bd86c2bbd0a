"""How often one address may ask: counted in Redis for all processes, in memory where or while that is gone.

Windows are fixed. In memory they go by a clock that nobody sets, so that a machine whose time jumps neither
locks people out for as long nor lets a flood through; in Redis they end by its own. What is counted is the
keyed hash of an address, so that none stands anywhere.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable

import structlog
from flask import Flask, request
from redis import Redis, RedisError
from werkzeug.exceptions import TooManyRequests

from webapp.security.crypto import IndexHash
from webapp.settings import Settings

# Mobile carriers put thousands of phones behind one address: this stops floods, not neighbours.
MOST, WINDOW_SECONDS = 6000, 60
# WeChat's servers and an office of agents, who type together, have one address each.
UNLIMITED_DOORS = frozenset({"wechat", "health", "hotline"})
STATIC = "static"
REDIS_SECONDS = 1
# A Redis that failed is asked again after this while.
AGAIN_SECONDS = 5
COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""
log = structlog.get_logger()


class MemoryCount:
    """What this process has seen in the window that runs. Older ones are forgotten as a whole."""

    def __init__(self, seconds: int, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._now = seconds, now
        self._lock, self._window, self._seen = threading.Lock(), 0, Counter()

    def add(self, who: str) -> int:
        """How often `who` has come in this window, this time included."""
        with self._lock:
            window = int(self._now() // self._seconds)
            if window != self._window:
                self._window, self._seen = window, Counter()
            self._seen[who] += 1
            return self._seen[who]

    def clear(self) -> None:
        with self._lock:
            self._seen.clear()


class Rates:
    """Counts who comes, in Redis where `url` names one."""

    def __init__(self, url: str, seconds: int = WINDOW_SECONDS) -> None:
        self.memory, self._seconds, self._again_at = MemoryCount(seconds), seconds, 0.0
        self._script = None
        if not url.startswith("memory"):
            limits = {"socket_connect_timeout": REDIS_SECONDS, "socket_timeout": REDIS_SECONDS}
            self._script = Redis.from_url(url, **limits).register_script(COUNT)

    def add(self, who: str) -> int:
        """How often `who` has come in this window, this time included. Never fails for want of Redis."""
        if self._script is None or time.monotonic() < self._again_at:
            return self.memory.add(who)
        try:
            return self._script(keys=[f"rate:{who}"], args=[self._seconds])
        except RedisError as error:
            self._again_at = time.monotonic() + AGAIN_SECONDS
            log.warning("rates_in_memory", error=type(error).__name__)
            return self.memory.add(who)


def init_app(app: Flask, settings: Settings, most: int = MOST) -> None:
    app.extensions["rates"] = rates = Rates(settings.redis_url)
    keyed = IndexHash(settings.index_keys)

    @app.before_request
    def count() -> None:
        if request.endpoint == STATIC or request.blueprint in UNLIMITED_DOORS:
            return
        if rates.add(keyed("rate.address", request.remote_addr or "")) > most:
            raise TooManyRequests
