"""What a policy says for one unit on one day, gathered once for all households."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.amounts import ReadyRule, get_ready
from knowledge.conditions import Leaf, leaves
from knowledge.facts import FactDefinition
from knowledge.grounds import Scope
from knowledge.members import NONE_OPEN, OpenFact
from knowledge.policies import Conditions, Policy
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict, any_of


@dataclass(frozen=True, eq=False)
class Rules:
    """The conditions and amounts in force; no conditions where none are or the policy has ended.

    `leaves` are those of the conditions in file order, without ask_office; `reads` the facts that bear on
    them, ask_office included.
    """

    policy: Policy
    unit: str
    on: date
    conditions: Conditions | None
    expired: bool
    leaves: tuple[Leaf, ...]
    reads: frozenset[str]
    amounts: tuple[ReadyRule, ...]

    def verdict(self, scope: Scope) -> Verdict:
        """What the policy comes to; unknown where nothing is in force."""
        return UNKNOWN if self.conditions is None or self.expired else self.verdict_of_conditions(scope)

    def verdict_of_conditions(self, scope: Scope) -> Verdict:
        """who OR (ask_office AND unknown)."""
        verdict = self.conditions.tree.verdict(scope)
        if verdict is UNMET and self.conditions.ask_office and self._asks_office(scope) is not UNMET:
            return UNKNOWN
        return verdict

    def _asks_office(self, scope: Scope) -> Verdict:
        return any_of(leaf.verdict(scope) for leaf in self.conditions.ask_office)

    def bearing_leaves(self, scope: Scope) -> tuple[Leaf, ...]:
        """The leaves that bear on the verdict: those of ask_office only where the rest is unmet."""
        if self.conditions is None or not self.conditions.ask_office:
            return self.leaves
        unmet = self.conditions.tree.verdict(scope) is UNMET
        return self.leaves + self.conditions.ask_office if unmet else self.leaves

    def open_facts(self, scope: Scope) -> frozenset[OpenFact]:
        """The facts for which some value could still change the unknown verdict."""
        if self.conditions is None or self.expired:
            return NONE_OPEN
        verdict = self.conditions.tree.verdict(scope)
        if verdict is not UNMET:
            return self.conditions.tree.open_undecided(scope) if verdict is UNKNOWN else NONE_OPEN
        if self._asks_office(scope) is MET:
            return NONE_OPEN
        return NONE_OPEN.union(*(leaf.open_facts(scope) for leaf in self.conditions.ask_office))


def rules_of(
    policy: Policy, on: date, labels: Mapping[str, str], facts: Mapping[str, FactDefinition]
) -> Iterator[Rules]:
    """The rules of each unit of the policy on the day; `labels` are those of the standards."""
    expired = policy.valid_until is not None and on > policy.valid_until
    for unit in policy.units:
        conditions = policy.conditions_on(unit, on)
        found = tuple(leaves(conditions.tree)) if conditions else ()
        every = (*found, *conditions.ask_office) if conditions else ()
        reads = frozenset().union(*(leaf.formula.compiled.reads for leaf in every))
        paid = [one for one in policy.amounts if one.unit_of == unit and one.service is None]
        amounts = tuple(get_ready(one, labels, facts) for one in paid if one.in_force(on))
        yield Rules(policy, unit, on, conditions, expired, found, reads, amounts)
