"""Policy, situation and day to assessments: verdict, findings, what fails, what is open, what it comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property, partial
from itertools import product

from knowledge.amounts import Amount, add_up, span_of, work_out
from knowledge.conditions import Finding, Leaf, failing, leaves, open_facts, verdict_of
from knowledge.errors import KnowledgeError
from knowledge.expressions import Name
from knowledge.facts import FactDefinition, Value, number_to_json, value_to_json
from knowledge.grounds import Ground, Scope
from knowledge.guide import Guide
from knowledge.members import NONE_OPEN, OpenFact
from knowledge.policies import Advice, Clause, Conditions, Policy
from knowledge.ranges import hull
from knowledge.situations import Situation
from knowledge.sources import SourceRef
from knowledge.standards import Figure
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict, any_of

MOST_COMPLETIONS = 24
WIDEST_RANGE = 12


def assess(
    guide: Guide, situation: Situation, on: date, policies: Iterable[str] | None = None
) -> tuple["Assessment", ...]:
    """One assessment for each policy, unit and person, on the day: all policies, or those named.

    Persons are assessed unless they surely do not belong to the household. A person filed alone is read with
    the facts of the real household. Raises KnowledgeError for a policy that the guide does not have.
    """
    ground = Ground(situation, guide.standards, on)
    chosen = guide.policies if policies is None else list(policies)
    found: list[Assessment] = []
    for id in chosen:
        policy = guide.policies.get(id)
        if policy is None:
            raise KnowledgeError(f"没有政策 {id}")
        for unit in policy.units:
            for scope in _subjects(ground, unit):
                found.append(_assess(guide, policy, unit, scope))
    return tuple(found)


def _subjects(ground: Ground, unit: str) -> list[Scope]:
    if unit == "household":
        return [ground.home]
    return [scope for scope in ground.people if ground.membership[scope.person_id] is not UNMET]


def _assess(guide: Guide, policy: Policy, unit: str, scope: Scope) -> "Assessment":
    on = scope.ground.on
    conditions = policy.conditions_on(unit, on)
    expired = policy.valid_until is not None and on > policy.valid_until
    verdict = UNKNOWN if conditions is None or expired else _verdict(conditions, scope)
    case = _Case(guide, policy, conditions, expired, scope)
    return Assessment(policy.id, unit, scope.person_id, verdict, case)


def _verdict(conditions: Conditions, scope: Scope) -> Verdict:
    """who OR (ask_office AND unknown)."""
    verdict = verdict_of(conditions.tree, scope)
    if verdict is UNMET and conditions.ask_office and _asks_office(conditions, scope) is not UNMET:
        return UNKNOWN
    return verdict


def _asks_office(conditions: Conditions, scope: Scope) -> Verdict:
    return any_of(leaf.formula.verdict(scope) for leaf in conditions.ask_office)


@dataclass(frozen=True, slots=True)
class _Case:
    """What an assessment is worked out from."""

    guide: Guide
    policy: Policy
    conditions: Conditions | None
    expired: bool
    scope: Scope

    def leaves(self) -> list[Leaf]:
        """The leaves that bear on the verdict: those of ask_office only where the rest is unmet."""
        if self.conditions is None:
            return []
        found = list(leaves(self.conditions.tree))
        unmet = verdict_of(self.conditions.tree, self.scope) is UNMET
        return [*found, *self.conditions.ask_office] if unmet else found


@dataclass(frozen=True, eq=False)
class Assessment:
    """What one policy comes to for a household, a person, or a person filed alone.

    The verdict is there at once; the rest is worked out when it is first asked for.
    """

    policy: str
    unit: str
    person: str | None
    verdict: Verdict
    _case: _Case = field(repr=False)

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What every leaf came to, in file order, with the values read.

        The ask_office leaves come last, and only where the others are unmet.
        """
        scope = self._case.scope
        return tuple(
            Finding(leaf.id, leaf.says, leaf.formula.verdict(scope), leaf.sources, partial(self._read, leaf))
            for leaf in self._case.leaves()
        )

    def _read(self, leaf: Leaf) -> dict[str, object]:
        names = self._case.guide.names_below(leaf.formula.expression)
        return {place: value for name in names for place, value in self._values(name) if value is not None}

    def _values(self, name: Name) -> Iterator[tuple[str, object]]:
        scope = self._case.scope
        if name.scope == "household":
            yield name.key, _known(scope.home, name.key)
            return
        people = [scope] if scope.person_id is not None else scope.ground.people
        for person in people:
            yield f"{person.person_id}.{name.key}", _known(person, name.key)

    @cached_property
    def failing(self) -> tuple[str, ...]:
        """A smallest set of unmet leaves whose turning met would lift the "unmet"; () unless unmet."""
        return failing(self._case.conditions.tree, self._case.scope) if self.verdict is UNMET else ()

    @cached_property
    def open_facts(self) -> tuple[OpenFact, ...]:
        """The base facts for which some value could still change the verdict, sorted.

        A fact of persons with `person` None is that of a member not listed yet.
        """
        case = self._case
        if self.verdict is not UNKNOWN or case.conditions is None or case.expired:
            return ()
        found = open_facts(case.conditions.tree, case.scope)
        if verdict_of(case.conditions.tree, case.scope) is UNMET:
            found = self._open_at_office()
        return _in_order(found)

    def _open_at_office(self) -> frozenset[OpenFact]:
        conditions, scope = self._case.conditions, self._case.scope
        if _asks_office(conditions, scope) is MET:
            return NONE_OPEN
        return NONE_OPEN.union(*(leaf.formula.open_facts(scope) for leaf in conditions.ask_office))

    @cached_property
    def asks_office(self) -> tuple[Finding, ...]:
        """The ask_office conditions that are met: why only the office can say."""
        ids = {leaf.id for leaf in self._case.conditions.ask_office} if self._case.conditions else set()
        return tuple(one for one in self.findings if one.id in ids and one.verdict is MET)

    @cached_property
    def advisories(self) -> tuple[Clause, ...]:
        """The clauses outside the verdict that are still to be checked."""
        return tuple(clause for clause in self._case.policy.clauses if clause.role == "advisory")

    @cached_property
    def warnings(self) -> tuple[Advice, ...]:
        """What is to be said first, though it does not change the verdict."""
        return self._holding(self._case.policy.warn)

    @cached_property
    def priorities(self) -> tuple[Advice, ...]:
        """Why this one comes before others."""
        return self._holding(self._case.policy.priority)

    def _holding(self, advice: tuple[Advice, ...]) -> tuple[Advice, ...]:
        return tuple(one for one in advice if one.when is None or one.when.verdict(self._case.scope) is MET)

    @cached_property
    def routes(self) -> tuple[Advice, ...]:
        """Where to file: the first route that surely holds, after those that may."""
        found = []
        for route in self._case.policy.routes:
            verdict = MET if route.when is None else route.when.verdict(self._case.scope)
            if verdict is not UNMET:
                found.append(route)
            if verdict is MET:
                break
        return tuple(found)

    @cached_property
    def services(self) -> tuple[str, ...]:
        """The help in kind that applies."""
        case = self._case
        rules = [rule for rule in case.policy.amounts if rule.service and rule.in_force(case.scope.ground.on)]
        return tuple(
            rule.service
            for rule in rules
            if self.verdict is not UNMET and rule.applies(case.scope) is MET
        )

    @cached_property
    def conflicts(self) -> tuple[OpenFact, ...]:
        """Derived facts whose stated value contradicts what the other facts come to."""
        case = self._case
        names = {name for leaf in case.leaves() for name in case.guide.names_below(leaf.formula.expression)}
        ground = case.scope.ground
        found = {OpenFact(None, key) for key in ground.home.conflicts}
        found |= {OpenFact(person.person_id, key) for person in ground.people for key in person.conflicts}
        keys = {name.key for name in names}
        return _in_order(one for one in found if one.fact in keys)

    @cached_property
    def standards_used(self) -> tuple[Figure, ...]:
        """The figures behind the conditions and the amount, with source and date."""
        guide, scope, policy = self._case.guide, self._case.scope, self._case.policy
        formulas = [leaf.formula for leaf in self._case.leaves()]
        for rule in policy.amounts:
            formulas += [formula for formula in (rule.amount, rule.amount_from, rule.amount_up_to) if formula]
        keys = dict.fromkeys(key for one in formulas for key in guide.standards_below(one.expression))
        figures = dict.fromkeys(figure for key in keys for figure in scope.ground.figures_of(key))
        return tuple(figure for figure in figures if figure is not None)

    @cached_property
    def amount(self) -> Amount | None:
        """What it would come to; None when unmet or when nothing is known of it. Never a promise."""
        if self.verdict is UNMET or not self._case.policy.amounts:
            return None
        return _amount(self._case, self.unit)

    def to_json(self, guide: Guide) -> dict:
        """The shape of design section 10."""
        return {
            "policy": self.policy, "unit": self.unit, "person": self.person, "verdict": self.verdict.value,
            "conditions": [_finding_to_json(guide, finding) for finding in self.findings],
            "failing": list(self.failing),
            "open_facts": [one._asdict() for one in self.open_facts],
            "amount": None if self.amount is None else _amount_to_json(guide, self.amount),
        }  # fmt: skip


def _in_order(facts: Iterable[OpenFact]) -> tuple[OpenFact, ...]:
    return tuple(sorted(facts, key=lambda one: (one.person or "", one.fact)))


def _known(scope: Scope, key: str) -> object:
    """A value as JSON as it was read, None where unknown."""
    value = scope.memo.get(key, scope.values.get(key))
    if value is None or value is UNKNOWN:
        return None
    if isinstance(value, Verdict):
        return value is MET
    if isinstance(value, tuple):
        low, high = hull(value)
        if high.is_infinite() or low.is_infinite():
            return None
        ends = {"min": number_to_json(low), "max": number_to_json(high)}
        return ends["min"] if low == high else ends
    return value_to_json(value)


def _amount(case: _Case, unit: str) -> Amount | None:
    """The amount over every completion of the few facts that decide which rule applies."""
    ground = case.scope.ground
    of_unit = [one for one in case.policy.amounts if one.unit_of == unit and one.in_force(ground.on)]
    rules = [rule for rule in of_unit if rule.service is None]
    if not rules:
        return None
    undecided = [rule.when.open_facts(case.scope) for rule in rules if rule.when is not None]
    amounts = []
    for situation in _completions(case, NONE_OPEN.union(*undecided)):
        if _refused(case, situation):
            continue
        exact = Ground(situation, case.guide.standards, ground.on, exact_figures=True)
        scope = _same_scope(exact, case.scope)
        amount = add_up(work_out(rules, scope, case.guide.facts))
        if amount is not None:
            amounts.append(amount)
        elif any(rule.part is None for rule in rules):
            return None  # what nobody published for this case may be more than for the others
    return span_of([amount for amount in amounts if amount.unit == amounts[0].unit])


def _refused(case: _Case, situation: Situation) -> bool:
    """Whether the policy would be unmet in this completion."""
    if situation is case.scope.ground.situation or case.conditions is None:
        return False
    scope = _same_scope(Ground(situation, case.guide.standards, case.scope.ground.on), case.scope)
    return _verdict(case.conditions, scope) is UNMET


def _same_scope(ground: Ground, scope: Scope) -> Scope:
    return ground.home if scope.person_id is None else ground.by_id[scope.person_id]


def _completions(case: _Case, wanted: frozenset[OpenFact]) -> Iterator[Situation]:
    """The situation with every value of the wanted facts, where they are few; else the situation itself."""
    situation, facts = case.scope.ground.situation, case.guide.facts
    choices, size = [], 1
    for one in _in_order(wanted):
        values = _possible_values(facts[one.fact])
        nobody = one.person is None and facts[one.fact].scope == "person"
        if values and not nobody and size * len(values) <= MOST_COMPLETIONS:
            choices.append([(one, value) for value in values])
            size *= len(values)
    for combination in product(*choices):
        completed = situation
        for one, value in combination:
            completed = completed.with_fact(one.person, one.fact, value)
        yield completed


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


def _cite(guide: Guide, sources: tuple[SourceRef, ...]) -> str:
    return "；".join(guide.cite(ref) for ref in sources)


def _finding_to_json(guide: Guide, finding: Finding) -> dict:
    source = _cite(guide, finding.sources)
    return {"id": finding.id, "says": finding.says, "verdict": finding.verdict.value, "source": source}


def _amount_to_json(guide: Guide, amount: Amount) -> dict:
    number = lambda value: None if value is None else number_to_json(Decimal(value))  # noqa: E731
    working = [
        {"label": line.label, "value": line.value, "note": line.note, "source": _cite(guide, line.sources)}
        for line in amount.working
    ]
    return {
        "low": number(amount.low), "high": number(amount.high), "unit": amount.unit,
        "at_least": amount.at_least, "year": amount.year, "working": working,
    }  # fmt: skip
