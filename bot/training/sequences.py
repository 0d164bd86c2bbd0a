"""Which characters follow which: counted over the guide, its phrasings, the messages and the sayings.

Counts are smoothed after Witten and Bell, and stored as whole tenths of a nat. Pairs inside common words come
from the lexicon as well, so that words nobody has used to us yet still read well.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from bot.shipped import lexicon
from bot.text.normalising import normalise
from bot.text.righting import DIGIT, EDGE, UNSEEN, letter_of, read_sequences, right_characters
from bot.text.slips import right_terms
from bot.understanding.index import index_of
from knowledge import Guide

from .examples import phrasings

NAMED = 3  # times each name of a policy counts: citizens say it oftener than the guide, and it is no slip
LEXICON_SHARE = 0.3  # of what our own texts weigh
FEWEST_TRIPLES, FEWEST_PAIRS = 2, 0.05
# A triple met but once is kept where it is so much likelier than its parts say, in tenths of a nat.
TELLING = 30
FAMILIAR, STRONG = 2, 150
MOST_CHARACTERS, FEWEST_SINGLES = 4000, 1.5
SPREAD, UNCOUNTED = 200, 0.02


def guides_texts(guide: Guide) -> Iterator[str]:
    """What the guide says itself, in its own spelling."""
    for policy in guide.policies.values():
        yield from (policy.name, *policy.aliases) * NAMED
        yield from (policy.summary, *policy.phrasings)
    for district in guide.regions.districts.values():
        yield from (district.name, *(town.name for town in district.towns))


def pack_sequences(guide: Guide, messages: Iterable[str]) -> bytes:
    """The model as it is shipped: the guide, its everyday phrasings, and `messages` of citizens.

    The latter two hold slips, which would pass for good Chinese if they were counted as they stand: the terms
    of the guide are written right in them, and a first model rights what it can of the rest.
    """
    index_of(guide)  # from here on the terms are known
    ours, everyday = list(guides_texts(guide)), [text for _, text, _ in phrasings()]
    first = read_sequences(_pack(*_count([*ours, *everyday])))
    plain = (normalise(one, slips=False).plain for one in (*everyday, *messages))
    meant = (right_terms(one, list(range(len(one))))[0] for one in plain)
    return _pack(*_count([*ours, *(right_characters(one, first) for one in meant)]))


def _count(lines: Iterable[str]) -> tuple[Counter, Counter, Counter]:
    singles, pairs, triples = Counter(), Counter(), Counter()
    for line in lines:
        letters = [EDGE, *(letter_of(one) for one in normalise(line, slips=False).plain), EDGE]
        singles.update(letters)
        pairs.update(pairwise(letters))
        triples.update(zip(letters, letters[1:], letters[2:], strict=False))
    general = _count_lexicon()
    weight = LEXICON_SHARE * singles.total() / general[0].total()
    for ours, theirs, fewest in zip(
        (singles, pairs, triples), general, (0, FEWEST_PAIRS, FEWEST_TRIPLES), strict=True
    ):
        for key, count in theirs.items():
            if count * weight >= fewest:
                ours[key] += count * weight
    return singles, pairs, triples


def _count_lexicon() -> tuple[Counter, Counter, Counter]:
    singles, pairs, triples = Counter(), Counter(), Counter()
    for word, count in lexicon().items():
        for letter in word:
            singles[letter] += count
        for pair in pairwise(word):
            pairs[pair] += count
        for triple in zip(word, word[1:], word[2:], strict=False):
            triples[triple] += count
    return singles, pairs, triples


@dataclass(frozen=True)
class Shares:
    """Counts as smoothed shares of what follows."""

    singles: Counter
    pairs: dict
    triples: dict

    @cached_property
    def after_one_context(self) -> tuple[Counter, Counter]:
        return _contexts(self.pairs)

    @cached_property
    def after_two_context(self) -> tuple[Counter, Counter]:
        return _contexts(self.triples)

    @cached_property
    def total(self) -> float:
        return self.singles.total()

    def alone(self, letter: str) -> float:
        return (self.singles[letter] + UNCOUNTED) / (self.total + SPREAD)

    def back(self, before: tuple[str, ...]) -> float:
        """The share that is left for what was never met behind `before`."""
        totals, kinds = self.after_one_context if len(before) == 1 else self.after_two_context
        return kinds[before] / (totals[before] + kinds[before]) if totals[before] else 1

    def after_one(self, before: str, letter: str) -> float:
        totals, kinds = self.after_one_context
        seen = self.pairs[before, letter] / (totals[before,] + kinds[before,])
        return seen + self.back((before,)) * self.alone(letter)

    def after_two(self, first: str, second: str, letter: str) -> float:
        totals, kinds = self.after_two_context
        seen = self.triples[first, second, letter] / (totals[first, second] + kinds[first, second])
        return seen + self.back((first, second)) * self._after_last(second, letter)

    def _after_last(self, second: str, letter: str) -> float:
        pair = (second, letter)
        return self.after_one(*pair) if pair in self.pairs else self.back((second,)) * self.alone(letter)

    def tells(self, three: tuple[str, str, str]) -> bool:
        """Is the triple met more than once, or much likelier than its parts say?"""
        parts = self.back(three[:2]) * self._after_last(*three[1:])
        return (
            self.triples[three] >= FEWEST_TRIPLES or _cost(parts) - _cost(self.after_two(*three)) >= TELLING
        )


def _pack(singles: Counter, pairs: Counter, triples: Counter) -> bytes:
    often = [one for one, count in singles.most_common(MOST_CHARACTERS) if count >= FEWEST_SINGLES]
    characters = [EDGE, DIGIT, *(one for one in often if one not in (EDGE, DIGIT))]
    codes = {one: place for place, one in enumerate(characters, 1)}
    pairs = {key: count for key, count in pairs.items() if set(key) <= codes.keys()}
    triples = {key: count for key, count in triples.items() if set(key) <= codes.keys()}
    shares = Shares(singles, pairs, triples)
    ordered = sorted(pairs, key=lambda pair: (-(pairs[pair] >= STRONG) - (pairs[pair] >= FAMILIAR), pair))
    threes = sorted(filter(shares.tells, triples))
    contexts = sorted({three[:2] for three in threes})
    parts = {
        "singles": bytes([UNSEEN, *(_cost(shares.alone(one)) for one in characters)]),
        "after_one": bytes([0, *(_cost(shares.back((one,))) for one in characters)]),
        "pairs": _packed("I", (_key(pair, codes) for pair in ordered)),
        "pair_costs": bytes(_cost(shares.after_one(*pair)) for pair in ordered),
        "triples": _packed("Q", (_key(three, codes) for three in threes)),
        "triple_costs": bytes(_cost(shares.after_two(*three)) for three in threes),
        "after_two": _packed("I", (_key(pair, codes) for pair in contexts)),
        "after_two_costs": bytes(_cost(shares.back(pair)) for pair in contexts),
    }
    head = {
        "characters": "".join(characters),
        "strong": sum(count >= STRONG for count in pairs.values()),
        "familiar": sum(count >= FAMILIAR for count in pairs.values()),
        "parts": [[name, len(packed)] for name, packed in parts.items()],
    }
    whole = json.dumps(head, ensure_ascii=False).encode() + b"\n" + b"".join(parts.values())
    return gzip.compress(whole, mtime=0)


def _contexts(counts: dict) -> tuple[Counter, Counter]:
    """By all characters of a key but the last: how often it was met, and with how many different ones."""
    total, kinds = Counter(), Counter()
    for key, count in counts.items():
        total[key[:-1]] += count
        kinds[key[:-1]] += 1
    return total, kinds


def _cost(share: float) -> int:
    return min(255, round(-10 * math.log(share)))


def _key(letters: tuple[str, ...], codes: dict[str, int]) -> int:
    key = 0
    for letter in letters:
        key = key << 12 | codes[letter]
    return key


def _packed(kind: str, numbers: Iterable[int]) -> bytes:
    packed = array(kind, numbers)
    if sys.byteorder == "big":
        packed.byteswap()
    return packed.tobytes()
