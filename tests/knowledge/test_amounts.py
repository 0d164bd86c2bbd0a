"""Amounts: added up, as a range over what is open, with the working."""

from datetime import date
from decimal import Decimal

from knowledge import assess
from knowledge.amounts import round_to_fen
from tests.knowledge.small import DAY, SOURCE, make_guide, make_situation, person, policy, standard, value


def rule(id="a", **more):
    return {"id": id, "unit": "元/月", "source": SOURCE, **more}


def amount_of(*rules, people=(), unit="household", on=DAY, standards=(), **household):
    guide = make_guide(policy(unit=unit, when="danger", amounts=list(rules)), standards=standards)
    situation = make_situation(guide, *people, **{"danger": True, **household})
    return assess(guide, situation, on)[0].amount


def ends(amount):
    return None if amount is None else (amount.low, amount.high, amount.at_least)


TOP_UP = rule(amount="(standard('line') - per_member) * household_size", at_least=0)


def test_a_formula_gives_an_exact_amount():
    found = amount_of(TOP_UP, household_size=2, household_income=1000, area_kind="urban")
    assert ends(found) == (Decimal("800.00"), Decimal("800.00"), False)
    assert found.unit == "元/月"


def test_an_unknown_area_gives_a_range_over_both():
    assert ends(amount_of(TOP_UP, household_size=2, household_income=1000)) == (400, 800, False)


def test_a_range_of_income_gives_a_range():
    found = amount_of(TOP_UP, household_size=1, household_income={"min": 800, "max": 899}, area_kind="urban")
    assert ends(found) == (1, 100, False)


def test_the_floor_holds():
    found = amount_of(TOP_UP, household_size=1, household_income=5000, area_kind="urban")
    assert ends(found) == (0, 0, False)


def test_the_cap_holds():
    found = amount_of(rule(amount="cost * 0.75", at_most="standard('flat')"), cost=10000)
    assert ends(found) == (500, 500, False)


def test_parts_of_one_unit_add_up():
    rules = rule(amount="standard('flat')"), rule("b", amount="standard('local')", part="护理", when="assets")
    assert ends(amount_of(*rules, assets=True, district="linzi")) == (900, 900, False)
    assert ends(amount_of(*rules, assets=False, district="linzi")) == (500, 500, False)
    assert ends(amount_of(*rules, district="linzi")) == (500, 900, False)


def test_alternatives_that_one_fact_decides_give_the_range_over_its_values():
    rules = [rule(str(grade), amount=f"{grade} * 100", when=f"grade == {grade}") for grade in (1, 2, 3, 4)]
    assert ends(amount_of(*rules, unit="person", people=[person()])) == (100, 400, False)
    assert ends(amount_of(*rules, unit="person", people=[person(grade=3)])) == (300, 300, False)


def test_values_that_would_refuse_the_policy_are_left_out():
    rules = [rule(str(grade), amount=f"{grade} * 100", when=f"grade == {grade}") for grade in (1, 2, 3, 4)]
    guide = make_guide(policy(unit="person", when="grade in (1, 2)", amounts=rules))
    found = assess(guide, make_situation(guide, person()), DAY)[0]
    assert ends(found.amount) == (100, 200, False)


def test_no_amount_is_given_where_one_of_the_cases_has_none_published():
    local = rule(amount="standard('local')", when="district == 'linzi'")
    assert amount_of(local) is None
    assert ends(amount_of(local, district="linzi")) == (400, 400, False)


def test_an_old_standard_that_only_rises_is_the_least():
    found = amount_of(rule(amount="standard('aging')"), on=DAY)
    assert ends(found) == (1000, None, True)
    assert found.year == 2020
    assert found.working[0].note == "按2020年标准"


def test_an_old_standard_that_may_fall_is_given_with_its_year():
    either = standard("either", value(1000, "2020-01-01"), direction="any")
    found = amount_of(rule(amount="standard('either')"), standards=[either])
    assert (ends(found), found.year) == ((1000, 1000, False), 2020)
    assert found.working[0].note == "按2020年标准"


def test_a_standard_in_its_first_months_is_exact():
    fresh = standard("fresh", value(1000, "2024-01-01"), direction="rises")
    assert ends(amount_of(rule(amount="standard('fresh')"), standards=[fresh])) == (1000, 1000, False)


def test_a_standard_that_nobody_published_gives_no_amount():
    assert amount_of(rule(amount="standard('gap')")) is None


def test_what_is_known_of_a_sum_is_the_least_where_a_part_is_not_published():
    rules = rule(amount="standard('flat')"), rule("b", amount="standard('gap')", part="护理")
    assert ends(amount_of(*rules)) == (500, None, True)


def test_up_to_and_from_give_a_range():
    assert ends(amount_of(rule(amount_up_to="standard('flat')"))) == (0, 500, False)
    assert ends(amount_of(rule(amount_from="100", amount_up_to="standard('flat')"))) == (100, 500, False)


def test_a_loan_does_not_add_up_with_a_grant():
    rules = rule(amount="standard('flat')"), rule("b", amount_up_to="20000", part="贷款")
    found = amount_of(*rules)
    assert ends(found) == (500, 500, False)
    assert "贷款" in [line.label for line in found.working]


def test_an_unmet_policy_has_no_amount():
    assert amount_of(rule(amount="standard('flat')"), danger=False) is None


def test_an_amount_holds_on_its_days():
    ended = rule(amount="standard('flat')", until="2024-05-31")
    assert amount_of(ended, on=date(2024, 5, 31)) is not None
    assert amount_of(ended, on=date(2024, 6, 1)) is None


def test_help_in_kind_is_listed_when_it_applies():
    guide = make_guide(
        policy(
            amounts=[
                {"id": "a", "service": "纸尿片", "when": "assets", "source": SOURCE},
                {"id": "b", "service": "棉被", "source": SOURCE},
            ]
        )
    )
    assert assess(guide, make_situation(guide, danger=True, assets=True), DAY)[0].services == (
        "纸尿片",
        "棉被",
    )
    assert assess(guide, make_situation(guide, danger=True), DAY)[0].services == ("棉被",)


def test_the_working_shows_figures_facts_and_the_formula_in_words():
    found = amount_of(TOP_UP, household_size=2, household_income=1000, area_kind="urban")
    lines = [(line.label, line.value, line.note) for line in found.working]
    assert lines == [
        ("line.urban标准", "900元/人·月", "2024年起"),
        ("per_member", "500", ""),
        ("household_size", "2", ""),
        ("测算", "800元/月", "（低保标准－per_member）×household_size"),
    ]


def test_amounts_are_rounded_to_the_fen_halves_up():
    assert round_to_fen(Decimal("0.125")) == Decimal("0.13")
    assert ends(amount_of(rule(amount="100 / 3"))) == (Decimal("33.33"), Decimal("33.33"), False)


def test_the_amount_has_the_json_of_the_contract():
    guide = make_guide(policy(amounts=[rule(amount="standard('flat')")]))
    found = assess(guide, make_situation(guide, danger=True), DAY)[0].to_json(guide)["amount"]
    assert {key: found[key] for key in ("low", "high", "unit")} == {"low": 500, "high": 500, "unit": "元/月"}
    assert found["working"][0] == {
        "label": "flat标准",
        "value": "500元/人·月",
        "note": "2024年起",
        "source": "《办法》第一条",
    }


def test_unless_takes_a_rule_only_from_those_who_said_so():
    sick = rule(amount="standard('flat')", when="danger", unless="not assets")
    assert ends(amount_of(sick)) == ends(amount_of(sick, assets=True)) == (500, 500, False)
    assert amount_of(sick, assets=False) is None
