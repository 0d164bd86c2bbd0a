"""What is taken for so while judging, and what is left open because something speaks against it."""

import pytest

from bot.judging.pointless import is_pointless
from bot.judging.supposing import suppose
from knowledge import Situation

STRUCK = {"emergency_events": {"fire": True}, "district": "linzi"}


def home(guide, household=None, **people):
    raw = {
        "household": household or {},
        "people": [{"id": one, "relation": one, "facts": facts} for one, facts in people.items()],
    }
    return Situation.parse(raw, guide.facts, "h1")


def supposed(guide, situation, person, fact):
    situation = suppose(guide, situation)
    if person is None:
        return situation.household.get(fact)
    return next(one for one in situation.people if one.id == person).facts.get(fact)


@pytest.mark.parametrize(
    ("household", "person", "facts", "fact", "value"),
    [
        ({}, "child", {}, "hiv_affected_child", False),
        ({}, "child", {"hiv_affected_child": True}, "hiv_affected_child", True),
        ({}, "child", {"school_stage": "primary"}, "household_member", True),
        ({}, "child", {"school_stage": "primary", "living_place": "relatives"}, "household_member", None),
        ({}, "child", {}, "household_member", None),
        ({}, "nephew", {"school_stage": "primary"}, "household_member", None),
        ({}, "self", {"employment": "farming"}, "unemployed_months", 0),
        ({}, "self", {"employment": "unemployed"}, "unemployed_months", None),
        ({}, "self", {"employment": "unemployed", "age_years": 63}, "unemployed_months", 0),
        ({}, "self", {"age_years": 66}, "school_stage", "none"),
        ({}, "self", {"age_years": 19}, "school_stage", None),
        ({}, "self", {"age_years": 45, "school_stage": "bachelor"}, "school_stage", "bachelor"),
        ({}, "father", {}, "school_stage", "none"),
        ({}, "father", {}, "age_years", None),
        ({}, "child", {"age_years": 6}, "employment", "not_working"),
        ({}, "child", {"age_years": 17}, "employment", None),
        ({}, "self", {"other_benefits": {"employee_pension": True}}, "unemployed_months", 0),
        ({"aid_status": {"marginal": True}}, "self", {}, "holds_personal_aid", False),
        ({"aid_status": {"extreme_poverty": True}}, "self", {}, "holds_personal_aid", None),
        ({}, "self", {}, "holds_personal_aid", None),
    ],
)
def test_a_fact_of_a_person_follows_or_is_left_open(guide, household, person, facts, fact, value):
    assert supposed(guide, home(guide, household, **{person: facts}), person, fact) == value


@pytest.mark.parametrize(
    ("household", "facts", "fact", "value"),
    [
        (STRUCK, {}, "event_in_zibo", True),
        ({**STRUCK, "event_in_zibo": False}, {}, "event_in_zibo", False),
        (STRUCK, {"work_place": "in_province"}, "event_in_zibo", None),
        ({"emergency_events": {"fire": True}}, {}, "event_in_zibo", None),
        ({"district": "linzi"}, {}, "event_in_zibo", None),
        ({"homes_owned": 0}, {}, "homes_owned_in_town", 0),
        ({"homes_owned": 1, "area_kind": "rural"}, {}, "homes_owned_in_town", 0),
        ({"homes_owned": 1}, {}, "homes_owned_in_town", None),
    ],
)
def test_a_fact_of_the_household_follows_or_is_left_open(guide, household, facts, fact, value):
    assert supposed(guide, home(guide, household, self=facts), None, fact) == value


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ({"sex": "female", "employment": "gig"}, "able"),
        ({"sex": "female", "employment": "gig", "disability_cert": True}, None),
        ({"sex": "female"}, None),
        ({"sex": "female", "disability_cert": True, "disability_grade": 2}, "severe_disability"),
        ({"sex": "female", "illnesses": {"leukemia": True}}, None),
        ({}, None),
    ],
)
def test_the_mother_of_a_child_who_speaks_is_there(guide, facts, state):
    assert supposed(guide, home(guide, self=facts, child={}), "child", "mother_state") == state


def test_of_treatment_is_asked_where_some_was_told(guide):
    well, ill = home(guide, self={}), home(guide, self={"illnesses": {"other": True}})
    hurt = home(guide, {"cost_surge": {"medical": True}}, self={})
    asked = ("h1", "self", "unreferred_treatment")
    assert is_pointless(well, asked)
    assert not is_pointless(ill, asked) and not is_pointless(hurt, asked)


def test_of_grave_illness_is_not_asked_after_leukaemia(guide):
    grave, other = home(guide, child={"illnesses": {"leukemia": True}}), home(guide, child={})
    assert is_pointless(grave, ("h1", None, "has_seriously_ill"))
    assert not is_pointless(other, ("h1", None, "has_seriously_ill"))


def test_a_parent_beside_somebody_of_unknown_age_is_of_age(guide):
    both = home(guide, mother={}, sister={})
    assert supposed(guide, both, "mother", "age_years").low == 18
    assert supposed(guide, both, "sister", "age_years") is None


def test_a_child_of_who_has_grandchildren_is_of_age(guide):
    son = {"disability_grade": 1}
    assert supposed(guide, home(guide, grandchild={"age_years": 10}, son=son), "son", "age_years").low == 18
    assert supposed(guide, home(guide, daughter={}, son=son), "son", "age_years") is None
    pupil = {"school_stage": "junior"}
    assert supposed(guide, home(guide, grandchild={}, son=pupil), "son", "age_years") is None
