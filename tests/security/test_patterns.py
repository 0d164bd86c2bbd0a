"""No text takes a pattern long: ten times as much costs at most twelve times, for every pattern there is."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.security.patterns import ROOT, hostile_texts

SHORT, LONG = 3_000, 30_000
MOST = 12
# A long text that is done by then hurts nobody; only one that is not is compared with the short one.
HARMLESS_SECONDS = 0.1
TRIES = 3


class Late(Exception):
    """The processor has been at it for too long."""


@pytest.fixture(scope="module")
def patterns():
    """(pattern, flags, where) of everything that the packages compile."""
    done = subprocess.run(
        [sys.executable, str(Path(__file__).parent / "patterns.py")],
        env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


@pytest.fixture
def bell():
    """Rings when the processor, not the clock on the wall, has been at it for long: others are busy too."""

    def ring(_signal, _frame):
        raise Late

    before = signal.signal(signal.SIGVTALRM, ring)
    yield
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    signal.signal(signal.SIGVTALRM, before)


def go_through(compiled, text):
    """Find all there is in the text, and match it as a whole."""
    for _found in compiled.finditer(text):
        pass
    compiled.fullmatch(text)


def done_within(compiled, text, seconds):
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        go_through(compiled, text)
    except Late:
        return False
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return True


def seconds_for(compiled, text, times):
    """CPU of one go, of so many together that the clock can tell; the least of some tries."""
    took = []
    for _ in range(TRIES):
        begun = time.process_time()
        for _ in range(times):
            go_through(compiled, text)
        took.append((time.process_time() - begun) / times)
    return min(took)


def is_slow(compiled, before, piece):
    # It ends in what no pattern wants, so that whoever tries again tries everything.
    short, long = (before + piece * (size // len(piece)) + "\x00" for size in (SHORT, LONG))
    if done_within(compiled, long, HARMLESS_SECONDS):
        return False
    # What takes so long of the short text already is slower than linear, or so slow that it is no better.
    if not done_within(compiled, short, HARMLESS_SECONDS):
        return True
    allowed = MOST * max(seconds_for(compiled, short, MOST), HARMLESS_SECONDS / LONG * SHORT)
    return not any(done_within(compiled, long, allowed) for _ in range(TRIES))


def slow_text(pattern, flags):
    """(before, piece) that the pattern is slow on; None where there is none."""
    compiled = re.compile(pattern, flags)
    return next((one for one in hostile_texts(pattern, flags) if is_slow(compiled, *one)), None)


def test_every_pattern_is_noted(patterns):
    places = {where.split("/")[0] for _, _, where in patterns}
    assert places == {"knowledge", "bot", "webapp"}
    assert len(patterns) > 1000


def test_ten_times_the_text_costs_at_most_twelve_times(patterns, bell):
    slow = [
        f"{where}: {pattern[:200]!r} on {hostile}"
        for pattern, flags, where in patterns
        if (hostile := slow_text(pattern, flags)) is not None
    ]
    assert slow == []


@pytest.mark.parametrize(
    "pattern", [r"a*b", r"(?:a|aa)+$", r"\d+年", r"x[^。]*[yz]", r"^(?:嗯+|哦)*好", r"[ ]*元"]
)
def test_a_slow_pattern_is_found(pattern, bell):
    assert slow_text(pattern, 0) is not None


@pytest.mark.parametrize(
    "pattern", [r"a{0,12}b", r"(?<!\d)\d+年", r"^(?:嗯++|哦)*+好", r"(?<! )[ ]*元", r"a+"]
)
def test_a_quick_pattern_is_not(pattern, bell):
    assert slow_text(pattern, 0) is None
