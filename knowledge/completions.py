"""What a policy comes to over every completion of the few facts that decide which of its amounts applies."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from knowledge.amounts import Amount, Part, add_up, span_of, work_out
from knowledge.facts import FactDefinition, Value
from knowledge.grounds import Change, Scope
from knowledge.members import NONE_OPEN, OpenFact
from knowledge.rules import Rules
from knowledge.verdicts import UNMET

MOST_COMPLETIONS = 24
WIDEST_RANGE = 12


def amount_of(rules: Rules, scope: Scope, facts: Mapping[str, FactDefinition]) -> Amount | None:
    """The amount over the completions in which the policy is not unmet; None when nothing is known of it."""
    paid = rules.amounts
    if not paid:
        return None
    undecided = [one.rule.when.open_facts(scope) for one in paid if one.rule.when is not None]
    found: dict[tuple[Part, ...], Amount | None] = {}
    for changes in completions_of(NONE_OPEN.union(*undecided), facts):
        if _refused(rules, scope, changes):
            continue
        parts = tuple(work_out(paid, scope, changes, facts))
        if parts not in found:
            found[parts] = add_up(parts)
        if found[parts] is None and any(one.rule.part is None for one in paid):
            return None  # what nobody published for this case may be more than for the others
    amounts = [amount for amount in found.values() if amount is not None]
    return span_of([amount for amount in amounts if amount.unit == amounts[0].unit])


def _refused(rules: Rules, scope: Scope, changes: tuple[Change, ...]) -> bool:
    """Whether the policy would be unmet in this completion."""
    if not changes or rules.conditions is None:
        return False
    completed = scope.changed(changes, rules.reads)
    if rules not in completed.memo:
        completed.memo[rules] = rules.verdict_of_conditions(completed)
    return completed.memo[rules] is UNMET


def completions_of(
    wanted: Iterable[OpenFact], facts: Mapping[str, FactDefinition]
) -> Iterator[tuple[Change, ...]]:
    """Every value of the wanted facts, where they are few; else no change."""
    choices, size = [], 1
    for one in sorted_facts(wanted):
        values = _possible_values(facts[one.fact])
        nobody = one.person is None and facts[one.fact].scope == "person"
        if values and not nobody and size * len(values) <= MOST_COMPLETIONS:
            choices.append([Change(one.person, one.fact, value) for value in values])
            size *= len(values)
    return product(*choices)


def sorted_facts(facts: Iterable[OpenFact]) -> tuple[OpenFact, ...]:
    """By person, those of the household first, then by fact."""
    facts = list(facts)
    own = [one for one in facts if one.person is None]
    return (*sorted(own), *sorted([one for one in facts if one.person is not None]))


def _possible_values(definition: FactDefinition) -> list[Value]:
    """Every value of a fact that has only a few; none for the others."""
    if definition.type == "bool":
        return [True, False]
    if definition.type == "choice":
        return list(definition.values)
    low, high = definition.range or (None, None)
    if definition.type == "int" and None not in (low, high) and high - low < WIDEST_RANGE:
        return list(range(int(low), int(high) + 1))
    return []
