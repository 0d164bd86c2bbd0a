"""Boundaries made from the hand-made families: a fact moved just below, at and just above every limit.

For each comparison of numbers in every policy's conditions, derived facts included, a family is taken whose
answers reach it, and one number is moved to both sides of the limit in force on its day. The leaf has to come
out as the text reads (`plainly`).
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from knowledge import Guide, Situation, Verdict
from knowledge.conditions import Leaf, leaves
from knowledge.grounds import Ground
from tests.cases import load_yaml
from tests.knowledge.mutants import publish
from tests.knowledge.plainly import OPERATORS, Reading, parse

HERE = Path(__file__).parent
POLICIES = HERE.parents[1] / "knowledge" / "data" / "policies"
CENT = Fraction(1, 100)
NUMBERS = ("int", "decimal")
ENOUGH = 2
UNTOLD = "untold"
VERDICTS = {True: Verdict.MET, False: Verdict.UNMET, None: Verdict.UNKNOWN, UNTOLD: Verdict.UNKNOWN}
Place = tuple[str, str | None]


def load_cases() -> dict[str, list[dict]]:
    found: dict[str, list[dict]] = {}
    for path in sorted((*HERE.glob("eligibility/*.yaml"), *HERE.glob("published/*.yaml"))):
        for case in load_yaml(path):
            found.setdefault(case["policy"], []).append(case)
    return found


def comparisons(guide: Guide, text: str) -> dict[str, ast.Compare]:
    """Every comparison of numbers below the text, derived facts included, by its own text."""
    found = {}
    for tree in trees_below(guide, text):
        for node in ast.walk(tree):
            compares = isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS
            if compares and numbers_of(guide, node) and not holds_everywhere(guide, node):
                found[ast.unparse(node)] = node
    return found


def holds_everywhere(guide: Guide, node: ast.Compare) -> bool:
    """Whether the scale of the fact ends at the limit: grades up to ten have no eleventh to turn at."""
    match node:
        case ast.Compare(left=ast.Name(id=key), ops=[word], comparators=[ast.Constant(value=limit)]):
            ends = guide.facts[key].range or (None, None)
            return None not in ends and all(OPERATORS[type(word)](end, limit) for end in ends)
    return False


def trees_below(guide: Guide, text: str) -> Iterator[ast.expr]:
    pending, seen = [text], set()
    while pending:
        tree = parse(pending.pop())
        yield tree
        for node in ast.walk(tree):
            if isinstance(node, ast.Name) and node.id in guide.facts and node.id not in seen:
                seen.add(node.id)
                pending.extend([guide.facts[node.id].derived] if guide.facts[node.id].derived else [])


def numbers_of(guide: Guide, node: ast.Compare) -> list[str]:
    """The facts with numbers that the comparison reads, those below derived facts included."""
    names = [
        one.id
        for tree in trees_below(guide, ast.unparse(node))
        for one in ast.walk(tree)
        if isinstance(one, ast.Name) and one.id in guide.facts
    ]
    typed = [guide.facts[key] for key in dict.fromkeys(names)]
    return [one.key for one in typed if one.type in NUMBERS and one.derived is None]


def moved(case: dict, place: Place, number: Fraction) -> dict:
    """The family with that one number changed."""
    key, holder = place
    changed = {**case, "household": dict(case["household"]), "people": copy.deepcopy(case["people"])}
    people = {one["id"]: one for one in changed["people"]}
    facts = changed["household"] if holder is None else people[holder].setdefault("facts", {})
    facts[key] = int(number) if number.denominator == 1 else float(number)
    if key == "age_years":
        facts.pop("birth_date", None)
    return changed


def around(guide: Guide, case: dict, node: ast.Compare, place: Place, person: str | None) -> list[Fraction]:
    """The number just below, at and just above where both sides of the comparison are equal."""
    difference = ast.BinOp(left=node.left, op=ast.Sub(), right=node.comparators[0])

    def read(number: Fraction) -> Fraction | None:
        return Reading(guide, moved(case, place, number)).read(difference, person)

    told = Reading(guide, case).told(*place)
    start = Fraction(1) if told is None else told
    if read(start) is None or read(start + 1) in (None, read(start)):
        return []
    limit = start - read(start) / (read(start + 1) - read(start))
    step = 1 if guide.facts[place[0]].type == "int" else CENT
    below = limit // step * step
    points = [below, below + step] if below != limit else [limit - step, limit, limit + step]
    low, high = guide.facts[place[0]].range or (None, None)
    inside = [one for one in points if (low is None or one >= low) and (high is None or one <= high)]
    return inside if read(limit) == 0 else []


def places(guide: Guide, case: dict, node: ast.Compare) -> Iterator[tuple[Place, str | None]]:
    """Each number that could be moved, with the person for whom the comparison is then read."""
    subject = case.get("person")
    for key in numbers_of(guide, node):
        if guide.facts[key].scope == "household":
            yield (key, None), subject
        else:
            for one in case["people"]:
                yield (key, one["id"]), one["id"]
                if subject != one["id"]:
                    yield (key, one["id"]), subject


def plain_verdict(guide: Guide, case: dict, leaf: Leaf) -> bool | str | None:
    """How the leaf reads; None where an old figure leaves it open, UNTOLD where the family has not said."""
    tree = parse(leaf.formula.expression.text)
    found = [Reading(guide, case, risen=risen).read(tree, case.get("person")) for risen in (False, True)]
    if None in found:
        return UNTOLD
    return found[0] if found[0] == found[1] else None


def guide_verdict(guide: Guide, case: dict, leaf: Leaf) -> Verdict | None:
    """What the guide makes of the leaf; None where it does not assess that person."""
    raw = {"household": case["household"], "people": case["people"]}
    ground = Ground(Situation.parse(raw, guide.facts), guide.standards, Reading(guide, case).day)
    person = case.get("person")
    if person is not None and ground.membership[person] is Verdict.UNMET:
        return None
    return leaf.formula.verdict(ground.home if person is None else ground.by_id[person])


def hold(guide: Guide, case: dict, leaf: Leaf, node: ast.Compare) -> tuple[bool, list[str]]:
    """Whether the leaf turns at the limit for this family, and where the guide reads it otherwise."""
    wrong = []
    for place, person in places(guide, case, node):
        verdicts = set()
        for number in around(guide, case, node, place, person):
            family = moved(case, place, number)
            plain = plain_verdict(guide, family, leaf)
            asked = plain != UNTOLD or goes_by_birth(leaf, node)
            found = guide_verdict(guide, family, leaf) if asked else None
            if found is None:
                continue
            verdicts.add(plain)
            if found is not VERDICTS[plain]:
                wrong.append(f"{leaf.id} {place} = {Decimal(float(number))}: {found}, the text says {plain}")
        if len(verdicts) > 1 or wrong:
            return True, wrong
    return False, wrong


def goes_by_birth(leaf: Leaf, node: ast.Compare) -> bool:
    """Whether beyond this age the day of birth decides, so that the leaf waits for it."""
    return "birth_date" in leaf.formula.expression.text and "age_years" in ast.unparse(node)


def guide_of(guide: Guide, case: dict) -> Guide:
    figures = tuple((key, Decimal(str(number))) for key, number in case.get("figures", {}).items())
    return replace(guide, standards=publish(guide.standards, figures)) if figures else guide


def go_over(guide: Guide, policy_id: str, cases: list[dict]) -> tuple[list[str], list[str]]:
    """What is read otherwise than its text, and the comparisons that no family reaches."""
    wrong, missed = [], []
    for version in guide.policies[policy_id].who:
        ours = [
            one for one in cases
            if one.get("unit", "household") == version.unit and version.in_force(Reading(guide, one).day)
        ]  # fmt: skip
        for leaf in (*leaves(version.tree), *version.ask_office):
            for text, node in comparisons(guide, leaf.formula.expression.text).items():
                held = 0
                for case in ours:
                    turned, found = hold(guide_of(guide, case), case, leaf, node)
                    wrong += found
                    held += turned
                    if held == ENOUGH:
                        break
                if not held:
                    missed.append(text)
    return wrong, missed


@pytest.fixture(scope="module")
def cases():
    return load_cases()


@pytest.mark.parametrize("policy", sorted(path.stem for path in POLICIES.glob("*.yaml")))
def test_every_limit_turns_where_its_text_says(guide, cases, policy):
    wrong, missed = go_over(guide, policy, cases.get(policy, []))
    assert wrong == []
    assert missed == []


@pytest.mark.parametrize(("written", "slip"), [(">=", ">"), ("<=", "<")])
def test_a_text_that_says_otherwise_is_noticed(guide, cases, written, slip):
    policy = guide.policies["hope-cottage"]

    def spoil(tree):
        if isinstance(tree, Leaf):
            expression = tree.formula.expression
            other = replace(expression, text=expression.text.replace(written, slip))
            return replace(tree, formula=replace(tree.formula, expression=other))
        return replace(tree, parts=tuple(spoil(part) for part in tree.parts))

    who = tuple(replace(one, tree=spoil(one.tree)) for one in policy.who)
    spoilt = replace(guide, policies={**guide.policies, policy.id: replace(policy, who=who)})
    wrong, _ = go_over(spoilt, policy.id, cases[policy.id])
    assert wrong
