"""Any word in any policy, source or standard, also where it was typed wrongly: 低堡, 护理补帖.

Built once for a guide. A query is looked for as it stands, then by its pairs of characters and of sounds,
and what shares most of them is compared in full.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from bot import wording
from bot.text.sounds import folded_sounds

if TYPE_CHECKING:
    from knowledge import Guide, Policy
    from knowledge.policies import Benefit

MOST_FOUND = 20
MOST_COMPARED = 150
LEAST = 68  # of 100: less alike is something else
LONGEST_QUERY = 60
MOST_OF_ONE = 3
AROUND = 28
EXACT, SOUNDS_THE_SAME, NAMED, WHOLE = 100.0, 96.0, 30.0, 20.0
Place = tuple[str, str, str, str, str]  # kind, id, title, part, text
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True)
class Found:
    """One place: `kind` is policy, standard or source; `id` the policy, or the key of the other; with the
    words around, and what they are (谁能办, 带什么)."""

    kind: str
    id: str
    title: str
    part: str
    words: str
    score: float


@dataclass(frozen=True)
class _Entry:
    kind: str
    id: str
    title: str
    part: str
    text: str
    plain: str
    sounds: str


class Lookup:
    """The places of one guide."""

    def __init__(self, guide: Guide):
        self._entries = [_entry(one) for one in dict.fromkeys(_places(guide))]
        self._pairs: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self._entries):
            for pair in {*_pairs(entry.plain), *_pairs(entry.sounds)}:
                self._pairs[pair].append(place)

    def search(self, query: str, most: int = MOST_FOUND) -> list[Found]:
        """The places that fit, best first; every word of the query counts."""
        words = [plain for plain in map(fold, query[:LONGEST_QUERY].split()) if plain]
        if not words:
            return []
        scores: Counter[int] = Counter()
        for word in words:
            for place, score in self._alike(word).items():
                scores[place] += score / len(words)
        ranked = sorted(scores, key=lambda one: (-scores[one], one))
        return list(_few_of_one(self._found(one, words[0], scores[one]) for one in ranked))[:most]

    def _alike(self, word: str) -> dict[int, float]:
        """How well each place holds the word."""
        exact = {
            place: EXACT + (NAMED if entry.part == "" else 0.0) + (WHOLE if word == entry.plain else 0.0)
            for place, entry in enumerate(self._entries)
            if word in entry.plain
        }
        if len(exact) >= MOST_COMPARED or len(word) < 2:
            return exact
        sounds = sound(word)
        shared = Counter(
            place
            for pair in {*_pairs(word), *_pairs(sounds)}
            for place in self._pairs.get(pair, ())
            if place not in exact
        )
        for place, _ in shared.most_common(MOST_COMPARED):
            score = self._compare(word, sounds, self._entries[place])
            if score >= LEAST:
                exact[place] = score
        return exact

    def _compare(self, word: str, sounds: str, entry: _Entry) -> float:
        heard = SOUNDS_THE_SAME if sounds in entry.sounds else 0.0
        heard += WHOLE if sounds == entry.sounds else 0.0
        likeness = fuzz.partial_ratio(word, entry.plain, score_cutoff=LEAST)
        return max(heard, likeness * 0.9) + (NAMED / 2 if entry.part == "" else 0.0)

    def _found(self, place: int, word: str, score: float) -> Found:
        one = self._entries[place]
        return Found(one.kind, one.id, one.title, one.part, _around(one.text, word), round(score, 1))


@lru_cache(maxsize=4)
def lookup_of(guide: Guide) -> Lookup:
    """The lookup of `guide`, kept for the few guides of a process."""
    return Lookup(guide)


def fold(text: str) -> str:
    """Letters and digits alone, narrow and small."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).lower())


def sound(plain: str) -> str:
    """One capital letter or two for each character's sound, so that what sounds alike is alike."""
    table = folded_sounds()
    return "".join(f"{table.get(one, one)}." for one in plain)


def _pairs(text: str) -> Iterator[str]:
    """Neighbours: two characters, or two sounds."""
    parts = text.split(".")[:-1] if "." in text else list(text)
    for first, second in pairwise(parts):
        yield f"{first}{second}"


def _entry(place: Place) -> _Entry:
    plain = fold(place[-1])
    return _Entry(*place, plain, sound(plain))


def _few_of_one(found: Iterable[Found]) -> Iterator[Found]:
    """Not more than three places of one policy, and one of its names, so that others are seen too."""
    seen: Counter[tuple[str, str, bool]] = Counter()
    for one in found:
        key = (one.kind, one.id, one.part == "")
        seen[key] += 1
        if seen[key] <= (1 if one.part == "" else MOST_OF_ONE):
            yield one


def _around(text: str, word: str) -> str:
    """The text, cut to what stands around the word where it is long."""
    if len(text) <= 2 * AROUND + len(word):
        return text
    place = max(text.lower().find(word[:4]), 0)
    begin = max(0, place - AROUND)
    cut = text[begin : place + len(word) + AROUND]
    return f"{'…' if begin else ''}{cut}{'…' if begin + len(cut) < len(text) else ''}"


def _places(guide: Guide) -> Iterator[Place]:
    for policy in guide.policies.values():
        for part, text in _texts(guide, policy):
            yield "policy", policy.id, policy.name, part, text
    for standard in guide.standards.standards.values():
        for text in dict.fromkeys(_figures(guide, standard.key)):
            yield "standard", standard.key, standard.label, "标准", text
    for source in guide.sources.values():
        number = source.document_number or ""
        yield "source", source.id, source.title, "依据", f"{source.title} {number}".strip()


def _figures(guide: Guide, key: str) -> Iterator[str]:
    standard = guide.standards.standards[key]
    yield standard.label
    for one in standard.values:
        if one.value is not None:
            amount = f"{wording.number(one.value)} {standard.unit or ''}".strip()
            yield f"{standard.label} {amount}（{one.effective.year}年起）"


def _texts(guide: Guide, policy: Policy) -> Iterator[tuple[str, str]]:
    yield "", policy.name
    yield from (("", one) for one in policy.aliases)
    yield "是什么", policy.summary
    yield from (("谁能办", one.says) for one in policy.clauses)
    for benefit in policy.benefits:
        yield "给什么", benefit.says
        yield from (("给多少", one) for one in _benefit_figures(benefit))
    yield from (("带什么", one.says) for one in policy.materials)
    yield from (("到哪里", one) for one in policy.where)
    yield from (("怎么办", one) for one in policy.steps)
    yield from (("多长时间", one.says) for one in policy.time_limits)
    yield from (("不能一起领", one.says) for one in policy.not_with)
    yield from (("容易弄混", one.says) for one in policy.confusable)
    yield from (("一起看", one.says) for one in policy.related)
    yield "哪个部门管", guide.departments[policy.department].name


def _benefit_figures(benefit: Benefit) -> Iterator[str]:
    for one in benefit.figures:
        if one.figure is not None:
            amount = one.figure if isinstance(one.figure, str) else wording.number(one.figure)
            yield f"{one.name} {amount} {one.unit or ''}".strip()
