"""Households at random, and known households with their facts shaken: unknowns, ranges, part-known sets.

Values lie near what decides: the figures of the guide, the numbers named in its expressions, whole and fen.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from knowledge import RELATIONS, Situation
from knowledge.expressions import Literal, walk
from knowledge.guide import policy_formulas

RELATIONS_DRAWN = (*RELATIONS, *("spouse", "son", "daughter", "mother", "neighbour", "other") * 3)
RARE = ("birth_date", "household_member")
RATES = ((0.0, 0.0, 0.15, 0.4), (0.0, 0.1, 0.3), (0.0, 0.02, 0.2))  # forgotten, made vague, added


class Draw:
    """Draws raw situations (JSON) for the facts of a guide on a day."""

    def __init__(self, guide, on, chance):
        self.guide = guide
        self.on = on
        self.chance = chance

    @cached_property
    def numbers(self):
        """Numbers around which verdicts turn."""
        figures = {one.value for one in self.guide.standards.all_on(self.on)} - {None}
        expressions = [*self.guide.expressions.values()]
        expressions += [
            formula.expression
            for policy in self.guide.policies.values()
            for formula in policy_formulas(policy)
        ]
        nodes = (node for one in expressions for node in walk(one.tree) if isinstance(node, Literal))
        named = {node.value for node in nodes if isinstance(node.value, Decimal)}
        return sorted({float(number) for number in figures | named})

    def situation(self, density):
        """A household of any shape, each fact known with that chance."""
        people = [self.person(index, density) for index in range(self.chance.choice((0, 1, 1, 2, 3, 4)))]
        for person in people[1:]:
            person["relation"] = self.relation()
        household = self.facts("household", density)
        if self.chance.random() < 0.7:
            household["household_size"] = max(1, len(people) + self.chance.choice((-1, 0, 0, 0, 1)))
        return {"household": household, "people": people}

    def relation(self):
        return self.chance.choice([one for one in RELATIONS_DRAWN if one != "self"])

    def person(self, index, density):
        relation = "self" if index == 0 and self.chance.random() < 0.8 else self.relation()
        return {"id": f"p{index}", "relation": relation, "facts": self.facts("person", density)}

    def facts(self, scope, density):
        wanted = (one for one in self.guide.facts.values() if one.scope == scope)
        return {
            one.key: self.value(one)
            for one in wanted
            if self.chance.random() < density / (4 if one.derived or one.key in RARE else 1)
        }

    def value(self, definition):
        match definition.type:
            case "bool":
                return self.chance.random() < 0.5
            case "choice":
                return self.chance.choice(list(definition.values))
            case "date":
                return date(self.chance.randint(1930, 2026), self.chance.randint(1, 12), 22).isoformat()
            case "set":
                return self.set(list(definition.values))
        return self.number(definition)

    def set(self, values):
        chosen = self.chance.sample(values, self.chance.choice((0, 1, 1, 2)) if len(values) > 1 else 1)
        if self.chance.random() < 0.5:
            return chosen
        return {value: value in chosen for value in self.chance.sample(values, min(len(values), 4))}

    def number(self, definition):
        low = self.one_number(definition)
        if self.chance.random() < 0.75:
            return low
        first, last = sorted((low, self.one_number(definition)))
        return {"min": first, "max": last} if first < last else first

    def one_number(self, definition):
        lowest, highest = (None if end is None else float(end) for end in definition.range or (0.0, None))
        highest = 10**6 if highest is None else highest
        lowest = 0.0 if lowest is None else lowest
        drawn = self.chance.choice(self.numbers) * self.chance.choice((1, 1, 1, 2, 12, 0.5))
        drawn += self.chance.choice((0, 0, 0, 1, -1, 0.01, -0.5))
        if highest - lowest < 150 and self.chance.random() < 0.6:
            drawn = self.chance.uniform(lowest, highest)
        drawn = min(max(round(drawn, 2), lowest), highest)
        return int(drawn) if definition.type == "int" or drawn == int(drawn) else drawn

    # ---- known households, shaken ----

    def shaken(self, raw):
        """The household with facts forgotten, made vague, changed and added."""
        lost, vague, added = (self.chance.choice(options) for options in RATES)
        rates = lost, vague, added
        people = [{**one, "facts": self.shake(one["facts"], "person", rates)} for one in raw["people"]]
        if self.chance.random() < 0.25 and people:
            self.chance.choice(people)["relation"] = self.relation()
        if self.chance.random() < 0.3:
            other = self.chance.choice(people)["facts"] if people else {}
            people.append({"id": "more", "relation": self.relation(), "facts": dict(other)})
        household = self.shake(raw["household"], "household", rates)
        if self.chance.random() < 0.5:
            household["household_size"] = max(1, len(people) + self.chance.choice((0, 0, 0, -1, 1)))
        return {"household": household, "people": people}

    def shake(self, facts, scope, rates):
        lost, vague, added = rates
        kept = {}
        for key, value in facts.items():
            if self.chance.random() >= lost:
                kept[key] = self.blur(key, value) if self.chance.random() < vague else value
        return {**self.facts(scope, added), **kept}

    def blur(self, key, value):
        definition = self.guide.facts[key]
        if isinstance(value, list):
            others = self.chance.sample(list(definition.values), min(2, len(definition.values)))
            return {**dict.fromkeys(others, False), **dict.fromkeys(value, True)}
        if definition.type in ("int", "decimal") and not isinstance(value, dict):
            lowest, highest = definition.range or (0, None)
            low = max(value - self.chance.choice((0, 1, 100)), -(10**6) if lowest is None else int(lowest))
            high = value + self.chance.choice((0, 1, 100))
            high = high if highest is None else min(high, int(highest))
            return {"min": low, "max": high}
        return self.value(definition)


def parsed(guide, raw, name):
    """The situation of `raw` under that name."""
    return replace(Situation.parse(raw, guide.facts), id=name)
