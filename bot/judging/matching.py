"""Relevance × verdict: which policies to name for a message, for whom, and in what order."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from bot.messages import Match, MatchedGroup, MatchedPolicy, Understanding
from knowledge import Assessment, Guide, Person, Situation, Verdict

from .assessing import assess_told
from .granted import rests_on_untold
from .relevant import best_fits

MOST_ASSESSED = 12
MOST_MATCHED = 10
LEAST_SHARE = 0.12
SURE = 0.5
_WEIGHTS = {Verdict.MET: 1.1, Verdict.UNKNOWN: 1.0, Verdict.UNMET: 0.3}


def match(
    guide: Guide, understanding: Understanding, situations: tuple[Situation, ...], today: datetime.date
) -> Match:
    """At most ten policies, those on offer first; one that cannot be had only where it was named.

    Only what is relevant is assessed. Out of scope there are none.
    """
    policies = _policies(guide, understanding, situations, today) if understanding.in_scope else ()
    return Match(
        in_scope=understanding.in_scope or understanding.urgent is not None,
        urgent=understanding.urgent,
        groups=tuple(MatchedGroup(group, score) for group, score in understanding.groups.items()),
        policies=policies,
        situations=situations,
        evidence=understanding.evidence,
    )


def candidates(understanding: Understanding) -> list[str]:
    """The policies worth assessing: the most relevant, and those named."""
    scores = understanding.policies
    best = max(scores.values(), default=0.0)
    ranked = [policy for policy, score in scores.items() if score >= best * LEAST_SHARE][:MOST_ASSESSED]
    return list(dict.fromkeys([*ranked, *understanding.named]))


def asked_for(understanding: Understanding) -> frozenset[str]:
    """The policies that were named, or that the words describe beyond doubt."""
    sure = (policy for policy, score in understanding.policies.items() if score >= SURE)
    return frozenset((*understanding.named, *sure))


def _policies(
    guide: Guide, understanding: Understanding, situations: tuple[Situation, ...], today: datetime.date
) -> tuple[MatchedPolicy, ...]:
    wanted = [policy for policy in candidates(understanding) if policy in guide.policies]
    by_policy: dict[str, list[tuple[Situation, Assessment]]] = {policy: [] for policy in wanted}
    for situation in situations or (Situation(),):
        spoken = situation if situation.people else situation.with_person(Person("self", "self"))
        for found in assess_told(guide, spoken, today, wanted):
            by_policy[found.policy].append((situation, found))
    matched = [one for fits in by_policy.values() for one in _matched(guide, understanding, fits)]
    matched.sort(key=lambda one: (one.assessment.verdict is Verdict.UNMET, -one.score))
    return tuple(matched[:MOST_MATCHED])


def _matched(
    guide: Guide, understanding: Understanding, fits: list[tuple[Situation, Assessment]]
) -> Iterator[MatchedPolicy]:
    asked = asked_for(understanding)
    for situation, found in best_fits(guide, fits):
        refused = found.verdict is Verdict.UNMET or rests_on_untold(guide, found)
        if refused and found.policy not in asked:
            continue
        score = understanding.policies.get(found.policy, 0.05) * _WEIGHTS[found.verdict]
        yield MatchedPolicy(found.policy, min(1.0, round(score, 4)), situation.id, found.person, found)
