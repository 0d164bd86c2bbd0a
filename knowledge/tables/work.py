"""The array operations that expressions come to: what NumPy does for each kind of node."""

from collections.abc import Callable
from functools import lru_cache
from math import ceil, floor

import numpy as np
from ibis.expr import operations as ops

from .layout import Array, Layout, filled_up, pack, unpack


@lru_cache
def code_pair(count: int) -> Callable[[Array, Array], Array]:
    """Two codes as one, where the second has so many values."""
    return lambda one, other: one.astype(np.uint16) * np.uint16(count) + other


def widened(small: Array) -> Array:
    """Small whole numbers as numbers like all others."""
    return small.astype(np.float64)


def _years(days: Array) -> Array:
    return days.astype("M8[Y]").astype(np.int64) + 1970


def _months(days: Array) -> Array:
    return days.astype("M8[M]").astype(np.int64) % 12 + 1


def _days(days: Array) -> Array:
    return (days - days.astype("M8[M]").astype("M8[D]")).astype(np.int64) + 1


def _round_half_away(value: Array, places: int) -> Array:
    """As SQL rounds: halves away from nought."""
    scale = 10.0**places
    return np.copysign(np.floor(np.abs(value) * scale + 0.5), value) / scale


_BITS = np.arange(256)[:, None] >> np.arange(8) & 1  # the eight flags of each byte
_MASKS = -_BITS  # for numbers of eight bytes: all bits of those whose flag is set


def choose(flags: Array, one: Array | float, other: Array | float) -> Array:
    """`one` where the flag is set, else `other`; without a branch, which costs most where flags are mixed."""
    if not isinstance(one, np.ndarray) and not isinstance(other, np.ndarray):
        return _pairs(one, other).take(flags, axis=0).reshape(-1)
    kind = np.result_type(one, other)
    if kind.itemsize != _MASKS.itemsize:
        return np.where(unpack(flags), one, other)
    first, second = (np.asarray(value, kind).view(np.int64) for value in (one, other))
    chosen = _MASKS.take(flags, axis=0).reshape(-1)
    if not second.ndim and not second:
        chosen &= first
    else:
        chosen &= first ^ second
        chosen ^= second
    return chosen.view(kind)


def sum_where(layout: Layout, flags: Array, values: Array) -> Array:
    """The sum of each household's rows that have the flag."""
    total = np.zeros(layout.home_places)
    for start, count in layout.layers:
        size = filled_up(count)
        part = choose(flags[start >> 3 : start + size >> 3], values[start : start + size], 0.0)
        total[:count] += part[:count]
    return total


@lru_cache
def _pairs(one: float, other: float) -> Array:
    return np.where(_BITS == 1, one, other)


def _test(ufunc: np.ufunc) -> Callable[..., Array | bool]:
    """The comparison with bits for flags."""

    def test(*values: Array | float) -> Array | bool:
        found = ufunc(*values)
        return pack(found) if found.ndim else bool(found)

    return test


JOINS = {np.bitwise_and, np.bitwise_or, np.invert}  # flags to flags, in a new place or in that of one of them
FOLDS = {
    ops.Any: lambda layout, rows: layout.fold_flags(np.bitwise_or, rows),
    ops.All: lambda layout, rows: layout.fold_flags(np.bitwise_and, rows),
    ops.Sum: lambda layout, rows: layout.fold(np.add, rows),
    ops.Max: lambda layout, rows: layout.fold(np.maximum, rows),
}
TESTS: dict[type, Callable] = {
    ops.Greater: _test(np.greater), ops.GreaterEqual: _test(np.greater_equal), ops.Less: _test(np.less),
    ops.LessEqual: _test(np.less_equal), ops.Equals: _test(np.equal), ops.NotEquals: _test(np.not_equal),
    ops.IsNan: _test(np.isnan),
}  # fmt: skip
# The whole number that a limit may be taken for where whole numbers are compared with it.
ROUNDED: dict[type, Callable[[float], int]] = {
    ops.Greater: floor, ops.GreaterEqual: ceil, ops.Less: ceil, ops.LessEqual: floor,
}  # fmt: skip
WORK: dict[type, Callable] = TESTS | {
    ops.Add: np.add, ops.Subtract: np.subtract, ops.Multiply: np.multiply, ops.Divide: np.true_divide,
    ops.Abs: np.abs, ops.Floor: np.floor, ops.Ceil: np.ceil, ops.Negate: np.negative,
    ops.Least: np.minimum, ops.Greatest: np.maximum, ops.Round: _round_half_away,
    ops.ExtractYear: _years, ops.ExtractMonth: _months, ops.ExtractDay: _days,
}  # fmt: skip
