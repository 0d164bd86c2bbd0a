"""Where people set a stop, learned from texts that have theirs, for `bot.understanding.tidying.pauses`.

A text with a long stretch without any is spoken into a phone: its places tell nothing, and are left out.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.text.normalising import normalise
from bot.understanding.tidying.one_word import with_one_word
from bot.understanding.tidying.pauses import AROUND, MIDDLE, features_at

STOPS = re.compile(r"[，。！？；,.!?; ：:…]+")
SPOKEN = 26  # so many characters without a stop
FEWEST = 3  # times a feature is met
STRENGTH = 2.0
SURE = 0.6  # so likely a place must be to have a stop
MOST, SMALLEST = 127, 3


def read_places(texts: Iterable[str]) -> Iterator[tuple[tuple[str, ...], bool]]:
    """The features of each place between two characters, and whether a stop stands there."""
    for text in texts:
        pieces = [piece for piece in STOPS.split(with_one_word(normalise(text)).plain) if piece]
        if any(len(piece) > SPOKEN for piece in pieces):
            continue
        words, ends, last = "".join(pieces), set(), 0
        for piece in pieces:
            last += len(piece)
            ends.add(last)
        for place in range(2, len(words) - 1):
            before, behind = words[max(0, place - AROUND) : place], words[place : place + AROUND]
            yield tuple(features_at(before, behind)), place in ends


def pack_pauses(texts: Iterable[str]) -> bytes:
    """The model as it is shipped: what the weights have to come to, the features, a byte for each."""
    places = list(read_places(texts))
    counts = Counter(feature for features, _ in places for feature in features)
    known = {name: place for place, name in enumerate(sorted(n for n, c in counts.items() if c >= FEWEST))}
    columns = [[known[one] for one in features if one in known] for features, _ in places]
    starts = np.cumsum([0, *map(len, columns)])
    shape = (len(places), len(known))
    flat = np.concatenate([np.array(one, dtype=np.int32) for one in columns])
    table = csr_matrix((np.ones(len(flat)), flat, starts), shape=shape)
    learner = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=1e-2, random_state=0)
    learner.fit(table, [stands for _, stands in places])
    weights, limit = learner.coef_[0], float(np.log(SURE / (1 - SURE)) - learner.intercept_[0])
    scale = float(np.quantile(np.abs(weights), 0.9999) / MOST)
    small = np.clip(np.rint(weights / scale), -MOST, MOST).astype(int)
    names = list(known)
    kept = np.flatnonzero(np.abs(small) >= SMALLEST)
    head = json.dumps({"least": round(limit / scale)}).encode()
    held = (small[kept] + MIDDLE).astype(np.uint8).tobytes()
    packed = b"\n".join([head, "\t".join(names[one] for one in kept).encode(), held])
    return gzip.compress(packed, mtime=0)
