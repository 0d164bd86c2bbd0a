"""Households that are met or unmet by the real guide, one case a YAML entry."""

from datetime import date

import pytest

from knowledge import Situation, assess
from tests.cases import eligibility_cases

CASES = [
    pytest.param(case, id=f"{name}-{case['policy']}-{case['verdict']}") for name, case in eligibility_cases()
]


def find_assessment(guide, case):
    situation = Situation.parse({"household": case["household"], "people": case["people"]}, guide.facts)
    found = assess(guide, situation, date.fromisoformat(case["day"]), [case["policy"]])
    unit, person = case.get("unit", "household"), case.get("person")
    return next(one for one in found if (one.unit, one.person) == (unit, person))


@pytest.mark.parametrize("case", CASES)
def test_the_guide_decides_as_the_case_says(guide, case):
    found = find_assessment(guide, case)
    assert (found.verdict.value, found.open_facts if "open" in case else ()) == (
        case["verdict"],
        tuple((one.get("person"), one["fact"]) for one in case.get("open", ())),
    )
    if "failing" in case:
        assert list(found.failing) == case["failing"]
    if "amount" in case:
        assert amount_of(found) == case["amount"]
    if "services" in case:
        assert list(found.services) == case["services"]


def amount_of(found):
    amount = found.amount
    if amount is None:
        return None
    high = None if amount.high is None else float(amount.high)
    return {"low": float(amount.low), "high": high, "unit": amount.unit, "at_least": amount.at_least}


def test_every_policy_has_a_met_and_an_unmet_case(guide):
    for verdict in ("met", "unmet"):
        covered = {case.values[0]["policy"] for case in CASES if case.values[0]["verdict"] == verdict}
        assert set(guide.policies) - covered == set()
