"""What a changed standard would do: sums equal those of each household alone, changes reach every area."""

from datetime import date
from decimal import Decimal

import numpy as np
import pytest

from knowledge import KnowledgeError, Verdict, assess
from knowledge.tables.chunks import NOWHERE, make_chunk
from knowledge.tables.columns import tables_of
from knowledge.tables.effects import Change, build_effects, times_a_year, with_standards
from knowledge.tables.screening import describe_inputs
from tests.knowledge.random_situations import parsed
from tests.knowledge.tables.test_columns import CASES, shape

POLICIES = ("subsistence-allowance", "extreme-poverty-support")
DAY = date(2024, 6, 1)


def effects_of(guide, situations):
    """{(policy, household, person): (met, yuan a year)} of the situations."""
    people, homes = (table.op().data.to_pyarrow(table.op().schema) for table in tables_of(guide, situations))
    inputs = describe_inputs(guide.facts, people.column_names, homes.column_names)
    effects = build_effects(guide, DAY, inputs, POLICIES)
    chunk = make_chunk(people, homes, inputs)
    given = {key: chunk.given(*key) for key in effects.tape.inputs}
    home_ids = chunk.households.column("household_id").to_pylist()
    owners, names = (chunk.people.column(name).to_pylist() for name in ("household_id", "person_id"))
    found = {}
    for (policy, unit), (met, yuan) in effects.of(chunk, given).items():
        if unit == "household":
            for place, row in enumerate(chunk.order):
                found[policy, home_ids[row], None] = bool(met[place]), float(yuan[place])
        else:
            for place in np.flatnonzero(chunk.rows != NOWHERE):
                row = chunk.rows[place]
                found[policy, owners[row], names[row]] = bool(met[place]), float(yuan[place])
    return found


def test_sums_are_those_of_each_household_alone(guide):
    cases = [case for case in CASES if case["policy"] in POLICIES]
    situations = [parsed(guide, shape(case), f"h{number:03}") for number, case in enumerate(cases)]
    found = effects_of(guide, situations)
    paid = 0
    for situation in situations:
        for one in assess(guide, situation, DAY, POLICIES):
            if one.unit == "alone" or (one.policy, situation.id, one.person) not in found:
                continue
            met, yuan = found[one.policy, situation.id, one.person]
            assert met == (one.verdict is Verdict.MET)
            if met and one.amount is not None and one.amount.low == one.amount.high:
                assert yuan == pytest.approx(float(one.amount.low) * times_a_year(one.amount.unit), abs=0.2)
                paid += yuan > 0
    assert paid > 5


def test_a_raised_standard_is_raised_in_every_area_from_the_day(guide):
    raised = with_standards(guide, DAY, {"dibao.urban": Change(share=Decimal("0.05"))})
    for area in (None, "linzi"):
        before, after = (one.standards.find("dibao.urban", area, DAY) for one in (guide, raised))
        assert after.value == before.value * Decimal("1.05")
        assert after.effective == DAY


def test_a_value_may_be_set(guide):
    fixed = with_standards(guide, DAY, {"dibao.urban": Change(value=Decimal(1500))})
    assert fixed.standards.find("dibao.urban", None, DAY).value == 1500


def test_a_standard_that_the_guide_does_not_have_is_refused(guide):
    with pytest.raises(KnowledgeError, match=r"dibao\.moon"):
        with_standards(guide, DAY, {"dibao.moon": Change()})


def test_a_policy_that_the_guide_does_not_have_is_refused(guide):
    with pytest.raises(KnowledgeError, match="nothing"):
        build_effects(guide, DAY, {}, ["nothing"])
