"""One thing said of someone: the common shape of what the readers of facts hand over."""

from __future__ import annotations

from dataclasses import dataclass

from bot.understanding.mention import Mention


@dataclass(frozen=True, slots=True)
class Said:
    """`fact` has `value` (raw JSON) for `of` (None: the household), at `start` to `end` of the text."""

    fact: str
    value: object
    of: Mention | None
    start: int
    end: int

    @property
    def person(self) -> str | None:
        """The id of whom it is said of; None for the household, and for those whose facts are nobody's."""
        return self.of.person if self.of else None


def said_of_two(said: list[Said]) -> set[tuple[str, int, int]]:
    """(fact, start, end) of what is said of two at once, as of husband and wife: it stays with both."""
    seen: dict[tuple[str, int, int], str | None] = {}
    twice = set()
    for one in said:
        key = (one.fact, one.start, one.end)
        person = one.person
        if key in seen and seen[key] != person:
            twice.add(key)
        seen[key] = person
    return twice
