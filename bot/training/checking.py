"""Five-fold cross-validation on the labelled cases: what a message never seen would get."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from bot.danger.safety import urgency
from bot.judging.matching import LEAST_SHARE
from bot.relevance.linear import Model
from bot.relevance.retrieval import OUTSIDE
from bot.text.normalising import normalise

from .learning import THRESHOLD, Example, outside_chance, train

FOLDS = 5
Labelled = tuple[dict, Example]


def report(shared: Sequence[Example], labelled: Sequence[Labelled], classes: Sequence[str]) -> str:
    """The shares as JSON: best policy at 1 and 3, wrong ones in the top 3, scope by kind."""
    return json.dumps(summary(seen_by_others(shared, labelled, classes)), ensure_ascii=False, indent=1)


def seen_by_others(
    shared: Sequence[Example], labelled: Sequence[Labelled], classes: Sequence[str]
) -> list[tuple[dict, list[str], float]]:
    """Each case as a model sees it that never learned it: the policies in order, and how far outside."""
    seen = []
    for fold in range(FOLDS):
        rest = [example for index, (_, example) in enumerate(labelled) if index % FOLDS != fold]
        model = Model(train([*shared, *rest], classes))
        for index, (case, example) in enumerate(labelled):
            if index % FOLDS == fold:
                seen.append((case, _ranked(model, example), outside_chance(model, example.features)))
    return seen


def _ranked(model: Model, example: Example) -> list[str]:
    """The policies that a match would name, best first."""
    logits = np.array(model.logits(example.features))
    best = max(logits[i] for i, name in enumerate(model.classes) if name != OUTSIDE)
    order = [i for i in np.argsort(logits)[::-1] if model.classes[i] != OUTSIDE]
    return [model.classes[i] for i in order if logits[i] - best >= np.log(LEAST_SHARE)]


def summary(seen: list[tuple[dict, list[str], float]]) -> dict:
    """The shares of `seen_by_others`."""
    inside = [(case, ranked) for case, ranked, _ in seen if case["policies"]]
    shares: dict[str, object] = {
        "best_at_1": _mean([r[0] == c["policies"][0] for c, r in inside]),
        "acceptable_at_1": _mean([r[0] in c["policies"] for c, r in inside]),
        "best_at_3": _mean([c["policies"][0] in r[:3] for c, r in inside]),
        "wrong_in_3": _mean([bool(set(c["wrong"]) & set(r[:3])) for c, r in inside]),
        "scope": _scope(seen),
    }
    for name in ("style", "difficulty"):
        kinds = sorted({case[name] for case, _ in inside})
        shares[name] = {
            k: _mean([r[0] == c["policies"][0] for c, r in inside if c[name] == k]) for k in kinds
        }
    return shares


def _scope(seen: list[tuple[dict, list[str], float]]) -> dict[str, float]:
    """Inside kept, outside found; what is urgent is inside whatever the model holds."""
    kinds: dict[str, list[bool]] = {"inside": [], "clear": [], "near": []}
    for case, _, outside in seen:
        told = outside >= THRESHOLD and not urgency(normalise(case["text"]).plain)
        kinds["inside" if case["in_scope"] else case["oos_kind"]].append(told is not case["in_scope"])
    return {kind: _mean(right) for kind, right in kinds.items()}


def _mean(right: list[bool]) -> float:
    return round(sum(right) / len(right), 3)
