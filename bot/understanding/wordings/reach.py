"""How many characters a wording looks at from where a match begins, at most.

What a pattern finds at a place hangs on no character further off: in a text that is typed on, what was found
well before the first new character is found again. `reach(say)` reads a pattern as text; what it cannot read,
or what may go on without end, has no reach.
"""

from __future__ import annotations

from .needs import OPEN

_ONE = frozenset("dwsDWSbB")
_BEHIND = ("(?<=", "(?<!")


class _Endless(Exception):
    """A pattern that may look at any number of characters."""


def reach(say: str) -> int | None:
    """The most characters from the first that a match looks at, those ahead of its end included."""
    try:
        most, end = _alternatives(say, 0)
    except _Endless:
        return None
    return most if end == len(say) else None


def _alternatives(say: str, place: int) -> tuple[int, int]:
    """The reach of `a|b|c`, and where it ends."""
    most = so_far = 0
    while place < len(say) and say[place] != ")":
        if say[place] == "|":
            most, so_far, place = max(most, so_far), 0, place + 1
            continue
        one, place = _part(say, place)
        times, place = _times(say, place)
        so_far += one * times
    return max(most, so_far), place


def _part(say: str, place: int) -> tuple[int, int]:
    letter = say[place]
    if letter == "(":
        return _group(say, place)
    if letter == "[":
        return 1, _class_end(say, place)
    if letter == "\\":
        if say[place + 1].isalnum() and say[place + 1] not in _ONE:
            raise _Endless
        return 1, place + 2
    return (0 if letter == "^" else 1), place + 1


def _group(say: str, place: int) -> tuple[int, int]:
    opening = next((one for one in OPEN if say.startswith(one, place)), "(")
    if opening == "(" and say.startswith("(?", place):
        raise _Endless
    start = say.index(">", place) + 1 if opening == "(?P<" else place + len(opening)
    most, end = _alternatives(say, start)
    return (0 if opening in _BEHIND else most), end + 1


def _class_end(say: str, place: int) -> int:
    place += 2 if say[place + 1] != "^" else 3
    if say[place - 1] == "\\":
        place += 1
    while say[place] != "]":
        place += 2 if say[place] == "\\" else 1
    return place + 1


def _times(say: str, place: int) -> tuple[int, int]:
    """How often at most what stands before is there, and where the pattern goes on."""
    if place >= len(say) or say[place] not in "?*+{":
        return 1, place
    if say[place] in "*+":
        raise _Endless
    times, end = 1, place + 1
    if say[place] == "{":
        end = say.index("}", place) + 1
        most = say[place + 1 : end - 1].rpartition(",")[2]
        if not most:
            raise _Endless
        times = int(most)
    return times, end + (end < len(say) and say[end] in "?+")
