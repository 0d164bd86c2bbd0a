"""Five-fold cross-validation on the labelled cases: what a message never seen would get."""

from __future__ import annotations

import json
from collections.abc import Sequence

import numpy as np

from bot.retrieval import OUTSIDE, Model

from .learning import Example, outside_chance, train

FOLDS = 5


def report(
    shared: Sequence[Example], labelled: Sequence[tuple[dict, Example]], classes: Sequence[str]
) -> str:
    """The counts as JSON: best policy at 1 and 3, wrong ones in the top 3, scope by kind."""
    seen = []
    for fold in range(FOLDS):
        rest = [example for index, (_, example) in enumerate(labelled) if index % FOLDS != fold]
        model = Model(train([*shared, *rest], classes))
        for index, (case, example) in enumerate(labelled):
            if index % FOLDS == fold:
                seen.append((case, _ranked(model, example), outside_chance(model, example.features)))
    return json.dumps(_summary(seen), ensure_ascii=False, indent=1)


def _ranked(model: Model, example: Example) -> list[str]:
    logits = model.logits(example.features)
    order = np.argsort(logits)[::-1]
    return [model.classes[i] for i in order if model.classes[i] != OUTSIDE]


def _summary(seen: list) -> dict:
    inside = [(case, ranked) for case, ranked, _ in seen if case["policies"]]
    hits = {
        "top1": np.mean([r[0] in c["policies"] for c, r in inside]),
        "best_at_1": np.mean([r[0] == c["policies"][0] for c, r in inside]),
        "best_at_3": np.mean([c["policies"][0] in r[:3] for c, r in inside]),
        "wrong_in_3": np.mean([bool(set(c["wrong"]) & set(r[:3])) for c, r in inside]),
    }
    for bound in (0.3, 0.4, 0.5, 0.6, 0.7):
        hits[f"scope@{bound}"] = _scope(seen, bound)
    for name in ("style", "difficulty"):
        kinds = sorted({c[name] for c, _ in inside})
        hits[name] = {
            k: round(float(np.mean([r[0] in c["policies"] for c, r in inside if c[name] == k])), 3)
            for k in kinds
        }
    return {k: v if isinstance(v, dict) else round(float(v), 3) for k, v in hits.items()}


def _scope(seen: list, bound: float) -> dict[str, float]:
    def share(kind: str) -> float:
        rows = [o >= bound for c, _, o in seen if _kind(c) == kind]
        return round(float(np.mean(rows)), 3)

    return {"in_kept": round(1 - share("in"), 3), "clear_found": share("clear"), "near_found": share("near")}


def _kind(case: dict) -> str:
    return "in" if case["in_scope"] else str(case["oos_kind"])
