"""Slips that an editor could make in the rules, each made once: wrong trees of expressions and policies."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from knowledge.conditions import Formula, Leaf, Tree
from knowledge.evaluation import Compiler
from knowledge.expressions import (
    Aggregate,
    And,
    Arithmetic,
    Compare,
    Contains,
    Expression,
    Literal,
    Name,
    Node,
    Not,
    OneOf,
    Or,
    StandardOf,
    walk,
)
from knowledge.facts import FactDefinition
from knowledge.policies import Conditions, Policy
from knowledge.standards import Standards

BESIDE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
CONTRARY = {"+": "-", "-": "+", "*": "/", "/": "*"}
MONTHS, NOUGHT = Literal(Decimal(12)), Literal(Decimal(0))
MOST_OTHER_STANDARDS = 2


def say(node: Node) -> str:
    """The node as the files would write it."""
    match node:
        case Name(key) | StandardOf(key):
            return key if isinstance(node, Name) else f"standard('{key}')"
        case Literal(value):
            return str(value)
        case Compare(operator, left, right) | Arithmetic(operator, left, right):
            return f"({say(left)} {operator} {say(right)})"
        case OneOf(left, values):
            return f"{say(left)} in ({', '.join(map(str, values))})"
        case Contains(name, value):
            return f"'{value}' in {say(name)}"
        case Not(part):
            return f"not {say(part)}"
        case And(parts) | Or(parts):
            return f"({(' and ' if isinstance(node, And) else ' or ').join(map(say, parts))})"
        case Aggregate(function, part):
            return f"{function}({say(part)})"
    raise TypeError(f"not a node: {node!r}")


@dataclass(frozen=True)
class Slips:
    """Makes the wrong versions of trees against the vocabulary of the guide."""

    facts: Mapping[str, FactDefinition]
    standards: Standards

    def of_expression(self, expression: Expression, scope: str) -> Iterator[tuple[str, Expression]]:
        """Every wrong version of the expression with a word on what was changed."""
        seen = {expression.tree}
        trees = [*self._below(expression.tree), *self._whole(expression, scope)]
        for tree in trees:
            if tree not in seen:
                seen.add(tree)
                words = say(tree)
                yield f"{say(expression.tree)} → {words}", Expression(f"~{words}", tree, expression.kind)

    def _whole(self, expression: Expression, scope: str) -> Iterator[Node]:
        """A person's condition read over the whole household."""
        nodes = list(walk(expression.tree))
        of_persons = any(isinstance(node, Name) and node.scope == "person" for node in nodes)
        derived = any(isinstance(node, Name) and self.facts[node.key].derived for node in nodes)
        nested = any(isinstance(node, Aggregate) for node in nodes)
        if scope == "person" and expression.kind == "bool" and of_persons and not derived and not nested:
            yield Aggregate("any", expression.tree)

    def _below(self, node: Node) -> Iterator[Node]:
        yield from self._own(node)
        match node:
            case Compare(_, left, right) | Arithmetic(_, left, right):
                yield from (replace(node, left=one) for one in self._below(left))
                yield from (replace(node, right=one) for one in self._below(right))
            case OneOf(left):
                yield from (replace(node, left=one) for one in self._below(left))
            case Not(part) | Aggregate(_, part):
                yield from (replace(node, part=one) for one in self._below(part))
            case And(parts) | Or(parts):
                for index, part in enumerate(parts):
                    for one in self._below(part):
                        yield replace(node, parts=(*parts[:index], one, *parts[index + 1 :]))

    def _own(self, node: Node) -> Iterator[Node]:
        match node:
            case Compare(operator, left):
                yield replace(node, operator=BESIDE[operator])
                if isinstance(left, Aggregate) and left.function == "count":
                    yield Aggregate("any", left.part)
            case Arithmetic(operator):
                yield replace(node, operator=CONTRARY[operator])
            case OneOf():
                yield from self._other_values(node)
            case Contains(name, value):
                every = list(self.facts[name.key].values)
                yield from (replace(node, value=one) for one in _next(every, value))
            case Not(part):
                yield part
            case And(parts) | Or(parts):
                yield (Or if isinstance(node, And) else And)(parts)
                yield from _without_one(node)
            case Aggregate("any", part):
                yield Compare(">=", Aggregate("count", part), Literal(Decimal(2)))
            case Literal(value) if isinstance(value, Decimal):
                yield Literal(value + 1 if value == int(value) else value * Decimal("1.1"))
            case StandardOf(key):
                yield from (StandardOf(one) for one in self._other_standards(key))
                yield from _of_other_period(node, self._unit(key))
            case Name(key, kind) if kind in ("int", "decimal"):
                yield from _of_other_period(node, self.facts[key].unit or "")

    def _other_values(self, node: OneOf) -> Iterator[Node]:
        values = node.values
        if len(values) > 1:
            yield from (replace(node, values=values[:at] + values[at + 1 :]) for at in range(len(values)))
        if isinstance(node.left, Name) and node.left.kind == "choice":
            every = list(self.facts[node.left.key].values)
            added = [one for one in every if one not in values][:1]
            others = _next(every, values[0]) if len(values) == 1 else []
        else:
            added, others = [one for one in (max(values) + 1,) if one <= self._highest(node.left)], []
        yield from (replace(node, values=(*values, one)) for one in added)
        yield from (replace(node, values=(one,)) for one in others)

    def _highest(self, node: Node) -> Decimal:
        span = self.facts[node.key].range if isinstance(node, Name) else None
        return Decimal("Infinity") if span is None or span[1] is None else span[1]

    def _unit(self, key: str) -> str:
        known = self.standards.standards.get(key) or self.standards.families.get(key)
        return known.unit or ""

    def _other_standards(self, key: str) -> list[str]:
        """A few standards of the same unit, those of a like name first; the members of a family."""
        family = self.standards.families.get(key)
        if family is not None:
            return list(family.choose.values())
        same = [one for one in self.standards.standards if one != key and self._unit(one) == self._unit(key)]
        return sorted(same, key=lambda one: -_alike(one, key))[:MOST_OTHER_STANDARDS]


def _alike(one: str, other: str) -> int:
    pairs = zip(one, other, strict=False)
    return next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def _next(values: list[str], value: str) -> list[str]:
    """The value that stands beside it in the list, if it has another."""
    return [values[(values.index(value) + 1) % len(values)]] if len(values) > 1 else []


def _without_one(node: And | Or) -> Iterator[Node]:
    parts = node.parts
    for index in range(len(parts)):
        rest = parts[:index] + parts[index + 1 :]
        yield rest[0] if len(rest) == 1 else replace(node, parts=rest)


def _of_other_period(node: Node, unit: str) -> Iterator[Node]:
    """Money a month taken for money a year, and the other way round."""
    if unit.startswith("元") and unit.endswith(("月", "年")):
        yield Arithmetic("*" if unit.endswith("月") else "/", node, MONTHS)


def compile_formula(expression: Expression, compiler: Compiler) -> Formula:
    """The expression ready to run among the derived facts of the compiler."""
    return Formula(expression, compiler.compile(expression))


@dataclass(frozen=True)
class PolicySlips:
    """Makes the wrong versions of a policy."""

    slips: Slips
    compiler: Compiler

    def of_policy(self, policy: Policy) -> Iterator[tuple[str, Policy]]:
        """Every wrong version of the policy with a word on what was changed."""
        for index, version in enumerate(policy.who):
            for what, wrong in self._of_version(version):
                who = (*policy.who[:index], wrong, *policy.who[index + 1 :])
                yield f"who.{version.unit}{_since(policy, version)} {what}", replace(policy, who=who)
        for index, rule in enumerate(policy.amounts):
            before, after = policy.amounts[:index], policy.amounts[index + 1 :]
            if len(policy.amounts) > 1:
                yield f"amounts.{rule.id} left out", replace(policy, amounts=(*before, *after))
            for what, wrong in self._of_amount(rule):
                yield f"amounts.{rule.id} {what}", replace(policy, amounts=(*before, wrong, *after))

    def _of_version(self, version: Conditions) -> Iterator[tuple[str, Conditions]]:
        scope = "household" if version.unit == "household" else "person"
        for what, tree in self._of_tree(version.tree, scope):
            yield what, replace(version, tree=tree)
        if version.precision in (None, "day"):
            for step in (-1, 1):
                moved = version.effective + timedelta(days=step)
                yield f"in force from {moved}", replace(version, effective=moved)
        asked = version.ask_office
        for index, leaf in enumerate(asked):
            before, after = asked[:index], asked[index + 1 :]
            yield f"ask_office.{leaf.id} left out", replace(version, ask_office=(*before, *after))
            for what, wrong in self._of_leaf(leaf, scope):
                yield f"ask_office.{what}", replace(version, ask_office=(*before, wrong, *after))

    def _of_leaf(self, leaf: Leaf, scope: str) -> Iterator[tuple[str, Leaf]]:
        for what, formula in self._of_formula(leaf.formula, scope):
            yield f"{leaf.id}: {what}", replace(leaf, formula=formula)

    def _of_formula(self, formula: Formula, scope: str) -> Iterator[tuple[str, Formula]]:
        for what, expression in self.slips.of_expression(formula.expression, scope):
            yield what, compile_formula(expression, self.compiler)

    def _of_tree(self, tree: Tree, scope: str) -> Iterator[tuple[str, Tree]]:
        if isinstance(tree, Leaf):
            yield from self._of_leaf(tree, scope)
            return
        if len(tree.parts) > 1:
            name = f"{'all' if tree.needs_all else 'any'} of {_ids(tree)}"
            yield f"{name}: all/any swapped", replace(tree, needs_all=not tree.needs_all)
        for index, part in enumerate(tree.parts):
            before, after = tree.parts[:index], tree.parts[index + 1 :]
            if len(tree.parts) > 1:
                yield f"{_ids(part)} left out", replace(tree, parts=(*before, *after))
            for what, wrong in self._of_tree(part, scope):
                yield what, replace(tree, parts=(*before, wrong, *after))

    def _of_amount(self, rule) -> Iterator[tuple[str, object]]:
        scope = "household" if rule.unit_of == "household" else "person"
        for key in ("at_least", "at_most", "when", "unless", "effective", "until"):
            if getattr(rule, key) is not None:
                yield f"without {key}", replace(rule, **{key: None})
        for key in ("when", "unless", "amount", "amount_from", "amount_up_to", "at_least", "at_most"):
            formula = getattr(rule, key)
            if formula is not None and formula.expression.tree != NOUGHT:
                for what, wrong in self._of_formula(formula, scope):
                    yield f"{key}: {what}", replace(rule, **{key: wrong})


def _since(policy: Policy, version: Conditions) -> str:
    several = sum(one.unit == version.unit for one in policy.who) > 1
    return f"@{version.effective}" if several else ""


def _ids(tree: Tree) -> str:
    if isinstance(tree, Leaf):
        return tree.id
    return f"({' '.join(_ids(part) for part in tree.parts)})"
