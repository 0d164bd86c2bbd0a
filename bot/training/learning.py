"""Training of the relevance model with scikit-learn, and its export to the shipped file."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.relevance.linear import MIDDLE, RARITY_STEPS, Model
from bot.relevance.retrieval import OUTSIDE

SHARES = (1.0, 0.45, 0.25, 0.15)  # how much the first, second … acceptable answer of a case counts
FEWEST = 3
SMALLEST = 3
MOST = 127
STRONGEST = 0.9999  # a few weights beyond it are cut, so that the many small ones keep their differences
THRESHOLD = 0.35
# How near to the end learning goes; chances near a low limit, as those of danger are, need it nearer.
TOLERANCE, NEAR_THE_END = 1e-4, 1e-5


@dataclass(frozen=True)
class Example:
    """A text's features and the classes it should find, best first; `weight` is how much it counts."""

    features: frozenset[str]
    answers: tuple[str, ...]
    weight: float = 1.0
    source: str = "guide"


def vocabulary(examples: Iterable[Example]) -> dict[str, int]:
    """How many examples each feature is in, without the rare ones."""
    counts: dict[str, int] = {}
    for example in examples:
        for feature in example.features:
            counts[feature] = counts.get(feature, 0) + 1
    return {f: n for f, n in sorted(counts.items()) if n >= FEWEST}


def matrix(examples: Sequence[Example], places: dict[str, int], rarity: np.ndarray) -> csr_matrix:
    rows, columns, values = [], [], []
    for row, example in enumerate(examples):
        found = [places[f] for f in example.features if f in places]
        if not found:
            continue
        weights = rarity[found]
        weights = weights / np.sqrt((weights**2).sum())
        rows += [row] * len(found)
        columns += found
        values += weights.tolist()
    return csr_matrix((values, (rows, columns)), shape=(len(examples), len(places)))


def train(
    examples: Sequence[Example], classes: Sequence[str], strength: float = 30.0, tolerance: float = TOLERANCE
) -> bytes:
    """The model, packed as `Model` reads it."""
    counts = vocabulary(examples)
    places = {feature: index for index, feature in enumerate(counts)}
    rarity = np.log((1 + len(examples)) / (1 + np.array(list(counts.values())))) + 1
    expanded, labels, weights = [], [], []
    for example in examples:
        for answer, share in zip(example.answers, SHARES, strict=False):
            expanded.append(example)
            labels.append(classes.index(answer))
            weights.append(example.weight * share)
    table = matrix(expanded, places, rarity)
    learner = LogisticRegression(C=strength, max_iter=400, tol=tolerance)
    learner.fit(table, labels, sample_weight=np.array(weights))
    return _pack(learner, list(places), rarity, classes)


def _pack(
    learner: LogisticRegression, features: list[str], rarity: np.ndarray, classes: Sequence[str]
) -> bytes:
    order = [list(learner.classes_).index(i) if i in learner.classes_ else -1 for i in range(len(classes))]
    weights = np.stack([learner.coef_[o] if o >= 0 else np.zeros(len(features)) for o in order])
    bias = [float(learner.intercept_[o]) if o >= 0 else -9.0 for o in order]
    return pack(weights, bias, features=features, rarity=rarity, classes=classes)


def pack(
    weights: np.ndarray,
    bias: Sequence[float],
    *,
    features: list[str],
    rarity: np.ndarray,
    classes: Sequence[str],
    smallest: int = 1,
) -> bytes:
    """Weights by class and feature as `Model` reads them: one byte a feature and class.

    Weights under `smallest` are left out, and features that speak for no class.
    """
    weights = (weights * rarity).T
    scale = float(np.quantile(np.abs(weights), STRONGEST) / MOST)
    small = np.clip(np.rint(weights / scale), -MOST, MOST).astype(int)
    small[np.abs(small) < smallest] = 0
    kept = np.flatnonzero((np.abs(small) >= SMALLEST).any(axis=1))
    header = {
        "classes": list(classes),
        "bias": [round(one, 4) for one in bias],
        "scale": scale,
        "threshold": THRESHOLD,
    }
    steps = np.clip(np.rint(rarity[kept] * RARITY_STEPS), 1, 255).astype(np.uint8).tobytes()
    held = (small[kept] + MIDDLE).astype(np.uint8).tobytes()
    lines = [json.dumps(header).encode(), "\t".join(features[i] for i in kept).encode()]
    return b"\n".join([*lines, steps + held])


def write_model(packed: bytes, path: Path) -> None:
    path.write_bytes(gzip.compress(packed, mtime=0))


def outside_chance(model: Model, features: Iterable[str]) -> float:
    """How likely the model holds a text to be outside the guide."""
    logits = np.array(model.logits(features))
    powers = np.exp(logits - logits.max())
    return float(powers[model.classes.index(OUTSIDE)] / powers.sum())
