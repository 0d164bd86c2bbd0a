"""Texts as a phone may hear them: some characters replaced by others of the same sound."""

from __future__ import annotations

import random
from collections import defaultdict
from functools import cache

from bot.text.sounds import sound_of


@cache
def same_sound() -> dict[str, list[str]]:
    """The characters of everyday printing by their sound, as sounds are confused in speech."""
    found = defaultdict(list)
    for character in map(chr, range(0x4E00, 0x9FA6)):
        if character.encode("gb2312", "ignore"):
            found[sound_of(character)].append(character)
    return found


def misheard(text: str, share: float, seed: int) -> str:
    """The text with a share of its characters replaced by others of the same sound; the same for a seed."""
    chance = random.Random(seed)
    letters = list(text)
    for place, letter in enumerate(letters):
        others = [one for one in same_sound().get(sound_of(letter), ()) if one != letter]
        if others and chance.random() < share:
            letters[place] = chance.choice(others)
    return "".join(letters)
