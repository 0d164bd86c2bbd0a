"""The rules ready for screening: for every policy and unit the flags that a hit is made of, as one tape."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.conditions import Leaf, Tree, leaves
from knowledge.facts import FactDefinition
from knowledge.guide import Guide
from knowledge.policies import Conditions, Policy
from knowledge.situations import RELATIONS

from .columns import Unit, Verdicts, Work, formulas_of, units_on
from .facts import HOUSEHOLD, PERSON, RELATION, read_contained, read_flag
from .flat import FlatSheet
from .kernels import HOME, ROW, Input, Tape, Writer
from .open_facts import Openness, Opens
from .values import Flag, both, either, opposite_of

_KINDS = {
    "bool": "bool",
    "int": "number",
    "decimal": "number",
    "choice": "word",
    "set": "set",
    "date": "date",
}
_SMALL = 32_767  # so much has room in two bytes
_PARTS = {"number": ("", "__min", "__max"), "set": ("", "__has", "__has_not")}


@dataclass(frozen=True, eq=False)
class ScreenedUnit:
    """One policy for one unit and the names of its flags on the tape.

    `met`, `unmet`: the verdict; `candidate`: unknown though no condition fails; `received`: had already, and
    then neither met nor candidate. `effective`: since when the conditions hold. `leaves`: leaf → flag of
    where it is met; `needed`: those that are met wherever the verdict is. `home`, `own`: open fact → flag.
    `asked`: column of members → flag.
    """

    policy: Policy
    unit: str
    met: str
    unmet: str
    candidate: str
    received: str
    effective: date
    leaves: Mapping[Leaf, str]
    needed: frozenset[Leaf]
    home: Mapping[str, str]
    own: Mapping[str, str]
    asked: Mapping[str, str]


@dataclass(frozen=True, eq=False)
class Screen:
    """The tape with what its columns stand for; `members`: column of members → fact."""

    guide: Guide
    on: date
    inputs: Mapping[str, Input]
    tape: Tape
    units: tuple[ScreenedUnit, ...]
    members: Mapping[str, str]
    flags: Mapping[str, Flag]


def describe_inputs(
    facts: Mapping[str, FactDefinition], people: Iterable[str], households: Iterable[str]
) -> dict[str, Input]:
    """The fact columns among the columns of both tables; a derived fact counts as stated."""
    told = {"person": set(people), "household": set(households)}
    found = {
        HOUSEHOLD: Input("id", HOME), PERSON: Input("bool", ROW),
        RELATION: Input("word", ROW, tuple(RELATIONS)),
    }  # fmt: skip
    for key, fact in facts.items():
        kind = _KINDS[fact.type]
        level = ROW if fact.scope == "person" else HOME
        for part in _PARTS.get(kind, ("",)):
            if key + part in told[fact.scope]:
                small = not part and fact.type == "int" and _is_small(fact)
                found[key + part] = Input("whole" if small else kind, level, tuple(fact.values))
    return found


def _is_small(fact: FactDefinition) -> bool:
    return fact.range is not None and all(end is not None and abs(end) <= _SMALL for end in fact.range)


def build_screen(
    guide: Guide, on: date, inputs: Mapping[str, Input], *, verdicts_only: bool = False
) -> Screen:
    """The rules of the day as a tape over these inputs: all that hits are made of, or verdicts alone."""
    units = units_on(guide.policies.values(), on)
    sheet = FlatSheet(inputs, guide.facts)
    work = Work(guide, on, lambda _: sheet, list(formulas_of(units).values()))
    return _Builder(work, units, verdicts_only).screen(inputs)


class _Builder:
    def __init__(self, work: Work, units: list[Unit], verdicts_only: bool):
        self.guide, self.on = work.guide, work.trees.figures.on
        self.verdicts = Verdicts(work)
        self.sheet = work.sheet
        self.units = [one for one in units if one[2] is not None]
        trees = [leaf.formula.expression.tree for one in self.units for leaf in leaves(one[2].tree)]
        self.opens = Opens(work.trees, () if verdicts_only else trees)
        self.verdicts_only = verdicts_only
        self.flags: dict[str, Flag] = {}

    def screen(self, inputs: Mapping[str, Input]) -> Screen:
        found = [self.unit(*unit) for unit in self.units]
        members = self.opens.columns
        flags = self.flags | {name: self.sheet.read(name).yes for name in members}
        wanted = {name: flag for name, flag in flags.items() if not isinstance(flag, bool)}
        if self.verdicts_only:
            wanted = {name: flag for name, flag in wanted.items() if name.endswith(("/met", "/unmet"))}
        tape = Writer(inputs).write(self.sheet.in_order, wanted)
        return Screen(self.guide, self.on, inputs, tape, tuple(found), members, flags)

    def unit(self, policy: Policy, unit: str, conditions: Conditions) -> ScreenedUnit:
        name = f"{policy.id}/{unit}"
        subject = True if unit == "household" else self.verdicts.is_subject(unit)
        received = self.received(policy)
        truth, tree = self.verdicts.verdict(conditions), self.verdicts.tree(conditions.tree)
        found = Openness()
        if not self.verdicts_only:
            found = self.opens.of_tree(conditions.tree, self.verdicts.tree)
        unknown = both(subject, opposite_of(tree.yes), opposite_of(tree.no))
        return ScreenedUnit(
            policy, unit,
            met=self.keep(f"{name}/met", both(subject, truth.yes, opposite_of(received))),
            unmet=self.keep(f"{name}/unmet", both(subject, truth.no, opposite_of(received))),
            candidate=self.keep(f"{name}/candidate", both(unknown, opposite_of(received))),
            received=self.keep(f"{name}/received", both(subject, received)),
            effective=conditions.effective,
            leaves={
                leaf: self.keep(f"{name}/leaf/{leaf.id}", self.verdicts.tree(leaf).yes)
                for leaf in leaves(conditions.tree)
            },
            needed=frozenset(_needed(conditions.tree)),
            home=self.keep_all(f"{name}/home", found.home),
            own=self.keep_all(f"{name}/own", found.own),
            asked=self.keep_all(f"{name}/asked", found.asked),
        )  # fmt: skip

    def received(self, policy: Policy) -> Flag:
        """Whether the household or the person has the policy already."""
        facts = [("receives", policy.id), ("household_receives", policy.id)]
        if policy.grants is not None:
            facts.append((policy.grants.fact, policy.grants.value))
        told = [(key, value) for key, value in facts if value in self.guide.facts[key].values]
        flags = [read_contained(self.sheet, key, value).yes for key, value in told]
        if policy.grants is not None and policy.grants.alone and policy.grants.personal:
            held = read_contained(self.sheet, policy.grants.fact, policy.grants.alone).yes
            flags.append(both(held, read_flag(self.sheet, policy.grants.personal).yes))
        return either(*flags)

    def keep_all(self, name: str, flags: Mapping[str, Flag]) -> dict[str, str]:
        return {key: self.keep(f"{name}/{key}", flag) for key, flag in flags.items() if flag is not False}

    def keep(self, name: str, flag: Flag) -> str:
        self.flags[name] = flag
        return name


def _needed(tree: Tree) -> Iterator[Leaf]:
    """The leaves that are met wherever the tree is."""
    if isinstance(tree, Leaf):
        yield tree
    elif tree.needs_all:
        for part in tree.parts:
            yield from _needed(part)
