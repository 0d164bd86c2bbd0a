"""How characters and runs of letters sound, as sounds are confused in speech: zh is z, ing is in."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from bot.shipped import read_lines

LATIN = re.compile(r"[a-z]+")
_PINYIN_SOUNDS = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("ang", "an"), ("eng", "en"), ("ing", "in"))


@cache
def _sounds() -> dict[str, str]:
    """Each common character's sound without its tone."""
    table = {}
    for line in read_lines("sounds.gz"):
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


def exact_sound_of(character: str) -> str:
    """The sound of `character` with zh and z told apart, or the character itself where it has none."""
    return _sounds().get(character, character)


def with_n_or_l(sound: str) -> str:
    """The sound that begins with l where this one begins with n, or the other way; "" for all others."""
    other = {"n": "l", "l": "n"}.get(sound[:1]) if len(sound) > 1 else None
    return other + sound[1:] if other else ""


def sounding(sound: str) -> int:
    """How many characters of everyday printing have this folded sound; 1 where none has it."""
    return _sizes().get(sound, 1)


@cache
def _sizes() -> dict[str, int]:
    return Counter(folded_sounds().values())


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


def syllables_of(run: str) -> list[tuple[str, str]]:
    """The syllables of a run of letters, each with its folded sound; none where it is not pinyin."""
    parts = _split_syllables(run)
    return [(part, _fold_sound(part)) for part in parts] if set(parts) <= _syllables() else []


def units_of(plain: str) -> list[tuple[str, int, int]]:
    """Sounds with their places in `plain`."""
    units, index = [], 0
    sounds = folded_sounds()
    if LATIN.search(plain) is None:
        return [(sounds.get(one, one), place, place + 1) for place, one in enumerate(plain)]
    while index < len(plain):
        letter = plain[index]
        run = LATIN.match(plain, index) if letter.isascii() else None
        if run is None:
            units.append((sounds.get(letter, letter), index, index + 1))
            index += 1
            continue
        place = index
        for part in _split_syllables(run.group()):
            units.append((_fold_sound(part), place, place + len(part)))
            place += len(part)
        index = run.end()
    return units
