"""Counts that are published so that nobody can be found by them: none under five, and none by subtraction.

Every number that is shown is made of shown numbers. Cells under five, zeros too, are hidden; together they
are one cell of their own, where that tells of none of them; a total adds up what is shown, and says so where
something is missing. So no total gives a hidden cell away, in this table or in one that it is a part of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

LEAST = 5
MOST_HIDDEN = LEAST - 1


@dataclass(frozen=True)
class Published:
    """`cells` as they may be shown, None where hidden; `rest` is what the hidden ones come to, if it is told.

    `total` is what is shown; where `is_whole` is false the true one is larger, or as large.
    """

    cells: Mapping[str, int | None]
    rest: int | None
    total: int
    is_whole: bool


def publish(counts: Mapping[str, int]) -> Published:
    """A table as it may be shown."""
    cells = {key: count if count >= LEAST else None for key, count in counts.items()}
    hidden = [counts[key] for key, count in cells.items() if count is None]
    rest = sum(hidden)
    is_told = (
        LEAST <= rest <= len(hidden) * MOST_HIDDEN - 2
    )  # each of them may still be three different numbers
    total = sum(count for count in cells.values() if count is not None) + (rest if is_told else 0)
    return Published(cells, rest if is_told else None, total, is_told or not hidden)


def publish_steps(counts: Sequence[int]) -> list[int | None]:
    """Steps, each a part of the one before: none under five, and none that leaves fewer than five out."""
    shown: list[int | None] = []
    last = None
    for count in counts:
        tells = count < LEAST or (last is not None and 0 < abs(last - count) < LEAST)
        shown.append(None if tells else count)
        last = last if tells else count
    return shown


def publish_one(count: int) -> int | None:
    """A count that is part of no table."""
    return count if count >= LEAST else None
