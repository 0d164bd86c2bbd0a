"""Who talks to the bot: the labelled messages, and for every policy two households with a plain sentence."""

import dataclasses
import random
from datetime import date

from bot.phrases import value_of
from knowledge import KnownSet, Person, Range, SituationError, parse_value
from knowledge.editing.population import Population
from knowledge.editing.searching import Search, met
from tests.benchmarks.messages import load_cases

DAY = date(2026, 11, 22)
OPENINGS = ("想问问{name}能不能办", "我家里困难，想申请{name}", "{name}我家够不够条件")
ALIKE = (
    {"son", "daughter", "child"}, {"father", "mother", "parent"}, {"spouse"}, {"self"},
    {"grandson", "granddaughter", "grandchild"}, {"grandfather", "grandmother", "grandparent"},
    {"brother", "sister", "sibling"},
)  # fmt: skip


def of_cases(guide):
    """The labelled messages that are about help and in no danger: bot and labels tell what is given."""
    for case in load_cases():
        if case["in_scope"] and case["urgent"] is None and case["policies"]:
            yield case["id"], case["text"], case["situations"]


def of_guide(guide):
    """For every policy a household that has it and one drawn at random, with one plain sentence each."""
    population = Population(guide, seed=7)
    for number, policy in enumerate(guide.policies.values()):
        draw = random.Random(policy.id)
        name = draw.choice((policy.name, *policy.aliases[:2]))
        opening = draw.choice(OPENINGS).format(name=name)
        unit = policy.units[0]
        conditions = policy.conditions_on(unit, DAY)
        fitting = conditions and Search(guide, policy).find(met(conditions.tree), unit, DAY)
        for kind, situation in (("fits", fitting or None), ("drawn", population.household(number))):
            if situation is not None:
                yield f"{kind}-{policy.id}", opening, [_renamed(situation).to_json()]


def _renamed(situation):
    people = tuple(
        dataclasses.replace(one, id=one.relation if one.relation != "other" else one.id)
        for one in situation.people
    )
    people = tuple({one.id: one for one in people}.values())
    home = {key: value for key, value in situation.household.items() if key != "household_size"}
    return dataclasses.replace(situation, people=people, household=home)


def merge(guide, heard, labels):
    """What was heard, with what the labels say; where they differ the labels are true."""
    merged = list(heard)
    wrong = []
    for label in labels:
        place = next((n for n, one in enumerate(merged) if one.id == label["id"]), None)
        if place is None:
            continue
        for person, facts in ((None, label["household"]), *((one, one["facts"]) for one in label["people"])):
            merged[place], found = _with_label(guide, merged[place], person, facts)
            wrong += [(merged[place].id, *one) for one in found]
    return tuple(merged), wrong


def _with_label(guide, situation, person, facts):
    id = None
    if person is not None:
        id = _same_person(situation, person)
        if id is None:
            id = person["id"]
            situation = situation.with_person(Person(id, person["relation"]))
    wrong = []
    for key, raw in facts.items():
        try:
            value = parse_value(guide.facts[key], raw)
        except SituationError:
            continue
        known = value_of(situation, id, key)
        if known is not None and not _may_agree(known, value):
            wrong.append((id, key, value))
        if known is None or not _may_agree(known, value) or _finer(value, known):
            situation = situation.with_fact(id, key, value)
    return situation, wrong


def _may_agree(known, value):
    if isinstance(known, KnownSet):
        out = known.has_not & value.has | known.has & value.has_not
        shut = (known.complete and value.has - known.has) or (value.complete and known.has - value.has)
        return not out and not shut
    if isinstance(known, Range) or isinstance(value, Range):
        (a, b), (c, d) = _ends(known), _ends(value)
        return a <= d and c <= b
    return known == value


def _finer(value, known):
    if isinstance(known, KnownSet):
        return value.complete or value.has > known.has
    return isinstance(known, Range) and not isinstance(value, Range)


def _ends(value):
    return (value.low, value.high) if isinstance(value, Range) else (value, value)


def _same_person(situation, person):
    ids = [one.id for one in situation.people if one.id == person["id"]]
    same = [one.id for one in situation.people if one.relation == person["relation"]]
    alike = [one.id for one in situation.people for group in ALIKE
             if one.relation in group and person["relation"] in group]  # fmt: skip
    return next(iter((*ids, *same, *alike)), None)
