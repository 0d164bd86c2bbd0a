"""Patterns that are compiled when they are first tried: of more than a thousand wordings a message tries few.

To compile all of them takes a process half of its start.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Found = re.Match[str] | None


class LatePattern:
    """`written` as it would be compiled; what is asked of it first compiles it, for good."""

    search: Callable[..., Found]
    match: Callable[..., Found]
    finditer: Callable[..., Iterator[re.Match[str]]]

    def __init__(self, written: str, make: Callable[[str], re.Pattern[str]] = re.compile):
        self.written = written
        self._make = make

    def __getattr__(self, name: str) -> object:
        """Only what is not there yet comes by: from then on it is the pattern's own."""
        if name not in LatePattern.__annotations__:
            raise AttributeError(name)
        self.compile()
        return self.__dict__[name]

    def compile(self) -> None:
        """Be ready now."""
        pattern = self._make(self.written)
        self.search, self.match, self.finditer = pattern.search, pattern.match, pattern.finditer
