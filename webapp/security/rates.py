"""How often one address may ask: counted in Redis for all processes, in memory where or while that is gone.

Windows are fixed. In memory they go by a clock that nobody sets, so that a machine whose time jumps neither
locks people out for as long nor lets a flood through; in Redis they end by its own. What is counted is the
keyed hash of an address, so that none stands anywhere.

A process asks Redis for several turns of a busy address at once and hands them out from memory. Each is
counted before it is used, so that all processes together never let through more than the limit; what another
process has not used counts too, so that the limit may be reached early, by `MOST_AT_ONCE` - 1 for each other
process (and once more where two threads of one ask in the same moment).
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, request
from redis import Redis, RedisError
from werkzeug.exceptions import TooManyRequests

from webapp.security.crypto import IndexHash
from webapp.settings import Settings

# Mobile carriers put thousands of phones behind one address, which may bring all that a machine is built to
# bear (200 requests a second): this stops floods, not neighbours.
MOST, WINDOW_SECONDS = 15_000, 60
# WeChat's servers and an office of agents, who type together, have one address each.
UNLIMITED_DOORS = frozenset({"wechat", "health", "hotline"})
STATIC = "static"
REDIS_SECONDS = 1
# A Redis that failed is asked again after this while.
AGAIN_SECONDS = 5
# Of an address, the first time in a window one turn is asked for, then twice as many each time.
MOST_AT_ONCE = 16
COUNT = """
local last = redis.call('INCRBY', KEYS[1], ARGV[2])
local left = redis.call('PTTL', KEYS[1])
if left < 0 then
  redis.call('EXPIRE', KEYS[1], ARGV[1])
  left = ARGV[1] * 1000
end
return {last, left}
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


@dataclass(slots=True)
class Lot:
    """`size` turns that are counted already: those up to `last` are good before `until`."""

    next: int
    last: int
    size: int
    until: float


class Lots:
    """The turns of each address that this process holds, until the window ends that counted them."""

    def __init__(self, seconds: int, now: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._now, self._swept_at = seconds, now, now()
        self._lock, self._held = threading.Lock(), {}

    def use(self, who: str) -> int | None:
        """The number of a turn that is held; None where none is."""
        with self._lock:
            lot = self._held.get(who)
            if lot is None or lot.next > lot.last or self._now() >= lot.until:
                return None
            lot.next += 1
            return lot.next - 1

    def take(self, who: str, ask: Callable[[int], tuple[int, int]]) -> int:
        """The number of the first turn of those that `ask` counts; the others are held.

        `ask` takes how many, and gives the number of the last and the milliseconds that the window lasts on.
        """
        with self._lock:
            before, now = self._held.get(who), self._now()
        size = min(before.size * 2, MOST_AT_ONCE) if before is not None and now < before.until else 1
        last, left = ask(size)
        with self._lock:
            self._sweep(now)
            self._held[who] = Lot(last - size + 2, last, size, now + left / 1000)
        return last - size + 1

    def _sweep(self, now: float) -> None:
        if now - self._swept_at > self._seconds:
            self._swept_at = now
            self._held = {who: lot for who, lot in self._held.items() if now < lot.until}


class Rates:
    """Counts who comes, in Redis where `url` names one."""

    def __init__(self, url: str, seconds: int = WINDOW_SECONDS) -> None:
        self.memory, self._seconds, self._again_at = MemoryCount(seconds), seconds, 0.0
        self._script, self._lots = None, Lots(seconds)
        if not url.startswith("memory"):
            limits = {"socket_connect_timeout": REDIS_SECONDS, "socket_timeout": REDIS_SECONDS}
            self._script = Redis.from_url(url, **limits).register_script(COUNT)

    def add(self, who: str) -> int:
        """How often `who` has come in this window, this time included. Never fails for want of Redis."""
        if self._script is None or time.monotonic() < self._again_at:
            return self.memory.add(who)
        number = self._lots.use(who)
        if number is not None:
            return number
        try:
            return self._lots.take(who, lambda size: self._ask(who, size))
        except RedisError as error:
            self._again_at = time.monotonic() + AGAIN_SECONDS
            log.warning("rates_in_memory", error=type(error).__name__)
            return self.memory.add(who)

    def _ask(self, who: str, size: int) -> tuple[int, int]:
        return self._script(keys=[f"rate:{who}"], args=[self._seconds, size])


def init_app(app: Flask, settings: Settings, most: int = MOST) -> None:
    app.extensions["rates"] = rates = Rates(settings.redis_url)
    keyed = IndexHash(settings.index_keys)

    @app.before_request
    def count() -> None:
        if request.endpoint == STATIC or request.blueprint in UNLIMITED_DOORS:
            return
        if rates.add(keyed("rate.address", request.remote_addr or "")) > most:
            raise TooManyRequests
