"""What was read of a text that somebody is typing, so that what stands already is not worked out again.

A message of a chat is read once. The words of a call are read at every few letters, and the text of one
reading is nearly that of the last: `Growing` holds what the last reading came to, piece by piece, and the
next one takes over what the same characters came to. What is understood is the same as without it: only
what hangs on characters that did not change is taken over; `tests/bot/relevance/test_growing.py` holds
the two equal.

It holds words of a person. Whoever makes one keeps it in memory alone, for as long as somebody types.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

from bot.text.righting import Pieces

from .features import BREAK, Features
from .linear import Joint, Sums

Found = TypeVar("Found")


class Growing:
    """The last reading of one text. It belongs to one reading at a time: threads must not share it."""

    def __init__(self):
        self.pieces = Pieces()
        self.features = GrowingFeatures()
        self.matches = Matches()
        self.sayings = Worked()
        self.alarms = Worked()


class Worked:
    """What the pieces of the last text came to: a piece comes to the same wherever it stands."""

    def __init__(self):
        self._before: dict[object, object] = {}
        self._now: dict[object, object] = {}

    def read(self, piece: Hashable, work_out: Callable[[], Found]) -> Found:
        """What `piece` came to in the last reading or in this one, or else what is worked out of it."""
        found = self._now.get(piece, self._before.get(piece))
        self._now[piece] = found = work_out() if found is None else found
        return found

    def end(self) -> None:
        """The text is read to its end."""
        self._before, self._now = self._now, {}


class Matches:
    """Where patterns were found in the last texts: by the place of the pattern, in order."""

    def __init__(self):
        self.found: dict[int, list[re.Match[str]]] = {}
        self.texts: dict[object, str] = {}

    def same(self, key: object, text: str) -> int:
        """How many of the first characters of `text` stood in the last text of that key too."""
        return _same_start(self.texts.get(key, ""), text)


class GrowingFeatures:
    """The features of the text, and what they add up to in the models that asked for it."""

    def __init__(self):
        self._runs, self._words, self._names = _Pieces(), _Pieces(), frozenset()
        self._total = 0

    def sums(self, plain: str, features: Features, models: Joint) -> tuple[Sums, ...]:
        """What the features of `plain` add up to in each of `models`, which stay the same."""
        names = frozenset(features.names_in(plain))
        changes = (
            (names - self._names, self._names - names),
            self._runs.become(BREAK.split(plain), features.runs, features.longer_runs),
            self._words.become(features.blocks(plain), features.words),
        )
        self._names = names
        # No name is a run, and no run a word: what comes and goes of each is told apart by its first letter.
        added, removed = (set().union(*sets) for sets in zip(*changes, strict=True))
        self._total += models.total(added) - models.total(removed)
        return models.parted(self._total)


class _Pieces:
    """The pieces that the text falls into, in order, with the features of each; a feature counts once."""

    def __init__(self):
        self._pieces: list[str] = []
        self._features: list[set[str]] = []
        self._times: dict[str, int] = {}  # in how many pieces a feature is

    def become(
        self,
        pieces: list[str],
        read: Callable[[str], set[str]],
        read_on: Callable[[str, int], set[str]] | None = None,
    ) -> tuple[set[str], set[str]]:
        """Take `pieces` for the text. Returns the features that came and those that went.

        `read_on`: the features of a piece that end behind a place, where a longer piece keeps those of a
        shorter one that it begins with.
        """
        old, added, removed = self._pieces, set(), set()
        first = _alike(old, pieces)
        last = _alike(old[first:][::-1], pieces[first:][::-1])
        gone, come = old[first : len(old) - last], pieces[first : len(pieces) - last]
        known = self._features[first : len(old) - last]
        grown = read_on is not None and bool(gone) and bool(come) and come[0].startswith(gone[0])
        sets = [read(one) for one in (come[1:] if grown else come)]
        self._count(known[1:] if grown else known, -1, removed)
        if grown:
            more = read_on(come[0], len(gone[0])) - known[0]
            self._count([more], 1, added)
            sets = [known[0] | more, *sets]
        self._count(sets[1:] if grown else sets, 1, added)
        self._features[first : len(old) - last] = sets
        self._pieces = pieces
        return added - removed, removed - added

    def _count(self, sets: Iterable[set[str]], step: int, changed: set[str]) -> None:
        """Count the features of these pieces in or out; `changed` gets those that are new, or left."""
        times = self._times
        for one in sets:
            for feature in one:
                before = times.get(feature, 0)
                if before + step:
                    times[feature] = before + step
                else:
                    del times[feature]
                if before == (0 if step > 0 else 1):
                    changed.add(feature)


def _same_start(one: str, other: str) -> int:
    """How many of the first characters are the same."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if one[:middle] == other[:middle] else (low, middle)
    return low


def _alike(one: list[str], other: list[str]) -> int:
    """How many of the first pieces are the same."""
    place, most = 0, min(len(one), len(other))
    while place < most and one[place] == other[place]:
        place += 1
    return place
