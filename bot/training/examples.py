"""What the relevance model learns from: the guide's own words, everyday phrasings, and the labelled cases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from bot.danger.alarm import CALM
from bot.relevance.features import Features, sentences_of
from bot.relevance.retrieval import OUTSIDE
from bot.text.normalising import normalise
from bot.understanding import hear
from bot.understanding.index import index_of
from knowledge import Guide
from knowledge.files.loading import DATA

from .learning import Example

FOLDER = Path(__file__).parent
PHRASINGS = DATA / "phrasings"
SAYINGS = FOLDER / "sayings"
URGENT, MAYBE = "urgent-", "maybe"
PIECE, SAID = 0.5, 0.25
TOLD, TOLD_CALM = 0.8, 0.5
ALARMING = 2.0


class Reader:
    """Turns texts into examples."""

    def __init__(self, guide: Guide):
        self._guide = guide
        self._features = Features(guide, index_of(guide).tokenizer)

    def example(
        self, text: str, answers: tuple[str, ...], weight: float = 1.0, source: str = "guide"
    ) -> Example:
        heard = hear(self._guide, text)
        facts = [(e.fact, e.value) for e in heard.gathered.evidence]
        return Example(frozenset(self._features.of(heard.text.plain, facts)), answers, weight, source)

    def of_guide(self) -> Iterator[Example]:
        """Names, aliases, summaries and phrasings of the policies."""
        for policy in self._guide.policies.values():
            for name in (policy.name, *policy.aliases):
                yield self.example(name, (policy.id,), 0.5)
            yield self.example(policy.summary, (policy.id,), 0.5)
            for phrasing in policy.phrasings:
                yield self.example(phrasing, (policy.id,))

    def of_phrasings(self) -> Iterator[Example]:
        """More everyday phrasings by policy, and texts that no policy answers."""
        for stem, text, more in phrasings():
            if not stem.startswith(URGENT):
                yield self.example(text, (stem, *more), 1.0, "phrasings")

    def of_cases(self) -> Iterator[tuple[dict, Example]]:
        """The labelled messages; those where only help in danger counts teach nothing here."""
        for case in cases():
            if case["policies"] or not case["in_scope"]:
                answers = tuple(case["policies"]) or (OUTSIDE,)
                yield case, self.example(case["text"], answers, 2.0, "cases")

    def of_told(self) -> Iterator[Example]:
        """The further messages whose policies are labelled; where none answers, it is outside the guide.

        Of each the best alone: what answers too is mostly the aid that fits everybody, which then overtakes
        the one that is meant.
        """
        for row in told():
            if "policies" in row:
                answers = tuple(row["policies"][:1]) or (OUTSIDE,)
                yield self.example(row["text"], answers, TOLD, "told")

    def of_urgency(self) -> Iterator[Example]:
        """What is urgent and what only sounds so; whatever asks for a policy or for none is calm.

        So is how people tell of their lives, but for the sayings that are marked.
        """
        for saying in written_sayings():
            kind = saying.get("urgent", CALM)
            if kind != MAYBE:
                plain = normalise(saying["text"]).plain
                weight = SAID if kind == CALM else 1.0
                yield Example(frozenset(self._features.of(plain)), (kind,), weight)
        for row in told():
            if "policies" in row or "urgent" in row:
                yield from self._by_urgency(row["text"], row.get("urgent", CALM), TOLD_CALM)
        for stem, text, _ in phrasings():
            if stem.startswith(URGENT):
                yield from self._by_urgency(text, stem.removeprefix(URGENT), 1.0)
            else:
                yield from self._by_urgency(text, CALM, 1.0)
        for row in alarms():
            yield from self._by_urgency(row["text"], row["urgent"], ALARMING)

    def of_urgent_cases(self) -> Iterator[tuple[dict, list[Example]]]:
        """The labelled messages, by urgency."""
        for case in cases():
            yield case, list(self._by_urgency(case["text"], case["urgent"] or CALM, 2.0))

    def _by_urgency(self, text: str, kind: str, weight: float) -> Iterator[Example]:
        """The text and, where it is calm and long, each of its sentences: none of them tells of danger."""
        plain = normalise(text).plain
        yield Example(frozenset(self._features.of(plain)), (kind,), weight)
        for piece in sentences_of(plain) if kind == CALM else ():
            yield Example(frozenset(self._features.of(piece)), (kind,), weight * PIECE)


def phrasings() -> Iterator[tuple[str, str, list[str]]]:
    """Each line of the guide's phrasings: the file it is of, the text, further policies it is about."""
    for path in sorted(PHRASINGS.glob("*.txt")):
        for line in path.read_text("utf8").splitlines():
            text, _, more = line.partition("｜")
            if text.strip():
                yield path.stem, text.strip(), more.split()


def cases() -> list[dict]:
    """The labelled messages as they stand in the file."""
    return _lines("cases.jsonl")


def told() -> list[dict]:
    """Invented messages whose facts are labelled, and of most the policies that answer them."""
    return _lines("told.jsonl")


def alarms() -> list[dict]:
    """Calls for help of every kind, and what shares their words and is none: `urgent` is a kind or `calm`."""
    return _lines("alarms.jsonl")


def written_sayings() -> Iterator[dict]:
    """The ways of saying facts as they stand in the files."""
    for path in sorted(SAYINGS.glob("*.jsonl")):
        yield from map(json.loads, path.read_text("utf8").splitlines())


def _lines(name: str) -> list[dict]:
    return [json.loads(line) for line in (FOLDER / name).read_text("utf8").splitlines()]


def classes(guide: Guide) -> list[str]:
    """The classes of the model: the policies in order, and none of them."""
    return [*guide.policies, OUTSIDE]
