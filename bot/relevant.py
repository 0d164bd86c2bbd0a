"""Relevance × verdict for a whole conversation: each relevant policy with whom it fits best."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from bot.granted import hangs_on_status, speaks_for
from bot.messages import MatchedPolicy
from bot.reading import read_guide
from knowledge import Verdict, assess

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from knowledge import Assessment, Guide, Situation

WEIGHTS = {Verdict.MET: 1.15, Verdict.UNKNOWN: 1.0, Verdict.UNMET: 0.4}
MOST = 6
LEAST_SHARE = 0.2
MOST_LEADING = 2
MOST_BESIDE = 4
BESIDE = 0.15
BASE = "subsistence-allowance"  # what most other aid waits for


def relevant_policies(relevance: Mapping[str, float], most: int) -> list[str]:
    """The policies that matter, best first: none that is far behind the best."""
    ranked = sorted(relevance.items(), key=lambda one: -one[1])[:most]
    return [policy for policy, score in ranked if score >= ranked[0][1] * LEAST_SHARE]


def match_conversation(
    guide: Guide, conversation: Conversation, on: datetime.date, most: int = MOST
) -> tuple[MatchedPolicy, ...]:
    """The relevant policies assessed for the people they fit best, most important first.

    What goes together with a relevant policy comes last, and only where much speaks for it, or where nothing
    that was asked for can be had.
    """
    policies = [one for one in relevant_policies(conversation.relevance, most) if one in guide.policies]
    scores = {one: conversation.relevance[one] for one in policies}
    matched = _match(guide, conversation, scores, on)
    waiting = [one.score for one in matched if hangs_on_status(guide, one.assessment)]
    if waiting and BASE not in scores and BASE in guide.policies:
        scores[BASE] = max(waiting)
        matched += _match(guide, conversation, {BASE: scores[BASE]}, on)
    hopeless = all(one.assessment.verdict is Verdict.UNMET for one in matched)
    beside = _match(guide, conversation, _beside(guide, scores), on)
    matched += [one for one in beside if speaks_for(one.assessment) or (hopeless and _may(one))]
    return tuple(sorted(matched, key=lambda one: -one.score))


def _may(one: MatchedPolicy) -> bool:
    """Whether it is open in facts that can still be told."""
    return one.assessment.verdict is Verdict.UNKNOWN and bool(one.assessment.open_facts)


def _beside(guide: Guide, scores: Mapping[str, float]) -> dict[str, float]:
    """The policies that the guide names as going together with the best of `scores`."""
    found: dict[str, float] = {}
    for policy in sorted(scores, key=lambda one: -scores[one])[:MOST_LEADING]:
        links = [link.policy for link in guide.policies[policy].related if link.policy in guide.policies]
        for linked in links[:MOST_BESIDE]:
            if linked not in scores:
                found.setdefault(linked, scores[policy] * BESIDE)
    return found


def _match(
    guide: Guide, conversation: Conversation, scores: Mapping[str, float], on: datetime.date
) -> list[MatchedPolicy]:
    found: dict[str, list[tuple[Situation, Assessment]]] = {}
    for situation in conversation.households if scores else ():
        for one in assess(guide, situation, on, list(scores)):
            if conversation.homes.get(one.policy, situation.id) == situation.id:
                found.setdefault(one.policy, []).append((situation, one))
    fits = [pair for policy in scores for pair in best_fits(guide, found.get(policy, ()))]
    return [
        MatchedPolicy(one.policy, scores[one.policy] * WEIGHTS[one.verdict], situation.id, one.person, one)
        for situation, one in fits
    ]


def best_fits(
    guide: Guide, found: Iterable[tuple[Situation, Assessment]]
) -> Iterator[tuple[Situation, Assessment]]:
    """Everyone for whom the policy is met; otherwise the one of whom most was said that it asks for."""
    usual = _usual(list(found))
    if len(usual) > 1:
        usual.sort(key=lambda one: _fit(guide, *one), reverse=True)
    met = [one for one in usual if one[1].verdict is Verdict.MET]
    seen = set()
    for situation, one in met[:3] or usual[:1]:
        if (situation.id, one.person) not in seen:
            yield situation, one
        seen.add((situation.id, one.person))


def _usual(found: list[tuple[Situation, Assessment]]) -> list[tuple[Situation, Assessment]]:
    """Without filing alone where the household as a whole may have it, and only that where it cannot."""
    whole = [one for one in found if one[1].unit != "alone"]
    alone = [one for one in found if one[1].unit == "alone" and one[1].verdict is not Verdict.UNMET]
    return whole if any(one[1].verdict is not Verdict.UNMET for one in whole) or not alone else alone


def _fit(guide: Guide, situation: Situation, found: Assessment) -> tuple[int | bool, ...]:
    """Met first, then who was spoken of most in what it asks for, then what speaks for it."""
    asked_for = read_guide(guide).policy_facts[found.policy]
    met = sum(one.verdict is Verdict.MET for one in found.findings)
    unmet = sum(one.verdict is Verdict.UNMET for one in found.findings)
    person = next((one for one in situation.people if one.id == found.person), None)
    facts = set(person.facts) if person else set()
    is_met, may = found.verdict is Verdict.MET, found.verdict is not Verdict.UNMET
    return is_met, len(asked_for & facts), may, len(facts), met - unmet
