"""Which facts and values each policy reads: worked out once for a guide, to ask for what matters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from knowledge.conditions import leaves
from knowledge.expressions import Aggregate, Contains, Literal, Name, Not, OneOf, Or, walk

if TYPE_CHECKING:
    from knowledge import Guide, Policy
    from knowledge.conditions import Formula, Leaf
    from knowledge.expressions import Expression


@dataclass(frozen=True, eq=False)
class Reading:
    """`leaf_facts`: policy → leaf, in file order → every fact it hangs on; `values`: policy → its choices.

    `wholes`: a fact of a person → the household facts that can be asked instead of asking each person;
    `covers`: policy → a fact of the household → the one question that answers for it and for others;
    `anybody`: a fact of a person → the household fact that somebody has it;
    `places`: where a fact stands in the vocabulary; `exclusions`: leaves that only shut somebody out;
    `amount_facts`: what a policy's sums read; `readers`: fact → the policies whose conditions read it.
    """

    leaf_facts: Mapping[str, Mapping[str, frozenset[str]]]
    policy_facts: Mapping[str, frozenset[str]]
    values: Mapping[str, frozenset[str]]
    wholes: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, frozenset[str]]
    places: Mapping[str, int]
    exclusions: frozenset[str]
    amount_facts: Mapping[str, tuple[str, ...]]
    covers: Mapping[str, Mapping[str, str]]
    anybody: Mapping[str, str]
    readers: Mapping[str, frozenset[str]]

    def whole_of(self, fact: str, policy: str) -> str | None:
        """The household fact that answers for `fact` of every member in `policy`, if it reads one."""
        return next((one for one in self.wholes.get(fact, ()) if one in self.policy_facts[policy]), None)

    def parts_of(self, fact: str) -> frozenset[str]:
        return self.parts.get(fact, frozenset())

    def values_in(self, policy: str) -> frozenset[str]:
        return self.values.get(policy, frozenset())


@lru_cache(maxsize=4)
def read_guide(guide: Guide) -> Reading:
    """The reading of `guide`, kept for the few guides of a process."""
    leaf_facts, policy_facts, values = {}, {}, {}
    for policy in guide.policies.values():
        expressions = {leaf.id: leaf.formula.expression for leaf in _leaves(policy)}
        leaf_facts[policy.id] = {leaf: _facts(guide, one) for leaf, one in expressions.items()}
        policy_facts[policy.id] = frozenset().union(*leaf_facts[policy.id].values())
        sums = [one.expression for one in _formulas(policy)]
        values[policy.id] = frozenset().union(
            *(_values(guide, one) for one in (*expressions.values(), *sums))
        )
    parts = {key: _facts(guide, one) for key, one in guide.expressions.items()}
    places = {key: place for place, key in enumerate(guide.facts)}
    shut_out = (one.id for policy in guide.policies.values() for one in _leaves(policy) if _excludes(one))
    wholes = _wholes(guide, parts)
    sums = {policy.id: _amount_facts(guide, policy) for policy in guide.policies.values()}
    return Reading(
        leaf_facts=leaf_facts,
        policy_facts=policy_facts,
        values=values,
        wholes=wholes,
        parts=parts,
        places=places,
        exclusions=frozenset(shut_out),
        amount_facts=sums,
        covers={policy.id: _covers(guide, policy, parts) for policy in guide.policies.values()},
        anybody=_anybody(guide),
        readers=_readers(guide, policy_facts),
    )


def _readers(guide: Guide, policy_facts: Mapping[str, frozenset[str]]) -> dict[str, frozenset[str]]:
    return {
        key: frozenset(policy for policy, facts in policy_facts.items() if key in facts)
        for key in guide.facts
    }


def _leaves(policy: Policy) -> Iterator[Leaf]:
    for conditions in policy.who:
        yield from leaves(conditions.tree)
        yield from conditions.ask_office


def _formulas(policy: Policy) -> list[Formula]:
    return [one for rule in policy.amounts for one in (rule.when, rule.amount, rule.amount_up_to) if one]


def _amount_facts(guide: Guide, policy: Policy) -> tuple[str, ...]:
    """Every fact that decides how much it is."""
    formulas = _formulas(policy)
    return tuple(dict.fromkeys(key for one in formulas for key in sorted(_facts(guide, one.expression))))


def _covers(guide: Guide, policy: Policy, parts: Mapping[str, frozenset[str]]) -> dict[str, str]:
    """Facts of the household that the policy reads through one yes-or-no question alone, with the widest."""
    expressions = [leaf.formula.expression for leaf in _leaves(policy)]
    read = frozenset().union(*(_facts(guide, one) for one in expressions))
    wide = [
        key for key in parts if key in read and guide.facts[key].question and guide.facts[key].type == "bool"
    ]
    found: dict[str, str] = {}
    for key in sorted(wide, key=lambda one: len(parts[one])):
        past = frozenset().union(*(_read_past(guide, one, key) for one in expressions))
        inside = [one for one in parts[key] - past if guide.facts[one].scope == "household"]
        found.update(dict.fromkeys(inside, key))
    return found


def _read_past(guide: Guide, expression: Expression, key: str) -> frozenset[str]:
    """Every fact the expression reads otherwise than through `key`."""
    names = {one.key for one in expression.names} - {key}
    below = (_read_past(guide, guide.expressions[one], key) for one in names if one in guide.expressions)
    return frozenset(names).union(*below)


def _anybody(guide: Guide) -> dict[str, str]:
    """Facts of a person that an askable question asks of the whole household: has anybody a certificate."""
    found = {}
    for key, expression in guide.expressions.items():
        match expression.tree:
            case Aggregate("any", Name(fact, "bool")) if guide.facts[key].question:
                found[fact] = key
    return found


def _excludes(leaf: Leaf) -> bool:
    """Whether it only shuts somebody out, perhaps with who is not shut out by it."""
    tree = leaf.formula.expression.tree
    return isinstance(tree, Not) or (isinstance(tree, Or) and any(isinstance(one, Not) for one in tree.parts))


def _facts(guide: Guide, expression: Expression) -> frozenset[str]:
    """Every fact the expression reads, through derived facts too."""
    return frozenset(one.key for one in guide.names_below(expression))


def _values(guide: Guide, expression: Expression) -> frozenset[str]:
    """Every choice that the expression names, through derived facts too."""
    below = (guide.expressions[key] for key in _facts(guide, expression) if key in guide.expressions)
    return frozenset(value for one in (expression, *below) for value in _named(one))


def _named(expression: Expression) -> Iterator[str]:
    for node in walk(expression.tree):
        match node:
            case Contains(value=value) | Literal(value=str(value)):
                yield value
            case OneOf(values=values):
                yield from (one for one in values if isinstance(one, str))


def _wholes(guide: Guide, parts: Mapping[str, frozenset[str]]) -> dict[str, tuple[str, ...]]:
    """Askable derived household facts by the facts of persons they add up, the narrowest only."""
    askable = [key for key in parts if guide.facts[key].question and guide.facts[key].scope == "household"]
    narrow = [key for key in askable if not parts[key] & set(askable)]
    found: dict[str, tuple[str, ...]] = {}
    for key in narrow:
        for part in sorted(parts[key]):
            if guide.facts[part].scope == "person":
                found[part] = (*found.get(part, ()), key)
    return found
