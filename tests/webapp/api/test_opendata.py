"""Open data: the rules of every policy in full, each with its source, and the figures of any day."""

from datetime import date, timedelta

import pytest

from knowledge import Situation, assess
from webapp.api import catalogue

FIRST, LAST = date(2020, 1, 1), date(2026, 12, 31)


def conditions_in(tree):
    for part in tree.get("all", []) + tree.get("any", []):
        yield from conditions_in(part)
    if "id" in tree:
        yield tree


def test_every_condition_is_given_as_written_with_its_source(guide):
    for id in guide.policies:
        for version in catalogue.policy(guide, id)["who"]:
            found = list(conditions_in(version["conditions"]))
            assert found
            assert all(one["when"] and (one["source"] or one["unsourced"]) for one in found)


def test_every_amount_comes_with_its_formula_or_service_and_its_source(guide):
    for id in guide.policies:
        for rule in catalogue.policy(guide, id)["amounts"]:
            assert rule["amount"] or rule["amount_up_to"] or rule["service"]
            assert rule["source"]


def test_the_figures_behind_the_rules_come_with_every_year_and_source(guide):
    figures = catalogue.policy(guide, "subsistence-marginal")["figures_used"]
    urban = next(one for one in figures if one["key"] == "dibao.urban")
    assert [value["value"] for value in urban["values"] if value["effective"].startswith("2023")] == [924]
    assert all(value["source"] for value in urban["values"] if value["value"] is not None)


def test_what_shuts_out_what_is_told(guide):
    found = catalogue.policy(guide, "subsistence-allowance")["not_with"]
    assert "extreme-poverty-support" in [one["policy"] for one in found]


def test_a_time_limit_comes_whole_with_area_start_extension_and_source(guide):
    whole, _, longer, *_ = catalogue.policy(guide, "subsistence-allowance")["time_limits"]
    assert (whole["figure"], whole["unit"]) == (30, "工作日")
    assert (whole["area"], whole["start"]) == ("national", "acceptance")
    assert (longer["figure"], longer["extends"]) == (45, whole["id"])
    assert "人户分离" in longer["grounds"] and longer["pauses"] == [] and longer["bound"] == "at_most"
    for id in guide.policies:
        for one in catalogue.policy(guide, id)["time_limits"]:
            assert one["figure"] is None or (one["unit"] and one["area"] and one["start"] and one["source"])


def test_what_a_grant_makes_true_and_what_a_policy_follows_are_told(guide):
    found = catalogue.policy(guide, "subsistence-allowance")
    assert found["grants"] == {"fact": "aid_status", "value": "subsistence", "personal": "holds_personal_aid"}
    assert found["follows"] == ["subsistence-marginal"]
    assert catalogue.policy(guide, "legal-aid")["grants"] is None
    assert found["review"]["months"] == 12


def days():
    return [FIRST + timedelta(step) for step in range((LAST - FIRST).days + 1)]


def test_figures_can_be_had_for_any_day_from_2020_to_2026(guide):
    for day in turning_days(guide):
        listed = catalogue.standards(guide, day)["standards"]
        assert all(one["effective"] <= day.isoformat() for one in listed)
        assert all(one["until"] is None or day.isoformat() <= one["until"] for one in listed)


def test_a_figure_changes_on_the_day_it_says_and_not_before(guide):
    def dibao(on):
        listed = catalogue.standards(guide, on)["standards"]
        return [one["value"] for one in listed if (one["key"], one["area"]) == ("dibao.urban", "zibo")]

    assert dibao(date(2023, 12, 31)) == [924]
    assert dibao(date(2024, 1, 1)) == [989]


def turning_days(guide):
    """The first of each month, and the days about which a figure or a rule begins or ends."""
    begins = {value.effective for one in guide.standards.standards.values() for value in one.values}
    ends = {value.until for one in guide.standards.standards.values() for value in one.values if value.until}
    versions = {one.effective for policy in guide.policies.values() for one in policy.who}
    near = {day + timedelta(step) for day in begins | ends | versions for step in (-1, 0, 1)}
    return sorted({day for day in near if FIRST <= day <= LAST} | {day for day in days() if day.day == 1})


def test_a_family_can_be_judged_on_any_day(guide):
    facts = {"hukou": "zibo", "age_years": 70, "income_yuan_per_month": 0}
    home = {"household_size": 1, "district": "linzi", "area_kind": "urban", "has_notable_assets": False}
    people = [{"id": "self", "relation": "self", "facts": facts}]
    family = Situation.parse({"household": {**home, "aid_status": []}, "people": people}, guide.facts)
    for day in turning_days(guide):
        found = assess(guide, family, day)
        assert {one.policy for one in found} == set(guide.policies)
        dibao = next(one for one in found if (one.policy, one.unit) == ("subsistence-allowance", "household"))
        published = day >= date(2022, 12, 31)  # no figure of 2021 and 2022 was found
        assert dibao.verdict.value == ("met" if published else "unknown")


@pytest.mark.parametrize("on", ["2020-01-01", "2020-02-29", "2023-09-30", "2024-01-01", "2026-12-31"])
def test_the_door_answers_for_the_day(client, on):
    answer = client.get(f"/api/v1/standards?on={on}")
    assert (answer.status_code, answer.json["on"]) == (200, on)
    judged = client.post("/api/v1/assess", json={"situation": {"household": {}, "people": []}, "on": on})
    assert judged.status_code == 200


@pytest.mark.parametrize("on", ["2023-02-29", "2023-13-01", "yesterday"])
def test_a_day_that_never_was_is_refused(client, on):
    assert client.get(f"/api/v1/standards?on={on}").status_code == 422
