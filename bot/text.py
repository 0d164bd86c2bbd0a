"""Chinese text as people type it, made regular, with the way back to what they typed.

`normalise` gives a `Text`: `plain` is what the understanding reads (half-width, simplified script, no
control characters or emoji, slips of sound written right), `at` says for each of its characters where
that character stands in the original. Evidence is always quoted from the original.

`words` cuts plain text with one private tokenizer; its dictionary is the common part of jieba's,
shipped in `model/lexicon.gz`, so that starting is quick and nothing is written to a shared directory.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import opencc

with warnings.catch_warnings():  # jieba 0.42 warns about its own resource lookup on import
    warnings.simplefilter("ignore")
    import jieba

LONGEST = 2000
MODEL = Path(__file__).parent / "model"
_LATIN = re.compile(r"[a-z]+")
_STOPS = frozenset("，。！？；：、,.!?;:~…")
_KEPT = frozenset("“”…；：，！？（）")  # Chinese punctuation that compatibility folding would make ASCII
_PINYIN_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


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
    if len(whole) == len(text):
        return whole
    return "".join((_to_simplified().convert(c) or c)[0] for c in text)


def _plain_characters(original: str) -> Iterator[tuple[str, int]]:
    """Each readable character of `original` with its place; several where one symbol stands for more."""
    previous = ""
    for index, letter in enumerate(original):
        folded = letter if letter in _KEPT else unicodedata.normalize("NFKC", letter).lower()
        for piece in folded:
            category = unicodedata.category(piece)
            if piece.isspace():
                piece = " "
            elif category[0] == "C" or category in ("So", "Sk", "Mn", "Me"):
                continue
            if piece == previous and (piece == " " or piece in _STOPS):
                continue
            yield piece, index
            previous = piece


def normalise(original: str, *, slips: bool = True) -> Text:
    """`original` made regular; only its first 2,000 characters are read."""
    clipped = original[:LONGEST]
    pairs = list(_plain_characters(clipped))
    while pairs and pairs[0][0] == " ":
        pairs.pop(0)
    while pairs and pairs[-1][0] == " ":
        pairs.pop()
    plain = _simplify("".join(p for p, _ in pairs))
    at = [i for _, i in pairs]
    if slips and plain:
        plain, at = _right_slips(plain, at)
    return Text(original, plain, tuple(at))


# ---- the tokenizer -------------------------------------------------------------------------------


@cache
def lexicon() -> dict[str, int]:
    """Common words of Chinese and how often each is met."""
    words = {}
    for line in gzip.decompress((MODEL / "lexicon.gz").read_bytes()).decode().splitlines():
        word, count = line.split(" ")
        words[word] = int(count)
    return words


class Tokenizer:
    """jieba's cutting over the shipped lexicon and the guide's own names."""

    def __init__(self, names: Iterable[str] = ()):
        self._jieba = jieba.Tokenizer()
        counts = dict(lexicon())
        for name in names:
            if " " not in name and len(name) <= 8:
                counts[name] = max(counts.get(name, 0), 3000)
        for word in list(counts):
            for end in range(1, len(word)):
                counts.setdefault(word[:end], 0)
        self._jieba.FREQ = counts
        self._jieba.total = sum(counts.values())
        self._jieba.initialized = True

    def words(self, plain: str) -> list[str]:
        """The words of `plain`, in order; punctuation included."""
        return self._jieba.lcut(plain, HMM=False)


# ---- sounds: what was heard or typed by sound ----------------------------------------------------


@cache
def _sounds() -> dict[str, str]:
    """Each common character's sound without its tone."""
    table = {}
    for line in gzip.decompress((MODEL / "sounds.gz").read_bytes()).decode().splitlines():
        sound, characters = line.split(" ")
        for character in characters:
            table[character] = sound
    return table


@cache
def _fold_sound(sound: str) -> str:
    """A sound as it is confused in speech: zh and z, ing and in are one."""
    for written, heard in _PINYIN_SOUNDS:
        if len(written) == 2:
            sound = heard + sound[2:] if sound.startswith(written) else sound
        elif sound.endswith(written):
            sound = sound[: -len(written)] + heard
    return sound


@cache
def folded_sounds() -> dict[str, str]:
    """Each common character's sound as it is confused in speech."""
    return {character: _fold_sound(sound) for character, sound in _sounds().items()}


def sound_of(character: str) -> str:
    """The folded sound of `character`, or the character itself where it has none."""
    return folded_sounds().get(character, character)


def sounds_of(plain: str) -> list[str]:
    """The folded sounds of `plain`, one for each character or run of letters that is one syllable."""
    return [sound for sound, _, _ in _units(plain)]


@cache
def _syllables() -> frozenset[str]:
    return frozenset(_sounds().values())


def _split_syllables(run: str) -> list[str]:
    """A run of letters as syllables, longest first; the run itself when it is not pinyin."""
    parts, rest = [], run
    while rest:
        for length in range(min(6, len(rest)), 0, -1):
            if rest[:length] in _syllables():
                parts.append(rest[:length])
                rest = rest[length:]
                break
        else:
            return [run]
    return parts


def _units(plain: str) -> list[tuple[str, int, int]]:
    """Sounds with their places in `plain`."""
    units, index = [], 0
    while index < len(plain):
        run = _LATIN.match(plain, index)
        if run is None:
            units.append((sound_of(plain[index]), index, index + 1))
            index += 1
            continue
        place = index
        for part in _split_syllables(run.group()):
            units.append((_fold_sound(part), place, place + len(part)))
            place += len(part)
        index = run.end()
    return units


# By their first two sounds: the sounds of a term, and the term.
_HEARD: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}


_NAMES: set[str] = set()
# Rare words of the dictionary that are, said to us, nearly always a slip.
_TYPICAL = frozenset({"地保", "乳线", "五包", "五报", "残级"})


def learn_heard(terms: Iterable[str], names: Iterable[str] = ()) -> None:
    """Make `terms` the words that slips of sound are righted to, and `names` never slips."""
    _NAMES.update(names)
    heard: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
    for term in sorted(set(terms), key=lambda t: (-len(t), t)):
        sounds = tuple(sound_of(c) for c in term)
        heard.setdefault(sounds[:2], []).append((sounds, term))
    _HEARD.clear()
    _HEARD.update(heard)


def _is_slip(written: str, term: str) -> bool:
    """Is `written` not a word of its own, so that `term` must have been meant?"""
    if _LATIN.search(written):
        return True
    if len(term) > 3:
        return sum(a == b for a, b in zip(written, term, strict=False)) >= 1
    common = lexicon()
    if written in _NAMES or (written in common and written not in _TYPICAL):
        return False
    return len(term) < 3 or (common.get(written[:2], 0) < 2000 and common.get(written[1:], 0) < 2000)


# Terms that are heard as two wrong characters at once (地宝, 滴报); of all others one is right.
_FAR_HEARD = frozenset({"低保", "五保"})
_FUNCTION = frozenset("是上下子了的我你他有来去为着能")


def _cuts_words(plain: str, start: int, end: int, term: str) -> bool:
    """院子|里, 丈夫|原来: two characters that only sound like a term, each the edge of a word of its own?"""
    written = plain[start:end]
    if len(written) != 2 or len(term) != 2 or _LATIN.search(written):
        return False
    differs = [a for a, b in zip(written, term, strict=True) if a != b]
    if (len(differs) == 2 and term not in _FAR_HEARD) or any(a in _FUNCTION for a in differs):
        return True
    common = lexicon()
    before = plain[start - 1 : start + 1] if start else ""
    after = plain[end - 1 : end + 1] if end < len(plain) else ""
    if len(before) == 2 and written[0] != term[0] and common.get(before, 0) >= 20:
        return True
    if len(after) == 2 and written[1] != term[1] and common.get(after, 0) >= 20:
        return True
    wider = (plain[start - 1 : end] if start else "", plain[start : end + 1])
    return any(len(word) == 3 and word in common for word in wider)


def _find_slip(plain: str, units: list[tuple[str, int, int]], place: int) -> tuple[str, int] | None:
    if place + 1 >= len(units):
        return None
    for sounds, term in _HEARD.get((units[place][0], units[place + 1][0]), ()):
        end = place + len(sounds)
        if end > len(units) or tuple(u[0] for u in units[place:end]) != sounds:
            continue
        written = plain[units[place][1] : units[end - 1][2]]
        if written == term:
            return None
        if _is_slip(written, term) and not _cuts_words(plain, units[place][1], units[end - 1][2], term):
            return term, end
    return None


def _right_slips(plain: str, at: list[int]) -> tuple[str, list[int]]:
    """`plain` with words that were typed or heard by sound written right: 地保 → 低保, 低bao → 低保."""
    if not _HEARD:
        return plain, at
    units = _units(plain)
    letters: list[str] = []
    places: list[int] = []
    index = 0
    while index < len(units):
        found = _find_slip(plain, units, index)
        if found is None:
            _, start, end = units[index]
            letters.append(plain[start:end])
            places.extend(at[start:end])
            index += 1
            continue
        term, after = found
        for character, unit in zip(term, units[index:after], strict=True):
            letters.append(character)
            places.append(at[unit[1]])
        index = after
    return "".join(letters), places
