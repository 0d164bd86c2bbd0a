"""`python -m bot.training.attributing FILE.jsonl…` learns the weights of `attribution.yaml`.

Each fact that is heard of a labelled message is one decision: among all persons of the message, those whom
the label gives it to are right. The weights start from `attribution_prior.yaml` (what is plain without any
example) and move as far as the examples pull; `--check` leaves one file out at a time and says how many of
its decisions are right.
"""

from __future__ import annotations

import datetime
import json
import math
import random
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.text.normalising import normalise
from bot.understanding import as_told
from bot.understanding.index import index_of
from bot.understanding.reading import read_all, read_people
from bot.understanding.said import Said
from bot.understanding.whose.attribution import Weigher
from knowledge import load_guide

from .labels import alike, labelled_facts, overlap

PULL = 0.3  # how strongly a weight is held at its start
STEP = 0.15
ROUNDS = 40
LEAST = 0.05  # weights nearer to nothing are left out of the file
HERE = Path(__file__).parent
# told: invented messages with their facts; holders: those that turn from one person to another
LABELLED = ("cases.jsonl", "told.jsonl", "holders.jsonl")
WEIGHTS = HERE.parent / "understanding" / "whose" / "attribution.yaml"
DAY = datetime.date(2026, 1, 1)

Weights = dict[str, float]


@dataclass(frozen=True)
class Decision:
    """The clues of each person a fact may be about, and which of them are right."""

    clues: tuple[tuple[str, ...], ...]
    right: tuple[bool, ...]

    def is_met(self, weights: Weights) -> bool:
        """Does the likeliest by `weights` stand right?"""
        scores = [sum(weights.get(c, 0.0) for c in clues) for clues in self.clues]
        return self.right[scores.index(max(scores))]


def read_decisions(path: str) -> list[Decision]:
    """The decisions of the labelled messages of a file."""
    index = index_of(load_guide())
    found = []
    for line in Path(path).read_text("utf8").splitlines():
        case = json.loads(line)
        if case["in_scope"]:
            text = as_told(normalise(case["text"]))
            people = read_people(text)
            said = list(read_all(text.plain, people, index, DAY))
            found += _decisions(Weigher(said, people), said, list(labelled_facts(case["situations"])))
    return found


def _decisions(weigher: Weigher, said: Iterable[Said], labels: list[tuple]) -> Iterator[Decision]:
    for one in said:
        if not weigher.is_open(one):
            continue
        holders = {
            h for h, key, choice, value in labels if key == one.fact and _is_said(one.value, choice, value)
        }
        offered = [(m, tuple(clues)) for m, clues in weigher.candidates(one)]
        right = tuple(
            m.person is not None and any(alike(h, weigher.people.put(m).relation) for h in holders)
            for m, _ in offered
        )
        if any(right):
            yield Decision(tuple(clues for _, clues in offered), right)


def _is_said(said: object, choice: str | None, value: object) -> bool:
    if choice is not None:
        return isinstance(said, dict) and said.get(choice) == value
    return overlap(said, value)


def learn(decisions: list[Decision], prior: Weights) -> Weights:
    """Weights under which the right persons are likely, each held at its `prior`."""
    weights, moved = dict(prior), defaultdict(float)
    order, chance = list(decisions), random.Random(0)
    for _ in range(ROUNDS):
        chance.shuffle(order)
        for one in order:
            for clue, pull in _pulls(one, weights):
                pull += PULL * 0.05 * (weights.get(clue, 0.0) - prior.get(clue, 0.0))
                moved[clue] += pull * pull
                weights[clue] = weights.get(clue, 0.0) - STEP * pull / math.sqrt(moved[clue] + 0.5)
    return weights


def _pulls(one: Decision, weights: Weights) -> Iterator[tuple[str, float]]:
    scores = [sum(weights.get(c, 0.0) for c in clues) for clues in one.clues]
    odds = [math.exp(score - max(scores)) for score in scores]
    of_all, of_right = sum(odds), sum(o for o, right in zip(odds, one.right, strict=True) if right)
    for clues, odd, right in zip(one.clues, odds, one.right, strict=True):
        pull = odd / of_all - (odd / of_right if right else 0.0)
        if abs(pull) >= 1e-4:
            yield from ((clue, pull) for clue in clues)


def main() -> None:
    prior = yaml.safe_load((HERE / "attribution_prior.yaml").read_text("utf8"))
    paths = [name for name in sys.argv[1:] if not name.startswith("--")] or [str(HERE / n) for n in LABELLED]
    read = {path: read_decisions(path) for path in paths}
    if "--check" in sys.argv:
        for path, held_out in read.items():
            rest = [one for other, decisions in read.items() if other != path for one in decisions]
            weights = learn(rest, prior)
            print(path, sum(one.is_met(weights) for one in held_out), "of", len(held_out))
        return
    weights = learn([one for decisions in read.values() for one in decisions], prior)
    lines = (f'"{clue}": {value:.2f}' for clue, value in sorted(weights.items()) if abs(value) >= LEAST)
    WEIGHTS.write_text(
        "# 由 python -m bot.training.attributing 学出，不手改。\n" + "\n".join(lines) + "\n", "utf8"
    )


if __name__ == "__main__":
    main()
