"""A brute-force oracle: whatever the engine decides must hold in every world that fits what is known.

A world gives every fact, every member and every figure a value; the oracle reads expressions in two values.
"""

import itertools
import math
import random
from datetime import date
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import Situation, assess
from knowledge.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Compare,
    Contains,
    Literal,
    Name,
    Not,
    OneOf,
    Or,
    StandardOf,
    Vocabulary,
    parse_expression,
)
from tests.knowledge.small import make_guide, policy

GUIDE = make_guide()
ON = date(2024, 6, 1)
WORLDS_A_ROSTER = 150
DOMAINS = {
    "ill": (True, False),
    "grade": (1, 2, 4),
    "illnesses": ((), ("cancer",), ("cancer", "cataract"), ("cataract",)),
    "income": (0, 400, 1500),
    "danger": (True, False),
    "area_kind": ("urban", "rural"),
    "district": ("linzi", "zhangdian"),
    "cost": (0, 350, 800, 1100, 2000),
    "aid_status": ((), ("low",), ("edge",), ("lifted",), ("low", "lifted")),
}
PERSONAL = ("ill", "grade", "illnesses", "income")
HOUSEHOLD = ("danger", "area_kind", "district", "cost", "aid_status")
FIGURES = {"gap": (1, 1000, 10**6), "aging": (1000, 1100, 1250), "flat": (500,), "double": (1000,)}

# ---- expressions, as text ----

personal_conditions = st.sampled_from([
    "ill", "grade in (1, 2)", "grade == 4", "grade <= 2", "'cancer' in illnesses", "income > 500",
    "income < standard('line')", "danger and ill", "'cataract' in illnesses and grade != 1",
])  # fmt: skip
household_conditions = st.sampled_from([
    "danger", "cost < standard('line')", "cost < standard('local')", "cost <= standard('aging')",
    "cost > standard('gap')", "area_kind == 'urban'", "district in ('linzi',)", "'edge' in aid_status",
    "'low' in aid_status", "cost / household_size < standard('flat')", "household_size >= 2",
    "cost - 350 == standard('double') - 1000", "has_ill", "per_member < standard('line')", "below_line",
    "household_income * 2 >= 1500", "cost * (household_size - 2) > 0",
])  # fmt: skip


def joined(parts):
    return st.one_of(
        st.tuples(parts, parts).map(lambda two: f"({two[0]}) and ({two[1]})"),
        st.tuples(parts, parts).map(lambda two: f"({two[0]}) or ({two[1]})"),
        parts.map(lambda one: f"not ({one})"),
    )


inner = st.recursive(personal_conditions, joined, max_leaves=3)
over_members = st.one_of(
    inner.map(lambda one: f"any({one})"),
    inner.map(lambda one: f"count({one}) >= 2"),
    inner.map(lambda one: f"count({one}) == 0"),
    inner.map(lambda one: f"count({one}) < 3"),
    st.sampled_from(["sum(income) < 900", "sum(income) >= standard('line')", "sum(grade) > 4"]),
)
conditions = st.recursive(st.one_of(household_conditions, over_members), joined, max_leaves=4)

# ---- what is known ----


def known_facts(keys):
    optional = {key: st.sampled_from(DOMAINS[key]).map(list_it) for key in keys}
    return st.fixed_dictionaries({}, optional=optional)


def list_it(one):
    return list(one) if isinstance(one, tuple) else one


some_people = st.lists(
    st.tuples(st.sampled_from(["spouse", "mother", "neighbour", "son"]), known_facts(PERSONAL)), max_size=2
)


@st.composite
def situations(draw):
    people = [{"id": "p0", "relation": "self", "facts": draw(known_facts(PERSONAL))}]
    for index, (relation, facts) in enumerate(draw(some_people), 1):
        people.append({"id": f"p{index}", "relation": relation, "facts": facts})
    household = draw(known_facts(HOUSEHOLD))
    surely = sum(one["relation"] in ("self", "spouse") for one in people)
    size = draw(st.none() | st.integers(surely, 3))
    if size is not None and size >= surely:
        household["household_size"] = size
    if draw(st.booleans()):
        household["cost"] = draw(st.sampled_from([{"min": 100, "max": 400}, {"min": 800, "max": 1100}]))
    return {"household": household, "people": people}


# ---- worlds ----


def values_of(key, facts):
    known = facts.get(key)
    if isinstance(known, dict):
        return [Decimal(n) for n in (known["min"], (known["min"] + known["max"]) // 2, known["max"])]
    return [known] if known is not None else list(DOMAINS[key])


def rosters(raw):
    """Every choice of members among the listed, and of how many more there are."""
    fixed = {"self": (True,), "spouse": (True,), "neighbour": (False,)}
    options = [fixed.get(person["relation"], (True, False)) for person in raw["people"]]
    sizes = [raw["household"]["household_size"]] if "household_size" in raw["household"] else [1, 2, 3, 4]
    for belongs in itertools.product(*options):
        for size in sizes:
            if 0 <= size - sum(belongs) <= 2:
                yield belongs, size


def worlds(raw, read, chance):
    """The worlds that fit what is known, for every roster: all where they are few, else a fair sample.

    What is not read keeps its first value.
    """
    for belongs, size in rosters(raw):
        listed = [person["facts"] for person, member in zip(raw["people"], belongs, strict=True) if member]
        people = listed + [{}] * (size - len(listed))
        slots = [(key, values_of(key, raw["household"])) for key in HOUSEHOLD]
        slots += FIGURES.items()
        slots += [(key, values_of(key, facts)) for facts in people for key in PERSONAL]
        options = [list(values) if key in read else list(values)[:1] for key, values in slots]
        for drawn in completions(options, chance):
            yield world_of([key for key, _ in slots], drawn, size)


def completions(options, chance):
    if math.prod(map(len, options)) <= WORLDS_A_ROSTER:
        return itertools.product(*options)
    return ([chance.choice(values) for values in options] for _ in range(WORLDS_A_ROSTER))


def world_of(keys, drawn, size):
    pairs = list(zip(keys, drawn, strict=True))
    shared, own = pairs[: len(HOUSEHOLD) + len(FIGURES)], pairs[len(HOUSEHOLD) + len(FIGURES) :]
    width = len(PERSONAL)
    members = [dict(own[start : start + width]) for start in range(0, len(own), width)]
    return {**dict(shared), "household_size": size, "members": members}


def read_by(text):
    """The facts and figures that the expression reads, and the facts that choose the figures."""
    expression = parse_expression(text, Vocabulary(GUIDE.facts, GUIDE.standards), "household", "bool")
    names = {name.key for name in GUIDE.names_below(expression)}
    return names | {*GUIDE.standards_below(expression), "area_kind", "district"}


def figure(key, world):
    match key:
        case "line":
            return 900 if world["area_kind"] == "urban" else 700
        case "local":
            return 400 if world["district"] == "linzi" else 300
    return world[key]


def truth(node, world, member=None):
    """The value of an expression in a world: plain True, False or a number."""
    match node:
        case Name(key):
            if key in GUIDE.expressions:
                return truth(GUIDE.expressions[key].tree, world)
            return member[key] if member is not None and key in member else world[key]
        case Literal(value):
            return value
        case StandardOf(key):
            return Decimal(figure(key, world))
        case Not(part):
            return not truth(part, world, member)
        case And(parts):
            return all(truth(part, world, member) for part in parts)
        case Or(parts):
            return any(truth(part, world, member) for part in parts)
        case OneOf(left, values):
            return truth(left, world, member) in values
        case Contains(name, value):
            return value in truth(name, world, member)
        case Aggregate(function, part):
            each = [truth(part, world, one) for one in world["members"]]
            return {"any": any, "count": lambda found: sum(map(bool, found)), "sum": sum}[function](each)
        case Compare(operator, left, right):
            return compared(operator, *(Decimal(truth(side, world, member)) for side in (left, right)))
        case Arithmetic(operator, left, right):
            return calculated(operator, *(Decimal(truth(side, world, member)) for side in (left, right)))
    raise AssertionError(node)


def compared(operator, left, right):
    same = abs(left - right) < Decimal("1e-9")
    return {"<": left < right and not same, "<=": left <= right or same, ">": left > right and not same,
            ">=": left >= right or same, "==": same, "!=": not same}[operator]  # fmt: skip


def calculated(operator, left, right):
    match operator:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
    return left / right


def parsed(text):
    return parse_expression(text, Vocabulary(GUIDE.facts, GUIDE.standards), "household", "bool").tree


def assessed(text, raw):
    guide = make_guide(policy(when=text))
    return assess(guide, Situation.parse(raw, guide.facts), ON)[0]


@settings(max_examples=200, deadline=None)
@given(text=conditions, raw=situations(), seed=st.integers(0, 10**6))
def test_no_world_contradicts_a_decided_verdict(text, raw, seed):
    verdict = assessed(text, raw).verdict.value
    if verdict == "unknown":
        return
    tree = parsed(text)
    for world in worlds(raw, read_by(text), random.Random(seed)):
        assert truth(tree, world) == (verdict == "met"), (text, raw, world)


def learned(raw, world, one):
    """What is known once somebody answers one open fact truly."""
    raw = {"household": dict(raw["household"]), "people": [dict(one) for one in raw["people"]]}
    if one.person is not None:
        index = next(i for i, person in enumerate(raw["people"]) if person["id"] == one.person)
        value = world["members"][index][one.fact]
        raw["people"][index]["facts"] = {**raw["people"][index]["facts"], one.fact: list_it(value)}
    elif one.fact in PERSONAL:
        index = len(raw["people"])
        facts = {"household_member": True, one.fact: list_it(world["members"][index][one.fact])}
        raw["people"].append({"id": f"p{index}", "relation": "other", "facts": facts})
    else:
        value = world[one.fact]
        raw["household"][one.fact] = int(value) if isinstance(value, Decimal) else list_it(value)
    return raw


def next_answer(raw, world, open_facts):
    """The first open fact with an answer: nobody answers for a member whom the world does not have."""
    others = len(world["members"]) > len(raw["people"])
    return next(one for one in open_facts if one.person or one.fact not in PERSONAL or others)


@settings(max_examples=150, deadline=None)
@given(text=conditions, raw=situations(), seed=st.integers(0, 10**6))
def test_answering_the_open_facts_leads_to_the_truth(text, raw, seed):
    """Nothing is left out of the open facts: who answers them all ends with the verdict of the world."""
    raw["people"] = [one for one in raw["people"] if one["relation"] in ("self", "spouse")]
    raw["people"] = [{**one, "id": f"p{index}"} for index, one in enumerate(raw["people"])]
    relations = [one["relation"] for one in raw["people"]]
    if "gap" in text or "aging" in text or len(set(relations)) < len(relations):
        return
    world = next(iter(worlds(raw, read_by(text), random.Random(seed))))
    for _ in range(40):
        found = assessed(text, raw)
        if not found.open_facts:
            break
        raw = learned(raw, world, next_answer(raw, world, found.open_facts))
    assert found.verdict.value == ("met" if truth(parsed(text), world) else "unmet"), (text, raw, world)
