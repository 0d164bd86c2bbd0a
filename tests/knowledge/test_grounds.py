"""A changed copy of a ground reads as the situation with those facts; what is not read there is left out."""

import random

import pytest

from knowledge.completions import completions_of
from knowledge.grounds import Change, Ground
from knowledge.guide import policy_formulas
from knowledge.lazy import lazy
from tests.knowledge.random_situations import Draw, parsed


def completed(situation, changes):
    for one in changes:
        situation = situation.with_fact(one.person, one.fact, one.value)
    return situation


@pytest.mark.parametrize("seed", range(6))
def test_a_changed_scope_reads_as_the_completed_situation(guide, day, seed):
    chance = random.Random(seed)
    draw = Draw(guide, day, chance)
    situation = parsed(guide, draw.situation(chance.choice((0.05, 0.2, 0.5))), f"s{seed}")
    ground = Ground(situation, guide.standards, day)
    rules = [one for id in guide.policies for one in guide.rules_of(id, day)]
    for one in chance.sample(rules, 12):
        persons = [None] if one.unit == "household" else list(ground.by_id)
        conditions = [leaf.formula for leaf in one.leaves]
        conditions += [ready.rule.when for ready in one.amounts if ready.rule.when is not None]
        for scope in map(ground.scope_of, persons):
            wanted = set().union(*(formula.open_facts(scope) for formula in conditions))
            for changes in list(completions_of(wanted, guide.facts))[:6]:
                whole = Ground(completed(situation, changes), guide.standards, day).scope_of(scope.person_id)
                for formula in conditions:
                    partial = scope.changed(changes, formula.compiled.reads)
                    assert formula.verdict(partial) is formula.verdict(whole), (
                        formula.expression.text,
                        changes,
                    )


def test_every_name_below_a_formula_is_among_what_it_reads(guide):
    for policy in guide.policies.values():
        for formula in policy_formulas(policy):
            names = {name.key for name in guide.names_below(formula.expression)}
            assert names <= formula.compiled.reads


def test_copies_of_what_bears_on_a_formula_are_shared(guide, day):
    draw = Draw(guide, day, random.Random(1))
    ground = Ground(parsed(guide, draw.situation(0.2), "one"), guide.standards, day)
    scope, nothing = ground.home, frozenset()
    rural, town = Change(None, "area_kind", "rural"), Change(None, "district", "linzi")
    first, second = (ground.changed((change,)).home for change in (rural, rural))
    assert first is second
    assert scope.changed((), nothing) is scope
    assert ground.changed((town,)).home is not first


def test_a_lazy_property_is_worked_out_once():
    class Counted:
        times = 0

        @lazy
        def value(self):
            """One more."""
            self.times += 1
            return self.times

    one = Counted()
    assert (one.value, one.value, one.times) == (1, 1, 1)
    assert Counted.value.__doc__ == "One more."


def test_what_reads_no_person_comes_to_the_same_for_all_of_a_household(guide, day):
    chance = random.Random(3)
    draw = Draw(guide, day, chance)
    for seed in range(12):
        ground = Ground(parsed(guide, draw.situation(0.4), f"s{seed}"), guide.standards, day)
        for id in guide.policies:
            formulas = [leaf.formula for one in guide.rules_of(id, day) for leaf in one.leaves]
            for formula in filter(lambda one: one.shared, formulas):
                places = (ground.home, *ground.people)
                assert len({formula.compiled.value(place) for place in places}) == 1, formula.expression.text
