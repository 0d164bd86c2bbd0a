"""The made-up households: always the same, readable, and as many of each kind as the documents count."""

import pytest

from knowledge import Situation
from knowledge.editing.population import AID, Draws, Population


@pytest.fixture(scope="module")
def population(guide):
    return Population(guide)


def test_the_same_seed_gives_the_same_household(guide, population):
    assert population.household(7) == Population(guide, 1).household(7)
    assert population.household(7) != Population(guide, 2).household(7)


def test_every_household_can_be_read_back(guide, population):
    for situation in population.households(0, 60):
        assert Situation.parse(situation.to_json(), guide.facts) == situation


def test_telling_fewer_facts_tells_of_the_same_household(guide, population):
    whole, part = population.household(3), Population(guide, 1, frozenset({"aid_status"})).household(3)
    assert part.household["aid_status"] == whole.household["aid_status"]
    assert "home_area_sqm" not in part.household
    assert [person.facts["age_years"] for person in part.people] == [
        person.facts["age_years"] for person in whole.people
    ]


def test_shares_go_by_the_counts_that_the_guide_keeps(guide, population):
    households = Population(guide, 1, frozenset({"aid_status"})).households(0, 2000)
    found = [next(iter(one.household["aid_status"].has), "none") for one in households]
    monitored = guide.standards.standards["stat.monitored_people"].values[-1].value
    for status, key in AID.items():
        wanted = float(guide.standards.standards[key].values[-1].value / monitored)
        assert found.count(status) / 2000 == pytest.approx(wanted, abs=0.02)


def test_extreme_poverty_is_a_household_of_one(guide):
    households = Population(guide, 1, frozenset({"aid_status"})).households(0, 400)
    alone = [one for one in households if "extreme_poverty" in one.household["aid_status"].has]
    assert alone
    assert all(len(one.people) == 1 for one in alone)


def test_draws_stay_within_their_ends():
    draws = Draws("words")
    assert {draws.whole(1, 3, number) for number in range(60)} == {1, 2, 3}
    assert {draws.pick({"a": 1, "b": 0}, number) for number in range(20)} == {"a"}
