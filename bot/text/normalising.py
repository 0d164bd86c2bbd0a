"""Chinese text as people type it, made regular, with the way back to what they typed.

`normalise` gives a `Text`: `plain` is what the understanding reads (half-width, simplified script, no
control characters or emoji, slips of sound written right), `at` says for each of its characters where
that character stands in the original. Evidence is always quoted from the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

import opencc

from .letters import with_letters
from .righting import Pieces, right_characters
from .slips import places_named, right_terms
from .surnames import places_of_names
from .syllables import read_syllables
from .tongue import with_one_slip

LONGEST = 2000
_STOPS = frozenset("，。！？；：、,.!?;:~…")
_KEPT = frozenset("“”…；：，！？（）")  # Chinese punctuation that compatibility folding would make ASCII


@dataclass(frozen=True, slots=True)
class Text:
    """A message as typed, as read, and the place in the one of each character of the other."""

    original: str
    plain: str
    at: tuple[int, ...]

    def quote(self, start: int, end: int) -> tuple[str, int]:
        """The words typed for `plain[start:end]`, and where they start in the original."""
        first = self.at[start]
        last = self.at[end - 1]
        while last + 1 < len(self.original) and end < len(self.at) and last + 1 < self.at[end]:
            if not _joins(self.original[last + 1]):
                break
            last += 1
        return self.original[first : last + 1], first


def _joins(letter: str) -> bool:
    return letter.isascii() and letter.isalpha()


@cache
def _to_simplified() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def _simplify(text: str) -> str:
    """`text` in simplified script, character for character."""
    if text.isascii():
        return text
    whole = _to_simplified().convert(text)
    if len(whole) != len(text):
        whole = "".join((_to_simplified().convert(c) or c)[0] for c in text)
    whole = whole.translate(_VARIANTS).replace("甚么", "什么").replace("俩口", "两口")
    return _ONGOING.sub("着", whole) if "著" in whole else whole


_VARIANTS = str.maketrans("妳牠", "你它")
# 低保吃著 is 吃着 in traditional script; 名著 and 显著 are written so in either.
_ONGOING = re.compile("(?<![名原显专昭卓巨论编土拙遗译合新])著(?![名作称述书])")


# Characters that are read as they stand.
_REGULAR = re.compile(r"[\u4e00-\u9fff0-9a-z ，。！？；：“”…]*")
_LEFT_OUT = re.compile(r"([ ，。！？；：…])\1|[a-z] [a-z]|^ | $")


def _readable_characters(original: str) -> tuple[str, list[int]]:
    """What is read of `original`, and where each character of it stands."""
    if _REGULAR.fullmatch(original) and not _LEFT_OUT.search(original):
        return original, list(range(len(original)))
    pairs = list(_plain_characters(original))
    while pairs and pairs[0][0] == " ":
        pairs.pop(0)
    while pairs and pairs[-1][0] == " ":
        pairs.pop()
    pairs = [pair for place, pair in enumerate(pairs) if not _parts_syllables(pairs, place)]
    return "".join(p for p, _ in pairs), [i for _, i in pairs]


def _plain_characters(original: str) -> Iterator[tuple[str, int]]:
    """Each readable character of `original` with its place; several where one symbol stands for more."""
    previous = ""
    for index, letter in enumerate(original):
        for piece in _readable(letter):
            if piece == previous and (piece == " " or piece in _STOPS):
                continue
            yield piece, index
            previous = piece


@lru_cache(maxsize=8192)
def _readable(letter: str) -> str:
    """What is read for one character: half-width, small letters; nothing of what cannot be read."""
    folded = letter if letter in _KEPT else unicodedata.normalize("NFKC", letter).lower()
    spaced = (" " if piece.isspace() else piece for piece in folded)
    return "".join(piece for piece in spaced if piece == " " or _is_readable(unicodedata.category(piece)))


def _is_readable(category: str) -> bool:
    return category[0] != "C" and category not in ("So", "Sk", "Mn", "Me")


def normalise(original: str, *, slips: bool = True, last: Pieces | None = None) -> Text:
    """`original` made regular; only its first 2,000 characters are read.

    `last`: how doubtful pieces of the same text were read last, where it is typed on.
    """
    kept, at = _readable_characters(original[:LONGEST])
    plain = _NOUGHT.sub("0", _full_stops(_simplify(kept)))
    if slips and plain:
        plain = with_one_slip(plain)
        plain, at, guessed = read_syllables(with_letters(plain), at)
        sure = places_named(plain) | places_of_names(plain)
        sure |= {found.end() - 1 for found in _AS_WRITTEN.finditer(plain)}
        plain, at = right_terms(right_characters(plain, last=last, guessed=guessed, sure=sure), at)
    return Text(original, plain, tuple(at))


_ASCII_STOP = re.compile(
    r"(?<![\d])[,;!?](?!\d)|(?<=[\u4e00-\u9fff])[,;!?.](?=[\u4e00-\u9fff\d]|$)|(?<=\d)[,](?=[\u4e00-\u9fff])"
)
_FULL = str.maketrans(",;!?.", "，；！？。")


# 称其夫70: no slip for 其父; nor is 一千一吧俺对象 one for 把.
_AS_WRITTEN = re.compile("其[夫父]|[一二三四五六七八九十百千万块元岁]吧")
# 7o岁, 2oo块: a nought typed as a letter.
_NOUGHT = re.compile(r"(?<=\d)o(?=[\do岁块元年级多来周个号天万])|(?<=\do)o(?=[岁块元年多来个万])")


def _full_stops(plain: str) -> str:
    """Stops typed half-width written full-width, so that a clause ends where it was meant to end."""
    return _ASCII_STOP.sub(lambda stop: stop.group().translate(_FULL), plain)


def _parts_syllables(pairs: list[tuple[str, int]], place: int) -> bool:
    """Is it the space in `di bao`?"""
    if pairs[place][0] != " ":
        return False
    return _joins(pairs[place - 1][0]) and _joins(pairs[place + 1][0])
