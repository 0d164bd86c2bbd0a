"""`python -m bot.training` writes the shipped models anew; `--check` cross-validates instead of writing."""

from __future__ import annotations

import sys

from bot.danger.alarm import CALM, KINDS
from bot.relevance.linear import load_model
from bot.shipped import MODEL
from bot.text.righting import FILE, load_sequences
from bot.understanding.tidying import pauses
from knowledge import Guide, load_guide

from .checking import report
from .examples import Reader, cases, classes, phrasings, told, written_sayings
from .learning import NEAR_THE_END, TOLERANCE, Example, train, write_model
from .pausing import pack_pauses
from .sayings import read_messages, read_sayings, train_sayings
from .sequences import pack_sequences


def main() -> None:
    guide = load_guide()
    if "--check" not in sys.argv:
        _ship_sequences(guide)
        _ship_pauses()
        _ship_sayings(guide)
    reader = Reader(guide)
    shared = [*reader.of_guide(), *reader.of_phrasings(), *reader.of_told()]
    labelled = list(reader.of_cases())
    if "--check" in sys.argv:
        print(report(shared, labelled, classes(guide)))
        return
    _ship("relevance", [*shared, *(example for _, example in labelled)], classes(guide))
    urgent = [*reader.of_urgency(), *(one for _, examples in reader.of_urgent_cases() for one in examples)]
    _ship("urgency", urgent, [CALM, *KINDS], tolerance=NEAR_THE_END)


def _ship_sequences(guide: Guide) -> None:
    """First of all: the others learn from texts that it has righted."""
    path = MODEL / FILE
    texts = (row["text"] for row in (*cases(), *told(), *written_sayings()))
    path.write_bytes(pack_sequences(guide, texts))
    load_sequences.cache_clear()
    print(f"sequences: {path.stat().st_size:,} bytes")


def _ship_pauses() -> None:
    """Before those that learn from clauses."""
    path = MODEL / pauses.FILE
    told_ways = [row["text"] for row in (*cases(), *told(), *written_sayings())]
    path.write_bytes(pack_pauses([*told_ways, *(text for _, text, _ in phrasings())]))
    pauses.load_weights.cache_clear()
    print(f"pauses: {path.stat().st_size:,} bytes")


def _ship_sayings(guide: Guide) -> None:
    """Before those that learn from what is heard of a text."""
    sayings = list(read_sayings())
    path = MODEL / "sayings.gz"
    write_model(train_sayings(sayings, read_messages(guide)), path)
    load_model.cache_clear()
    print(f"sayings: {len(sayings):,} ways of saying, {path.stat().st_size:,} bytes")


def _ship(name: str, examples: list[Example], classes: list[str], tolerance: float = TOLERANCE) -> None:
    path = MODEL / f"{name}.gz"
    write_model(train(examples, classes, tolerance=tolerance), path)
    print(f"{name}: {len(examples):,} texts, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
