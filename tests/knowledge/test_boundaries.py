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
import yaml

from knowledge import Guide, Situation, Verdict, assess
from knowledge.conditions import Leaf, leaves
from tests.knowledge.mutants import publish
from tests.knowledge.plainly import OPERATORS, Reading, parse

HERE = Path(__file__).parent
POLICIES = HERE.parents[1] / "knowledge" / "data" / "policies"
CENT = Fraction(1, 100)
NUMBERS = ("int", "decimal")
ENOUGH = 2
UNREACHED = {  # where no hand-made family turns at the limit, and why that is no gap
    "a size of two leaves open whose aid it is: there the text decides nothing": {
        ("extreme-poverty-support", "household_size == 1"),
        ("disability-nursing-subsidy", "household_size == 1"),
        ("compulsory-living-grant", "household_size == 1"),
        ("higher-education-aid", "household_size == 1"),
        ("preschool-grant", "household_size == 1"),
        ("senior-secondary-aid", "household_size == 1"),
        ("critical-illness-insurance", "household_size == 1"),
        ("illness-poverty-relief", "household_size == 1"),
    },
    "nobody has published the figure; the line turns in rigid-expenditure with one taken for granted": {
        ("temporary-assistance", "income_per_member * 12 < standard('income.disposable_per_capita')"),
        ("red-cross-child-illness", "income_per_member * 12 < standard('income.disposable_per_capita')"),
        ("veteran-pension-medical", "income_per_member * 12 < standard('income.disposable_per_capita')"),
    },
    "at ninety the day of birth decides, and the family is then asked for it": {
        ("bereaved-family-support", "age_years <= 89"),
    },
    "the grades end at ten": {("veteran-pension-medical", "service_disability_grade <= 10")},
    "the retirement ages rise from month to month and are not in the guide yet": {
        (policy, f"age_years < standard('retirement.age.{sex}')")
        for policy in ("hard-to-employ-insurance", "public-welfare-job", "startup-loan")
        for sex in ("male", "female")
    },
    "below another fact that the family states or that decides anyway; the same line turns elsewhere": {
        ("hard-to-employ-insurance", "age_years >= 50"),
        ("hard-to-employ-insurance", "age_years >= 16"),
        ("hard-to-employ-insurance", "age_years < 50"),
        ("hard-to-employ-insurance", "count(working_age and can_work) > 0"),
        ("public-welfare-job", "age_years < 50"),
        ("public-welfare-job", "count(working_age and can_work) > 0"),
        ("startup-loan", "age_years < 50"),
        ("startup-loan", "age_years >= 40"),
        ("startup-loan", "age_years >= 16"),
        ("startup-loan", "count(working_age and can_work) > 0"),
        ("extreme-poverty-support", "age_years >= 60"),
        ("extreme-poverty-support", "age_years < 16"),
        ("extreme-poverty-support", "disability_grade == 1"),
    },
}
VERDICTS = {True: Verdict.MET, False: Verdict.UNMET, None: Verdict.UNKNOWN}
Place = tuple[str, str | None]


def load_cases() -> dict[str, list[dict]]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, list[dict]] = {}
    for path in sorted((*HERE.glob("eligibility/*.yaml"), *HERE.glob("published/*.yaml"))):
        for case in yaml.load(path.read_text(encoding="utf-8"), loader):
            found.setdefault(case["policy"], []).append(case)
    return found


def comparisons(guide: Guide, text: str) -> dict[str, ast.Compare]:
    """Every comparison of numbers below the text, derived facts included, by its own text."""
    found = {}
    for tree in trees_below(guide, text):
        for node in ast.walk(tree):
            if isinstance(node, ast.Compare) and type(node.ops[0]) in OPERATORS and numbers_of(guide, node):
                found[ast.unparse(node)] = node
    return found


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
    inside = [
        one for one in points if (low is None or one >= low) and (high is None or one <= high)
    ]
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
    """How the leaf reads; None where an old figure leaves it open, "untold" where the family has not said."""
    tree = parse(leaf.formula.expression.text)
    found = [Reading(guide, case, risen=risen).read(tree, case.get("person")) for risen in (False, True)]
    if None in found:
        return "untold"
    return found[0] if found[0] == found[1] else None


def guide_verdict(guide: Guide, case: dict, leaf: Leaf) -> Verdict | None:
    raw = {"household": case["household"], "people": case["people"]}
    day = Reading(guide, case).day
    unit = (case.get("unit", "household"), case.get("person"))
    found = assess(guide, Situation.parse(raw, guide.facts), day, [case["policy"]])
    ours = next((one for one in found if (one.unit, one.person) == unit), None)
    return next((one.verdict for one in ours.findings if one.id == leaf.id), None) if ours else None


def hold(guide: Guide, case: dict, leaf: Leaf, node: ast.Compare) -> tuple[bool, list[str]]:
    """Whether the leaf turns at the limit for this family, and where the guide reads it otherwise."""
    wrong = []
    for place, person in places(guide, case, node):
        verdicts = set()
        for number in around(guide, case, node, place, person):
            family = moved(case, place, number)
            plain = plain_verdict(guide, family, leaf)
            found = guide_verdict(guide, family, leaf) if plain != "untold" else None
            if found is None:
                continue
            verdicts.add(plain)
            if found is not VERDICTS[plain]:
                wrong.append(f"{leaf.id} {place} = {Decimal(float(number))}: {found}, the text says {plain}")
        if len(verdicts) > 1 or wrong:
            return True, wrong
    return False, wrong


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
    wrong, missed = go_over(guide, policy, cases[policy])
    assert wrong == []
    explained = {text for those in UNREACHED.values() for id, text in those if id == policy}
    assert set(missed) == explained


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
