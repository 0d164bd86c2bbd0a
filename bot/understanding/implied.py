"""Policies that the facts point to though the words did not ask: `implied.yaml` over what is known."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import yaml

from knowledge import Person, Situation, Value
from knowledge.facts import KnownSet, Range

POINTED = 0.5  # how much what nobody asked for weighs where the words say nothing
SURELY_OF = 60  # in so few words an illness is of whom it is heard to be
LEFT_OVER = 0.1  # what is left to a policy for children where only the grown are ill
_GROWN = frozenset(
    {"spouse", "father", "mother", "parent", "father_in_law", "mother_in_law", "son_in_law"}
    | {"daughter_in_law", "grandfather", "grandmother", "grandparent", "uncle", "aunt", "uncle_aunt"}
)


@cache
def _told() -> tuple[dict, ...]:
    return tuple(yaml.load((Path(__file__).parent / "implied.yaml").read_text("utf8"), yaml.CSafeLoader))


@cache
def _instead() -> tuple[dict, ...]:
    return tuple(one for one in _told() if "instead_of" in one)


@cache
def _rules() -> tuple[dict, ...]:
    return tuple(one for one in _told() if "when" in one)


@cache
def _by_fact() -> dict[str, list[int]]:
    """The places of the rules by the first fact that they ask for."""
    found: dict[str, list[int]] = {}
    for place, rule in enumerate(_rules()):
        found.setdefault(next(iter(rule["when"])), []).append(place)
    return found


def _worth_trying(known: Mapping[str, Value]) -> list[int]:
    """The places of the rules that may hold, in their order."""
    by_fact = _by_fact()
    return sorted([place for fact in known if fact in by_fact for place in by_fact[fact]])


@cache
def _urgent() -> dict[str, dict[str, float]]:
    """What can be had in need that cannot wait; danger to life itself has no policy, only phones."""
    return {one["urgent"]: one["policies"] for one in _told() if "urgent" in one}


def implied(situations: tuple[Situation, ...], urgent: str | None = None) -> dict[str, float]:
    """How strongly the facts and the urgency speak for each policy, from 0 to 1."""
    found: dict[str, float] = dict(_urgent().get(urgent or "", {}))
    for situation in situations:
        for facts in [p.facts for p in situation.people] or [{}]:
            known = {**situation.household, **facts}
            for rule in map(_rules().__getitem__, _worth_trying(known)):
                when = rule["when"]
                if when.keys() <= known.keys() and all(_holds(when[fact], known[fact]) for fact in when):
                    for policy, weight in rule["policies"].items():
                        found[policy] = max(found.get(policy, 0.0), weight)
    return found


def passed_on(
    scores: Mapping[str, float],
    situations: tuple[Situation, ...],
    *,
    plain: str,
    named: Collection[str] = (),
) -> Mapping[str, float]:
    """`scores`, with what 白血病 gives to a policy for children passed on to what the grown can have.

    Not where the policy itself was asked for, or where anybody may be a child of those who are ill; in a
    letter that tells of a child too it may be the child's.
    """
    people = [one for situation in situations for one in situation.people]
    unsure = not plain or len(plain) > SURELY_OF
    for rule in _instead():
        policy, ill = rule["instead_of"], [one for one in people if _has(one, rule["illness"])]
        asked = policy in named or re.search(rule["unless"], plain)
        asked = asked or (unsure and any(_may_be_child(one, rule["over"]) for one in people))
        if asked or not ill or not all(_is_over(one, rule["over"]) for one in ill):
            continue
        score = scores.get(policy, 0.0)
        given = {one: max(scores.get(one, 0.0), score * share) for one, share in rule["policies"].items()}
        scores = {**scores, **given, policy: score * LEFT_OVER}
    return scores


def _has(one: Person, illness: str) -> bool:
    told = one.facts.get("illnesses")
    return isinstance(told, KnownSet) and illness in told.has


def _may_be_child(one: Person, age: int) -> bool:
    told = one.facts.get("age_years")
    return one.relation not in _GROWN | {"self"} and not _is_over(one, age) and told is not None


def _is_over(one: Person, age: int) -> bool:
    told = one.facts.get("age_years")
    if told is None:
        return one.relation in _GROWN
    return (told.low if isinstance(told, Range) else told) > age


def combine(asked: Mapping[str, float], pointed: Mapping[str, float]) -> dict[str, float]:
    """What was asked for, with what the facts point to where little was asked; best first."""
    best = max(asked.values(), default=0.0)
    room = POINTED * max(0.0, 1.0 - best) ** 2
    scores = dict(asked)
    for policy, weight in pointed.items():
        scores[policy] = round(min(1.0, scores.get(policy, 0.0) + weight * room), 4)
    return dict(sorted(scores.items(), key=lambda one: -one[1]))


def _holds(wanted: object, value: Value | None) -> bool:
    if value is None:
        return False
    if wanted == "any":
        return True
    if isinstance(wanted, dict):
        if isinstance(value, KnownSet):
            return all(choice in (value.has if held else value.has_not) for choice, held in wanted.items())
        low, high = (value.low, value.high) if isinstance(value, Range) else (value, value)
        return low >= wanted.get("min", low) and high <= wanted.get("max", high)
    return value == wanted
