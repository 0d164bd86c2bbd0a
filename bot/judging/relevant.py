"""Relevance × verdict for a whole conversation: each relevant policy with whom it fits best."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from bot.messages import MatchedPolicy
from knowledge import KnownSet, Verdict

from .assessing import assess_supposed
from .brought_up import KEPT_BY_STATE, PARENTS, UNRAISED, concerns, is_brought_up, is_left_with_disabled
from .facts_read import read_guide
from .filed_alone import filed_alone
from .for_others import for_the_others
from .granted import (
    grants_of,
    hangs_on_status,
    is_received,
    is_shut_out,
    lacks_a_figure,
    rests_on_untold,
    speaks_for,
    status_facts,
    without_status,
)
from .still_shown import is_backed, still_shown
from .supporting import of_the_provided
from .supposing import suppose
from .with_held import that_follows

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from knowledge import Assessment, Guide, Person, Situation

WEIGHTS = {Verdict.MET: 1.15, Verdict.UNKNOWN: 1.0, Verdict.UNMET: 0.4}
MOST = 6
LEAST_SHARE = 0.2
BY_THE_WAY = 0.205  # what is asked about by the way is judged, and brings no questions of its own
LEAST_CALLED_FOR = 0.21
MOST_LEADING = 2
MOST_BESIDE = 4
MANY_WAIT = 2  # so many waiting for a status bring what gives it forward, before it is known to be lacking
BESIDE = 0.15
HALF = 0.5
FAR = 0.1
SURELY_MEANT = (
    0.85  # what the words mean beyond doubt is not far-fetched: 当过兵 tells little, and means one thing
)
OFTEN = 2
MOST_FURTHER = 2
FEW_READ = 12
YOUNG = frozenset({"grandchild", "nephew_niece", "son", "daughter", "child", "pupil"})
_SUPPORT, _PARENTS = "supporters", ("father", "mother", "parent", "father_in_law", "mother_in_law")
BODY = frozenset({"disability_types", "illnesses", "disability_grade", "disability_cert", "self_care"})
OF_THE_ILL = frozenset({"disabled", "patients"})
_CASE, OF_AGE = "legal_matter", 18
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
    scores = _asked_beside_held(guide, conversation, {one: conversation.relevance[one] for one in policies})
    matched = _match(guide, conversation, scores, on)
    matched = _with_base(guide, conversation, matched, scores=scores, on=on)
    asked = list(matched)
    hopeless = all(one.assessment.verdict is Verdict.UNMET for one in matched)
    besides = _beside(guide, conversation, {one.id: scores.get(one.id, one.score) for one in matched})
    beside = _match(guide, conversation, besides, on)
    matched += [one for one in beside if hopeless or _may_be_had(guide, conversation, one)]
    match = partial(_match, guide, conversation, on=on)
    matched += still_shown(guide, conversation, matched, match)
    matched += _for_the_unraised(guide, conversation, matched, on)
    others = for_the_others(guide, conversation, asked, match)
    others += that_follows(guide, conversation, [*matched, *others], match)
    there = {one.id for one in others}
    matched = [one for one in matched if one.id not in there] + others
    matched += filed_alone(guide, conversation, matched, on)
    return tuple(sorted(matched, key=lambda one: -one.score))


def _for_the_unraised(
    guide: Guide, conversation: Conversation, matched: list[MatchedPolicy], on: datetime.date
) -> list[MatchedPolicy]:
    """What is for a child of whom both parents were told of, whatever else was asked for: 俺家吃低保.

    Told is also who speaks and is gravely disabled, where the other parent was said to fail.
    """
    people = {(home.id, one.id): one for home in conversation.households for one in home.people}
    told = {key: one for key, one in people.items() if one.facts.keys() >= set(PARENTS)}
    told |= {
        (home.id, one.id): one
        for home in conversation.households
        for one in suppose(guide, home).people
        if is_left_with_disabled(people[home.id, one.id], one)
    }
    wanted = UNRAISED - {one.id for one in matched}
    if not told or not matched:
        return []
    score = max(conversation.relevance.values()) * HALF
    found = _match(guide, conversation, dict.fromkeys(sorted(wanted), score), on)
    children = ((told.get((one.household, str(one.person))), one) for one in found)
    return [
        one
        for child, one in children
        if child is not None
        and (
            one.assessment.verdict is Verdict.MET or (child.relation in YOUNG and speaks_for(one.assessment))
        )
        and not is_received(guide, conversation.situation(one.household), one.id, one.person)
    ]


def _asked_beside_held(
    guide: Guide, conversation: Conversation, scores: Mapping[str, float]
) -> dict[str, float]:
    """The scores, where what was named beside an aid that they have weighs as much: 边缘户能单独办低保吗."""
    homes, named = conversation.households, set(conversation.named) & guide.policies.keys()
    held = {
        one for one in named & scores.keys() if any(is_received(guide, home, one, None) for home in homes)
    }
    if not held:
        return dict(scores)
    most = max(scores[one] for one in held)
    return {**scores, **{one: max(scores.get(one, 0.0), most) for one in sorted(named - held)}}


def is_beside(conversation: Conversation, one: MatchedPolicy) -> bool:
    """Whether the policy only goes together with what the words call for, or was asked about by the way, and
    little speaks for it yet."""
    best = max(conversation.relevance.values(), default=0.0)
    called_for = conversation.relevance.get(one.id, best)
    by_the_way = one.id in conversation.named and called_for < best * LEAST_CALLED_FOR
    far = by_the_way or one.score <= best * BESIDE * WEIGHTS[Verdict.MET]
    return far and not speaks_for(one.assessment)


def waiting(
    guide: Guide, conversation: Conversation, matched: Iterable[MatchedPolicy], on: datetime.date
) -> set[str]:
    """The policies that can only be had with an aid status that nobody has told of."""
    matched = [one for one in matched if one.id not in grants_of(guide)]
    found = {one.id for one in matched if hangs_on_status(guide, one.assessment)}
    facts = status_facts(guide)
    may = [one for one in matched if any(open.fact in facts for open in one.assessment.open_facts)]
    for household in dict.fromkeys(one.household for one in may):
        theirs = {(one.id, one.person): one for one in may if one.household == household}
        supposed = without_status(guide, conversation.situation(household))
        again = assess_supposed(guide, supposed, on, list(dict.fromkeys(policy for policy, _ in theirs)))
        hang = (one for one in again if (one.policy, one.person) in theirs and hangs_on_status(guide, one))
        found.update(one.policy for one in hang)
    return found


def _with_base(
    guide: Guide,
    conversation: Conversation,
    matched: list[MatchedPolicy],
    *,
    scores: Mapping[str, float],
    on: datetime.date,
) -> list[MatchedPolicy]:
    """What gives the status that others wait for, ahead of them: it weighs as much as all of them."""
    wait = waiting(guide, conversation, matched, on)
    lacking = any(one.id in wait and one.assessment.verdict is Verdict.UNMET for one in matched)
    if BASE not in guide.policies or not (lacking or len(wait) >= MANY_WAIT):
        return matched
    score = max(scores.get(BASE, 0.0), sum(scores[one] for one in wait))
    others = [one for one in matched if one.id != BASE]
    return others + _match(guide, conversation, {BASE: score}, on)


def _may_be_had(guide: Guide, conversation: Conversation, one: MatchedPolicy) -> bool:
    """Whether it is met, open in facts that can still be told, or only waits for an aid status.

    What is far off is left out where nothing speaks for it yet.
    """
    found = one.assessment
    best = max(conversation.relevance.values(), default=0.0)
    near = one.id == BASE or one.score >= best * BESIDE * HALF * WEIGHTS[found.verdict]
    if not is_backed(guide, found) and not (near and _is_alike(guide, conversation, found)):
        return False
    may = found.verdict is Verdict.UNKNOWN and (bool(found.open_facts) or lacks_a_figure(found))
    return may or speaks_for(found) or hangs_on_status(guide, found)


def _is_alike(guide: Guide, conversation: Conversation, found: Assessment) -> bool:
    """Whether it waits for an aid status, or is for the same people as what was asked for."""
    facts = status_facts(guide)
    waits = hangs_on_status(guide, found) or any(each.fact in facts for each in found.open_facts)
    return waits or found.policy in _of_group(guide, _best(conversation))


def _best(conversation: Conversation) -> list[str]:
    return sorted(conversation.relevance, key=lambda one: -conversation.relevance[one])[:1]


def _is_far_fetched(guide: Guide, found: Assessment, situation: Situation) -> bool:
    """Whether nothing speaks for it and it wants another illness, say, than the one that was told."""
    if found.verdict is not Verdict.UNKNOWN or not _tells_of_some(guide, found.policy, situation):
        return False
    if any(each.verdict is Verdict.MET for each in found.findings):
        return False
    facts = {each.id: each.facts for each in situation.people}
    known = (facts.get(each.person, situation.household).get(each.fact) for each in found.open_facts)
    return any(isinstance(each, KnownSet) and each.has for each in known)


def _tells_of_some(guide: Guide, policy: str, situation: Situation) -> bool:
    """Whether the situation has something in a set that the policy reads."""
    read = read_guide(guide).policy_facts[policy]
    held = (facts for facts in (situation.household, *(one.facts for one in situation.people)))
    return any(
        isinstance(v, KnownSet) and v.has and key in read for facts in held for key, v in facts.items()
    )


def _beside(guide: Guide, conversation: Conversation, scores: Mapping[str, float]) -> dict[str, float]:
    """What the guide names as going together with the best of `scores`, and what reads the facts told.

    Then what goes together with those; of what reads the facts only what is for the same people (the group
    of the best) and reads a fact few policies ask.
    """
    found: dict[str, float] = {}
    leading = sorted(scores, key=lambda one: -scores[one])[:MOST_LEADING]
    for policy in leading:
        for linked in _linked(guide, policy)[:MOST_BESIDE]:
            found.setdefault(linked, scores[policy] * BESIDE)
    alike = _of_group(guide, leading[:1])
    further = Counter(one for policy in found for one in _mentioned(guide, policy) if one in alike)
    often = [one for one, times in further.most_common(MOST_FURTHER + len(found)) if times >= OFTEN]
    often = [one for one in often if one not in found and one not in scores][:MOST_FURTHER]
    readers = sorted(alike & _readers(guide, conversation))
    for policy, share in (*((one, HALF) for one in often), *((one, BESIDE) for one in readers)):
        found.setdefault(policy, scores[leading[0]] * BESIDE * share)
    if any("aid_status" in read_guide(guide).policy_facts[one] for one in found) and BASE in guide.policies:
        found.setdefault(BASE, scores[leading[0]] * BESIDE)
    return {policy: score for policy, score in found.items() if policy not in scores}


def _linked(guide: Guide, policy: str) -> list[str]:
    return [link.policy for link in guide.policies[policy].related if link.policy in guide.policies]


def _mentioned(guide: Guide, policy: str) -> list[str]:
    """What goes together with a policy or is taken for it, each as often as it is said."""
    return _linked(guide, policy) + [one.policy for one in guide.policies[policy].confusable if one.policy]


def _of_group(guide: Guide, policies: Iterable[str]) -> frozenset[str]:
    groups = {guide.policies[one].groups[0] for one in policies}
    return frozenset().union(*(_by_group(guide)[one] for one in groups))


@lru_cache(maxsize=4)
def _by_group(guide: Guide) -> Mapping[str, frozenset[str]]:
    """The policies of each first group, kept for the few guides of a process."""
    found: dict[str, set[str]] = {}
    for one in guide.policies.values():
        found.setdefault(one.groups[0], set()).add(one.id)
    return {group: frozenset(policies) for group, policies in found.items()}


def _readers(guide: Guide, conversation: Conversation) -> set[str]:
    """The policies that read one of the facts told which few others read."""
    reading = read_guide(guide)
    told = {fact for one in conversation.households for person in one.people for fact in person.facts}
    return {one for fact in told if len(reading.readers[fact]) <= FEW_READ for one in reading.readers[fact]}


def _match(
    guide: Guide, conversation: Conversation, scores: Mapping[str, float], on: datetime.date
) -> list[MatchedPolicy]:
    found: dict[str, list[tuple[Situation, Assessment]]] = {}
    for situation in conversation.households if scores else ():
        wanted = [one for one in scores if is_brought_up(conversation, one, situation)]
        for one in assess_supposed(guide, situation, on, wanted):
            its_home = conversation.homes.get(one.policy, situation.id) == situation.id
            if its_home and concerns(conversation, one.policy, situation, one.person):
                found.setdefault(one.policy, []).append((situation, one))

    if KEPT_BY_STATE in found:
        found[KEPT_BY_STATE] = of_the_provided(found[KEPT_BY_STATE])

    def weigh(home: Situation, one: Assessment) -> float:
        far = one.policy not in conversation.named and _has_children(home, one)
        return scores[one.policy] * (HALF if far else 1)

    fits = [pair for policy in scores for pair in best_fits(guide, found.get(policy, ()))]
    return [
        MatchedPolicy(one.policy, _score(guide, home, one, weigh(home, one)), home.id, one.person, one)
        for home, one in fits
    ]


def _has_children(home: Situation, found: Assessment) -> bool:
    """Whether it is for whom nobody supports, and the person a father or mother of who speaks."""
    person = next((one for one in home.people if one.id == found.person), None)
    open_facts = {one.fact for one in found.open_facts if one.person == found.person}
    return person is not None and person.relation in _PARENTS and _SUPPORT in open_facts


def _score(guide: Guide, home: Situation, one: Assessment, relevance: float) -> float:
    score = relevance * WEIGHTS[one.verdict]
    far = rests_on_untold(guide, one) or (relevance < SURELY_MEANT and _is_far_fetched(guide, one, home))
    return score * FAR if far else score


def best_fits(
    guide: Guide, found: Iterable[tuple[Situation, Assessment]]
) -> Iterator[tuple[Situation, Assessment]]:
    """Everyone for whom the policy is met; otherwise the one of whom most was said that it asks for."""
    usual = _usual(guide, list(found))
    if len(usual) > 1:
        usual.sort(key=lambda one: _fit(guide, *one), reverse=True)
    met = [one for one in usual if one[1].verdict is Verdict.MET]
    seen = set()
    for situation, one in met[:3] or usual[:1]:
        if (situation.id, one.person) not in seen:
            yield situation, one
        seen.add((situation.id, one.person))


def _usual(guide: Guide, found: list[tuple[Situation, Assessment]]) -> list[tuple[Situation, Assessment]]:
    """Without filing alone where the household as a whole may have it, and only that where it cannot.

    It cannot either while it has a status beside which it is not given: 低保边缘.
    """
    whole = [one for one in found if one[1].unit != "alone"]
    alone = [one for one in found if one[1].unit == "alone" and one[1].verdict is not Verdict.UNMET]
    shut_out = [one for one in alone if is_shut_out(guide, *one)]
    if shut_out:
        return shut_out
    return whole if any(one[1].verdict is not Verdict.UNMET for one in whole) or not alone else alone


def _fit(guide: Guide, situation: Situation, found: Assessment) -> tuple[int | bool, ...]:
    """Met first, then who is ill where it is for the ill, then of whom most was told that it asks for.

    A case at law is of the one of whom it was told, else rather of the grown-up.
    """
    asked_for = read_guide(guide).policy_facts[found.policy]
    met = sum(one.verdict is Verdict.MET for one in found.findings)
    unmet = sum(one.verdict is Verdict.UNMET for one in found.findings)
    person = next((one for one in situation.people if one.id == found.person), None)
    facts = set(person.facts) if person else set()
    is_met, may = found.verdict is Verdict.MET, found.verdict is not Verdict.UNMET
    of_law = _CASE in asked_for and person is not None
    own_case = of_law and may and bool(getattr(person.facts.get(_CASE), "has", None))
    grown = not of_law or _CASE in facts or not _is_under_age(person)
    backed = met if may else 0
    for_ill = not asked_for.isdisjoint(BODY) or guide.policies[found.policy].groups[0] in OF_THE_ILL
    ill = may and for_ill and person is not None and _is_told_ill(person)
    return is_met, own_case, grown, ill, backed, len(asked_for & facts), may, len(facts), met - unmet


def _is_under_age(person: Person) -> bool:
    age = person.facts.get("age_years")
    return isinstance(age, int) and age < OF_AGE


def _is_told_ill(person: Person) -> bool:
    """Whether an illness or a disability was told of the person, whichever it is: 老二二级残疾."""
    told = (person.facts.get(fact) for fact in BODY)
    return any(one.has if isinstance(one, KnownSet) else one not in (None, False, "full") for one in told)
