"""A linear model over features of a text, as `bot.training` packs it; needs no training library."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Iterable
from functools import cache

from bot.text import MODEL

RARITY_STEPS = 20
MIDDLE = 128


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
        self._weights = rest[len(features) :]

    def knows(self, feature: str) -> bool:
        """Was the feature met in training?"""
        return feature in self._places

    def logits(self, features: Iterable[str]) -> list[float]:
        """One number per class."""
        find, rarity, weights, width = self._places.get, self._rarity, self._weights, len(self.classes)
        places = [place for place in map(find, features) if place is not None]
        if not places:
            return list(self.bias)
        scale = self.scale * RARITY_STEPS / math.sqrt(sum(rarity[place] ** 2 for place in places))
        rows = [weights[place * width : (place + 1) * width] for place in places]
        none = MIDDLE * len(rows)
        totals = map(sum, zip(*rows, strict=True))
        return [bias + (total - none) * scale for bias, total in zip(self.bias, totals, strict=True)]


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
