"""What is offered only once somebody brought it up."""

import pytest

from bot import Conversation
from bot.judging.assessing import assess_supposed
from bot.judging.brought_up import is_brought_up, is_told_of, subjects
from bot.judging.granted import find_instead
from knowledge import Situation, Verdict


def home(guide, household=None, **facts):
    raw = {"household": household or {}, "people": [{"id": "self", "relation": "self", "facts": facts}]}
    return Situation.parse(raw, guide.facts, "h1")


def test_the_policies_facts_and_values_are_those_of_the_guide(guide):
    for policy, wanted in subjects().items():
        assert policy in guide.policies
        for fact, values in wanted.items():
            assert values == "any" or set(values) <= set(guide.facts[fact].values), (policy, fact)


@pytest.mark.parametrize(
    ("household", "facts", "told"),
    [
        ({"emergency_events": {"natural_disaster": True}}, {}, True),
        ({"emergency_events": {"injury": True}}, {}, False),
        ({"emergency_events": {"natural_disaster": False}}, {}, False),
        ({"disaster_effects": {"home_lost": True}}, {}, True),
        ({}, {}, False),
    ],
)
def test_flood_relief_needs_a_flood(guide, household, facts, told):
    assert is_told_of("disaster-relief", home(guide, household, **facts)) is told


def test_what_was_asked_for_or_is_of_everybody_needs_nothing_told(guide):
    nothing = home(guide)
    assert is_brought_up(Conversation(), "subsistence-allowance", nothing)
    assert not is_brought_up(Conversation(), "eye-charity", nothing)
    assert is_brought_up(Conversation(named=("eye-charity",)), "eye-charity", nothing)
    assert is_brought_up(Conversation(relevance={"eye-charity": 0.9}), "eye-charity", nothing)
    assert not is_brought_up(Conversation(relevance={"eye-charity": 0.1}), "eye-charity", nothing)


def test_instead_of_urgent_help_an_injured_man_is_not_sent_to_flood_relief(guide, day):
    events = {"emergency_events": {"injury": True}, "district": "linzi", "basic_living_at_risk": False}
    situation = home(guide, {**events, "cost_surge": [], "relief_times_this_year": 0}, employment="gig")
    unmet = assess_supposed(guide, situation, day, ["temporary-assistance"])[0]
    assert unmet.verdict is Verdict.UNMET
    assert find_instead(guide, situation, unmet, day) != "disaster-relief"
