"""Policy, situation and day to assessments: verdict, findings, what fails, what is open, what it comes to."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from knowledge.amounts import Amount
from knowledge.completions import amount_of, sorted_facts
from knowledge.conditions import Finding
from knowledge.errors import KnowledgeError
from knowledge.expressions import Name
from knowledge.facts import number_to_json, value_to_json
from knowledge.grounds import Ground, Scope
from knowledge.guide import Guide
from knowledge.lazy import lazy
from knowledge.members import OpenFact
from knowledge.policies import Advice, Benefit, Clause, Cycle, Material
from knowledge.ranges import hull
from knowledge.rules import Rules
from knowledge.situations import Situation
from knowledge.standards import Figure
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict


def assess(
    guide: Guide, situation: Situation, on: date, policies: Iterable[str] | None = None
) -> tuple["Assessment", ...]:
    """One assessment for each policy, unit and person, on the day: all policies, or those named.

    Persons are assessed unless they surely do not belong to the household. A person filed alone is read with
    the facts of the real household. Raises KnowledgeError for a policy that the guide does not have.
    """
    ground = Ground(situation, guide.standards, on)
    household = [ground.home]
    persons = [scope for scope in ground.people if ground.membership[scope.person_id] is not UNMET]
    found: list[Assessment] = []
    for id in guide.policies if policies is None else policies:
        if id not in guide.policies:
            raise KnowledgeError(f"没有政策 {id}")
        for rules in guide.rules_of(id, on):
            for scope in household if rules.unit == "household" else persons:
                found.append(Assessment(rules.verdict(scope), rules, scope, guide))
    return tuple(found)


@dataclass(eq=False)
class Assessment:
    """What one policy comes to for a household, a person, or a person filed alone. For reading only.

    The verdict is there at once; the rest is worked out when it is first asked for.
    """

    verdict: Verdict
    _rules: Rules = field(repr=False)
    _scope: Scope = field(repr=False)
    _guide: Guide = field(repr=False)

    def __post_init__(self):
        if self.verdict is UNMET:  # as most are: nothing is open then, and it comes to nothing
            self.open_facts, self.amount = (), None
        else:
            self.failing = ()

    @lazy
    def policy(self) -> str:
        """The id of the policy."""
        return self._rules.policy.id

    @lazy
    def unit(self) -> str:
        """household, person or alone."""
        return self._rules.unit

    @lazy
    def person(self) -> str | None:
        """The id of the person, None for the household."""
        return self._scope.person_id

    @lazy
    def findings(self) -> tuple[Finding, ...]:
        """What every leaf came to, in file order.

        The ask_office leaves come last, and only where the others are unmet.
        """
        scope = self._scope
        found = self._rules.bearing_leaves(scope)
        return tuple([leaf.findings[leaf.verdict(scope)] for leaf in found])

    def values_read(self, finding: Finding) -> dict[str, object]:
        """The values on which a finding rests: {"fact" or "person.fact": value}."""
        names = self._guide.names_below(finding.leaf.formula.expression)
        return {place: value for name in names for place, value in self._values(name) if value is not None}

    def _values(self, name: Name) -> Iterator[tuple[str, object]]:
        scope = self._scope
        if name.scope == "household":
            yield name.key, _known(scope.home, name.key)
            return
        people = [scope] if scope.person_id is not None else scope.ground.people
        for person in people:
            yield f"{person.person_id}.{name.key}", _known(person, name.key)

    @lazy
    def failing(self) -> tuple[str, ...]:
        """A smallest set of unmet leaves whose turning met would lift the "unmet"; () unless unmet."""
        return self._rules.conditions.tree.failing(self._scope)

    @lazy
    def carrying(self) -> tuple[Finding, ...]:
        """The findings by which it is met; () unless met, or where an office has to say."""
        if self.verdict is not MET or self._rules.conditions is None:
            return ()
        return tuple(leaf.findings[MET] for leaf in self._rules.conditions.tree.carrying(self._scope))

    @lazy
    def open_facts(self) -> tuple[OpenFact, ...]:
        """The base facts for which some value could still change the verdict, sorted.

        A fact of persons with `person` None is that of a member not listed yet.
        """
        return sorted_facts(self._rules.open_facts(self._scope)) if self.verdict is UNKNOWN else ()

    @lazy
    def asks_office(self) -> tuple[Finding, ...]:
        """The ask_office conditions that are met: why only the office can say."""
        ids = {leaf.id for leaf in self._rules.conditions.ask_office} if self._rules.conditions else set()
        return tuple(one for one in self.findings if one.id in ids and one.verdict is MET)

    @lazy
    def by_office(self) -> tuple[Finding, ...]:
        """The ask_office conditions that are met or open, where all else is unmet."""
        ids = {leaf.id for leaf in self._rules.conditions.ask_office} if self._rules.conditions else set()
        return tuple(one for one in self.findings if one.id in ids and one.verdict is not UNMET)

    @lazy
    def advisories(self) -> tuple[Clause, ...]:
        """The clauses outside the verdict that are still to be checked."""
        return tuple(clause for clause in self._rules.policy.clauses if clause.role == "advisory")

    @lazy
    def warnings(self) -> tuple[Advice, ...]:
        """What is to be said first, though it does not change the verdict."""
        return self._holding(self._rules.policy.warn)

    @lazy
    def priorities(self) -> tuple[Advice, ...]:
        """Why this one comes before others."""
        return self._holding(self._rules.policy.priority)

    def _holding(self, advice: tuple[Advice, ...]) -> tuple[Advice, ...]:
        return tuple(one for one in advice if one.when is None or one.when.verdict(self._scope) is MET)

    @lazy
    def materials(self) -> tuple[Material, ...]:
        """What to bring on the day, but for what is surely not the case here."""
        known = self._rules.policy.materials_on(self._rules.on)
        return tuple(one for one in known if one.when is None or one.when.verdict(self._scope) is not UNMET)

    @lazy
    def routes(self) -> tuple[Advice, ...]:
        """Where to file: the first route that surely holds, after those that may."""
        found = []
        for route in self._rules.policy.routes:
            verdict = MET if route.when is None else route.when.verdict(self._scope)
            if verdict is not UNMET:
                found.append(route)
            if verdict is MET:
                break
        return tuple(found)

    @lazy
    def sure_routes(self) -> tuple[Advice, ...]:
        """Where to file by every route that surely holds, in order."""
        return self._holding(self._rules.policy.routes)

    def recheck(self, after: str) -> Cycle | None:
        """When it is looked at again, counted from `after`: the first rule that surely holds here."""
        rules = (one for one in self._rules.policy.rechecks if one.after == after)
        return next((one for one in rules if one.when is None or one.when.verdict(self._scope) is MET), None)

    @lazy
    def services(self) -> tuple[str, ...]:
        """The help in kind that applies."""
        on, scope = self._rules.on, self._scope
        rules = [rule for rule in self._rules.policy.amounts if rule.service and rule.in_force(on)]
        return tuple(
            rule.service
            for rule in rules
            if self.verdict is not UNMET and rule.applies(lambda formula: formula.verdict(scope)) is MET
        )

    @lazy
    def benefits(self) -> tuple[Benefit, ...]:
        """What one gets, in words: first what is surely for these people, without what surely is not."""
        every = self._rules.policy.benefits
        for_whom = [(one, MET if one.when is None else one.when.verdict(self._scope)) for one in every]
        surely = [one for one, verdict in for_whom if one.when is not None and verdict is MET]
        return (*surely, *(one for one, verdict in for_whom if one not in surely and verdict is not UNMET))

    @lazy
    def own_benefits(self) -> tuple[Benefit, ...]:
        """The same, without what only may be for these people where something else of its kind surely is."""
        surely = [one for one in self.benefits if one.when and one.when.verdict(self._scope) is MET]
        return tuple(one for one in self.benefits if not surely or one in surely or one.when is None)

    @lazy
    def conflicts(self) -> tuple[OpenFact, ...]:
        """Derived facts whose stated value contradicts what the other facts come to."""
        leaves, ground = self._rules.bearing_leaves(self._scope), self._scope.ground
        names = {name for leaf in leaves for name in self._guide.names_below(leaf.formula.expression)}
        found = {OpenFact(None, key) for key in tuple(ground.home.conflicts)}
        for person in ground.people:
            found |= {OpenFact(person.person_id, key) for key in tuple(person.conflicts)}
        keys = {name.key for name in names}
        return sorted_facts(one for one in found if one.fact in keys)

    @lazy
    def standards_used(self) -> tuple[Figure, ...]:
        """The figures behind the conditions and the amount, with source and date."""
        guide, scope, policy = self._guide, self._scope, self._rules.policy
        formulas = [leaf.formula for leaf in self._rules.bearing_leaves(scope)]
        for rule in policy.amounts:
            formulas += [formula for formula in (rule.amount, rule.amount_from, rule.amount_up_to) if formula]
        keys = dict.fromkeys(key for one in formulas for key in guide.standards_below(one.expression))
        figures = dict.fromkeys(figure for key in keys for figure in scope.ground.figures_of(key))
        return tuple(figure for figure in figures if figure is not None)

    @lazy
    def amount(self) -> Amount | None:
        """What it would come to; None when unmet or when nothing is known of it. Never a promise."""
        return amount_of(self._rules, self._scope, self._guide.facts)

    def to_json(self, guide: Guide) -> dict:
        """The shape of design section 10."""
        return {
            "policy": self.policy, "unit": self.unit, "person": self.person, "verdict": self.verdict.value,
            "conditions": [guide.finding_to_json(finding) for finding in self.findings],
            "failing": list(self.failing),
            "open_facts": [one._asdict() for one in self.open_facts],
            "amount": None if self.amount is None else _amount_to_json(guide, self.amount),
        }  # fmt: skip


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


def _amount_to_json(guide: Guide, amount: Amount) -> dict:
    number = lambda value: None if value is None else number_to_json(Decimal(value))  # noqa: E731
    working = [
        {"label": line.label, "value": line.value, "note": line.note, "source": guide.cite_all(line.sources)}
        for line in amount.working
    ]
    return {
        "low": number(amount.low), "high": number(amount.high), "unit": amount.unit,
        "at_least": amount.at_least, "year": amount.year, "working": working,
    }  # fmt: skip
