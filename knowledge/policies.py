"""A policy and its parts, as its file says them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from knowledge.amounts import AmountRule
from knowledge.conditions import Formula, Leaf, Tree
from knowledge.sources import SourceRef

UNITS = ("household", "person", "alone")
FILINGS = ("here", "by_list", "elsewhere")
ROLES = ("condition", "advisory", "definition", "routing")
LIMIT_UNITS = ("小时", "日", "天", "工作日")
LIMIT_STARTS = (
    "request", "acceptance", "clue", "publicity", "town_report", "report", "decision", "approval",
    "funds_received", "objection",
)  # fmt: skip
LIMIT_ENDS = ("town_opinion", "decision", "payment", "answer")
USUAL_ENDS = dict.fromkeys(("request", "acceptance", "clue", "town_report"), "decision") | {
    "objection": "answer"
}
PAUSED_DURING = ("supplement", "verification", "survey", "publicity")
# Of the two kinds of temporary help the urgent one goes its own way; limits name them as their grounds.
WAY_GROUNDS = {True: "急难型", False: "支出型"}
BOUNDS = ("at_most", "at_least")
CYCLE_AFTER = ("approval", "death")
Refs = tuple[SourceRef, ...]


@dataclass(frozen=True)
class Group:
    """One of the ten kinds of people in hardship."""

    id: str
    code: str
    name: str
    summary: str


@dataclass(frozen=True)
class Department:
    """A body that runs policies."""

    id: str
    name: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Conditions:
    """Who can have the policy: for one unit (household, person, alone) and one period."""

    unit: str
    effective: date
    until: date | None
    precision: str | None
    tree: Tree
    ask_office: tuple[Leaf, ...]

    def in_force(self, on: date) -> bool:
        """Whether the period holds the day."""
        return self.effective <= on and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Clause:
    """A sentence of the rules and its part in them; `leaves` are the leaf ids that carry a condition."""

    id: str
    role: str
    says: str
    leaves: tuple[str, ...]
    sources: Refs
    note: str | None = None


@dataclass(frozen=True, eq=False)
class Advice:
    """Something said beside the verdict when its condition, if any, is met."""

    id: str | None
    when: Formula | None
    says: str
    sources: Refs
    place: str | None = None
    note: str | None = None
    unsourced: str | None = None


@dataclass(frozen=True)
class BenefitFigure:
    """A published number beside a benefit, for reading; None is a known gap."""

    name: str
    figure: Decimal | str | None
    unit: str | None
    as_of: str | None
    scope: str | None
    sources: Refs
    note: str | None = None


@dataclass(frozen=True)
class Benefit:
    """What one gets, in words; `when`: for whom alone it is, where not for all."""

    says: str
    kind: str | None
    figures: tuple[BenefitFigure, ...]
    sources: Refs
    note: str | None = None
    when: Formula | None = None


@dataclass(frozen=True)
class Document:
    """A kind of paper, and how it is given: typed, signed, photo or window.

    `shared_by`: departments that are asked first; where there is one, nobody is asked to bring it.
    """

    id: str
    name: str
    given: str
    shared_by: tuple[str, ...]
    why: str
    shows: str | None = None


@dataclass(frozen=True, eq=False)
class Material:
    """What to bring: required, if_not_shared (the state may know it), if_applicable or not_needed.

    `documents` are the kinds of paper that it names.
    """

    says: str
    keep: str
    when: Formula | None
    note: str | None
    effective: date | None
    until: date | None
    sources: Refs
    documents: tuple[str, ...] = ()

    def in_force(self, on: date) -> bool:
        """Whether it is asked for on the day."""
        begun = self.effective is None or self.effective <= on
        return begun and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Pause:
    """Time that a limit does not count, as its source says: while a request is at the step `during`."""

    says: str
    during: str
    sources: Refs


@dataclass(frozen=True)
class TimeLimit:
    """A published limit in an area; without a figure there is no countdown.

    `start` and `ends` say from what to what it runs; None is an end that no request comes to. `bound`
    at_least is a shortest time (公示不少于五天). `grounds`: it runs only where one of these holds.
    `extends` is the id of the limit that it lengthens on those grounds.
    """

    says: str
    figure: Decimal | None
    unit: str | None
    scope: str | None
    start: str | None
    sources: Refs
    note: str | None = None
    id: str | None = None
    area: str | None = None
    ends: str | None = None
    bound: str = "at_most"
    grounds: tuple[str, ...] = ()
    extends: str | None = None
    pauses: tuple[Pause, ...] = ()
    effective: date | None = None
    until: date | None = None

    def in_force(self, on: date) -> bool:
        """Whether it holds on the day."""
        begun = self.effective is None or self.effective <= on
        return begun and (self.until is None or on <= self.until)


@dataclass(frozen=True)
class Grant:
    """What being granted makes true: a value of a set fact, and of a person the fact that it is theirs.

    `alone`: the value that is told instead where one of a family has it and the others have not.
    """

    fact: str
    value: str
    personal: str | None
    alone: str | None


@dataclass(frozen=True)
class Online:
    """Whether it can be filed online; None is not known."""

    possible: bool | None
    says: str
    sources: Refs = ()


@dataclass(frozen=True)
class Remark:
    """A sentence with its sources: how it comes by itself (`mode`), or when it is looked at again."""

    says: str
    mode: str | None
    months: Decimal | None
    sources: Refs


@dataclass(frozen=True, eq=False)
class Cycle:
    """After how long something follows once help was granted: a re-check, or the end of fading out (渐退).

    `months` is the key of a standard that says how many; `after`: what the months are counted from.
    """

    says: str
    months: str
    after: str
    when: Formula | None
    sources: Refs


@dataclass(frozen=True)
class Link:
    """Another policy and why it is named; None where the other thing is no policy of the guide."""

    policy: str | None
    says: str
    sources: Refs = ()


@dataclass(frozen=True, eq=False)
class Policy:
    """One policy of the guide."""

    id: str
    name: str
    aliases: tuple[str, ...]
    groups: tuple[str, ...]
    department: str
    partners: tuple[str, ...]
    filing: str
    summary: str
    who: tuple[Conditions, ...]
    clauses: tuple[Clause, ...]
    warn: tuple[Advice, ...]
    priority: tuple[Advice, ...]
    routes: tuple[Advice, ...]
    amounts: tuple[AmountRule, ...]
    benefits: tuple[Benefit, ...]
    materials: tuple[Material, ...]
    where: tuple[str, ...]
    online: Online | None
    steps: tuple[str, ...]
    time_limits: tuple[TimeLimit, ...]
    automatic: Remark | None
    review: Remark | None
    rechecks: tuple[Cycle, ...]
    fading: Cycle | None
    charity: bool
    grants: Grant | None
    follows: tuple[str, ...]
    not_with: tuple[Link, ...]
    related: tuple[Link, ...]
    confusable: tuple[Link, ...]
    phrasings: tuple[str, ...]
    notes: tuple[str, ...]
    valid_until: date | None
    confidence: Mapping[str, str]
    sources: tuple[str, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """The units it is assessed for, in order."""
        return tuple(dict.fromkeys(conditions.unit for conditions in self.who))

    def materials_on(self, on: date) -> tuple[Material, ...]:
        """What to bring on the day."""
        return tuple(one for one in self.materials if one.in_force(on))

    def time_limits_on(self, areas: Sequence[str], on: date) -> tuple[TimeLimit, ...]:
        """The limits with a figure on the day, by area as given (`Regions.path`: nearest first)."""
        counted = [one for one in self.time_limits if one.figure is not None and one.in_force(on)]
        return tuple(one for area in areas for one in counted if one.area == area)

    def conditions_on(self, unit: str, on: date) -> Conditions | None:
        """The conditions in force for the unit on the day: of several the newest; None when no version is."""
        found = [one for one in self.who if one.unit == unit and one.in_force(on)]
        return max(found, key=lambda one: one.effective) if found else None
