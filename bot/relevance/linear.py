"""A linear model over features of a text, as `bot.training` packs it; needs no training library."""

from __future__ import annotations

import gzip
import json
import math
import struct
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.shipped import MODEL

RARITY_STEPS = 20
MIDDLE = 128
LANE = 4
LANE_FULL = (1 << 8 * LANE) - 1
MOST_KEPT = 60_000  # of some 300 bytes each


@dataclass(frozen=True, slots=True)
class Sums:
    """What features add up to: how many are known, the squares of their rarities, their weights.

    Whole numbers, so that sums of parts are exactly the sum of the whole.
    """

    known: int = 0
    squares: int = 0
    weights: int = 0

    def __add__(self, other: Sums) -> Sums:
        return Sums(self.known + other.known, self.squares + other.squares, self.weights + other.weights)

    def __sub__(self, other: Sums) -> Sums:
        return Sums(self.known - other.known, self.squares - other.squares, self.weights - other.weights)


class Model:
    """Weights by feature: how strongly each speaks for every class.

    Packed as one line of JSON (classes, bias, scale, threshold), one line of features, then bytes: the rarity
    of each feature in twentieths, then for each feature one byte a class, MIDDLE being none.
    """

    def __init__(self, packed: bytes):
        head, names, rest = packed.split(b"\n", 2)
        header = json.loads(head)
        self.classes: list[str] = header["classes"]
        self.bias: list[float] = header["bias"]
        self.scale: float = header["scale"]
        self.threshold: float = header["threshold"]
        features = names.decode().split("\t")
        self._places = {feature: place for place, feature in enumerate(features)}
        self.place_of: Callable[[str], int | None] = self._places.get
        self.squares = [rarity**2 for rarity in rest[: len(features)]]
        self._weights = rest[len(features) :]

    def knows(self, feature: str) -> bool:
        """Was the feature met in training?"""
        return feature in self._places

    @property
    def features(self) -> Collection[str]:
        """Those met in training."""
        return self._places.keys()

    def sums(self, features: Iterable[str]) -> Sums:
        """What these features, each of them once, add up to."""
        return self.sums_at([place for place in map(self.place_of, features) if place is not None])

    def sums_at(self, places: Collection[int]) -> Sums:
        """The same for features by their places."""
        squares = self.squares
        return Sums(len(places), sum([squares[one] for one in places]), sum(map(self.number, places)))

    def logits(self, features: Iterable[str] | Sums) -> list[float]:
        """One number per class, for features or what they add up to."""
        sums = features if isinstance(features, Sums) else self.sums(features)
        if not sums.known:
            return list(self.bias)
        scale = self.scale_of(sums.squares)
        width = LANE * len(self.classes)
        totals = struct.unpack(f"<{len(self.classes)}I", sums.weights.to_bytes(width, "little"))
        none = MIDDLE * sums.known
        return [bias + (each - none) * scale for bias, each in zip(self.bias, totals, strict=True)]

    def odds_at(self, places: Collection[int], place: int) -> float:
        """The number of the class at `place` alone, for features by their places."""
        if not places:
            return self.bias[place]
        weights, width = self._weights, len(self.classes)
        total = sum([weights[one * width + place] for one in places]) - MIDDLE * len(places)
        squares = sum([self.squares[one] for one in places])
        return self.bias[place] + total * self.scale * RARITY_STEPS / math.sqrt(squares)

    def scale_of(self, squares: int) -> float:
        """What a weight counts where the squares of the rarities come to this."""
        return self.scale * RARITY_STEPS / math.sqrt(squares)

    def number(self, place: int, lane: int = LANE) -> int:
        """The weights of the feature at this place, each in `lane` bytes of one long number.

        Adding two numbers adds every class at once.
        """
        classes = len(self.classes)
        spread = bytearray(lane * classes)
        spread[::lane] = self._weights[place * classes : (place + 1) * classes]
        return int.from_bytes(spread, "little")

    def added_by(self, feature: str) -> int:
        """What one feature adds: its weights, then the square of its rarity and a one, in a lane each."""
        place = self._places.get(feature)
        if place is None:
            return 0
        head = self.squares[place] | 1 << 8 * LANE
        return self.number(place) | head << 8 * LANE * len(self.classes)


class Joint:
    """Models that read the same features: each is looked up once for all of them.

    What a feature adds to the models stands side by side in one long number.
    """

    def __init__(self, models: Collection[Model], *, most_kept: int = MOST_KEPT):
        self._models, self._most_kept = tuple(models), most_kept
        # 0 where the number was not made yet.
        self._numbers = {feature: 0 for model in models for feature in model.features}
        self._made = 0

    def sums(self, features: Collection[str]) -> tuple[Sums, ...]:
        """What these features, each of them once, add up to in each model."""
        return self.parted(self.total(features))

    def total(self, features: Collection[str]) -> int:
        """The same as one long number: what comes and goes of a text can be added and taken off."""
        pairs = zip(features, map(self._numbers.get, features), strict=True)
        return sum([number or self._make(feature) for feature, number in pairs if number is not None])

    def parted(self, total: int) -> tuple[Sums, ...]:
        """What such a number holds of each model."""
        found = []
        for model in self._models:
            width = 8 * LANE * len(model.classes)
            rest = total >> width
            found.append(Sums(rest >> 8 * LANE & LANE_FULL, rest & LANE_FULL, total & (1 << width) - 1))
            total = rest >> 2 * 8 * LANE
        return tuple(found)

    def _make(self, feature: str) -> int:
        """The number of a feature that was not met lately."""
        if self._made >= self._most_kept:
            self._numbers, self._made = dict.fromkeys(self._numbers, 0), 0
        number = shift = 0
        for model in self._models:
            number |= model.added_by(feature) << shift
            shift += 8 * LANE * (len(model.classes) + 2)
        self._numbers[feature] = number
        self._made += 1
        return number


@lru_cache(maxsize=2)
def join(*models: Model) -> Joint:
    """These models read together, kept for the few that a process has."""
    return Joint(models)


@cache
def load_model(name: str) -> Model:
    """The shipped model of that name."""
    return Model(gzip.decompress((MODEL / f"{name}.gz").read_bytes()))


def chances_of(logits: list[float]) -> list[float]:
    """The chance of each class; together 1."""
    highest = max(logits)
    powers = [math.exp(value - highest) for value in logits]
    total = sum(powers)
    return [power / total for power in powers]
