"""Hits of a screen are those that `assess` tells of each household, reasons and open facts among them."""

import random
from datetime import date

import pytest

from bot.judging.granted import is_stated
from knowledge import Verdict, assess
from knowledge.tables.chunks import make_chunk
from knowledge.tables.columns import tables_of
from knowledge.tables.hits import MOST_OPEN, Reasons, Screening, inputs_of
from knowledge.tables.screening import build_screen, describe_inputs
from tests.knowledge.random_situations import Draw, parsed
from tests.knowledge.tables.test_columns import CASES, only


def screened(guide, situations, on):
    """The hits and the counts of the situations as one chunk."""
    people, homes = (table.op().data.to_pyarrow(table.op().schema) for table in tables_of(guide, situations))
    screen = build_screen(guide, on, describe_inputs(guide.facts, people.column_names, homes.column_names))
    chunk = make_chunk(people, homes, screen.inputs)
    screening = Screening(Reasons(screen), chunk, inputs_of(screen, chunk))
    return screening.hits().to_pylist(), screening.counts


def place_of(guide, one):
    """An open fact as hits write it."""
    if guide.facts[one.fact].scope == "household":
        return one.fact
    return f"{one.person or '*'}.{one.fact}"


def is_hit(one):
    """Met, or unknown where no condition fails and few facts are open."""
    rules = one._rules
    if one.verdict is not Verdict.UNKNOWN:
        return one.verdict is Verdict.MET
    if (
        rules.conditions is None
        or rules.expired
        or rules.conditions.tree.verdict(one._scope) is Verdict.UNMET
    ):
        return False
    return len(one.open_facts) <= MOST_OPEN


def told_one_by_one(guide, situations, on):
    found = {}
    for situation in situations:
        for one in assess(guide, situation, on):
            if is_hit(one) and not is_stated(guide, situation, one.policy, one.person):
                why = [finding.says for finding in one.findings if finding.verdict is Verdict.MET]
                missing = {place_of(guide, fact) for fact in one.open_facts}
                place = situation.id, one.person, one.policy, one.unit
                found[place] = one.verdict.value, "；".join(why), missing
    return found


@pytest.mark.parametrize(("on", "share"), [("2026-11-22", 1.0), ("2024-06-01", 1.0), ("2023-09-30", 0.6)])
def test_hits_are_those_that_assess_tells_one_by_one(guide, on, share):
    day, chance = date.fromisoformat(on), random.Random(on)
    draw = Draw(guide, day, chance)
    raws = [draw.shaken(case) for case in chance.sample(CASES, 260)]
    raws += [draw.situation(chance.choice((0.1, 0.5, 0.9, 1.0))) for _ in range(100)]
    keys = {key for key in guide.facts if chance.random() < share}
    situations = [only(keys, parsed(guide, raw, f"h{index:04}")) for index, raw in enumerate(raws)]
    rows, _ = screened(guide, situations, day)
    table = {
        (row["household_id"], row["person_id"], row["policy"], row["unit"]):
        (row["verdict"], row["why"], set(row["missing"]))
        for row in rows
    }  # fmt: skip
    alone = told_one_by_one(guide, situations, day)
    assert len(table) == len(rows)
    wrong = [key for key in {**alone, **table} if alone.get(key) != table.get(key)]
    assert not wrong, [(key, alone.get(key), table.get(key)) for key in wrong[:3]]
    assert len(alone) > 300 * share
    assert any(missing for _, _, missing in alone.values())


def test_counts_add_up(guide, day):
    chance = random.Random(5)
    draw = Draw(guide, day, chance)
    situations = [parsed(guide, draw.shaken(case), f"h{n:03}") for n, case in enumerate(CASES[:60])]
    rows, counts = screened(guide, situations, day)
    assert sum(one["hits"] for one in counts.by_unit.values()) == len(rows)
    for one in counts.by_unit.values():
        assert one["hits"] + one["unmet"] + one["received"] <= one["subjects"]


def a_household(guide, **facts):
    told = {"age_years": 70, "income_yuan_per_month": 100, "hukou": "zibo"}
    people = [{"id": "p", "relation": "self", "facts": told}]
    raw = {"household": {"household_size": 1, "district": "zhangdian", **facts}, "people": people}
    return parsed(guide, raw, "h1")


def test_who_receives_already_is_no_hit(guide, day):
    told = a_household(guide, aid_status=["subsistence"])
    rows, counts = screened(guide, [told], day)
    assert not [row for row in rows if row["policy"] == "subsistence-allowance"]
    assert counts.by_unit["subsistence-allowance", "household"]["received"] == 1


def test_a_hit_says_town_and_urgency(guide, day):
    rows, _ = screened(guide, [a_household(guide, aid_status=["subsistence"])], day)
    assert rows
    assert {row["town"] for row in rows} == {"zhangdian"}
    assert {row["urgency"] for row in rows} <= {"now", "soon", "later"}
    assert all(row["why_now"] for row in rows)


def test_nobody_is_no_chunk_at_all(guide, day):
    rows, _ = screened(guide, [], day)
    assert rows == []
