"""Looking for a household that meets a rule: none found means a rule that nobody can meet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from knowledge.conditions import Tree
from knowledge.expressions import Compare, Contains, Literal, Name, OneOf, walk
from knowledge.facts import FactDefinition, KnownSet, Value
from knowledge.grounds import Ground, Scope
from knowledge.guide import Guide, policy_formulas
from knowledge.members import OpenFact
from knowledge.policies import Policy
from knowledge.situations import Person, Situation
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict

MOST_TRIES = 4000
LARGE = Decimal(1_000_000)
FOUND, NONE, GAVE_UP = "found", "none", "gave_up"


@dataclass(frozen=True)
class Goal:
    """What is looked for: its verdict, and the facts that could decide it."""

    verdict: Callable[[Scope], Verdict]
    open: Callable[[Scope], frozenset[OpenFact]]


def met(tree: Tree) -> Goal:
    """That the tree is met."""
    return Goal(tree.verdict, tree.open_facts)


@dataclass
class Search:
    """One policy's vocabulary, and the households made of it.

    `outcome` says of the last search whether one was found, surely none is there among the values tried, or
    it gave up: too many tries, or a figure that nobody has published.
    """

    guide: Guide
    policy: Policy
    outcome: str = FOUND
    _tries: int = 0

    def __post_init__(self):
        self._mentioned = _mentioned(self.guide, self.policy)
        formulas = policy_formulas(self.policy)
        read = [name.key for one in formulas for name in self.guide.names_below(one.expression)]
        self._derived = [key for key in dict.fromkeys(read) if self.guide.facts[key].derived]

    def find(self, goal: Goal, unit: str, on: date) -> Situation | None:
        """A household for which the goal is met on the day, or None (see `outcome`)."""
        self.outcome, gave_up = NONE, False
        for situation in _starts():
            self._tries, self._unpublished = 0, False
            found = self._complete(goal, situation, unit, on)
            if found is not None:
                self.outcome = FOUND
                return found
            gave_up = gave_up or self._tries >= MOST_TRIES or self._unpublished
        self.outcome = GAVE_UP if gave_up else NONE
        return None

    def _complete(self, goal: Goal, situation: Situation, unit: str, on: date) -> Situation | None:
        self._tries += 1
        if self._tries >= MOST_TRIES:
            return None
        ground = Ground(situation, self.guide.standards, on)
        scope = ground.home if unit == "household" else ground.by_id["self"]
        verdict = goal.verdict(scope)
        if verdict is not UNKNOWN:
            return situation if verdict is MET else None
        opened = sorted(goal.open(scope), key=lambda one: (one.person or "", one.fact))
        if opened:
            further = self._with_values(situation, opened[0])
        else:
            self._unpublished = True
            further = self._stated(situation, scope)
        for completed in further:
            found = self._complete(goal, completed, unit, on)
            if found is not None:
                return found
        return None

    def _stated(self, situation: Situation, scope: Scope) -> Iterator[Situation]:
        """Where no figure is published an office may state what follows from it."""
        for key in self._derived:
            definition = self.guide.facts[key]
            place = scope if definition.scope == "person" else scope.home
            if key not in place.values and place.memo.get(key) is UNKNOWN:
                for value in (True, False):
                    yield situation.with_fact(place.person_id, key, value)
                return

    def _with_values(self, situation: Situation, one: OpenFact) -> Iterator[Situation]:
        definition = self.guide.facts[one.fact]
        person = one.person or ("self" if definition.scope == "person" else None)
        known = situation.household if person is None else situation.person(person).facts
        for value in self._candidates(definition, known.get(one.fact)):
            yield situation.with_fact(person, one.fact, value)

    def _candidates(self, definition: FactDefinition, known: Value | None) -> list[Value]:
        mentioned = self._mentioned.get(definition.key, [])
        match definition.type:
            case "bool":
                return [True, False]
            case "choice":
                return sorted(definition.values, key=lambda value: value not in mentioned)
            case "set":
                return _narrowed(definition, known or KnownSet(), mentioned)
            case "date":
                days = (date(1900, 1, 1), *mentioned, date(1980, 1, 1), date(2018, 1, 1))
                return sorted({day + timedelta(step) for day in days for step in (-1, 0, 1)})
        return _numbers(definition, mentioned)


def _starts() -> Iterator[Situation]:
    """One person alone; then one with a child."""
    alone = Situation("search", {"household_size": 1}, (Person("self", "self"),))
    yield alone
    child = Person("child", "child", {"household_member": True})
    yield alone.with_fact(None, "household_size", 2).with_person(child)


def _mentioned(guide: Guide, policy: Policy) -> dict[str, list]:
    """For each fact the values that the policy's rules, or the derived facts below them, speak of."""
    found: dict[str, list] = {}
    trees = [one.expression for one in policy_formulas(policy)]
    trees += [guide.expressions[name.key] for one in trees for name in guide.names_below(one)
              if name.key in guide.expressions]  # fmt: skip
    numbers = {Decimal(0)}
    for expression in trees:
        for node in walk(expression.tree):
            match node:
                case Contains(name, value):
                    found.setdefault(name.key, []).append(value)
                case Compare(_, Name(key, "date"), Literal(value)):
                    found.setdefault(key, []).append(value)
                case OneOf(Name(key), values):
                    found.setdefault(key, []).extend(values)
                case Literal(value) if isinstance(value, Decimal):
                    numbers.add(value)
        for key in expression.standards:
            numbers |= _figures(guide, key)
    nodes = {node for expression in trees for node in walk(expression.tree)}
    for node in nodes:
        if isinstance(node, Name) and node.kind in ("int", "decimal"):
            found.setdefault(node.key, []).extend(numbers)
    return {key: list(dict.fromkeys(values)) for key, values in found.items()}


def _figures(guide: Guide, key: str) -> set[Decimal]:
    family = guide.standards.families.get(key)
    keys = family.choose.values() if family else [key]
    values = {value.value for one in keys for value in guide.standards.standards[one].values}
    return {value for value in values if value is not None}


def _narrowed(definition: FactDefinition, known: KnownSet, mentioned: list[str]) -> list[Value]:
    """The set with one more value decided; told in full when all that matter are."""
    decided = known.has | known.has_not
    for value in mentioned:
        if value not in decided and definition.excluders[value].isdisjoint(known.has):
            more = KnownSet(known.has | {value}, known.has_not)
            return [KnownSet(known.has, known.has_not | {value}), more]
    return [] if known.complete else [KnownSet(known.has, frozenset(), True)]


def _numbers(definition: FactDefinition, mentioned: list) -> list[Value]:
    low, high = definition.range or (None, None)
    low, high = low if low is not None else Decimal(0), high if high is not None else LARGE
    near = {number + step for number in mentioned for step in (-1, 0, 1)} | {low, high}
    fitting = [number for number in near if low <= number <= high]
    if definition.type == "int":
        return sorted({int(number) for number in fitting})
    return sorted(fitting)


def opposite_of(value: Callable[[Scope], Verdict]) -> Callable[[Scope], Verdict]:
    """The verdict turned round, to look for a household that does not meet a condition."""
    turned = {MET: UNMET, UNMET: MET, UNKNOWN: UNKNOWN}
    return lambda scope: turned[value(scope)]


def days_to_try(guide: Guide, policy: Policy, start: date, until: date | None) -> list[date]:
    """The days in a period on which a figure that the policy reads begins, newest first."""
    last = min(filter(None, (until, policy.valid_until)), default=date.max)
    keys = {key for one in policy_formulas(policy) for key in guide.standards_below(one.expression)}
    families = guide.standards.families
    keys |= {key for one in keys & set(families) for key in families[one].choose.values()}
    begun = {value.effective for key in keys - set(families)
             for value in guide.standards.standards[key].values}  # fmt: skip
    return sorted({day for day in begun if start <= day <= last} | {start}, reverse=True)


def nearby(guide: Guide, policy: Policy, situation: Situation) -> Iterator[Situation]:
    """The situation itself, and those that differ in one fact by what the policy's rules speak of."""
    yield situation
    mentioned = _mentioned(guide, policy)
    known = [(None, situation.household), *((person.id, person.facts) for person in situation.people)]
    for person, values in known:
        for key, value in values.items():
            for other in _others(guide.facts[key], value, mentioned.get(key, [])):
                yield situation.with_fact(person, key, other)


def _others(definition: FactDefinition, value: Value, mentioned: list) -> list[Value]:
    match definition.type:
        case "bool":
            return [not value]
        case "choice":
            return [other for other in mentioned if other != value]
        case "set":
            return [KnownSet(value.has ^ {one}, frozenset(), True) for one in mentioned]
        case "int" | "decimal" if definition.key != "household_size":
            return [other for other in _numbers(definition, mentioned) if other != value]
    return []
