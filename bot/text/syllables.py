"""Syllables typed in letters among characters (没上ban, 康fu): a usual character of the sound instead.

Which character is meant the characters around decide (`righting`).
"""

from __future__ import annotations

import re

from .righting import usual_character
from .sounds import LATIN, syllables_of

_SHORTEST = 2
# si级, san口人: before a measure the syllable of a number is the number.
_NUMERALS = dict(
    zip(("yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu", "shi"), "一二三四五六七八九十", strict=True)
)
_MEASURES = frozenset("级岁口万千百")
# 肝ai, 心zang: what such a syllable is behind a part of the body.
_BEHIND = {
    "ai": ("癌", "肝肺胃肠肾喉骨腺巢颈管胱舌食乳皮胰膜"),
    "zang": ("脏", "心肝肾脾内"),
    "cang": ("脏", "心肝肾脾"),
}
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def read_syllables(plain: str, at: list[int]) -> tuple[str, list[int], frozenset[int]]:
    """`plain` with the syllables as characters, where each character stands, and which are guessed."""
    if LATIN.search(plain) is None:
        return plain, at, frozenset()
    letters: list[str] = []
    places: list[int] = []
    guessed: set[int] = set()
    end = 0
    for run in LATIN.finditer(plain):
        characters = _characters_of(plain, run)
        if characters is None:
            continue
        letters += plain[end : run.start()]
        places += at[end : run.start()]
        for character, start in characters:
            guessed.add(len(letters))
            letters.append(character)
            places.append(at[start])
        end = run.end()
    return "".join([*letters, plain[end:]]), [*places, *at[end:]], frozenset(guessed)


def _characters_of(plain: str, run: re.Match[str]) -> list[tuple[str, int]] | None:
    """A character for each syllable of the run and where that starts; None where it is no pinyin."""
    if len(run.group()) < _SHORTEST or not _stands_in_chinese(plain, run):
        return None
    if plain[run.end() : run.end() + 1] in _MEASURES and run.group() in _NUMERALS:
        return [(_NUMERALS[run.group()], run.start())]
    character, parts = _BEHIND.get(run.group(), ("", ""))
    if run.start() and plain[run.start() - 1] in parts:
        return [(character, run.start())]
    found, start = [], run.start()
    for syllable, sound in syllables_of(run.group()):
        character = usual_character(sound)
        if character is None:
            return None
        found.append((character, start))
        start += len(syllable)
    return found or None


def _stands_in_chinese(plain: str, run: re.Match[str]) -> bool:
    before, after = plain[run.start() - 1 : run.start()], plain[run.end() : run.end() + 1]
    return bool(_CHINESE.match(before) or _CHINESE.match(after))
