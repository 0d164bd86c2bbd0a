"""What an answer would be worth: likely answers are tried, and the policies they concern assessed again."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.reading import read_guide
from knowledge import KnownSet, Verdict, assess

if TYPE_CHECKING:
    from bot.conversation import Subject
    from bot.messages import MatchedPolicy
    from knowledge import Assessment, FactDefinition, Guide, Situation

Likely = tuple[object, float]
HALF = 0.5
EMPHASIS = 2
NUMBERS = {
    "周岁": (10, 40, 70),
    "元/月": (400, 3000),
    "元/人·月": (400, 3000),
    "元/年": (3000, 60000),
    "人": (2, 4),
    "级": (1, 3),
    "个月": (2, 24),
}


def expected_gain(
    guide: Guide,
    situation: Situation,
    subject: Subject,
    concerned: Sequence[MatchedPolicy],
    *,
    on: datetime.date,
) -> float:
    """How far the answer would settle the policies it concerns, on average over likely answers."""
    policies = [one.id for one in concerned]
    gain = 0.0
    for value, chance in _likely(guide, subject[2], policies):
        supposed = situation.with_fact(subject[1], subject[2], value)
        after = {(one.policy, one.unit, one.person): one for one in assess(guide, supposed, on, policies)}
        for one in concerned:
            found = one.assessment
            again = after.get((found.policy, found.unit, found.person))
            gain += chance * one.score**EMPHASIS * _progress(found.open_facts, again)
    return gain


def _progress(before: Sequence[object], again: Assessment | None) -> float:
    """1 for settled, up to a half for fewer open facts."""
    if again is None or again.verdict is not Verdict.UNKNOWN:
        return 1.0
    return HALF * max(0.0, 1 - len(again.open_facts) / max(len(before), 1))


def _likely(guide: Guide, fact: str, policies: Sequence[str]) -> Iterator[Likely]:
    definition = guide.facts[fact]
    match definition.type:
        case "bool":
            yield from ((True, 0.5), (False, 0.5))
        case "set":
            yield KnownSet(frozenset(), frozenset(), True), 0.5
            named = _named(guide, definition, policies)
            yield KnownSet(frozenset(named[:1]), frozenset(), True), 0.5
        case "choice":
            values = _named(guide, definition, policies)[:2]
            other = next((one.value for one in reversed(definition.choices) if one.value not in values), None)
            tried = [*values, other] if other else values
            yield from ((one, 1 / len(tried)) for one in tried)
        case "int" | "decimal":
            tried = [one for one in NUMBERS.get(definition.unit, (0, 2)) if _possible(definition, one)]
            yield from ((one, 1 / len(tried)) for one in tried)


def _named(guide: Guide, definition: FactDefinition, policies: Sequence[str]) -> list[str]:
    """The choices that the policies' conditions name, first; then the others."""
    reading = read_guide(guide)
    named = frozenset().union(*(reading.values_in(one) for one in policies))
    return sorted((one.value for one in definition.choices), key=lambda value: value not in named)


def _possible(definition: FactDefinition, value: int) -> bool:
    low, high = definition.range or (None, None)
    return (low is None or value >= low) and (high is None or value <= high)
