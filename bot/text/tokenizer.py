"""One private tokenizer over the shipped lexicon: of all cuts of a text the one whose words are most usual.

It cuts as jieba does without guessing at unknown words, with what each word costs worked out beforehand.
Starting is quick so, and nothing is written to a shared directory.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator

from bot.shipped import lexicon

NAME_COUNTS = 3000  # a name of the guide is as usual as that at least
LONGEST_NAME = 8
NO_WORD = object()
_WORDS = re.compile(r"([\u4e00-\u9fd5a-zA-Z0-9+#&._%-]+)")
_LINE = re.compile(r"(\r\n|\s)")
_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")


class Tokenizer:
    """The shipped lexicon and the guide's own names, and what each word costs."""

    def __init__(self, names: Iterable[str] = ()):
        counts = dict(lexicon())
        for name in names:
            if " " not in name and len(name) <= LONGEST_NAME:
                counts[name] = max(counts.get(name, 0), NAME_COUNTS)
        self._unknown = -math.log(sum(counts.values()))
        # None for what is no word but begins one.
        self._likelihood = {one: math.log(count) + self._unknown for one, count in counts.items() if count}
        for word in list(counts):
            for end in range(1, len(word)):
                self._likelihood.setdefault(word[:end], None)

    def blocks(self, plain: str) -> list[str]:
        """The blocks of `plain` without punctuation, each of which is cut by itself."""
        return _WORDS.findall(plain)

    def words(self, plain: str) -> list[str]:
        """The words of `plain`, in order; punctuation included."""
        found: list[str] = []
        for place, block in enumerate(_WORDS.split(plain)):
            if place % 2:
                found.extend(self.cut(block))
            elif block:
                pieces = _LINE.split(block)
                found.extend(one for at, piece in enumerate(pieces) for one in ([piece] if at % 2 else piece))
        return found

    def cut(self, block: str) -> Iterator[str]:
        """The words of a block, which is without punctuation; letters and digits in a row stay together."""
        ends, start, latin = self._ends(block), 0, ""
        while start < len(block):
            word = block[start : ends[start]]
            start = ends[start]
            if word in _LATIN:
                latin += word
                continue
            if latin:
                yield latin
                latin = ""
            yield word
        if latin:
            yield latin

    def _ends(self, block: str) -> list[int]:
        """Where the likeliest cut of the rest ends its first word, for each place. Of equals the longest."""
        find, length = self._likelihood.get, len(block)
        ends, best = [0] * length, [0.0] * (length + 1)
        for start in range(length - 1, -1, -1):
            likeliest, place = None, start + 1
            for end in range(start + 1, length + 1):
                own = find(block[start:end], NO_WORD)
                if own is NO_WORD:
                    break
                if own is not None and (likeliest is None or own + best[end] >= likeliest):
                    likeliest, place = own + best[end], end
            ends[start] = place
            best[start] = self._unknown + best[place] if likeliest is None else likeliest
        return ends
