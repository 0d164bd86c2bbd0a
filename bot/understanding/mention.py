"""One naming of a person: the common shape of what the readers of people hand over."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a person; `person` is None for people whose facts are nobody's (别人, 医生).

    `topic`: spoken about, not merely leaned on (跟着他), compared with or dead.
    """

    start: int
    end: int
    person: str | None
    relation: str | None
    sex: str | None = None
    topic: bool = True
    words: str = ""
