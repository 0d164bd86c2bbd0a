"""Verdicts, open facts and failing sets of small policies."""

from datetime import date

import pytest

from knowledge import KnowledgeError, assess
from tests.knowledge.small import (
    DAY,
    judge,
    leaf,
    make_guide,
    make_situation,
    open_facts,
    person,
    policy,
    standard,
    value,
    verdict,
)

# ---- absent is unknown ----


def test_what_nobody_said_is_unknown():
    assert verdict("danger") == "unknown"
    assert open_facts("danger") == {(None, "danger")}


def test_unknown_is_neither_less_nor_more():
    assert verdict("cost < 100") == "unknown"
    assert verdict("not (cost < 100)") == "unknown"


def test_or_is_met_when_one_part_is_met_though_others_are_unknown():
    assert verdict("danger or assets", danger=True) == "met"
    assert verdict("danger and assets", danger=False) == "unmet"


def test_open_facts_leave_out_parts_that_are_decided():
    assert open_facts("(danger and assets) or cost > 5", danger=False) == {(None, "cost")}
    assert open_facts("danger and (assets or cost > 5)", cost=9) == {(None, "danger")}


# ---- ranges and sets ----


def test_a_range_decides_where_both_ends_agree():
    assert verdict("cost < 900", cost={"min": 800, "max": 899}) == "met"
    assert verdict("cost < 900", cost={"min": 900, "max": 950}) == "unmet"
    assert verdict("cost < 900", cost={"min": 800, "max": 900}) == "unknown"
    assert open_facts("cost < 900", cost={"min": 800, "max": 900}) == {(None, "cost")}


def test_a_range_of_whole_numbers_is_among_values_when_each_of_them_is():
    someone = person(grade={"min": 1, "max": 2})
    assert verdict("grade in (1, 2)", someone, unit="person") == "met"
    assert verdict("grade in (1, 3)", someone, unit="person") == "unknown"
    assert verdict("grade in (3, 4)", someone, unit="person") == "unmet"


def test_a_list_says_all_of_a_set_and_a_mapping_a_part():
    ill = person(illnesses=["cancer"])
    assert verdict("'cataract' in illnesses", ill, unit="person") == "unmet"
    partly = person(illnesses={"cancer": True, "cataract": False})
    assert verdict("'cataract' in illnesses", partly, unit="person") == "unmet"
    assert verdict("'uremia' in illnesses", partly, unit="person") == "unknown"


def test_one_value_of_a_set_shuts_out_those_it_excludes():
    assert verdict("'edge' in aid_status", aid_status={"low": True}) == "unmet"
    assert verdict("'lifted' in aid_status", aid_status={"low": True}) == "unknown"
    assert verdict("'edge' in aid_status", aid_status={"low": True, "edge": True}) == "met"


def test_a_third_of_an_income_times_three_is_that_income():
    assert verdict("cost / household_size * 3 < 1000", cost=1000, household_size=3) == "unmet"
    assert verdict("cost / household_size * 3 <= 1000", cost=1000, household_size=3) == "met"


def test_division_by_what_may_be_nought_is_unknown():
    assert verdict("cost / (household_size - 1) < 5", cost=10, household_size=1) == "unknown"


def test_the_birth_date_wins_over_a_stated_age():
    born = person(age_years=17, birth_date="2006-06-01")
    assert verdict("age_years >= 18", born, unit="person", on=date(2024, 6, 1)) == "met"
    assert verdict("age_years >= 18", born, unit="person", on=date(2024, 5, 31)) == "unmet"


# ---- standards ----


def test_a_family_of_standards_goes_by_its_fact():
    assert verdict("cost < standard('line')", cost=800, area_kind="urban") == "met"
    assert verdict("cost < standard('line')", cost=800, area_kind="rural") == "unmet"


def test_an_unknown_area_is_a_set_of_values():
    assert verdict("cost < standard('line')", cost=600) == "met"
    assert verdict("cost < standard('line')", cost=900) == "unmet"
    assert verdict("cost < standard('line')", cost=800) == "unknown"
    assert open_facts("cost < standard('line')", cost=800) == {(None, "area_kind")}


def test_an_unknown_district_is_a_set_of_values():
    assert verdict("cost < standard('local')", cost=350, district="linzi") == "met"
    assert verdict("cost < standard('local')", cost=350, district="zhangdian") == "unmet"
    assert open_facts("cost < standard('local')", cost=350) == {(None, "district")}
    assert verdict("cost < standard('local')", cost=250) == "met"


def test_a_standard_that_nobody_published_is_unknown_and_opens_no_fact():
    assert verdict("cost < standard('gap')", cost=1) == "unknown"
    assert open_facts("cost < standard('gap')") == set()


def test_a_day_before_the_first_value_is_unknown():
    assert verdict("cost < standard('flat')", cost=1, on=date(2023, 12, 31)) == "unknown"


def test_a_multiple_follows_the_standard_it_is_of():
    assert verdict("cost == standard('double')", cost=1000) == "met"


def test_an_old_standard_that_only_rises_still_meets_but_refuses_only_beyond_a_quarter_more():
    old = date(2021, 4, 2)
    assert verdict("cost < standard('aging')", cost=999, on=old) == "met"
    assert verdict("cost < standard('aging')", cost=1249, on=old) == "unknown"
    assert verdict("cost < standard('aging')", cost=1250, on=old) == "unmet"
    assert open_facts("cost < standard('aging')", cost=1249, on=old) == set()


def test_a_standard_is_not_old_before_fifteen_months_are_over():
    assert verdict("cost < standard('aging')", cost=1000, on=date(2021, 4, 1)) == "unmet"


def test_a_standard_with_an_end_is_unknown_after_it():
    ended = standard("ended", value(5, "2020-01-01", until="2020-12-31"))
    assert verdict("cost < standard('ended')", cost=1, standards=[ended], on=date(2020, 12, 31)) == "met"
    assert verdict("cost < standard('ended')", cost=1, standards=[ended], on=date(2021, 1, 1)) == "unknown"


def test_a_wider_region_answers_where_the_narrow_one_has_no_value():
    wide = standard("wide", value(5, area="national"), value(6, area="shandong"))
    assert verdict("cost < standard('wide')", cost=5, standards=[wide], district="linzi") == "met"


# ---- the roster ----


def test_any_is_met_by_one_member():
    assert verdict("any(ill)", person(ill=True)) == "met"


def test_any_is_unmet_only_when_all_are_listed():
    assert verdict("any(ill)", person(ill=False)) == "unknown"
    assert verdict("any(ill)", person(ill=False), household_size=1) == "unmet"
    assert verdict("any(ill)", person(ill=False), household_size=2) == "unknown"


def test_a_member_not_listed_yet_is_open_without_a_person():
    assert open_facts("any(ill)", person(ill=False), household_size=2) == {(None, "ill")}
    assert open_facts("any(ill)", person(ill=False)) == {(None, "ill"), (None, "household_size")}


@pytest.mark.parametrize("relation", ["neighbour", "villager", "stranger", "ex_spouse", "pupil", "client"])
def test_outsiders_are_no_members(relation):
    outsider = person("other", relation, ill=True)
    assert verdict("any(ill)", person(ill=False), outsider, household_size=1) == "unmet"


def test_a_household_of_outsiders_alone_is_their_own():
    assert verdict("any(ill)", person("n", "neighbour", ill=True)) == "met"
    assert verdict("count(ill) == 0", person("n", "neighbour", ill=False), household_size=1) == "met"


def test_a_neighbour_with_somebody_of_theirs_is_still_their_own_household():
    people = person("n", "neighbour", ill=True), person("son", "other")
    assert verdict("any(ill)", *people) == "met"


def test_what_no_further_member_could_meet_needs_no_roster():
    assert verdict("any(ill and danger)", person(ill=True), danger=False) == "unmet"
    assert verdict("count(ill and danger) == 0", person(), danger=False) == "met"


def test_membership_of_relatives_is_unknown_until_said():
    mother = person("mother", "mother", ill=True)
    assert verdict("any(ill)", person(ill=False), mother) == "unknown"
    assert ("mother", "household_member") in open_facts("any(ill)", person(ill=False), mother)
    said = person("mother", "mother", ill=True, household_member=True)
    assert verdict("any(ill)", person(ill=False), said) == "met"


def test_an_own_minor_child_is_a_member_and_a_grown_one_is_unknown():
    assert verdict("any(ill)", person(), person("son", "son", ill=True, age_years=17)) == "met"
    assert verdict("any(ill)", person(), person("son", "son", ill=True, age_years=18)) == "unknown"
    assert verdict("any(ill)", person(), person("son", "son", ill=True)) == "unknown"


def test_relatives_are_no_members_when_the_household_is_full_without_them():
    mother = person("mother", "mother", ill=True)
    assert verdict("any(ill)", person(ill=False), mother, household_size=1) == "unmet"


def test_a_household_smaller_than_its_members_is_no_complete_roster():
    people = person(ill=False), person("spouse", ill=False)
    assert verdict("any(ill)", *people, household_size=1) == "unknown"


def test_count_is_decided_where_the_rest_cannot_change_it():
    assert verdict("count(ill) >= 1", person(ill=True)) == "met"
    assert verdict("count(ill) >= 2", person(ill=True), household_size=2) == "unknown"
    assert verdict("count(ill) <= 1", person(ill=False), household_size=2) == "met"


def test_sum_of_an_incomplete_roster_is_at_least_what_is_known():
    assert verdict("sum(income) < 1000", person(income=1200), household_size=3) == "unmet"
    assert verdict("sum(income) < 1000", person(income=100), household_size=3) == "unknown"
    assert verdict("sum(income) < 1000", person(income=100), household_size=1) == "met"


def test_sum_of_what_may_be_negative_needs_everybody():
    assert verdict("sum(extra_income) < 1000", person(extra_income=1200), household_size=3) == "unknown"


# ---- derived facts ----


def test_a_stated_derived_fact_is_used_where_its_expression_is_unknown():
    assert verdict("has_ill", has_ill=True) == "met"
    assert verdict("per_member < 500", per_member=499) == "met"


def test_a_stated_derived_fact_that_contradicts_is_a_conflict_and_unknown():
    found = judge("has_ill", person(ill=False), household_size=1, has_ill=True)
    assert found.verdict.value == "unknown"
    assert found.conflicts == ((None, "has_ill"),)
    assert found.open_facts == ()


def test_about_so_much_a_head_is_no_conflict():
    found = judge("per_member < 801", person(income=800.33), household_size=1, per_member=800)
    assert found.verdict.value == "met"
    assert found.conflicts == ()


def test_open_facts_of_a_derived_fact_are_those_beneath_it():
    found = open_facts("below_line", person(income=100), household_size=1)
    assert found == set()
    kin = {("self", "income"), (None, "area_kind")}
    assert open_facts("below_line", person(), household_size=1) == kin
    assert open_facts("below_line", household_size=1, household_income=800) == {(None, "area_kind")}


# ---- trees ----


def tree(*parts, kind="all"):
    return {kind: list(parts)}


def test_failing_is_the_smallest_set_that_would_lift_the_unmet():
    two = tree(leaf("danger", "a"), leaf("assets", "b"))
    one = tree(leaf("cost > 5", "c"))
    found = judge(tree(two, one, kind="any"), danger=False, assets=False, cost=1)
    assert found.failing == ("c",)


def test_failing_takes_the_first_of_equals():
    found = judge(tree(leaf("danger", "a"), leaf("assets", "b"), kind="any"), danger=False, assets=False)
    assert found.failing == ("a",)


def test_failing_takes_every_unmet_part_of_all():
    three = tree(leaf("danger", "a"), leaf("assets", "b"), leaf("cost > 5", "c"))
    found = judge(three, danger=False, assets=False)
    assert found.failing == ("a", "b")


def test_findings_name_every_leaf_with_what_was_read():
    two = tree(leaf("any(ill)", "a"), leaf("cost > 5", "b"))
    found = judge(two, person(ill=True), cost={"min": 1, "max": 9})
    assert [(one.id, one.verdict.value) for one in found.findings] == [("a", "met"), ("b", "unknown")]
    assert found.values_read(found.findings[0]) == {"self.ill": True}
    assert found.values_read(found.findings[1]) == {"cost": {"min": 1, "max": 9}}


def test_the_office_decides_where_only_its_condition_is_met():
    who = {"all": [leaf("danger")], "ask_office": [leaf("assets", "ask")]}
    assert verdict(who, danger=True) == "met"
    assert verdict(who, danger=False, assets=True) == "unknown"
    assert open_facts(who, danger=False, assets=True) == set()
    assert verdict(who, danger=False, assets=False) == "unmet"
    assert open_facts(who, danger=False) == {(None, "assets")}
    assert [one.id for one in judge(who, danger=False, assets=True).asks_office] == ["ask"]


def test_what_the_office_decides_is_found_only_where_it_matters():
    who = {"all": [leaf("danger")], "ask_office": [leaf("assets", "ask")]}
    assert [one.id for one in judge(who, danger=True).findings] == ["one"]
    assert [one.id for one in judge(who, danger=False).findings] == ["one", "ask"]


# ---- versions and units ----


def test_the_day_chooses_the_version():
    guide = make_guide(policy(who=[
        {"unit": "household", "effective": "2020-01-01", "until": "2022-12-31",
         "all": [leaf("danger", "old")]},
        {"unit": "household", "effective": "2024-01-01", "all": [leaf("assets", "new")]},
    ]))  # fmt: skip
    situation = make_situation(guide, danger=True, assets=False)

    def found(year):
        return assess(guide, situation, date(year, 6, 1))[0]

    assert found(2021).verdict.value == "met"
    assert found(2024).verdict.value == "unmet"
    assert (found(2023).verdict.value, found(2023).open_facts) == ("unknown", ())
    assert found(2019).verdict.value == "unknown"


def test_after_its_last_day_a_policy_is_unknown():
    guide = make_guide(policy(valid_until="2024-05-31"))
    situation = make_situation(guide, danger=True)
    assert assess(guide, situation, date(2024, 5, 31))[0].verdict.value == "met"
    late = assess(guide, situation, date(2024, 6, 1))[0]
    assert (late.verdict.value, late.open_facts) == ("unknown", ())


def test_each_unit_has_its_own_conditions():
    guide = make_guide(policy(who=[
        {"unit": "household", "effective": "2020-01-01", "all": [leaf("danger")]},
        {"unit": "alone", "effective": "2020-01-01", "all": [leaf("ill and danger")]},
    ]))  # fmt: skip
    people = person(ill=False), person("mother", "mother", ill=True), person("n", "neighbour", ill=True)
    found = assess(guide, make_situation(guide, *people, danger=True), DAY)
    assert [(one.unit, one.person, one.verdict.value) for one in found] == [
        ("household", None, "met"), ("alone", "self", "unmet"), ("alone", "mother", "met"),
    ]  # fmt: skip


def test_assess_takes_the_policies_named_in_that_order():
    guide = make_guide(policy("one"), policy("two"))
    found = assess(guide, make_situation(guide), DAY, ["two"])
    assert [one.policy for one in found] == ["two"]
    with pytest.raises(KnowledgeError, match="three"):
        assess(guide, make_situation(guide), DAY, ["three"])


def test_the_json_has_the_shape_of_the_contract():
    guide = make_guide(policy())
    found = assess(guide, make_situation(guide), DAY)[0].to_json(guide)
    assert found == {
        "policy": "help", "unit": "household", "person": None, "verdict": "unknown",
        "conditions": [{"id": "one", "says": "条件one", "verdict": "unknown", "source": "《办法》第一条"}],
        "failing": [], "open_facts": [{"person": None, "fact": "danger"}], "amount": None,
    }  # fmt: skip


def test_routes_stop_at_the_first_that_holds():
    guide = make_guide(policy(routes=[
        {"when": "danger", "place": "event_town", "says": "事发地", "source": []  , "unsourced": "试"},
        {"when": "assets", "place": "residence_town", "says": "住地", "source": [], "unsourced": "试"},
        {"place": "hukou_town", "says": "户口地", "source": [], "unsourced": "试"},
    ]))  # fmt: skip
    found = assess(guide, make_situation(guide, assets=True), DAY)[0]
    assert [one.place for one in found.routes] == ["event_town", "residence_town"]
