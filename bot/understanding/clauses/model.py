"""The linear model of clauses: what the runs of any part of a text add up to, each run looked up once.

Clauses overlap with their parts and with each other in pairs, and most of them state nothing. So the runs of
the whole text are looked up by where they begin, and a part takes its slice; of a part in which no class
comes near its limit nothing is unpacked.
"""

from __future__ import annotations

import struct

from bot.relevance.features import runs_at
from bot.relevance.linear import LANE, MIDDLE, Model, Sums

NARROW = 2  # bytes for each class, while few runs add up
FEW = 0xFFFF // 0xFF  # so many runs at most
TOP = 0x8000  # the highest bit of a class
FEWER = TOP // 0xFF  # of so many runs it stays free
MOST_KEPT = 40_000  # of some 500 bytes each


class ClauseModel:
    """A model whose numbers are narrow: of a clause there are few runs, and of its classes there are many."""

    def __init__(self, model: Model):
        self.classes, self.place_of, self._model = model.classes, model.place_of, model
        self._highest = max(model.bias)
        self._ones = sum(1 << 8 * NARROW * place for place in range(len(model.classes)))
        self._numbers: dict[int, int] = {}  # of the runs met lately, which most texts share

    def sums(self, places: set[int]) -> Sums:
        """What the runs at these places add up to, in narrow numbers where there are at most `FEW`."""
        if len(places) > FEW:
            return self._model.sums_at(places)
        kept, squares = self._numbers.get, self._model.squares
        weights = sum([kept(place) or self._number(place) for place in places])
        return Sums(len(places), sum([squares[place] for place in places]), weights)

    def odds(self, places: set[int], place: int) -> float:
        """The number of one class alone."""
        return self._model.odds_at(places, place)

    def above(self, sums: Sums, limit: float) -> list[tuple[int, float]]:
        """The classes, each by its place, whose number is above `limit`, with that number."""
        known, model = sums.known, self._model
        if not known:
            return []
        scale, none = model.scale_of(sums.squares), MIDDLE * known
        # What a class with the highest bias must come to; one less, as the limit itself is rounded.
        least = int(none + (limit - self._highest) / scale) - 1
        if known <= FEWER and 0 <= least < TOP and not self._has_above(sums.weights, least):
            return []
        kind, lane = ("H", NARROW) if known <= FEW else ("I", LANE)
        classes = len(self.classes)
        totals = struct.unpack(f"<{classes}{kind}", sums.weights.to_bytes(lane * classes, "little"))
        return [
            (place, bias + (each - none) * scale)
            for place, (bias, each) in enumerate(zip(model.bias, totals, strict=True))
            if bias + (each - none) * scale > limit
        ]

    def _has_above(self, weights: int, least: int) -> bool:
        """Whether any class comes to more than `least`: added to each, what is missing sets its top bit."""
        return bool(weights + (TOP - 1 - least) * self._ones & TOP * self._ones)

    def _number(self, place: int) -> int:
        if len(self._numbers) >= MOST_KEPT:
            self._numbers = {}
        number = self._numbers[place] = self._model.number(place, NARROW)
        return number


class Runs:
    """The runs of a text that a model knows, by where they begin."""

    def __init__(self, model: ClauseModel, plain: str):
        self.model = model
        self._places = [(size, [*map(model.place_of, runs)]) for size, runs in runs_at(plain)]

    def sums(self, start: int, end: int) -> Sums:
        """What the runs between two places add up to."""
        return self.model.sums(self._within(start, end))

    def odds(self, start: int, end: int, place: int) -> float:
        """The number of one class for them."""
        return self.model.odds(self._within(start, end), place)

    def _within(self, start: int, end: int) -> set[int]:
        found = set()
        for size, places in self._places:
            found.update(places[start : max(start, end - size + 1)])
        found.discard(None)
        return found
