"""A linear model over features of a text, as `bot.training` packs it; needs no training library."""

from __future__ import annotations

import gzip
import json
import math
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from bot.shipped import MODEL

RARITY_STEPS = 20
MIDDLE = 128
LANE = 4
MOST_KEPT = 30_000


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
        self._squares = [rarity**2 for rarity in rest[: len(features)]]
        # Each weight in four bytes of one long number a feature: adding two numbers adds every class at once.
        spread = bytearray(LANE * (len(rest) - len(features)))
        spread[::LANE] = rest[len(features) :]
        self._weights = bytes(spread)
        self._numbers: dict[int, int] = {}  # of the features met lately, which most texts share

    def knows(self, feature: str) -> bool:
        """Was the feature met in training?"""
        return feature in self._places

    def sums(self, features: Iterable[str]) -> Sums:
        """What these features, each of them once, add up to."""
        find, squares, kept = self._places.get, self._squares, self._numbers
        places = [place for place in map(find, features) if place is not None]
        numbers = [kept.get(place) or self._number(place) for place in places]
        return Sums(len(places), sum([squares[place] for place in places]), sum(numbers))

    def logits(self, features: Iterable[str] | Sums) -> list[float]:
        """One number per class, for features or what they add up to."""
        sums = features if isinstance(features, Sums) else self.sums(features)
        if not sums.known:
            return list(self.bias)
        scale = self.scale * RARITY_STEPS / math.sqrt(sums.squares)
        width = LANE * len(self.classes)
        totals = struct.unpack(f"<{len(self.classes)}I", sums.weights.to_bytes(width, "little"))
        none = MIDDLE * sums.known
        return [bias + (each - none) * scale for bias, each in zip(self.bias, totals, strict=True)]

    def _number(self, place: int) -> int:
        """The weights of the feature at this place, as one long number."""
        width = LANE * len(self.classes)
        if len(self._numbers) >= MOST_KEPT:
            self._numbers = {}
        number = int.from_bytes(self._weights[place * width : (place + 1) * width], "little")
        self._numbers[place] = number
        return number


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
