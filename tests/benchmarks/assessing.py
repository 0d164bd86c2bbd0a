"""What all policies come to for a household of four: milliseconds, beside the same texts as plain Python.

The peer knows two values only: every fact is known, and it says neither why, nor what is open, nor how much.
"""

import ast
import statistics
import time
from datetime import date

from knowledge import KnownSet, assess, load_guide
from knowledge.conditions import Leaf, leaves
from knowledge.editing.population import Population

DAY = date(2026, 11, 22)
HOUSEHOLDS = 40
USUAL = {"bool": False, "int": 0, "decimal": 0.0, "choice": None, "set": frozenset(), "date": date.min}


def households(guide):
    """Families of four that the seed makes, in which nearly everything is known."""
    return [one for one in Population(guide).households(0, 600) if len(one.people) == 4][:HOUSEHOLDS]


def only_told(situation):
    """The same family as a conversation knows it: two facts in three are not told."""
    for person in (None, *(one.id for one in situation.people)):
        known = situation.household if person is None else situation.person(person).facts
        for index, key in enumerate(sorted(known)):
            if index % 3 and key != "household_size":
                situation = situation.without_fact(person, key)
    return situation


def in_full(guide, situation):
    for one in assess(guide, situation, DAY):
        _ = one.findings, one.failing, one.open_facts, one.amount


class Facts(dict):
    """The facts of one person, or of the household: what is derived is worked out once."""

    def __init__(self, plain, home, values, figures):
        super().__init__(values)
        self.plain, self.home, self.figures, self.members = plain, home or self, figures, []

    def __missing__(self, key):
        definition = self.plain.guide.facts[key]
        if definition.scope == "household" and self is not self.home:
            return self.home[key]
        derived = self.plain.derived.get(key)
        value = self[key] = derived(self) if derived else USUAL[definition.type]
        return value


class Plain:
    """The conditions of the guide as functions of Python's own compiler."""

    def __init__(self, guide):
        self.guide = guide
        self.derived = {key: _function(one.text) for key, one in guide.expressions.items()}
        self.trees = [
            (unit, conditions.tree)
            for policy in guide.policies.values()
            for unit in policy.units
            if (conditions := policy.conditions_on(unit, DAY)) is not None
        ]
        every = [leaf for _, tree in self.trees for leaf in leaves(tree)]
        self.of_leaf = {leaf: _function(leaf.formula.expression.text) for leaf in every}

    def assess(self, situation):
        """What every policy comes to, and every condition of it."""
        figures = self.figures(situation)
        home = Facts(self, None, {key: _plain(one) for key, one in situation.household.items()}, figures)
        for person in situation.people:
            values = {key: _plain(one) for key, one in person.facts.items()}
            home.members.append(Facts(self, home, values, figures))
        for one in home.members:
            one.members = home.members
        return [
            self.verdict(tree, facts)
            for unit, tree in self.trees
            for facts in ([home] if unit == "household" else home.members)
        ]

    def figures(self, situation):
        """Every figure in the district of the household, of urban or rural where that decides."""
        standards, district = self.guide.standards, situation.household.get("district")
        area = situation.household.get("area_kind")
        chosen = {key: one.choose.get(area, key) for key, one in standards.families.items()}
        keys = {**{key: key for key in standards.standards}, **chosen}
        found = {key: standards.on_day(DAY).find(one, district) for key, one in keys.items()}
        return {key: float(one.value) if one and one.value else 0.0 for key, one in found.items()}

    def verdict(self, tree, facts):
        if isinstance(tree, Leaf):
            return self.of_leaf[tree](facts)
        found = [self.verdict(part, facts) for part in tree.parts]
        return all(found) if tree.needs_all else any(found)


def _plain(value):
    if isinstance(value, KnownSet):
        return value.has
    return value if isinstance(value, bool | str | date) else float(getattr(value, "low", value))


class _Rewrite(ast.NodeTransformer):
    """Names become facts[name]; any, count and sum run over the members; dates are read."""

    def visit_Name(self, node):
        return ast.parse(f"facts[{node.id!r}]", mode="eval").body

    def visit_Constant(self, node):
        is_day = isinstance(node.value, str) and node.value[:4].isdigit() and node.value.count("-") == 2
        return ast.parse(f"date.fromisoformat({node.value!r})", mode="eval").body if is_day else node

    def visit_Call(self, node):
        function, part = node.func.id, ast.unparse(self.visit(node.args[0]))
        if function == "standard":
            return ast.parse(f"facts.figures[{part}]", mode="eval").body
        function = {"count": "sum"}.get(function, function)
        return ast.parse(f"{function}({part} for facts in facts.members)", mode="eval").body


def _function(text):
    tree = _Rewrite().visit(ast.parse(" ".join(text.split()), mode="eval"))
    return eval(f"lambda facts: {ast.unparse(tree)}", {"date": date})


def milliseconds(work, situations):
    """The median over the households, of each the quickest of five."""
    return statistics.median(min(_once(work, one) for _ in range(5)) for one in situations)


def _once(work, situation):
    begun = time.process_time()
    work(situation)
    return (time.process_time() - begun) * 1000


def report():
    guide = load_guide()
    known = households(guide)
    told = [only_told(one) for one in known]
    plain = Plain(guide)
    peer = milliseconds(plain.assess, known)
    print(f"a household of four over {len(guide.policies)} policies, median CPU ms of {len(known)}")
    for name, situations in (("all known", known), ("a third told", told)):
        verdicts = milliseconds(lambda one: assess(guide, one, DAY), situations)
        full = milliseconds(lambda one: in_full(guide, one), situations)
        print(f"  {name:<13} verdicts {verdicts:6.2f}  in full {full:6.2f}")
        print(f"  ratio to peer verdicts {verdicts / peer:6.2f}  in full {full / peer:6.2f}")
    print(f"  peer (the same texts as plain Python, two values, verdicts alone) {peer:6.2f}")


if __name__ == "__main__":
    report()
