"""Looking for a household that meets a rule: found where there is one, and honest where there is none."""

import pytest

from knowledge import Verdict, assess
from knowledge.conditions import Branch, Leaf, leaves
from knowledge.editing.reachability import find_witnesses
from knowledge.editing.searching import (
    FOUND,
    GAVE_UP,
    NONE,
    Goal,
    Search,
    days_to_try,
    met,
    nearby,
    opposite_of,
)
from tests.knowledge.small import DAY, fact, leaf, make_guide, policy, standard, value


def search_for(when, unit="household", standards=()):
    guide = make_guide(policy(unit=unit, when=when), standards=standards)
    only = guide.policies["help"]
    search = Search(guide, only)
    found = search.find(met(only.who[0].tree), unit, DAY)
    return guide, search.outcome, found


@pytest.mark.parametrize(
    ("when", "unit"),
    [
        ("danger", "household"),
        ("cost > 17 and cost < 19", "household"),
        ("any(ill and age_years < 7)", "household"),
        ("count(ill) >= 2", "household"),
        ("grade in (3, 4)", "person"),
        ("'cancer' in illnesses and not ('uremia' in illnesses)", "person"),
        ("birth_date < '1950-01-02' and birth_date >= '1950-01-01'", "person"),
        ("below_line and not assets", "household"),
    ],
)
def test_a_household_that_meets_the_rule_is_found(when, unit):
    guide, outcome, found = search_for(when, unit)
    assert outcome == FOUND
    assert assess(guide, found, DAY)[0].verdict is Verdict.MET


@pytest.mark.parametrize("when", ["danger and not danger", "cost < 5 and cost > 6", "cost < 0"])
def test_where_nobody_can_meet_it_that_is_said(when):
    assert search_for(when)[1:] == (NONE, None)


def test_a_figure_that_is_not_published_is_no_proof():
    assert search_for("cost < standard('gap')")[1:] == (GAVE_UP, None)


def test_an_office_may_state_what_no_published_figure_tells():
    near = fact("near", "household", derived="cost < standard('gap')")
    guide = make_guide(policy(when="near"), facts=[near])
    only = guide.policies["help"]
    assert Search(guide, only).find(met(only.who[0].tree), "household", DAY).household["near"] is True


def test_a_household_that_fails_a_condition_can_be_looked_for_too():
    guide = make_guide(policy(when="cost < 5"))
    only = guide.policies["help"]
    formula = next(leaves(only.who[0].tree)).formula
    found = Search(guide, only).find(Goal(opposite_of(formula.verdict), formula.open_facts), "household", DAY)
    assert found.household["cost"] >= 5


def test_days_are_those_on_which_a_figure_begins_within_the_period():
    fee = standard("fee", value(1, "2019-01-01", until="2021-12-31"), value(2, "2022-01-01"))
    guide = make_guide(policy(when="cost < standard('fee')"), standards=[fee])
    only = guide.policies["help"]
    days = days_to_try(guide, only, only.who[0].effective, None)
    assert [day.isoformat() for day in days] == ["2022-01-01", "2020-01-01"]


def test_each_way_in_has_a_witness():
    tree = {"any": [leaf("danger", id="a"), leaf("assets", id="b")]}
    guide = make_guide(policy(when=tree))
    found = find_witnesses(guide, guide.policies["help"], DAY)
    ways = [set(one.household) - {"household_size"} for one in found]
    assert {"danger"} in ways
    assert {"assets"} in ways


def test_neighbours_differ_in_one_fact():
    guide = make_guide(policy(when="cost < 5"))
    only = guide.policies["help"]
    (witness,) = find_witnesses(guide, only, DAY)
    costs = {one.household["cost"] for one in nearby(guide, only, witness)}
    assert {4, 5, 6} <= costs


def test_trees_of_the_engine_are_taken_as_they_are():
    guide = make_guide(policy(when="danger"))
    only = guide.policies["help"]
    first = next(leaves(only.who[0].tree))
    both = Branch(True, (Leaf("x", "", first.formula, ()), only.who[0].tree))
    assert Search(guide, only).find(met(both), "household", DAY) is not None
