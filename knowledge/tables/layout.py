"""How the columns of a chunk lie in memory: rows in layers, flags packed eight in a byte.

The rows lie in layers: those without a person of all households, then the first persons of all that have one,
then the second, so that what runs over a household runs over whole layers at once. Households come largest
first; a layer belongs to the first so many of them. Every layer is filled up to whole words of flags: in the
first stand households without facts, in the others the rows without a person once more, so that they change
nothing that asks for any, all or the greatest.
"""

from dataclasses import dataclass

import numpy as np

Array = np.ndarray
WORD = 64  # flags of a layer fill whole words of this many bits


def filled_up(count: int) -> int:
    """The count, up to a whole word of flags."""
    return -(-count // WORD) * WORD


def pack(flags: Array) -> Array:
    """Flags, one a byte and nought for no, as bits."""
    return np.packbits(flags, bitorder="little")


def unpack(bits: Array) -> Array:
    """Bits as flags, one a byte."""
    return np.unpackbits(bits, bitorder="little").view(bool)


def count_flags(bits: Array) -> int:
    """How many of the flags are set."""
    return int(np.bitwise_count(bits.view(np.uint64)).sum())


def flags_at(bits: Array, places: Array) -> Array:
    """The flags at some places, one a byte: nought or one."""
    return bits[places >> 3] >> (places & 7).astype(np.uint8) & np.uint8(1)


@dataclass(frozen=True)
class Layout:
    """Where the layers of a chunk lie: (first row, households that have it), those without a person first."""

    layers: tuple[tuple[int, int], ...]

    @property
    def homes(self) -> int:
        """How many households."""
        return self.layers[0][1]

    @property
    def home_places(self) -> int:
        """How many places a column of households has."""
        return filled_up(self.homes)

    @property
    def rows(self) -> int:
        """How many places a column of rows has."""
        start, count = self.layers[-1]
        return start + filled_up(count)

    def spread(self, of_home: Array) -> Array:
        """What each household has, for all of its rows."""
        return np.concatenate([of_home[: filled_up(count)] for _, count in self.layers])

    def spread_flags(self, of_home: Array) -> Array:
        """The flag of each household, for all of its rows."""
        return np.concatenate([of_home[: filled_up(count) >> 3] for _, count in self.layers])

    def fold(self, ufunc: np.ufunc, rows: Array) -> Array:
        """The rows of each household as one."""
        total = rows[: self.home_places].copy()
        for start, count in self.layers[1:]:
            ufunc(total[:count], rows[start : start + count], out=total[:count])
        return total

    def fold_flags(self, ufunc: np.ufunc, rows: Array) -> Array:
        """The flags of each household as one; `ufunc` must not mind a row that comes twice."""
        total = rows[: self.home_places >> 3].copy()
        for start, count in self.layers[1:]:
            size = filled_up(count) >> 3
            ufunc(total[:size], rows[start >> 3 : (start >> 3) + size], out=total[:size])
        return total

    def count(self, rows: Array) -> Array:
        """How many rows of each household have the flag."""
        flags = unpack(rows).view(np.uint8).astype(np.uint16)
        return self.fold(np.add, flags).astype(np.float64)

    def spots_of_homes(self, bits: Array) -> Array:
        """The households that have a flag."""
        return np.flatnonzero(unpack(bits)[: self.homes])
