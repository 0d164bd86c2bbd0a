"""The characters that a match can begin with, said before the pattern: elsewhere nothing of it is tried.

`headed(say)` reads a pattern as text. What it cannot read, or what may match nothing, it leaves as it is.
"""

from __future__ import annotations

import re
from itertools import groupby

from .needs import OPEN, closing, quantifier_at

_CLASSES = "dws"


class _Unreadable(Exception):
    """A pattern that may begin with anything."""


def headed(say: str) -> str:
    """`say`, tried only where one of its first characters stands.

    Where some of its alternatives may begin with anything, the others are tried so, each in its place.
    """
    heads = _heads_of(say)
    if heads is not None:
        return _behind(heads, [say])
    alternatives = _split(say)
    known = map(_heads_of, alternatives)
    runs = groupby(zip(known, alternatives, strict=True), key=lambda one: one[0] is not None)
    return "|".join(_run([*run], known) for known, run in runs)


def _run(run: list[tuple[set[str] | None, str]], known: bool) -> str:
    """Alternatives that stand together, behind the first characters of all where these are known."""
    says = [say for _, say in run]
    several = known and len(run) > 1
    return _behind(set().union(*[heads for heads, _ in run]), says) if several else "|".join(says)


def _behind(heads: set[str], says: list[str]) -> str:
    return f"(?=[{''.join(sorted(heads))}])(?:{'|'.join(says)})"


def _heads_of(say: str) -> set[str] | None:
    """What a match can begin with; None where that may be anything, or nothing."""
    try:
        heads, empty, end = _alternatives(say, 0)
    except _Unreadable:
        return None
    return None if empty or end < len(say) else heads


def _split(say: str) -> list[str]:
    """The alternatives of a pattern."""
    found, start, place = [], 0, 0
    while place < len(say):
        match say[place]:
            case "|":
                found.append(say[start:place])
                start = place + 1
            case "\\":
                place += 1
            case "[":
                place = say.index("]", place + 2)
            case "(":
                place = closing(say, place + 1)
        place += 1
    return [*found, say[start:]]


def compile_headed(say: str) -> re.Pattern[str]:
    """The pattern of `headed(say)`: what is looked for all over a text finds the same, sooner."""
    return re.compile(headed(say))


def _alternatives(say: str, place: int) -> tuple[set[str], bool, int]:
    """First characters, whether all of it may be missing, and where it ends."""
    heads: set[str] = set()
    missing = False
    while True:
        empty = True
        while place < len(say) and say[place] not in "|)":
            first, optional, place = _part(say, place, read=empty)
            quantifier, place = quantifier_at(say, place)
            if empty:
                heads |= first
                empty = optional or quantifier in ("?", "*")
        missing = missing or empty
        if place >= len(say) or say[place] == ")":
            return heads, missing, place
        place += 1


def _part(say: str, place: int, *, read: bool) -> tuple[set[str], bool, int]:
    """The same of one part; `read`: whether its first characters matter."""
    letter = say[place]
    if letter == "(":
        return _group(say, place, read=read)
    if letter == "[":
        end = say.index("]", place + 2)
        # At an edge of a class these stand for themselves; among others they would not.
        inside = re.sub(r"^[\]-]|(?<!\\)-$", r"\\\g<0>", say[place + 1 : end])
        return {_readable(inside, inside[0] != "^" or not read)}, False, end + 1
    if letter == "\\":
        known = say[place + 1] in _CLASSES or not say[place + 1].isalnum()
        return {_readable(say[place : place + 2], known or not read)}, False, place + 2
    if letter in "^$":
        return set(), True, place + 1
    return {_readable(re.escape(letter), letter != "." or not read)}, False, place + 1


def _group(say: str, place: int, *, read: bool) -> tuple[set[str], bool, int]:
    opening = next((one for one in OPEN if say.startswith(one, place)), "(")
    start = say.index(">", place) + 1 if opening == "(?P<" else place + len(opening)
    if not read or not OPEN.get(opening, True):
        return set(), not OPEN.get(opening, True), closing(say, start) + 1
    heads, empty, end = _alternatives(say, start)
    return heads, empty, end + 1


def _readable(piece: str, known: bool) -> str:
    if not known:
        raise _Unreadable
    return piece
