"""Pieces of which a wording needs at least one: most wordings are passed over without trying them.

A piece is one character or two that stand together. `needed(say)` reads a pattern as text: of a sequence it
takes the part whose pieces are rarest, of alternatives all of them. What it cannot read it leaves out, so
that no match is ever missed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

_COMMON = frozenset("的一不了我俺是有家在人上都就也还没去到说个大他她给要能可以月年们得和过，。")
OPEN = {"(?:": True, "(?P<": True, "(?=": False, "(?!": False, "(?<=": False, "(?<!": False}
_QUANTIFIERS = "?*+{"
_BRACKETS = re.compile(r"\\.|\[.[^\]]{0,600}\]|[()]", re.DOTALL)
MOST_KEPT = 8_192  # groups: wordings are put together from the same parts
# So many ways of writing a part are followed one by one, each this long.
MOST_WAYS, LONGEST_WAY = 64, 5

Pieces = frozenset[str]
# What a part is known to be: one of these strings, and nothing else; None where that is not known.
Ways = frozenset[str] | None
NOTHING: Pieces = frozenset([""])
NO_PIECE: Pieces = frozenset()


def pieces_of(plain: str) -> Pieces:
    """Every character and every two that stand together."""
    return frozenset([*plain, *(a + b for a, b in pairwise(plain))])


def needed(say: str) -> Pieces | None:
    """The pieces; None where the pattern may match without any of a kind."""
    part, end = _alternatives(say, 0)
    return part.needs if end == len(say) else None


def needed_together(say: str) -> dict[str, Pieces | None]:
    """Each piece of `needed(say)`, with others of which one must stand in the same match.

    None in their place where none must. Empty where the pattern may match without any of a kind.
    """
    sequences, end = _sequences(say, 0)
    pairs = [one.rarest_two() for one in sequences]
    found: dict[str, Pieces | None] = {}
    for first, second in pairs if end == len(say) and all(first for first, _ in pairs) else ():
        for piece in first or ():
            others = found.get(piece, NO_PIECE)
            found[piece] = None if second is None or others is None else others | second
    return found


@dataclass(frozen=True, slots=True)
class _Part:
    needs: Pieces | None
    ways: Ways


class _Sequence:
    """What one alternative needs so far, and the strings that its last parts make together."""

    def __init__(self):
        self._needs: list[Pieces] = []
        self._run = NOTHING
        self._whole = True

    def take(self, part: _Part, quantifier: str) -> None:
        ways = part.ways if quantifier in ("", "?") else None
        if ways is not None and quantifier == "?":
            ways |= NOTHING
        run = frozenset(a + b for a in self._run for b in ways) if ways is not None else frozenset()
        if ways is not None and len(run) <= MOST_WAYS and max(map(len, run)) <= LONGEST_WAY:
            self._run = run
            return
        self._keep(_needs_of(self._run))
        self._whole, self._run = False, NOTHING if ways is None else ways
        if quantifier in ("", "+"):
            self._keep(part.needs)

    def end(self) -> _Part:
        self._keep(_needs_of(self._run))
        return _Part(min(self._needs, key=_cost, default=None), self._run if self._whole else None)

    def rarest_two(self) -> tuple[Pieces | None, Pieces | None]:
        """The part whose pieces are rarest, and the next that shares none with it; None where none is."""
        first = self.end().needs
        others = (one for one in self._needs if first is not None and one.isdisjoint(first))
        return first, min(others, key=_cost, default=None)

    def _keep(self, needs: Pieces | None) -> None:
        if needs is not None:
            self._needs.append(needs)


def _needs_of(ways: Pieces) -> Pieces | None:
    """Of each of the strings its rarest piece; None where one is empty."""
    return None if "" in ways else frozenset(map(_rarest, ways))


@cache  # wordings are put together from the same few thousand words
def _rarest(way: str) -> str:
    return min(sorted(pieces_of(way)), key=_rarity)


@cache
def _rarity(piece: str) -> int:
    """Less for what is met more seldom."""
    common = sum(one in _COMMON for one in piece)
    return 1 + 2 * common if len(piece) == 2 else 4 + 46 * common


def _cost(needs: Pieces) -> int:
    return sum(map(_rarity, needs))


def _alternatives(say: str, place: int) -> tuple[_Part, int]:
    """Of `a|b|c` from `place` to the closing bracket or the end: what all of them need together."""
    sequences, end = _sequences(say, place)
    found = [one.end() for one in sequences]
    return _Part(_union([one.needs for one in found]), _few(_union([one.ways for one in found]))), end


def _sequences(say: str, place: int) -> tuple[list[_Sequence], int]:
    """Each alternative from `place` to the closing bracket or the end, and where that is."""
    found = [_Sequence()]
    while place < len(say) and say[place] != ")":
        if say[place] == "|":
            found.append(_Sequence())
            place += 1
            continue
        part, place = _part(say, place)
        quantifier, place = quantifier_at(say, place)
        found[-1].take(part, quantifier)
    return found, place


def _union(sets: list[Pieces | None]) -> Pieces | None:
    known = [one for one in sets if one is not None]
    return frozenset().union(*known) if len(known) == len(sets) else None


def _few(ways: Ways) -> Ways:
    return ways if ways is not None and len(ways) <= MOST_WAYS else None


def _part(say: str, place: int) -> tuple[_Part, int]:
    letter = say[place]
    if letter == "(":
        return _group(say, place)
    if letter == "[":
        return _class(say, place)
    if letter == "\\":
        return _one_of("" if say[place + 1].isalnum() else say[place + 1]), place + 2
    if letter in "^$":
        return _Part(None, NOTHING), place + 1
    return _one_of("" if letter == "." else letter), place + 1


def _one_of(letters: str) -> _Part:
    """One of these characters; any at all where there are none."""
    return _Part(frozenset(letters), _few(frozenset(letters))) if letters else _Part(None, None)


def _group(say: str, place: int) -> tuple[_Part, int]:
    opening = next((one for one in OPEN if say.startswith(one, place)), "(")
    start = say.index(">", place) + 1 if opening == "(?P<" else place + len(opening)
    end = closing(say, start)
    return (_inside(say[start:end]) if OPEN.get(opening, True) else _Part(None, NOTHING)), end + 1


@lru_cache(MOST_KEPT)
def _inside(say: str) -> _Part:
    return _alternatives(say, 0)[0]


def closing(say: str, place: int) -> int:
    """Where the bracket closes that was opened before `place`. IndexError where it is left open."""
    depth = 1
    for found in _BRACKETS.finditer(say, place):
        depth += {"(": 1, ")": -1}.get(found.group(), 0)
        if depth == 0:
            return found.start()
    raise IndexError(say)


def _class(say: str, place: int) -> tuple[_Part, int]:
    end = say.index("]", place + 2)
    inside = say[place + 1 : end]
    plain = inside[0] != "^" and "\\" not in inside and "-" not in inside
    return _one_of(inside if plain else ""), end + 1


def quantifier_at(say: str, place: int) -> tuple[str, int]:
    """How often what stands before may be there, as `?`, `*`, `+` or once, and where the pattern goes on."""
    if place >= len(say) or say[place] not in _QUANTIFIERS:
        return "", place
    kind, end = say[place], place + 1
    if kind == "{":
        kind, end = "*" if say[place + 1] in "0," else "+", say.index("}", place) + 1
    return kind, end + (end < len(say) and say[end] in "?+")
