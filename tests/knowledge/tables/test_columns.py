"""The policies over whole tables say of every household what `assess` says of it alone."""

import random
from collections import Counter
from dataclasses import replace
from datetime import date

import ibis
import pytest

from knowledge import KnowledgeError, assess
from knowledge.tables.columns import assess_columns, assess_rows, get_rows, tables_of
from tests.cases import eligibility_cases
from tests.knowledge.random_situations import Draw, parsed

PLACE = ("policy", "unit", "household_id", "person_id")
CASES = [case for _, case in eligibility_cases()]


@pytest.fixture(scope="module")
def engine():
    connection = ibis.duckdb.connect()
    yield connection
    connection.disconnect()


def by_table(engine, guide, situations, on):
    rows = get_rows(engine, assess_columns(guide, *tables_of(guide, situations), on)).to_pylist()
    found = {tuple(one[name] for name in PLACE): one["verdict"] for one in rows}
    assert len(found) == len(rows)
    return found


def one_by_one(guide, situations, on):
    return {
        (one.policy, one.unit, situation.id, one.person): one.verdict.value
        for situation in situations
        for one in assess(guide, situation, on)
    }


def hold_equal(engine, guide, situations, on):
    table, alone = by_table(engine, guide, situations, on), one_by_one(guide, situations, on)
    by_id = {situation.id: situation for situation in situations}
    wrong = [key for key in {**alone, **table} if alone.get(key) != table.get(key)]
    told = [
        f"{key}: alone {alone.get(key)}, in the table {table.get(key)}: {by_id[key[2]].to_json()}"
        for key in wrong[:3]
    ]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(alone)} differ", *told])
    return alone


@pytest.mark.parametrize(("on", "share"), [("2026-11-22", 1.0), ("2024-06-01", 1.0), ("2023-09-30", 0.6)])
def test_a_table_says_of_each_household_what_assess_says(engine, guide, on, share):
    """Households of the eligibility cases, shaken, and of no shape; `share` of the facts has a column."""
    day, chance = date.fromisoformat(on), random.Random(on)
    draw = Draw(guide, day, chance)
    raws = [draw.shaken(case) for case in chance.sample(CASES, 260)]
    raws += [draw.situation(chance.choice((0.1, 0.5, 0.9, 1.0))) for _ in range(100)]
    keys = {key for key in guide.facts if chance.random() < share}
    situations = [only(keys, parsed(guide, raw, f"h{index}")) for index, raw in enumerate(raws)]
    alone = hold_equal(engine, guide, situations, day)
    seen = Counter((policy, verdict) for (policy, *_), verdict in alone.items())
    decided = {policy for policy, verdict in seen if verdict in ("met", "unmet")}
    assert len(decided) >= 45 * share


def only(keys, situation):
    """The situation with facts of these keys alone."""
    people = tuple(replace(one, facts=picked(keys, one.facts)) for one in situation.people)
    return replace(situation, household=picked(keys, situation.household), people=people)


def picked(keys, facts):
    return {key: value for key, value in facts.items() if key in keys}


@pytest.mark.parametrize("told", [{"income_per_member": 700, "has_minor": True}, {}])
def test_few_columns_are_enough(engine, guide, told):
    """Tables that state some of the derived facts and not the others, and tables that state none."""
    people = [{"id": "p", "relation": "self", "facts": {"age_years": 70, "income_yuan_per_month": 700}}]
    raws = [{"household": {"household_size": 1, **told}, "people": people}, {"household": told}]
    situations = [parsed(guide, raw, f"h{index}") for index, raw in enumerate(raws)]
    hold_equal(engine, guide, situations, date(2024, 6, 1))


def test_a_policy_that_the_guide_does_not_have_is_refused(guide, day):
    with pytest.raises(KnowledgeError, match="没有政策 nothing"):
        assess_columns(guide, *tables_of(guide, []), day, policies=["nothing"])


def test_a_row_carries_the_leaves_beside_the_verdict(engine, guide):
    on = date(2024, 6, 1)
    cases = [case for case in CASES if case["policy"] == "winter-heating" and case["verdict"] == "unmet"]
    situations = [parsed(guide, shape(case), f"h{index}") for index, case in enumerate(cases)]
    assessed = assess_rows(guide, *tables_of(guide, situations), on, policies=["winter-heating"])
    (column,) = assessed.verdicts
    rows = get_rows(engine, assessed.rows).to_pylist()
    homes = {row["household_id"]: row for row in rows if row["person_id"] is None}
    for situation in situations:
        (alone,) = assess(guide, situation, on, ["winter-heating"])
        row = homes[situation.id]
        assert row[column.name] == alone.verdict.value
        assert {one.id: row[column.leaves[one.id]] for one in alone.findings} == {
            one.id: one.verdict.value for one in alone.findings
        }


def shape(case):
    return {"household": case["household"], "people": case["people"]}


def test_people_of_a_household_without_a_row_are_assessed_too(engine, guide, day):
    people, homes = tables_of(guide, [parsed(guide, {"people": [{"id": "p", "relation": "self"}]}, "h1")])
    nobody = homes.filter(homes.household_id == "")
    rows = get_rows(engine, assess_columns(guide, people, nobody, day, policies=["legal-aid"])).to_pylist()
    assert [(row["household_id"], row["person_id"]) for row in rows] == [("h1", "p")]
