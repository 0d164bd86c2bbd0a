"""What an answer would be worth: likely answers are tried, and the policies they concern assessed again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from bot.phrases import value_of
from knowledge import KnownSet, Range, Verdict

from .assessing import assess_supposed
from .consequences import with_answer
from .facts_read import read_guide

if TYPE_CHECKING:
    from bot.conversation import Subject
    from bot.messages import MatchedPolicy
    from knowledge import Assessment, FactDefinition, Guide, Situation

Likely = tuple[object, float]
HALF = 0.5
EMPHASIS = 2
# Few families have it, and its No settles most: asked ahead of what is as open either way.
SELDOM = frozenset({"disability_cert", "has_disabled", "has_seriously_ill"})
SELDOM_SO = 0.2
STEPS = (0, 1, 2, 3, 5, 10, 18, 60, 100, 500, 1000, 2000, 5000, 20000, 100000)
MOST = 10**7
DATES = (
    datetime.date(1900, 1, 1),
    datetime.date(1960, 1, 1),
    datetime.date(1985, 1, 1),
    datetime.date(2018, 1, 1),
)
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
    gain, outcomes = 0.0, set()
    for value, chance in likely_answers(guide, situation, subject, policies):
        supposed = with_answer(guide, situation, subject[1:], value)
        found = assess_supposed(guide, supposed, on, policies)
        after = {(one.policy, one.unit, one.person): one for one in found}
        again_of = [after.get((one.id, one.assessment.unit, one.assessment.person)) for one in concerned]
        if len(outcomes) < 2:
            outcomes.add(_outcome((one for one in again_of if one is not None), subject))
        for one, again in zip(concerned, again_of, strict=True):
            found = one.assessment
            gain += chance * one.score**EMPHASIS * _progress(found.open_facts, again)
    return gain if len(outcomes) > 1 else 0.0


def could_change(
    guide: Guide,
    situation: Situation,
    subject: Subject,
    policies: Sequence[str],
    *,
    on: datetime.date,
    sums: bool = False,
) -> bool:
    """Whether two answers leave the policies otherwise: verdicts and open facts, or with `sums` amounts."""
    seen = None
    for value in _possible_answers(guide, situation, subject, policies):
        supposed = with_answer(guide, situation, subject[1:], value)
        found = assess_supposed(guide, supposed, on, policies)
        outcome = tuple(one.amount for one in found) if sums else _outcome(found, subject)
        if seen is not None and outcome != seen:
            return True
        seen = outcome
    return False


def _outcome(found: Iterable[Assessment], subject: Subject) -> frozenset[object]:
    """What an answer makes of the policies, but for the fact that was answered."""
    return frozenset(
        (one.policy, one.person, one.verdict, *(f for f in one.open_facts if f.fact != subject[2]))
        for one in found
    )


def _possible_answers(
    guide: Guide, situation: Situation, subject: Subject, policies: Sequence[str]
) -> Iterator[object]:
    """Every choice, each tick beside what is known, and numbers from one end to the other."""
    definition = guide.facts[subject[2]]
    match definition.type:
        case "bool":
            yield from (True, False)
        case "choice":
            yield from _named(guide, definition, policies)
        case "set":
            known = value_of(situation, subject[1], subject[2])
            has = known.has if isinstance(known, KnownSet) else frozenset()
            yield KnownSet(has, frozenset(), True)
            out = known.has_not if isinstance(known, KnownSet) else frozenset()
            further = (one for one in _named(guide, definition, policies) if one not in out)
            yield from (KnownSet(has | {one}, frozenset(), True) for one in further)
        case "int" | "decimal":
            known = value_of(situation, subject[1], subject[2])
            low, high = (
                (known.low, known.high) if isinstance(known, Range) else (definition.range or (0, None))
            )
            tried = sorted({*STEPS, *NUMBERS.get(definition.unit, ())})
            tried = [one for one in tried if low <= one and (high is None or one <= high)]
            ends = [one for one in (low, high) if one is not None and abs(one) < MOST]
            yield from (
                int(one) if definition.type == "int" else one for one in dict.fromkeys((*ends, *tried))
            )
        case _:
            yield from DATES


def _progress(before: Sequence[object], again: Assessment | None) -> float:
    """1 for settled, up to a half for fewer open facts."""
    if again is None or again.verdict is not Verdict.UNKNOWN:
        return 1.0
    return HALF * max(0.0, 1 - len(again.open_facts) / max(len(before), 1))


def likely_answers(
    guide: Guide, situation: Situation, subject: Subject, policies: Sequence[str]
) -> Iterator[Likely]:
    """A few answers that are likely, each with its chance."""
    definition = guide.facts[subject[2]]
    known = value_of(situation, subject[1], subject[2])
    match definition.type:
        case "bool":
            chance = SELDOM_SO if subject[2] in SELDOM else HALF
            yield from ((True, chance), (False, 1 - chance))
        case "set":
            has = known.has if isinstance(known, KnownSet) else frozenset()
            told = has | known.has_not if isinstance(known, KnownSet) else frozenset()
            named = [one for one in _named(guide, definition, policies) if one not in told]
            yield KnownSet(has, frozenset(), True), 0.5
            yield KnownSet(has | frozenset(named[:1]), frozenset(), True), 0.5
        case "choice":
            values = _named(guide, definition, policies)[:2]
            other = next((one.value for one in reversed(definition.choices) if one.value not in values), None)
            tried = [*values, other] if other else values
            yield from ((one, 1 / len(tried)) for one in tried)
        case "int" | "decimal":
            if isinstance(known, Range):
                yield from ((known.low, 0.5), (known.high, 0.5))
                return
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
