"""The features of a text that the models know: runs of characters, words, sounds, policy names, facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from bot.text.sounds import folded_sounds
from bot.text.tokenizer import Tokenizer
from knowledge import Guide

BREAK = re.compile(r"[^0-9a-z㐀-鿿]+")
_BREAKS = re.compile(r"[^0-9a-z㐀-鿿]")
_LONGEST_GRAM = 4
_LETTER, _LONGEST_PIECE, _SHORTEST_PIECE = 46, 40, 4
_SENTENCE_END = re.compile(r"[。！？!?；;]+")
_CLAUSE_END = re.compile(r"[，,、 ]+")
_ASKS = r"(?:申请|办理?|问|领|要|够|吃上|评|拿|什么是|咨询|有没有|享受|能|给|关于|怎么|咋)"


def sentences_of(plain: str) -> list[str]:
    """The sentences of a text of some length, long ones cut at commas; none of a short text."""
    if len(plain) < _LETTER:
        return []
    pieces: list[str] = []
    for sentence in _SENTENCE_END.split(plain):
        piece = ""
        for clause in _CLAUSE_END.split(sentence):
            if piece and len(piece) + len(clause) > _LONGEST_PIECE:
                pieces.append(piece)
                piece = ""
            piece = f"{piece}，{clause}" if piece else clause
        pieces.append(piece)
    return [piece for piece in pieces if len(piece) >= _SHORTEST_PIECE]


class Features:
    """The features of a text, the same in training and in serving."""

    def __init__(self, guide: Guide, tokenizer: Tokenizer):
        self._tokenizer = tokenizer
        self._names = _names(guide)
        self._beginning: dict[str, list[str]] = {}
        for name in sorted(self._names, key=len, reverse=True):
            self._beginning.setdefault(name[:2], []).append(name)

    def named(self, plain: str) -> tuple[str, ...]:
        """The policies whose name or alias the citizen used to ask for them."""
        found: dict[str, None] = {}
        for name, start in self._find_names(plain):
            if len(name) >= 4 or self._asked_for(plain, start, start + len(name)):
                found.update(dict.fromkeys(self._names[name]))
        return tuple(found)

    def without_names(self, plain: str) -> str:
        """The text with a space for each name or alias of a policy."""
        for name, start in reversed(list(self._find_names(plain))):
            plain = f"{plain[:start]} {plain[start + len(name) :]}"
        return plain

    def _find_names(self, plain: str) -> Iterator[tuple[str, int]]:
        """The names in the text and where they start, the longest first where several begin."""
        after = 0  # the last name that was found
        begins = self._beginning
        for place in [place for place in range(len(plain) - 1) if plain[place : place + 2] in begins]:
            begun = begins[plain[place : place + 2]] if place >= after else ()
            name = next((one for one in begun if plain.startswith(one, place)), None)
            if name is not None:
                yield name, place
                after = place + len(name)

    def _asked_for(self, plain: str, start: int, end: int) -> bool:
        if plain[end : end + 1] in ("户", "家"):
            return False
        before = plain[max(0, start - 5) : start]
        return len(plain) <= 10 or bool(re.search(_ASKS + r"[^，。]{0,2}$", before))

    def of(self, plain: str, facts: Iterable[tuple[str, object]] = ()) -> set[str]:
        """Character runs of 1–4, words, pairs and triples of sounds, names of policies, and facts."""
        found = set(self.names_in(plain))
        for part in BREAK.split(plain):
            add_runs(found, part, 0)
        for block in self.blocks(plain):
            found |= self.words(block)
        found.update(fact_features(facts))
        return found

    def runs(self, part: str) -> set[str]:
        """The runs of characters and of sounds in a part of a text without punctuation."""
        return self.longer_runs(part, 0)

    def longer_runs(self, part: str, start: int) -> set[str]:
        """Those of its runs that end behind `start`."""
        found: set[str] = set()
        add_runs(found, part, start)
        return found

    def blocks(self, plain: str) -> list[str]:
        """The blocks of a text in which words stand."""
        return self._tokenizer.blocks(plain)

    def words(self, block: str) -> set[str]:
        """The words of a block."""
        return {f"w:{word}" for word in self._tokenizer.cut(block) if len(word) > 1}

    def names_in(self, plain: str) -> Iterator[str]:
        """The policies whose name stands in the text."""
        for name, _ in self._find_names(plain):
            yield from [f"n:{policy}" for policy in self._names[name]]


def add_runs(found: set[str], part: str, start: int = 0) -> None:
    """Add to `found` the runs of characters and sounds of a part without stops that end behind `start`."""
    part = part[max(0, start - _LONGEST_GRAM + 1) :]
    skipped = min(start, _LONGEST_GRAM - 1)
    length = len(part)
    for size in range(1, min(_LONGEST_GRAM, length) + 1):
        first = max(0, skipped - size + 1)
        found.update([part[i : i + size] for i in range(first, length - size + 1)])
    sounds = [*map(folded_sounds().get, part, part)]
    found.update([f"~{a}{b}" for a, b in pairwise(sounds[max(0, skipped - 1) :])])
    sounds = sounds[max(0, skipped - 2) :]
    found.update([f"~{a}{b}{c}" for a, b, c in zip(sounds, sounds[1:], sounds[2:], strict=False)])


def runs_at(plain: str) -> Iterator[tuple[int, list[str]]]:
    """The runs of a whole text by their lengths, each list in the order in which they begin.

    What `add_runs` finds in a part of the text is what begins in the part and ends there. Across a stop there
    are none: the runs with a stop in them are features of nothing.
    """
    plain = _BREAKS.sub(" ", plain)
    for size in range(1, _LONGEST_GRAM + 1):
        yield size, [plain[i : i + size] for i in range(len(plain) - size + 1)]
    sounds = [*map(folded_sounds().get, plain, plain)]
    yield 2, [f"~{a}{b}" for a, b in pairwise(sounds)]
    yield 3, [f"~{a}{b}{c}" for a, b, c in zip(sounds, sounds[1:], sounds[2:], strict=False)]


def _names(guide: Guide) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for policy in guide.policies.values():
        for name in (policy.name, *policy.aliases):
            short = re.sub(r"[（(].{0,60}?[）)]|[“”]", "", name).lower()
            if len(short) >= 2 and policy.id not in names.setdefault(short, []):
                names[short].append(policy.id)
    return names


def fact_features(facts: Iterable[tuple[str, object]]) -> list[str]:
    """Facts as features: the choice, an age by its third of life, else that it is known."""
    found = []
    for fact, value in facts:
        if isinstance(value, dict) and "min" not in value:
            found += [f"f:{fact}={choice}={held}" for choice, held in value.items()]
        elif fact == "age_years":
            age = value["min"] if isinstance(value, dict) else value
            found.append(f"f:age={'child' if age < 18 else 'adult' if age < 60 else 'elder'}")
        elif isinstance(value, str | bool):
            found.append(f"f:{fact}={value}")
        else:
            found.append(f"f:{fact}")
    return found
