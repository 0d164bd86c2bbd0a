"""Two versions of the guide beside each other: what is written otherwise, and what it does to whom."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from knowledge.amounts import AmountRule
from knowledge.assessment import Assessment, assess
from knowledge.conditions import Formula, Tree, leaves
from knowledge.facts import value_to_json
from knowledge.guide import Guide, policy_formulas
from knowledge.policies import Policy
from knowledge.situations import Situation
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict

GAINS, LOSES, UNDECIDED, RULED_OUT = "gains", "loses", "undecided", "ruled_out"
MORE, LESS = "more", "less"
EFFECTS = (GAINS, LOSES, UNDECIDED, RULED_OUT, MORE, LESS)
MOST_EXAMPLES = 3


@dataclass(frozen=True)
class Rewording:
    """One place that is written otherwise; None where it is not written at all."""

    place: str
    old: object
    new: object


def find_rewordings(old: Mapping[str, object], new: Mapping[str, object]) -> Iterator[Rewording]:
    """What differs between the plain values of two guides, file by file, place by place."""
    for name in sorted({*old, *new}):
        yield from _between(name, old.get(name), new.get(name))


def _between(place: str, old: object, new: object) -> Iterator[Rewording]:
    if old == new:
        return
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            yield from _between(f"{place} {key}", old.get(key), new.get(key))
    elif _keyed(old) and _keyed(new):
        one, other = _by_key(old), _by_key(new)
        for key in dict.fromkeys((*one, *other)):
            yield from _between(f"{place}[{key}]", one.get(key), other.get(key))
    else:
        yield Rewording(place, old, new)


def _keyed(raw: object) -> bool:
    return isinstance(raw, list) and all(isinstance(one, dict) for one in raw)


def _by_key(raw: list[dict]) -> dict[object, dict]:
    """The entries by id, key, unit and start, or area and start, whichever they have; else by position."""
    found: dict[object, dict] = {}
    for index, one in enumerate(raw):
        parts = [one[key] for key in ("id", "key", "area", "unit", "effective", "policy") if one.get(key)]
        key = " ".join(map(str, parts)) or index
        found[key if key not in found else f"{key} #{index}"] = one
    return found


def changed_policies(old: Guide, new: Guide) -> tuple[str, ...]:
    """The policies whose verdict or amount may differ: by their rules, or by what those read."""
    ids = dict.fromkeys((*old.policies, *new.policies))
    return tuple(id for id in ids if _prints(old, id) != _prints(new, id))


def changed_amounts(old: Guide, new: Guide) -> frozenset[str]:
    """Of the policies in both guides those whose amount may differ."""
    both = old.policies.keys() & new.policies.keys()
    return frozenset(id for id in both if _amounts(old, old.policies[id]) != _amounts(new, new.policies[id]))


def _prints(guide: Guide, id: str) -> object:
    """All that a verdict or an amount of the policy can come from, to be compared."""
    policy = guide.policies.get(id)
    return None if policy is None else (_who(guide, policy), _amounts(guide, policy), policy.valid_until)


def _who(guide: Guide, policy: Policy) -> object:
    found = [leaf.formula for one in policy.who for leaf in (*leaves(one.tree), *one.ask_office)]
    return _read_by(guide, found), [
        (one.unit, one.effective, one.until, _tree(one.tree), [_tree(leaf) for leaf in one.ask_office])
        for one in policy.who
    ]


def _amounts(guide: Guide, policy: Policy) -> object:
    found = [formula for rule in policy.amounts for formula in _formulas(rule) if formula is not None]
    return _read_by(guide, found), [
        (one.id, one.unit_of, one.unit, one.part, one.effective, one.until, one.service,
         [formula and formula.expression.text for formula in _formulas(one)])
        for one in policy.amounts
    ]  # fmt: skip


def _read_by(guide: Guide, formulas: list[Formula]) -> object:
    """The definitions of the facts and the figures of the standards that the formulas read."""
    names = {name.key for one in formulas for name in guide.names_below(one.expression)}
    keys = {key for one in formulas for key in guide.standards_below(one.expression)}
    facts = [(key, _definition(guide, key)) for key in sorted(names)]
    return facts, [(key, _figures(guide, key)) for key in sorted(keys)]


def _formulas(rule: AmountRule) -> tuple[Formula | None, ...]:
    numbers = rule.amount, rule.amount_from, rule.amount_up_to, rule.at_least, rule.at_most
    return rule.when, rule.unless, *numbers


def _tree(tree: Tree) -> object:
    parts = getattr(tree, "parts", None)
    if parts is None:
        return next(leaves(tree)).formula.expression.text
    return tree.needs_all, [_tree(part) for part in parts]


def _definition(guide: Guide, key: str) -> object:
    one = guide.facts[key]
    choices = [(choice.value, choice.excludes) for choice in one.choices]
    return one.scope, one.type, one.range, one.derived, choices


def _figures(guide: Guide, key: str) -> object:
    standards = guide.standards
    if key in standards.families:
        family = standards.families[key]
        return family.by, [(choice, _figures(guide, one)) for choice, one in sorted(family.choose.items())]
    standard = standards.standards[key]
    return standard.direction, [
        (one.area, one.effective, one.until, one.value, one.times, one.of and _figures(guide, one.of))
        for one in standard.values
    ]  # fmt: skip


def facts_read(guide: Guide, policies: Iterable[str]) -> frozenset[str]:
    """The facts that those policies read, with those below and those that choose a standard."""
    found = {family.by for family in guide.standards.families.values()}
    for id in policies:
        if id in guide.policies:
            for formula in policy_formulas(guide.policies[id]):
                found |= {name.key for name in guide.names_below(formula.expression)}
    return frozenset(found)


@dataclass
class Tally:
    """How many subjects each policy's change does what to, by district, with a few household ids."""

    assessed: int = 0
    counts: Counter = field(default_factory=Counter)
    examples: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(self, policy: str, effect: str, situation: Situation) -> None:
        """One subject more."""
        district = situation.household.get("district")
        self.counts[policy, effect, None if district is None else value_to_json(district)] += 1
        known = self.examples.setdefault((policy, effect), [])
        if len(known) < MOST_EXAMPLES and situation.id not in known:
            known.append(situation.id)

    def merge(self, other: "Tally") -> None:
        """Take in what was counted elsewhere, in order."""
        self.assessed += other.assessed
        self.counts.update(other.counts)
        for key, ids in other.examples.items():
            self.examples[key] = [*self.examples.get(key, []), *ids][:MOST_EXAMPLES]

    def by_policy(self) -> dict[str, dict[str, int]]:
        """Subjects by policy and effect."""
        found: dict[str, dict[str, int]] = {}
        for (policy, effect, _), count in self.counts.items():
            effects = found.setdefault(policy, dict.fromkeys(EFFECTS, 0))
            effects[effect] += count
        return found

    def by_district(self, policy: str, effect: str) -> dict[str | None, int]:
        """Subjects by district, most first."""
        found = {one[2]: count for one, count in self.counts.items() if one[:2] == (policy, effect)}
        return dict(sorted(found.items(), key=lambda one: (-one[1], one[0] or "")))


@dataclass(frozen=True)
class Pair:
    """The old and the new guide on one day, the policies to compare, and those whose amounts to compare."""

    old: Guide
    new: Guide
    on: date
    policies: tuple[str, ...]
    paying: frozenset[str]

    @classmethod
    def of(cls, old: Guide, new: Guide, on: date) -> "Pair":
        """The two guides with all that differs between their rules."""
        return cls(old, new, on, changed_policies(old, new), changed_amounts(old, new))

    def narrowed(self, policy: str) -> "Pair":
        """The same for one policy."""
        return replace(self, policies=(policy,))

    def tally(self, situations: Iterable[Situation]) -> Tally:
        """What the change does to the households; nothing of them is kept but a few ids."""
        tally = Tally()
        for situation in situations:
            tally.assessed += 1
            before, after = self._judge(self.old, situation), self._judge(self.new, situation)
            for key in before.keys() | after.keys():
                effect = self._effect(before.get(key), after.get(key))
                if effect is not None:
                    tally.add(key[0], effect, situation)
        return tally

    def _judge(self, guide: Guide, situation: Situation) -> dict[tuple, Assessment]:
        policies = [id for id in self.policies if id in guide.policies]
        found = assess(guide, situation, self.on, policies)
        return {(one.policy, one.unit, one.person): one for one in found}

    def _effect(self, old: Assessment | None, new: Assessment | None) -> str | None:
        before, after = _verdict(old), _verdict(new)
        if {before, after} <= {None, UNMET}:
            return None  # whoever a new policy rules out had nothing before
        if before is not after:
            return _turned(before, after)
        return _more_or_less(old, new) if after is MET and new.policy in self.paying else None


def _turned(before: Verdict | None, after: Verdict | None) -> str:
    if after is MET:
        return GAINS
    if before is MET and after is not UNKNOWN:
        return LOSES
    return UNDECIDED if after is UNKNOWN else RULED_OUT


def _verdict(assessment: Assessment | None) -> Verdict | None:
    return None if assessment is None else assessment.verdict


def _more_or_less(old: Assessment, new: Assessment) -> str | None:
    """Whether the amount rises or falls; None where either is not known or the units differ."""
    one, other = old.amount, new.amount
    if one is None or other is None or one.unit != other.unit or one.low == other.low:
        return None
    return MORE if other.low > one.low else LESS
