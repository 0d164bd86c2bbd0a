"""`python -m bot.training` writes the shipped model anew; `--check` cross-validates instead of writing."""

from __future__ import annotations

import sys

from bot.text import MODEL
from knowledge import load_guide

from .checking import report
from .examples import Reader, classes
from .learning import train, write_model


def main() -> None:
    guide = load_guide()
    reader = Reader(guide)
    shared = [*reader.of_guide(), *reader.of_phrasings()]
    labelled = list(reader.of_cases())
    if "--check" in sys.argv:
        print(report(shared, labelled, classes(guide)))
        return
    packed = train([*shared, *(example for _, example in labelled)], classes(guide))
    write_model(packed, MODEL / "relevance.gz")
    print(f"{(MODEL / 'relevance.gz').stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
