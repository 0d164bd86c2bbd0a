"""What is kept is what would be worked out anew, and only what reads a changed fact is worked out again."""

import random

import knowledge
from bot.judging.assessing import OF_THE_KILLED, assess, assess_supposed, facts_read_by
from bot.judging.supposing import suppose
from knowledge import KnownSet, Person, Situation, Verdict
from tests.knowledge.random_situations import Draw


def told(guide, found):
    return [
        (one.policy, one.unit, one.person, one.verdict, one.open_facts, one.failing, one.amount)
        for one in found
    ]


def test_a_kept_assessment_says_what_a_fresh_one_says(guide, day):
    draw, policies = Draw(guide, day, random.Random(7)), list(guide.policies)
    for number in range(60):
        situation = Situation.parse(
            draw.situation(0.1 + 0.4 * draw.chance.random()), guide.facts, f"h{number % 3}"
        )
        for _ in range(2):
            kept = assess(guide, situation, day, policies)
            assert told(guide, kept) == told(guide, knowledge.assess(guide, situation, day, policies))
        living = [one for one in policies if one not in OF_THE_KILLED]
        supposed = knowledge.assess(guide, suppose(guide, situation), day, living)
        assert told(guide, assess_supposed(guide, situation, day, living)) == told(guide, supposed)


def test_the_killed_have_what_is_theirs_and_nothing_else(guide, day):
    gap = KnownSet(frozenset({"hit_and_run"}))
    facts = {"household_member": False, "hurt_in_traffic": True, "traffic_payment_gap": gap}
    home = Situation("h1", {}, (Person("father", "father", facts),))
    found = assess_supposed(
        guide, home, day, ["subsistence-allowance", "traffic-accident-fund", "care-service"]
    )
    assert [(one.policy, one.verdict) for one in found if one.person == "father"] == [
        ("traffic-accident-fund", Verdict.MET)
    ]
    left = home.with_fact("father", "hurt_in_traffic", False)  # who has left, and was not hurt
    assert assess_supposed(guide, left, day, ["traffic-accident-fund"]) == ()


def test_only_policies_that_read_a_changed_fact_are_assessed_again(guide, day):
    policies = list(guide.policies)
    before = Situation("h1", {}, (Person("self", "self", {"age_years": 44}),))
    after = before.with_fact("self", "on_dialysis", True)
    first, again = assess(guide, before, day, policies), assess(guide, after, day, policies)
    renewed = {two.policy for one, two in zip(first, again, strict=True) if one is not two}
    assert renewed == {one for one in policies if "on_dialysis" in facts_read_by(guide)[one]}
    assert 0 < len(renewed) < len(policies) / 2


def test_another_day_is_another_assessment(guide, day):
    situation = Situation("h1", {}, (Person("self", "self", {}),))
    then = day.replace(year=day.year - 3)
    assert assess(guide, situation, day, ["subsistence-allowance"]) != assess(
        guide, situation, then, ["subsistence-allowance"]
    )
