"""Relevance × verdict for a whole conversation: each relevant policy with whom it fits best."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from bot.messages import MatchedPolicy
from knowledge import Verdict, assess

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from knowledge import Assessment, Guide, Situation

WEIGHTS = {Verdict.MET: 1.15, Verdict.UNKNOWN: 1.0, Verdict.UNMET: 0.4}
MOST = 6
LEAST_SHARE = 0.25


def relevant_policies(relevance: Mapping[str, float], most: int) -> list[str]:
    """The policies that matter, best first: none that is far behind the best."""
    ranked = sorted(relevance.items(), key=lambda one: -one[1])[:most]
    return [policy for policy, score in ranked if score >= ranked[0][1] * LEAST_SHARE]


def match_conversation(
    guide: Guide, conversation: Conversation, on: datetime.date, most: int = MOST
) -> tuple[MatchedPolicy, ...]:
    """The relevant policies assessed for the people they fit best, most important first."""
    policies = [one for one in relevant_policies(conversation.relevance, most) if one in guide.policies]
    found: dict[str, list[tuple[Situation, Assessment]]] = {}
    for situation in conversation.households:
        for one in assess(guide, situation, on, policies):
            found.setdefault(one.policy, []).append((situation, one))
    fits = [pair for policy in policies for pair in best_fits(found.get(policy, ()))]
    matched = (_matched(conversation, situation, one) for situation, one in fits)
    return tuple(sorted(matched, key=lambda one: -one.score))


def _matched(conversation: Conversation, situation: Situation, found: Assessment) -> MatchedPolicy:
    score = conversation.relevance[found.policy] * WEIGHTS[found.verdict]
    return MatchedPolicy(found.policy, score, situation.id, found.person, found)


def best_fits(found: Iterable[tuple[Situation, Assessment]]) -> Iterator[tuple[Situation, Assessment]]:
    """Everyone for whom the policy is met; otherwise the one of whom most speaks for it."""
    ranked = sorted(found, key=lambda one: _fit(*one), reverse=True)
    met = [one for one in ranked if one[1].verdict is Verdict.MET]
    seen = set()
    for situation, one in met[:3] or ranked[:1]:
        if (situation.id, one.person) not in seen:
            yield situation, one
        seen.add((situation.id, one.person))


def _fit(situation: Situation, found: Assessment) -> tuple[int, bool, int, int]:
    """Verdict first, the usual way before filing alone, then what speaks for it, then how much is known."""
    rank = {Verdict.MET: 2, Verdict.UNKNOWN: 1, Verdict.UNMET: 0}[found.verdict]
    met = sum(one.verdict is Verdict.MET for one in found.findings)
    unmet = sum(one.verdict is Verdict.UNMET for one in found.findings)
    person = next((one for one in situation.people if one.id == found.person), None)
    known = len(person.facts) if person else 0
    return rank, found.unit != "alone", met - unmet, known
