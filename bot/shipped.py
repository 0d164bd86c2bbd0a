"""The files that training makes and the product ships: words and sounds here, weights beside them."""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path

MODEL = Path(__file__).parent / "model"


def read_lines(name: str) -> list[str]:
    """The lines of the packed file `name` of the model."""
    return gzip.decompress((MODEL / name).read_bytes()).decode().splitlines()


@cache
def lexicon() -> dict[str, int]:
    """Common words of Chinese and how often each is met."""
    pairs = (line.split(" ") for line in read_lines("lexicon.gz"))
    return {word: int(count) for word, count in pairs}
