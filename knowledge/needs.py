"""Situation and day to what each person and the household needs: a level a dimension, and care services.

A level is a range where facts are not known, and knowing more only narrows it. It is the bureau's working
scale: no verdict and no amount hangs on it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from knowledge.assessment import Assessment, assess
from knowledge.completions import sorted_facts
from knowledge.conditions import Formula
from knowledge.dimensions import HIGHEST, LOWEST, Dimension, Factor, Service
from knowledge.grounds import Ground, Scope
from knowledge.guide import Guide
from knowledge.members import NONE_OPEN, OpenFact
from knowledge.situations import Situation
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict, all_of, any_of

Ends = tuple[int, int]
Subject = tuple[str | None, str]  # a person (None: the household) and a dimension
Levels = Mapping[Subject, Ends]
NOBODY_LOOKED: Mapping[Subject, int] = {}


@dataclass(frozen=True)
class Reason:
    """A sentence that holds, or may hold, of a person; `facts` are the known ones that it rests on."""

    factor: str
    points: int
    says: str
    person: str | None
    facts: tuple[OpenFact, ...] = ()


@dataclass(frozen=True)
class NeedLevel:
    """A dimension for a person, or for the household with `person` None: from `low` to `high`.

    `reasons` hold; `doubts` may hold; `open_facts` could decide those.
    """

    dimension: str
    person: str | None
    low: int
    high: int
    reasons: tuple[Reason, ...]
    doubts: tuple[Reason, ...]
    open_facts: tuple[OpenFact, ...]

    @property
    def ends(self) -> Ends:
        """From where to where it lies."""
        return self.low, self.high


@dataclass(frozen=True)
class ServiceNeed:
    """Whether a person needs a service; `policies` are those that surely or perhaps grant it.

    While it is unknown: `open_facts` could decide it, and so could the level where `waits_for_level`.
    """

    service: str
    person: str
    verdict: Verdict
    policies: tuple[str, ...]
    open_facts: tuple[OpenFact, ...]
    waits_for_level: bool


def assess_needs(
    guide: Guide, situation: Situation, on: date, found: Mapping[Subject, int] = NOBODY_LOOKED
) -> tuple[NeedLevel, ...]:
    """The levels on the day, dimension by dimension: the household, then everybody who may belong to it.

    The household's level is that of whoever needs most; who surely does not belong is left out. `found` are
    levels that somebody who looked has set: they hold instead of what the facts come to.
    """
    ground = Ground(situation, guide.standards, on)
    levels: list[NeedLevel] = []
    for dimension in guide.scale.dimensions.values():
        of = _Measuring(guide, dimension, found)
        levels += [of.household(ground), *(of.person(scope) for scope in _people(ground))]
    return tuple(levels)


def _people(ground: Ground) -> list[Scope]:
    return [scope for scope in ground.people if ground.membership[scope.person_id] is not UNMET]


class _Measuring:
    """One dimension, for persons and for the household."""

    def __init__(self, guide: Guide, dimension: Dimension, found: Mapping[Subject, int]):
        self.guide = guide
        self.dimension = dimension
        self.found = found

    def person(self, scope: Scope) -> NeedLevel:
        low, high = LOWEST, LOWEST
        reasons, doubts, open_facts = [], [], NONE_OPEN
        for factor in self.dimension.factors:
            ends, holds, maybe = _weigh(factor, scope)
            low, high = low + ends[0], high + ends[1]
            reasons += [_reason(self.guide, factor, step, scope) for step in holds]
            doubts += [_reason(self.guide, factor, step, scope) for step in maybe]
            open_facts = open_facts.union(*(step.when.open_facts(scope) for step in maybe))
        ends = _clamp(low), _clamp(high)
        return self.level(scope.person_id, ends, reasons, doubts=doubts, open_facts=open_facts)

    def household(self, ground: Ground) -> NeedLevel:
        """The heaviest of its members; of those who only may belong, or are not listed, perhaps."""
        members = [self.person(scope) for scope in ground.roster.members]
        others = [self.person(scope) for scope in ground.roster.others]
        low = max((one.low for one in members), default=LOWEST)
        high = max((one.high for one in (*members, *others)), default=LOWEST)
        undecided = [one for one in (*members, *others) if one.high > low]
        reasons = dict.fromkeys(reason for one in members for reason in one.reasons)
        doubts = dict.fromkeys(reason for one in undecided for reason in one.doubts)
        open_facts = NONE_OPEN.union(*(one.open_facts for one in undecided))
        return self.level(None, (low, high), reasons, doubts=doubts, open_facts=open_facts)

    def level(
        self, person: str | None, ends: Ends, reasons: Iterable[Reason], *,
        doubts: Iterable[Reason], open_facts: Iterable[OpenFact],
    ) -> NeedLevel:  # fmt: skip
        """What was found by looking comes first; nothing is open then."""
        found = self.found.get((person, self.dimension.id))
        if found is not None:
            ends, doubts, open_facts = (found, found), (), ()
        rest = _order(reasons), _order(doubts), sorted_facts(open_facts)
        return NeedLevel(self.dimension.id, person, *ends, *rest)


def _weigh(factor: Factor, scope: Scope) -> tuple[Ends, list, list]:
    """The fewest and most points, the step that holds for sure if there is one, and those that may."""
    maybe, points = [], []
    for step in factor.steps:
        verdict = step.when.verdict(scope)
        if verdict is MET:
            points.append(step.points)
            break
        if verdict is UNKNOWN:
            maybe.append(step)
            points.append(step.points)
    else:
        points.append(0)
        step = None
    held = [step] if step is not None and not maybe else []
    unsure = maybe if step is None else [*maybe, step] if maybe else []
    return (min(points), max(points)), held, unsure


def _clamp(points: int) -> int:
    return min(max(points, LOWEST), HIGHEST)


def _order(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    return tuple(sorted(reasons, key=lambda one: -one.points))


def _reason(guide: Guide, factor: Factor, step, scope: Scope) -> Reason:
    names = guide.names_below(step.when.expression)
    home, person = scope.home, None if step.when.shared else scope.person_id
    facts = [OpenFact(None, one.key) for one in names if one.scope == "household" and one.key in home.values]
    if person is not None:
        known = [one.key for one in names if one.scope == "person" and one.key in scope.values]
        facts += [OpenFact(person, key) for key in known]
    return Reason(factor.id, step.points, step.says, person, sorted_facts(dict.fromkeys(facts)))


def find_service_needs(
    guide: Guide, situation: Situation, on: date, levels: Levels
) -> tuple[ServiceNeed, ...]:
    """Every service that somebody needs or may need, service by service; `levels` as they now stand."""
    services = guide.scale.services.values()
    policies = dict.fromkeys(id for one in services for id in one.policies)
    judged = assess(guide, situation, on, list(policies))
    people = _people(Ground(situation, guide.standards, on))
    found = [_need(service, scope, judged, levels) for service in services for scope in people]
    return tuple(one for one in found if one.verdict is not UNMET)


def _need(service: Service, scope: Scope, judged: tuple[Assessment, ...], levels: Levels) -> ServiceNeed:
    granting = [one for one in judged if one.policy in service.policies and _is_for(one, scope)]
    granting = [one for one in granting if one.verdict is not UNMET]
    reached = _reaches(levels.get((scope.person_id, service.dimension)), service.level)
    verdicts = [reached]
    if service.policies:
        verdicts.append(any_of(one.verdict for one in granting))
    if service.when is not None:
        verdicts.append(service.when.verdict(scope))
    verdict = all_of(verdicts)
    open_facts = frozenset(_open_facts(granting, service.when, scope)) if verdict is UNKNOWN else NONE_OPEN
    ids = tuple(dict.fromkeys(one.policy for one in granting))
    waits = verdict is UNKNOWN and reached is UNKNOWN
    return ServiceNeed(service.id, scope.person_id, verdict, ids, sorted_facts(open_facts), waits)


def _is_for(assessment: Assessment, scope: Scope) -> bool:
    """Of the person, or of the whole household; 单人保 is about money alone."""
    return assessment.person in (None, scope.person_id) and assessment.unit != "alone"


def _reaches(ends: Ends | None, level: int) -> Verdict:
    if ends is None or ends[0] < level <= ends[1]:
        return UNKNOWN
    return MET if ends[0] >= level else UNMET


def _open_facts(granting: list[Assessment], when: Formula | None, scope: Scope) -> Iterator[OpenFact]:
    if not any(one.verdict is MET for one in granting):
        for one in granting:
            yield from one.open_facts
    if when is not None:
        yield from when.open_facts(scope)
