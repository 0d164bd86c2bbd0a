"""Danger, hunger or disaster going on: a trained model and the set wordings of `safety` together.

The model has read many ways of telling and many that only sound alike; the wordings are sure of the plain
ones. Each sentence is read by itself too, so that one line of a long letter is not drowned.
"""

from __future__ import annotations

from collections.abc import Iterable

from bot.distress import is_farewell
from bot.features import Features, sentences_of
from bot.linear import Model, Sums, chances_of, load_model
from bot.safety import laughs, urgency

CALM = "calm"
KINDS = ("danger", "hunger", "disaster")
FEWEST = 4  # so few characters (再见) say too little for the model
SURE = 0.11  # of the whole text, by the model alone
FEW, SURE_OF_FEW = 8, 0.7  # the same, of less than so many characters: most of them are answers
SURE_OF_A_JOKE = 0.6  # the same, of a text that laughs
SURE_PIECE = 0.7  # of one sentence, where the whole is not quite calm
POSSIBLE = 0.04  # of the whole text, where a sentence or a set wording is sure
SHORT = 40  # so many characters hold little beside the set wording in them: it counts
CALM_ENOUGH = 0.01  # of such a text: below, the model knows what it is too well


class Alarm:
    """Tells urgent messages; a false alarm costs a citizen a line to skip, a miss may cost a life."""

    def __init__(self, features: Features, model: Model | None = None):
        self._features = features
        self.model = model or load_model("urgency")

    def of(self, plain: str, known: Iterable[str] | Sums) -> str | None:
        """`danger`, `hunger`, `disaster` or None, from the text and its features, or what they add up to.

        The sentences are looked at only where the whole is not quite calm.
        """
        if len(plain) < FEWEST:
            return urgency(plain)
        if is_farewell(plain):
            return "danger"
        whole = self.chances(known)
        if 1 - whole[CALM] >= _how_sure(plain):
            return _kind(whole)
        if len(plain) <= SHORT and 1 - whole[CALM] >= CALM_ENOUGH and (kind := urgency(plain)):
            return kind
        if 1 - whole[CALM] < POSSIBLE:
            return None
        sentences = [self.chances(self._features.of(one)) for one in sentences_of(plain)]
        loudest = min(sentences, key=lambda one: one[CALM], default=whole)
        return _kind(loudest) if 1 - loudest[CALM] >= SURE_PIECE else urgency(plain)

    def chances(self, features: Iterable[str] | Sums) -> dict[str, float]:
        """The chance of each kind, and of none."""
        return dict(zip(self.model.classes, chances_of(self.model.logits(features)), strict=True))


def _how_sure(plain: str) -> float:
    if laughs(plain):
        return SURE_OF_A_JOKE
    return SURE_OF_FEW if len(plain) < FEW else SURE


def _kind(chances: dict[str, float]) -> str:
    return max(KINDS, key=lambda one: chances[one])
