"""The shipped lexicon and table of sounds, cut from jieba's dictionary and pypinyin.

`python -m bot.training.lexicon` writes both anew; needed only when the list of words to right changes.
"""

from __future__ import annotations

import gzip
import re
from collections import defaultdict
from pathlib import Path

from bot.shipped import MODEL
from bot.text.sounds import sound_of
from bot.understanding.index import HEARD

_CHINESE = re.compile(r"[㐀-鿿]+")
RARE = 100


def write_lexicon(folder: Path) -> None:
    """Write `lexicon.gz`: common words, and rare ones that sound like a word that slips are righted to."""
    import jieba

    source = Path(jieba.__file__).parent / "dict.txt"
    sounds = {_sounds(term) for term in HEARD}
    lines = []
    for line in source.read_text(encoding="utf8").splitlines():
        word, count, *_ = line.split(" ")
        common = int(count) >= RARE or (len(word) <= 3 and int(count) >= 2 and _sounds(word) in sounds)
        if common and _CHINESE.fullmatch(word):
            lines.append(f"{word} {count}")
    _write(folder / "lexicon.gz", sorted(lines))


def _sounds(word: str) -> tuple[str, ...]:
    return tuple(sound_of(character) for character in word)


def write_sounds(folder: Path) -> None:
    """Write `sounds.gz`: the toneless sound of each character of everyday printing (GB 2312)."""
    from pypinyin import Style, pinyin

    by_sound: dict[str, list[str]] = defaultdict(list)
    for character in _everyday_characters():
        sound = pinyin(character, style=Style.NORMAL)[0][0]
        if sound.isascii() and sound.isalpha():
            by_sound[sound].append(character)
    _write(folder / "sounds.gz", [f"{sound} {''.join(by_sound[sound])}" for sound in sorted(by_sound)])


def _everyday_characters() -> list[str]:
    rows = (bytes([high, low]) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    characters = [row.decode("gb2312", "ignore") for row in rows]
    return [c for c in characters if c] + list("殁怹俫")


def _write(path: Path, lines: list[str]) -> None:
    path.write_bytes(gzip.compress("\n".join(lines).encode(), mtime=0))


if __name__ == "__main__":
    write_sounds(MODEL)
    write_lexicon(MODEL)
