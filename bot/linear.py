"""A linear model over features of a text, as `bot.training` packs it; needs no training library."""

from __future__ import annotations

import gzip
import json
import math
import struct
from collections.abc import Iterable
from functools import cache

from bot.shipped import MODEL

RARITY_STEPS = 20
MIDDLE = 128
LANE = 4
MOST_KEPT = 30_000


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
        self._rarity = rest[: len(features)]
        # Each weight in four bytes of one long number a feature: adding two numbers adds every class at once.
        spread = bytearray(LANE * (len(rest) - len(features)))
        spread[::LANE] = rest[len(features) :]
        self._weights = bytes(spread)
        self._numbers: dict[int, int] = {}  # of the features met lately, which most texts share

    def knows(self, feature: str) -> bool:
        """Was the feature met in training?"""
        return feature in self._places

    def logits(self, features: Iterable[str]) -> list[float]:
        """One number per class."""
        find, rarity, width = self._places.get, self._rarity, LANE * len(self.classes)
        places = [place for place in map(find, features) if place is not None]
        if not places:
            return list(self.bias)
        scale = self.scale * RARITY_STEPS / math.sqrt(sum(rarity[place] ** 2 for place in places))
        kept = self._numbers
        total = sum([kept.get(place) or self._number(place, width) for place in places])
        totals = struct.unpack(f"<{len(self.classes)}I", total.to_bytes(width, "little"))
        none = MIDDLE * len(places)
        return [bias + (each - none) * scale for bias, each in zip(self.bias, totals, strict=True)]

    def _number(self, place: int, width: int) -> int:
        """The weights of the feature at this place, as one long number."""
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
