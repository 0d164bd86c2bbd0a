"""Which wordings a text may hold, and where: no further from a piece that they need than they look.

In a long text most of what a wording could be tried on is far from any of its pieces.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping, Sequence

from .late import LatePattern
from .needs import Pieces, pieces_of

# For each piece the rows that need it, with the pieces of which one must stand in the same match; None where
# none must.
ByPiece = Mapping[str, Sequence[tuple[int, Pieces | None]]]
Places = list[int]
MOST = 0.6  # of a text: where the windows are more of it, it is searched from end to end
BLOCK = 64  # characters; what looks so far at most is in one block or the next


def worth_trying(plain: str, by_piece: ByPiece) -> set[int]:
    """The rows that may be found: a piece of theirs stands in the text, and one that must stand with it."""
    pieces, found = pieces_of(plain), set()
    for piece in by_piece.keys() & pieces:
        for row, others in by_piece[piece]:
            if row not in found and (others is None or not others.isdisjoint(pieces)):
                found.add(row)
    return found


def gather(plain: str, by_piece: ByPiece, reaches: Sequence[int | None]) -> dict[int, Places]:
    """The same rows, each with where its pieces stand that have another beside them."""
    found: dict[int, Places] = {}
    starts = range(0, len(plain), BLOCK)
    around = [pieces_of(plain[max(0, start - BLOCK) : start + 2 * BLOCK + 1]) for start in starts]
    everywhere = pieces_of(plain)
    for piece, where in _places_of(plain, by_piece).items():
        for row, others in by_piece[piece]:
            far = reaches[row]
            if others is None:
                near = where
            elif far is None or far > BLOCK:
                near = where if not others.isdisjoint(everywhere) else ()
            else:
                near = [place for place in where if not others.isdisjoint(around[place // BLOCK])]
            if near:
                found.setdefault(row, []).extend(near)
    return found


def _places_of(plain: str, pieces: Container[str]) -> dict[str, Places]:
    """Where each of `pieces` stands that is in the text at all."""
    found: dict[str, Places] = {}
    for place, one in enumerate(plain):
        if one in pieces:
            found.setdefault(one, []).append(place)
        two = plain[place : place + 2]
        if two in pieces and two != one:
            found.setdefault(two, []).append(place)
    return found


def search(say: LatePattern | re.Pattern[str], text: str, near: Places, far: int) -> Iterator[re.Match[str]]:
    """What `say.finditer(text)` finds, where a match has a piece at one of `near` and looks `far` at most."""
    if 2 * far * len(near) > MOST * len(text):
        return say.finditer(text)
    return _search_windows(say, text, near, far)


def _search_windows(
    say: LatePattern | re.Pattern[str], text: str, near: Places, far: int
) -> Iterator[re.Match[str]]:
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
