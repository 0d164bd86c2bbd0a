"""The model of what a clause states, learned from ways of saying each fact (`sayings/*.jsonl`).

A saying is a text of a clause or two with all facts it states; about one in four has the words of a fact
without stating it. Clauses of the labelled messages and of the guide's phrasings stand beside them with what
the wordings hear in them: mostly nothing, which is what most clauses of a message state.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.text.normalising import normalise
from bot.understanding import as_told
from bot.understanding.clauses.learned import clauses, features_of
from bot.understanding.index import index_of
from bot.understanding.reading import read_all, read_people
from knowledge import Guide

from .examples import cases, phrasings, told, written_sayings
from .learning import Example, matrix, pack, vocabulary

EVERY = 3  # of the phrasings one in so many
FEWEST = 6  # sayings of a class that can be learned
STRENGTH, BESIDE = 20.0, 0.25
SMALLEST = 4  # of 127: smaller weights are left out, which halves the file
SURE = 0.5  # so likely a clause must be to state a fact
# Named far oftener than had, or told best by the wordings.
NEVER = (
    "receives:",
    "household_receives:",
    "on_dialysis=False",
    "sex=",
    "household_member=",
    "area_kind=",
    "holds_personal_aid=",
    "only_child_state=",  # 儿子没了 says nothing of how many there were
)
_NUMBER = re.compile(r"[\d.]+(?:-[\d.]+)?")


@dataclass(frozen=True)
class Saying:
    """The features of a text and the classes (employment=gig, illnesses:other=True) it states."""

    features: frozenset[str]
    states: frozenset[str]
    weight: float


def read_sayings() -> Iterator[Saying]:
    """The ways of saying facts with their features."""
    for row in written_sayings():
        states = frozenset(filter(None, (_label(key, value) for _, key, value in row["says"])))
        plain = as_told(normalise(row["text"])).plain
        yield Saying(frozenset(features_of(plain)), states, 1.0)


def read_messages(guide: Guide) -> Iterator[Saying]:
    """The clauses of messages and of some phrasings, with what the wordings hear in them.

    Where a label says more than they hear, a clause that seems to state nothing may be the one that states
    it: it is left out.
    """
    index = index_of(guide)
    messages = [(row["text"], _labelled(row["situations"])) for row in (*cases(), *told())]
    everyday = [(text, frozenset()) for _, text, _ in phrasings()]
    for text, labelled in [*messages, *everyday[::EVERY]]:
        read = as_told(normalise(text))
        heard = list(read_all(read.plain, read_people(read), index, None))
        unheard = labelled - {label for one in heard for label in _labels(one.fact, one.value)}
        for start, end in clauses(read.plain):
            states = {
                label for one in heard if start <= one.start < end for label in _labels(one.fact, one.value)
            }
            if states or not unheard:
                yield Saying(frozenset(features_of(read.plain[start:end])), frozenset(states), BESIDE)


def _labelled(situations: list[dict]) -> frozenset[str]:
    """What is labelled of a message, of whomever, as classes."""
    holders = (
        facts
        for one in situations
        for facts in (one.get("household", {}), *(person.get("facts", {}) for person in one["people"]))
    )
    return frozenset(
        label for facts in holders for fact, value in facts.items() for label in _labels(fact, value)
    )


def train_sayings(sayings: Iterable[Saying], beside: Iterable[Saying]) -> bytes:
    """The model, packed as `Model` reads it: log odds above the limit by class."""
    sayings = list(sayings)
    counts = Counter(one for saying in sayings for one in saying.states)
    classes = sorted(
        one
        for one, count in counts.items()
        if count >= FEWEST and not one.startswith(NEVER) and not one.endswith("_state=able")
    )
    everything = [*sayings, *beside]
    examples = [Example(one.features, (), one.weight) for one in everything]
    known = vocabulary(examples)
    places = {feature: place for place, feature in enumerate(known)}
    rarity = np.log((1 + len(examples)) / (1 + np.array(list(known.values())))) + 1
    table = matrix(examples, places, rarity)
    weights = np.array([one.weight for one in examples])
    limit = float(np.log(SURE / (1 - SURE)))
    rows, bias = [], []
    for name in classes:
        stated = np.array([name in one.states for one in everything])
        learner = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=1e-2, random_state=0)
        learner.fit(table, stated, sample_weight=weights * np.where(stated, 2.0, 1.0))
        rows.append(learner.coef_[0])
        bias.append(float(learner.intercept_[0]) - limit)
    return pack(
        np.stack(rows), bias, features=list(places), rarity=rarity, classes=classes, smallest=SMALLEST
    )


def _label(key: str, value: str) -> str | None:
    choice, _, held = value.partition("=")
    if held:
        return f"{key}:{choice}={held == 'true'}"
    if value in ("true", "false"):
        return f"{key}={value == 'true'}"
    return None if _NUMBER.fullmatch(value) else f"{key}={value}"


def _labels(fact: str, value: object) -> Iterator[str]:
    if isinstance(value, dict) and not value.keys() & {"min", "max"}:
        yield from (f"{fact}:{choice}={held}" for choice, held in value.items())
    elif isinstance(value, str | bool):
        yield f"{fact}={value}"
