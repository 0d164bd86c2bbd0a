"""The radar of six sides as points of a drawing: what is sure inside, what may be up to the outer line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.dimensions import HIGHEST

CENTRE_X, CENTRE_Y, RADIUS = 220, 144, 104
WIDTH, HEIGHT = 440, 288
LABEL_AT = RADIUS + 20


@dataclass(frozen=True)
class Side:
    """One side with its name and from where to where it lies."""

    name: str
    low: int
    high: int

    @property
    def number(self) -> str:
        """2, or 1–4 while it is a range."""
        return str(self.low) if self.low == self.high else f"{self.low}–{self.high}"


@dataclass(frozen=True)
class Label:
    """Where the words of a side stand, and to which hand they run."""

    x: float
    y: float
    anchor: str
    words: str


@dataclass(frozen=True)
class Radar:
    """Points for polygons: `rings` from the outermost, `low` what is sure, `high` what may be."""

    rings: tuple[str, ...]
    spokes: tuple[tuple[float, float], ...]
    low: str
    high: str
    labels: tuple[Label, ...]
    is_open: bool
    box: str = f"0 0 {WIDTH} {HEIGHT}"
    centre: tuple[int, int] = (CENTRE_X, CENTRE_Y)


def draw(sides: Sequence[Side]) -> Radar:
    """The first side stands on top; the others follow clockwise."""
    count = len(sides)
    at = lambda index, length: _point(index, count, length)  # noqa: E731
    ring = lambda lengths: " ".join(  # noqa: E731
        "{:.1f},{:.1f}".format(*at(index, length)) for index, length in enumerate(lengths)
    )
    return Radar(
        rings=tuple(ring([RADIUS * step / HIGHEST] * count) for step in range(HIGHEST, 0, -1)),
        spokes=tuple(at(index, RADIUS) for index in range(count)),
        low=ring([RADIUS * one.low / HIGHEST for one in sides]),
        high=ring([RADIUS * one.high / HIGHEST for one in sides]),
        labels=tuple(_label(one, at(index, LABEL_AT)) for index, one in enumerate(sides)),
        is_open=any(one.low != one.high for one in sides),
    )


def _point(index: int, count: int, length: float) -> tuple[float, float]:
    angle = 2 * math.pi * index / count - math.pi / 2
    return round(CENTRE_X + length * math.cos(angle), 1), round(CENTRE_Y + length * math.sin(angle), 1)


def _label(side: Side, place: tuple[float, float]) -> Label:
    x, y = place
    anchor = "middle" if abs(x - CENTRE_X) < 1 else "start" if x > CENTRE_X else "end"
    return Label(x, y, anchor, f"{side.name} {side.number}")
