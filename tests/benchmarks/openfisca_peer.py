"""The same rules as OpenFisca variables, written from the same trees: each derived fact and each policy one.

OpenFisca knows no unknowns: a fact that is not known is no, nought or the first choice there, and every one
listed is a member.
"""

from datetime import date
from itertools import product

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.periods import DateUnit
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

from knowledge.conditions import Leaf
from knowledge.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Compare,
    Contains,
    Literal,
    Name,
    Not,
    OneOf,
    Or,
    StandardOf,
)
from knowledge.tables.expressions import Figures

PERIOD = "2026-11"
EPOCH = date(1970, 1, 1)
OPERATORS = {
    "+": np.add, "-": np.subtract, "*": np.multiply, "/": np.divide, "<": np.less, ">": np.greater,
    "<=": np.less_equal, ">=": np.greater_equal, "==": np.equal, "!=": np.not_equal,
}  # fmt: skip
TYPES = {"bool": bool, "int": int, "decimal": float, "choice": int, "date": int}


class Peer:
    """The guide's rules of a day as a tax-benefit system."""

    def __init__(self, guide, on):
        self.guide, self.on = guide, on
        self.figures = Figures(guide, on)
        self.person = build_entity("person", "persons", "person", is_person=True)
        roles = [{"key": "member", "plural": "members", "label": "member"}]
        self.household = build_entity("household", "households", "household", roles=roles)
        self.system = TaxBenefitSystem([self.person, self.household])
        self.tables = {}
        for key, fact in guide.facts.items():
            entity = self.person if fact.scope == "person" else self.household
            if key in guide.expressions:
                tree = guide.expressions[key].tree
                self.add(key, entity, TYPES[fact.type], self.formula(tree, fact.scope))
            elif fact.type == "set":
                for value in fact.values:
                    self.add(f"{key}__{value}".replace("-", "_"), entity, bool)
            else:
                self.add(key, entity, TYPES[fact.type])
        self.policies = []
        for policy in guide.policies.values():
            for unit in policy.units:
                conditions = policy.conditions_on(unit, on)
                if conditions is not None:
                    self.add_policy(policy, unit, conditions)

    def add(self, name, entity, kind, formula=None):
        fields = {"value_type": kind, "entity": entity, "definition_period": DateUnit.MONTH, "label": name}
        self.system.add_variable(type(name, (Variable,), fields | ({"formula": formula} if formula else {})))

    def add_policy(self, policy, unit, conditions):
        name = f"{policy.id}__{unit}".replace("-", "_")
        scope = "household" if unit == "household" else "person"
        entity = self.household if scope == "household" else self.person

        def formula(population, period):
            return self.judged(conditions.tree, population, period, scope)

        self.add(name, entity, bool, formula)
        self.policies.append(name)

    def judged(self, tree, population, period, scope):
        if isinstance(tree, Leaf):
            return self.value(tree.formula.expression.tree, population, period, scope)
        parts = [self.judged(part, population, period, scope) for part in tree.parts]
        return np.logical_and.reduce(parts) if tree.needs_all else np.logical_or.reduce(parts)

    def formula(self, tree, scope):
        return lambda population, period: self.value(tree, population, period, scope)

    def read(self, key, population, period, scope):
        """The array of a variable, that of the household spread over its people where they ask."""
        name = key.partition("__")[0]
        if scope == "person" and self.guide.facts[name].scope == "household":
            return population.household(key, period)
        return population(key, period)

    def value(self, node, population, period, scope):
        match node:
            case Name(key):
                return self.read(key, population, period, scope)
            case Literal(number):
                return (number - EPOCH).days if isinstance(number, date) else float(number)
            case StandardOf(key):
                return self.figure(key, population, period, scope)
            case Arithmetic(sign, left, right) | Compare(sign, left, right):
                sides = (self.value(side, population, period, scope) for side in (left, right))
                return OPERATORS[sign](*sides)
            case OneOf(Name(key, "choice"), choices):
                codes = self.read(key, population, period, scope)
                values = list(self.guide.facts[key].values)
                return np.logical_or.reduce([codes == values.index(choice) + 1 for choice in choices])
            case OneOf(left, numbers):
                found = self.value(left, population, period, scope)
                return np.logical_or.reduce([found == float(number) for number in numbers])
            case Contains(name, value):
                return self.read(f"{name.key}__{value}".replace("-", "_"), population, period, scope)
            case Not(part):
                return np.logical_not(self.value(part, population, period, scope))
            case And(parts):
                return np.logical_and.reduce([self.value(one, population, period, scope) for one in parts])
            case Or(parts):
                return np.logical_or.reduce([self.value(one, population, period, scope) for one in parts])
            case Aggregate(function, part):
                return self.total(function, part, population, period, scope)
        raise TypeError(node)

    def total(self, function, part, population, period, scope):
        home = population.household if scope == "person" else population
        found = self.value(part, home.members, period, "person")
        return home.any(found) if function == "any" else home.sum(found)

    def figure(self, key, population, period, scope):
        facts = self.figures.facts(key)
        if key not in self.tables:
            choices = [(None, *self.guide.facts[fact].values) for fact in facts]
            spans = [self.figures.ground(facts, state).standard(key) for state in product(*choices)]
            lows = [float(one[0][0]) if one else np.nan for one in spans]
            self.tables[key] = np.array(lows).reshape([len(one) for one in choices])
        codes = tuple(self.read(fact, population, period, scope) for fact in facts)
        return self.tables[key][codes]

    def simulation(self, homes, household_of, inputs):
        """A simulation with the inputs set: {variable: array}."""
        builder = SimulationBuilder()
        builder.create_entities(self.system)
        builder.declare_person_entity("person", np.arange(len(household_of)))
        instance = builder.declare_entity("household", np.arange(homes))
        builder.join_with_persons(instance, household_of, np.array(["member"] * len(household_of)))
        simulation = builder.build(self.system)
        for name, array in inputs.items():
            simulation.set_input(name, PERIOD, array)
        return simulation

    def run(self, simulation):
        """All policies for all, and how many are met."""
        with np.errstate(all="ignore"):
            return {name: int(simulation.calculate(name, PERIOD).sum()) for name in self.policies}
