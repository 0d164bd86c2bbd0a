"""The whole guide as one immutable object."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from knowledge.conditions import Finding, Formula, leaves
from knowledge.dimensions import Scale
from knowledge.expressions import Expression, Name
from knowledge.facts import FactDefinition
from knowledge.members import Compiled
from knowledge.monitoring import Layer, WarningRule
from knowledge.policies import Department, Document, Group, Link, Policy
from knowledge.regions import Regions
from knowledge.rules import Rules, rules_of
from knowledge.sources import ELSEWHERE, Conflict, Source, SourceRef, cite
from knowledge.standards import Standards

MOST_RULES_KEPT = 2048  # all policies on some forty days


@dataclass(frozen=True, eq=False, repr=False)
class Guide:
    """All of the guide; `version` is the hash of its files, so any answer can be replayed."""

    version: str
    groups: Mapping[str, Group]
    departments: Mapping[str, Department]
    policies: Mapping[str, Policy]
    facts: Mapping[str, FactDefinition]
    standards: Standards
    regions: Regions
    sources: Mapping[str, Source]
    words: Mapping
    expressions: Mapping[str, Expression]
    compiled: Mapping[str, Compiled]
    conflicts: tuple[Conflict, ...] = ()
    documents: Mapping[str, Document] = field(default_factory=dict)
    scale: Scale = field(default_factory=lambda: Scale({}, {}))
    layers: Mapping[str, Layer] = field(default_factory=dict)
    warnings: Mapping[str, WarningRule] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Guide({self.version})"

    def __post_init__(self):
        object.__setattr__(self, "rules_of", lru_cache(maxsize=MOST_RULES_KEPT)(self._find_rules))

    def _find_rules(self, id: str, on: date) -> tuple[Rules, ...]:
        """What the policy says on the day, for each of its units; kept, as there are few days."""
        return tuple(rules_of(self.policies[id], on, self.standards.labels, self.facts))

    def cite(self, ref: SourceRef) -> str:
        """The place in words: 《社会救助暂行办法》第九条."""
        return cite(self.sources, ref)

    def cite_all(self, refs: tuple[SourceRef, ...]) -> str:
        """The places in words, one after the other."""
        return "；".join(self.cite(ref) for ref in refs)

    def leans_elsewhere(self, refs: tuple[SourceRef, ...]) -> bool:
        """Does any of it rest on what another place has published, as nothing of our own is?"""
        return any(self.sources[ref.id].level == ELSEWHERE for ref in refs)

    def between(self, one: str, other: str) -> tuple[Link, ...]:
        """What is said of having just these two policies together, from the side of each."""
        both = ((one, other), (other, one))
        return tuple(link for a, b in both for link in self.policies[a].not_with if link.policy == b)

    def finding_to_json(self, finding: Finding) -> dict[str, str]:
        """A finding as JSON, its sources in words."""
        found = self._findings.get(finding)
        if found is None:
            found = self._findings[finding] = {
                "id": finding.id, "says": finding.says, "verdict": finding.verdict.value,
                "source": self.cite_all(finding.sources),
            }  # fmt: skip
        return found.copy()

    @cached_property
    def _findings(self) -> dict[Finding, dict[str, str]]:
        return {}

    def names_below(self, expression: Expression) -> tuple[Name, ...]:
        """Every fact that the expression reads, with those that derived facts read, each once."""
        kept, names = self._below.get(id(expression), (None, ()))
        if kept is not expression:
            names = self._find_names_below(expression)
            self._below[id(expression)] = expression, names
        return names

    @cached_property
    def _below(self) -> dict[int, tuple[Expression, tuple[Name, ...]]]:
        return {}

    def _find_names_below(self, expression: Expression) -> tuple[Name, ...]:
        found: dict[Name, None] = {}
        pending = list(expression.names)
        while pending:
            name = pending.pop(0)
            if name not in found:
                found[name] = None
                if name.key in self.expressions:
                    pending.extend(self.expressions[name.key].names)
        return tuple(found)

    def standards_below(self, expression: Expression) -> tuple[str, ...]:
        """Every standard that the expression reads, with those that derived facts read, each once."""
        names = self.names_below(expression)
        below = (self.expressions[name.key] for name in names if name.key in self.expressions)
        return tuple(dict.fromkeys(key for one in (expression, *below) for key in one.standards))

    @cached_property
    def used_by(self) -> Mapping[str, tuple[str, ...]]:
        """For each fact the policies that read it, through derived facts too."""
        users: dict[str, dict[str, None]] = {key: {} for key in self.facts}
        for policy in self.policies.values():
            for formula in policy_formulas(policy):
                for name in self.names_below(formula.expression):
                    users[name.key][policy.id] = None
        return {key: tuple(ids) for key, ids in users.items()}


def policy_formulas(policy: Policy) -> list[Formula]:
    """Every formula of a policy: conditions, advice, routes, amounts, benefits and materials."""
    found = [leaf.formula for one in policy.who for leaf in (*leaves(one.tree), *one.ask_office)]
    found += [advice.when for advice in (*policy.warn, *policy.priority, *policy.routes)]
    found += [cycle.when for cycle in policy.rechecks]
    found += [one.when for one in (*policy.materials, *policy.benefits)]
    for rule in policy.amounts:
        found += [rule.when, rule.unless, rule.amount, rule.amount_from, rule.amount_up_to]
        found += [rule.at_least, rule.at_most]
    return [formula for formula in found if formula is not None]
