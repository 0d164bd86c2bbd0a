"""From an uploaded file to pages, through the decoding process: few at once, each with its limits."""

from __future__ import annotations

import fcntl
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

ROOT = Path(__file__).resolve().parent.parent.parent
DECODERS = 2
WAIT_SECONDS, POLL_SECONDS, DECODING_SECONDS = 15, 0.05, 25
# Nothing of the server's environment, which holds its keys. One arena keeps memory within its limit.
ENVIRONMENT = {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "MALLOC_ARENA_MAX": "1"}


class UnreadableError(Exception):
    """The file is not taken. `why`: unknown, broken, encrypted, large, pages."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


class BusyError(Exception):
    """All decoders of this machine are at work, and stayed so."""


@dataclass(frozen=True)
class Page:
    """One picture as it is kept, with a small likeness and what is wrong with it."""

    jpeg: bytes
    thumbnail: bytes
    width: int
    height: int
    faults: tuple[str, ...]


def read_pages(file: BinaryIO, slots: Path, *, wait_seconds: float = WAIT_SECONDS) -> list[Page]:
    """The pages of `file`, which has a file descriptor. `slots` is a directory of this machine.

    Raises UnreadableError, or BusyError when others are in front for too long.
    """
    with _slot(slots, wait_seconds):
        file.seek(0)
        command = [sys.executable, "-B", "-m", "webapp.documents.decoding"]
        try:
            done = subprocess.run(
                command, stdin=file, capture_output=True, env=ENVIRONMENT, timeout=DECODING_SECONDS
            )
        except subprocess.TimeoutExpired:
            raise UnreadableError("broken") from None
    if done.returncode != 0:
        raise UnreadableError("broken")
    return _parse(done.stdout)


def _parse(answer: bytes) -> list[Page]:
    line, _, rest = answer.partition(b"\n")
    told = json.loads(line)
    if "refused" in told:
        raise UnreadableError(told["refused"])
    pages, place = [], 0
    for one in told["pages"]:
        middle = place + one["jpeg"]
        end = middle + one["thumbnail"]
        faults = tuple(one["faults"])
        pages.append(Page(rest[place:middle], rest[middle:end], one["width"], one["height"], faults))
        place = end
    return pages


@contextmanager
def _slot(slots: Path, wait_seconds: float) -> Iterator[None]:
    """One of the decoders of this machine. The lock goes with its holder, however that ends."""
    slots.mkdir(mode=0o700, parents=True, exist_ok=True)
    until = time.monotonic() + wait_seconds
    while True:
        for number in range(DECODERS):
            with (slots / f"decoder-{number}").open("wb") as lock:
                if _taken(lock):
                    yield
                    return
        if time.monotonic() >= until:
            raise BusyError
        time.sleep(POLL_SECONDS)


def _taken(lock: BinaryIO) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
