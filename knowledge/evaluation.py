"""Expressions at work: each tree becomes a pair of functions over a Scope, built once when the guide loads.

`value(scope)` gives the verdict or the number. `open(scope)` is asked only where the value is not decided and
gives the facts that could decide it, or None where a figure that nobody has published stands in the way.
A Ground holds one situation on one day and remembers each derived fact of each person.
"""

from collections.abc import Callable, Iterable, Mapping

from knowledge import ranges
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
)
from knowledge.facts import FactDefinition
from knowledge.grounds import DECIDES_MEMBERSHIP, FIGURES, PERSON, Scope
from knowledge.members import (
    NONE_OPEN,
    Compiled,
    Open,
    OpenFact,
    any_member,
    count_members,
    open_any,
    open_sum,
    sum_members,
)
from knowledge.ranges import Spans, is_exact
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict, opposite

_MISSING = object()
NOTHING: frozenset[str] = frozenset()
VerdictOf = Callable[[Scope], Verdict]


class Compiler:
    """Compiles expressions; derived facts by key must be compiled before what names them."""

    def __init__(self, facts: Mapping[str, FactDefinition]):
        self.facts = facts
        self.derived: dict[str, Compiled] = {}

    def compile(self, expression: Expression) -> Compiled:
        """The expression as functions."""
        return self._node(expression.tree)

    def compile_derived(self, definition: FactDefinition, expression: Expression) -> Compiled:
        """The derived fact as functions that remember their result and heed what was stated."""
        compiled = _derived(definition, self._node(expression.tree))
        self.derived[definition.key] = compiled
        return compiled

    def _node(self, node: Node) -> Compiled:
        match node:
            case Name():
                return self.derived[node.key] if node.key in self.derived else _base(node)
            case Literal(value):
                spans = ranges.point(value)
                return Compiled(lambda scope: spans, _nothing_open, NOTHING)
            case StandardOf(key):
                return _standard(key)
            case Arithmetic(operator, left, right):
                return _arithmetic(operator, self._node(left), self._node(right))
            case Compare(operator, Name(kind="date") as name, Literal(day)):
                return _date_comparison(operator, name, day)
            case Compare(operator, left, right):
                return _comparison(operator, self._node(left), self._node(right))
            case OneOf(Name(kind="choice") as name, values):
                return _choice_one_of(name, frozenset(values))
            case OneOf(left, values):
                whole = isinstance(left, Name) and left.kind == "int"
                return _number_one_of(self._node(left), values, whole)
            case Contains(name, value):
                return _contains(name, value, self.facts[name.key].excluders[value])
            case Not(part):
                inner = self._node(part)
                return Compiled(lambda scope: opposite(inner.value(scope)), inner.open, inner.reads)
            case And(parts):
                return _joint(conjunction, [self._node(part) for part in parts])
            case Or(parts):
                return _joint(disjunction, [self._node(part) for part in parts])
            case Aggregate(function, part):
                return self._aggregate(function, part)
        raise TypeError(f"not a node: {node!r}")

    def _aggregate(self, function: str, part: Node) -> Compiled:
        inner = self._node(part)
        reads = inner.reads - {PERSON} | DECIDES_MEMBERSHIP
        if function == "any":
            value = lambda scope: any_member(scope, inner)  # noqa: E731
            return Compiled(value, lambda scope: open_any(scope, inner), reads)
        if function == "count":
            value = lambda scope: count_members(scope, inner)  # noqa: E731
        else:
            floor = self._floor(part)
            value = lambda scope: sum_members(scope, inner, floor)  # noqa: E731
        return Compiled(value, lambda scope: open_sum(scope, inner, function == "count"), reads)

    def _floor(self, part: Node) -> Spans | None:
        """What an unknown term of a sum may be: from the lowest value of the fact upwards."""
        low = (self.facts[part.key].range or (None,))[0] if isinstance(part, Name) else None
        return None if low is None else ((min(low, ranges.ZERO), ranges.INFINITY),)


def _nothing_open(scope: Scope) -> Open:
    return NONE_OPEN


def _base(name: Name) -> Compiled:
    key = name.key
    reads = frozenset((key, PERSON) if name.scope == "person" else (key,))
    of_household, is_of_household = frozenset((OpenFact(None, key),)), name.scope == "household"
    open_key = ("open", key)

    def open_fact(scope: Scope) -> Open:
        if is_of_household or scope.person_id is None:
            return of_household
        found = scope.memo.get(open_key)
        if found is None:
            found = scope.memo[open_key] = frozenset((OpenFact(scope.person_id, key),))
        return found

    def open_number(scope: Scope) -> Open:
        return NONE_OPEN if is_exact(scope.values.get(key)) else open_fact(scope)

    if name.kind == "bool":
        return Compiled(lambda scope: scope.values.get(key, UNKNOWN), open_fact, reads)
    chosen = open_number if name.kind in ("int", "decimal") else open_fact
    return Compiled(lambda scope: scope.values.get(key), chosen, reads)


def _derived(definition: FactDefinition, inner: Compiled) -> Compiled:
    key, of_person, is_bool = definition.key, definition.scope == "person", definition.type == "bool"
    open_key = ("open", key)
    settle = _settle_verdict if is_bool else _settle_number

    def value(scope: Scope):
        place = scope if of_person else scope.home
        found = place.memo.get(key, _MISSING)
        if found is _MISSING:
            found = inner.value(place)
            stated = place.values.get(key)
            if stated is not None:
                found = settle(place, key, found, stated)
            place.memo[key] = found
        return found

    def open_facts(scope: Scope) -> Open:
        place = scope if of_person else scope.home
        found = value(place)
        decided = found is not UNKNOWN if is_bool else is_exact(found)
        if decided or key in place.conflicts:
            return NONE_OPEN
        known = place.memo.get(open_key, _MISSING)
        if known is _MISSING:
            known = place.memo[open_key] = inner.open(place)
        return known

    reads = inner.reads | {key, PERSON} if of_person else inner.reads - {PERSON} | {key}
    return Compiled(value, open_facts, reads)


def _settle_verdict(scope: Scope, key: str, found: Verdict, stated: Verdict) -> Verdict:
    if found is UNKNOWN or found is stated:
        return stated
    scope.conflicts.add(key)
    return UNKNOWN


def _settle_number(scope: Scope, key: str, found: Spans | None, stated: Spans) -> Spans | None:
    if found is None:
        return stated
    if is_exact(stated):  # "about 800 a head" is no contradiction of 800.33
        agrees = any(ranges.rounds_into(span, stated[0][0]) for span in found)
        both = (found if is_exact(found) else stated) if agrees else ()
    else:
        both = ranges.intersection(found, stated)
    if both:
        return both
    scope.conflicts.add(key)
    return None


def _standard(key: str) -> Compiled:
    return Compiled(
        lambda scope: scope.ground.standard(key),
        lambda scope: _wrap_open(scope.ground.standard_blockers(key)),
        frozenset((FIGURES,)),
    )


def _wrap_open(facts: tuple[str, ...] | None) -> Open:
    return None if facts is None else frozenset(OpenFact(None, fact) for fact in facts)


def _both_open(left: Open, right: Open) -> Open:
    return None if left is None or right is None else left | right


_ARITHMETIC = {"+": ranges.add, "-": ranges.subtract, "*": ranges.multiply, "/": ranges.divide}


def _arithmetic(operator: str, left: Compiled, right: Compiled) -> Compiled:
    operate, one, other = _ARITHMETIC[operator], left.value, right.value
    return Compiled(
        lambda scope: operate(one(scope), other(scope)),
        lambda scope: _both_open(left.open(scope), right.open(scope)),
        left.reads | right.reads,
    )


def _comparison(operator: str, left: Compiled, right: Compiled) -> Compiled:
    one, other = left.value, right.value
    values = {
        "<": lambda scope: ranges.less(one(scope), other(scope)),
        ">": lambda scope: ranges.less(other(scope), one(scope)),
        "<=": lambda scope: ranges.at_most(one(scope), other(scope)),
        ">=": lambda scope: ranges.at_most(other(scope), one(scope)),
        "==": lambda scope: ranges.equal(one(scope), other(scope)),
        "!=": lambda scope: opposite(ranges.equal(one(scope), other(scope))),
    }
    return Compiled(
        values[operator],
        lambda scope: _both_open(left.open(scope), right.open(scope)) or NONE_OPEN,
        left.reads | right.reads,
    )


_DATES = {
    "<": lambda one, other: one < other,
    ">": lambda one, other: one > other,
    "<=": lambda one, other: one <= other,
    ">=": lambda one, other: one >= other,
    "==": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
}


def _date_comparison(operator: str, name: Name, day: object) -> Compiled:
    base, compare, key = _base(name), _DATES[operator], name.key

    def value(scope: Scope) -> Verdict:
        known = scope.values.get(key)
        if known is None:
            return UNKNOWN
        return MET if compare(known, day) else UNMET

    return Compiled(value, base.open, base.reads)


def _choice_one_of(name: Name, values: frozenset) -> Compiled:
    base, key = _base(name), name.key

    def value(scope: Scope) -> Verdict:
        known = scope.values.get(key)
        if known is None:
            return UNKNOWN
        return MET if known in values else UNMET

    return Compiled(value, base.open, base.reads)


def _number_one_of(left: Compiled, values: tuple, whole: bool) -> Compiled:
    return Compiled(
        lambda scope: ranges.one_of(left.value(scope), values, whole),
        lambda scope: left.open(scope) or NONE_OPEN,
        left.reads,
    )


def _contains(name: Name, wanted: str, excluders: frozenset[str]) -> Compiled:
    base, key = _base(name), name.key

    def value(scope: Scope) -> Verdict:
        known = scope.values.get(key)
        if known is None:
            return UNKNOWN
        if wanted in known.has:
            return MET
        if known.complete or wanted in known.has_not or not excluders.isdisjoint(known.has):
            return UNMET
        return UNKNOWN

    return Compiled(value, base.open, base.reads)


def conjunction(values: Iterable[VerdictOf]) -> VerdictOf:
    """Unmet where one is unmet, met where all are met, else unknown."""
    values = tuple(values)

    def value(scope: Scope) -> Verdict:
        result = MET
        for read in values:
            verdict = read(scope)
            if verdict is UNMET:
                return UNMET
            if verdict is UNKNOWN:
                result = UNKNOWN
        return result

    return value


def disjunction(values: Iterable[VerdictOf]) -> VerdictOf:
    """Met where one is met, unmet where all are unmet, else unknown."""
    values = tuple(values)

    def value(scope: Scope) -> Verdict:
        result = UNMET
        for read in values:
            verdict = read(scope)
            if verdict is MET:
                return MET
            if verdict is UNKNOWN:
                result = UNKNOWN
        return result

    return value


def _joint(joined: Callable[[Iterable[VerdictOf]], VerdictOf], parts: list[Compiled]) -> Compiled:
    reads = NOTHING.union(*(part.reads for part in parts))
    pairs = [(part.value, part.open) for part in parts]

    def open_facts(scope: Scope) -> Open:
        found = [open_part(scope) for value, open_part in pairs if value(scope) is UNKNOWN]
        return found[0] or NONE_OPEN if len(found) == 1 else NONE_OPEN.union(*filter(None, found))

    return Compiled(joined(value for value, _ in pairs), open_facts, reads)
