"""Where in a text a wording can stand: no further from a piece that it needs than it looks.

In a long text most of what a wording could be tried on is far from any of its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping

Places = list[int]
MOST = 0.6  # of a text: where the windows are more of it, it is searched from end to end


def places_of(plain: str, pieces: Container[str]) -> dict[str, Places]:
    """Where each of `pieces` stands that is in the text at all."""
    found: dict[str, Places] = {}
    for place, one in enumerate(plain):
        if one in pieces:
            found.setdefault(one, []).append(place)
        two = plain[place : place + 2]
        if two in pieces and two != one:
            found.setdefault(two, []).append(place)
    return found


def gather(places: Mapping[str, Places], rows_of: Mapping[str, Iterable[int]]) -> dict[int, Places]:
    """For each row that needs one of these pieces, where its pieces stand."""
    found: dict[int, Places] = {}
    for piece, where in places.items():
        for row in rows_of[piece]:
            if row in found:
                found[row] += where
            else:
                found[row] = [*where]
    return found


def search(say: re.Pattern[str], text: str, near: Places, far: int) -> Iterator[re.Match[str]]:
    """What `say.finditer(text)` finds, where a match has a piece at one of `near` and looks `far` at most."""
    if 2 * far * len(near) > MOST * len(text):
        return say.finditer(text)
    return _search_windows(say, text, near, far)


def _search_windows(say: re.Pattern[str], text: str, near: Places, far: int) -> Iterator[re.Match[str]]:
    """A match begins at a piece or before it, so that what it looks at ends within the window."""
    after = 0
    for first, last in _spans(sorted(near), far):
        begin = max(after, first - far + 1, 0)
        while (found := say.search(text, begin, last + far)) is not None and found.start() <= last:
            yield found
            begin = after = found.end()


def _spans(near: Places, far: int) -> Iterator[tuple[int, int]]:
    """The first and the last piece of each window: those that lie so close that their windows overlap."""
    first = last = near[0]
    for place in near:
        if place - last >= 2 * far:
            yield first, last
            first = place
        last = place
    yield first, last
