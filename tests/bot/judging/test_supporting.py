"""Who is taken to be provided for, because one who must by law is told to earn."""

import pytest

from bot.judging.supporting import supported
from knowledge import Situation

EARNS = {"income_yuan_per_month": 4000}


def provided(guide, household=None, **people):
    raw = {
        "household": household or {},
        "people": [{"id": one, "relation": one, "facts": facts} for one, facts in people.items()],
    }
    return set(supported(Situation.parse(raw, guide.facts, "h1")))


@pytest.mark.parametrize("who", ["father", "mother", "spouse", "son", "daughter"])
def test_one_is_provided_for_whose_child_parent_or_mate_earns(guide, who):
    assert provided(guide, self=EARNS, **{who: {}}) == {who}


def test_a_husband_who_earns_provides_for_his_parents_and_his_wife(guide):
    assert provided(guide, self={}, spouse=EARNS, father_in_law={}) == {"self", "father_in_law"}


@pytest.mark.parametrize("who", ["uncle_aunt", "brother", "mother_in_law", "neighbour", "nephew_niece"])
def test_nobody_is_provided_for_by_one_who_need_not(guide, who):
    assert provided(guide, self=EARNS, **{who: {}}) == set()


@pytest.mark.parametrize(
    "facts",
    [
        {"income_yuan_per_month": 800},
        {"employment": "employed"},
        {**EARNS, "age_years": 72},
        {**EARNS, "disability_grade": 2},
        {**EARNS, "holds_personal_aid": True},
        {"income_yuan_per_month": {"min": 500, "max": 3000}},
    ],
)
def test_it_is_left_open_where_the_law_may_not_ask_it_of_them(guide, facts):
    assert provided(guide, self=facts, father={}) == set()


def test_it_is_left_open_where_the_home_is_kept_by_the_state_or_it_was_told(guide):
    assert provided(guide, {"aid_status": {"subsistence": True}}, self=EARNS, father={}) == set()
    assert provided(guide, self=EARNS, father={"supporters": "unable"}) == set()


def test_the_dead_provide_for_nobody(guide):
    assert provided(guide, self={}, spouse={**EARNS, "household_member": False}) == set()
