"""Warning rules over a table say of everybody what they say of one person alone."""

import random
from datetime import date

from knowledge import Verdict
from knowledge.editing.checking import find_doubts
from knowledge.grounds import Ground
from knowledge.monitoring import BUREAU
from knowledge.tables.chunks import make_chunk
from knowledge.tables.columns import tables_of
from knowledge.tables.screening import describe_inputs
from knowledge.tables.watch import build_watch
from tests.cases import eligibility_cases
from tests.knowledge.random_situations import Draw, parsed

DAY = date(2026, 11, 22)
HOLDS, NOT, UNKNOWN = 1, 0, -1


def watched(guide, situations, on=DAY):
    """{(household, person): ({rule: code or cause}, layer)}."""
    people, homes = (table.op().data.to_pyarrow(table.op().schema) for table in tables_of(guide, situations))
    inputs = describe_inputs(guide.facts, people.column_names, homes.column_names)
    chunk = make_chunk(people, homes, inputs)
    standing, layers = build_watch(guide, on, inputs).standing(chunk)
    names = list(guide.layers)
    return {
        (row["household_id"], row["person_id"]): (
            {id: one.cause(place) or int(one.codes[place]) for id, one in standing.items()},
            names[layers[place]],
        )
        for place, row in enumerate(chunk.people.to_pylist())
    }


def one_by_one(guide, situation, person, on=DAY):
    ground = Ground(situation, guide.standards, on)
    scope = ground.scope_of(person.id)
    layer = next(
        one.id for one in guide.layers.values() if one.when is None or one.when.verdict(scope) is Verdict.MET
    )
    return {id: _code(rule, scope, layer) for id, rule in guide.warnings.items()}, layer


def _code(rule, scope, layer):
    verdict = rule.when.verdict(scope)
    if (rule.layers and layer not in rule.layers) or verdict is Verdict.UNMET:
        return NOT
    if verdict is Verdict.UNKNOWN:
        return UNKNOWN
    return HOLDS if rule.cause is None else scope.values.get(rule.cause, UNKNOWN)


def test_every_rule_stands_for_a_table_as_for_one_person(guide):
    chance = random.Random("watch")
    draw = Draw(guide, DAY, chance)
    raws = [draw.shaken(case) for case in chance.sample([case for _, case in eligibility_cases()], 200)]
    raws += [draw.situation(chance.choice((0.3, 0.7, 1.0))) for _ in range(150)]
    situations = [parsed(guide, raw, f"h{index:04}") for index, raw in enumerate(raws)]
    table, held = watched(guide, situations), 0
    for situation in situations:
        for person in situation.people:
            rules, layer = table[situation.id, person.id]
            alone, layer_alone = one_by_one(guide, situation, person)
            assert layer == layer_alone, (situation.id, person.id)
            for id, code in alone.items():
                # Who does not belong to the household is not watched in it.
                assert rules[id] == code or (rules[id] == UNKNOWN and code not in (NOT, UNKNOWN)), (
                    id,
                    person,
                )
                held += rules[id] not in (NOT, UNKNOWN)
    assert held > 30


def test_lines_that_the_bureau_set_are_told_to_the_editor(guide):
    told = [doubt for doubt in find_doubts(guide) if doubt.place[0] == "warnings.yaml"]
    ours = [id for id, rule in guide.warnings.items() if rule.ground == BUREAU]
    assert [doubt.place[1] for doubt in told] == ours
    assert not any(doubt.fails for doubt in told)
