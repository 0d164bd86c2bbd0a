"""The boxes that are typed in now: what their words came to last, so that a few more letters cost little.

It is in the memory of the process alone, in no file and no table: at most `MOST` boxes, each let go when its
call ends, and `KEPT_SECONDS` after its last letters at the latest (twice that where nobody types any more).
Nothing hangs on it but time: what is gone is read anew, and every process has its own.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.relevance.growing import Growing

MOST = 200
KEPT_SECONDS = 120


class Box:
    """The box of one agent's call: the reading of its words, and the regions of the page drawn from it."""

    def __init__(self):
        self.clear()

    def clear(self) -> None:
        """Let go of all that was read and drawn: what stood there was taken out."""
        self.growing = Growing()
        self.drawn: dict[str, tuple[tuple[object, ...], str]] = {}


class Boxes:
    """The boxes by the signed-in session. One request has a box at a time; another gets an empty one."""

    def __init__(self, *, kept_seconds: float = KEPT_SECONDS, clock: Callable[[], float] = time.monotonic):
        self._kept_seconds, self._clock = kept_seconds, clock
        self._boxes: OrderedDict[int, tuple[float, Box]] = OrderedDict()
        self._lock = threading.Lock()
        self._sweeper: threading.Timer | None = None

    def __len__(self) -> int:
        return len(self._boxes)

    @contextmanager
    def borrow(self, session_id: int) -> Iterator[Box]:
        """The box of a session for one request. It is not taken back where the request fails."""
        with self._lock:
            box = self._boxes.pop(session_id, (0.0, None))[1] or Box()
        yield box
        with self._lock:
            self._boxes[session_id] = self._clock(), box
            self._boxes.move_to_end(session_id)
            self._sweep()

    def forget(self, session_id: int) -> None:
        """Let go of the box of a call that is over."""
        with self._lock:
            self._boxes.pop(session_id, None)

    def _sweep(self) -> None:
        """Let go of what is old or too much, and come back for the rest even if nobody types any more."""
        oldest = self._clock() - self._kept_seconds
        while self._boxes and (len(self._boxes) > MOST or next(iter(self._boxes.values()))[0] <= oldest):
            self._boxes.popitem(last=False)
        if self._boxes and self._sweeper is None:
            self._sweeper = threading.Timer(self._kept_seconds, self._sweep_later)
            self._sweeper.daemon = True
            self._sweeper.start()

    def _sweep_later(self) -> None:
        with self._lock:
            self._sweeper = None
            self._sweep()
