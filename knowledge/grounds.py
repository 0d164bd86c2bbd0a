"""One situation on one day: facts ready to be read, who is a member, and the figures in force."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from knowledge.facts import KnownSet, Range, Value
from knowledge.lazy import lazy
from knowledge.ranges import INFINITY, Spans, is_exact, point, union
from knowledge.situations import CHILDREN, MEMBERS, NOT_MEMBERS, Person, Situation
from knowledge.standards import Figure, Standards
from knowledge.verdicts import MET, UNKNOWN, UNMET, Verdict

ADULT_AGE = 18
OUTSIDERS = NOT_MEMBERS | {"other"}
READ_AS_THEY_ARE = (str, KnownSet, date)
NUMBERS = (int, Decimal)
# What an expression reads besides facts: the figures of standards; the person whom it is read for.
FIGURES, PERSON = "standard()", "person()"
DECIDES_MEMBERSHIP = frozenset(("household_member", "household_size", "age_years"))


class Change(NamedTuple):
    """A fact taken to have a value; `person` None is the household."""

    person: str | None
    fact: str
    value: Value


class Scope:
    """Where an expression is read: a person, or the household (`home` of every person).

    `values` are the facts of the person and those of the household.
    """

    __slots__ = ("conflicts", "ground", "home", "memo", "person_id", "values")

    def __init__(self, ground: "Ground", person_id: str | None, values: dict[str, object]):
        self.ground = ground
        self.person_id = person_id
        self.values = values
        self.memo: dict = {}
        self.conflicts: set[str] = set()
        self.home: Scope = self if person_id is None and ground.home is None else ground.home

    def read(self, key: str, scope: str) -> object:
        """What a fact was read as here, derived facts included once they were worked out."""
        place = self if scope == "person" else self.home
        return place.memo.get(key, place.values.get(key))

    @property
    def exact(self) -> "Scope":
        """The same place with every figure as it was published, however old."""
        return self.ground.exact.scope_of(self.person_id)

    def changed(self, changes: tuple[Change, ...], reads: frozenset[str]) -> "Scope":
        """The same place with those of the changes that bear on what reads these facts.

        Changes that do not bear on it are left out, so that what many completions share is read once.
        """
        if not changes:
            return self
        if FIGURES in reads:
            reads |= self.ground.standards.chosen_by
        bearing = [one for one in changes if one.fact in reads]
        return self.ground.changed(tuple(bearing)).scope_of(self.person_id) if bearing else self


class Roster:
    """Who surely belongs to the household, who may, and how many more there may be."""

    __slots__ = ("complete", "members", "most_others", "others", "possible", "size_known", "unlisted")

    def __init__(self, ground: "Ground"):
        belongs = [(scope, ground.membership[scope.person_id]) for scope in ground.people]
        self.members = [scope for scope, verdict in belongs if verdict is MET]
        self.possible = [scope for scope, verdict in belongs if verdict is UNKNOWN]
        size = ground.home.values.get("household_size")
        self.size_known = is_exact(size)
        most = int(size[0][1]) if size else None
        surely = len(self.members)
        contradicts = most is not None and most < surely
        self.most_others = INFINITY if most is None or contradicts else Decimal(most - surely)
        self.complete = self.most_others == 0
        if self.complete:
            self.possible = []
        self.unlisted = Scope(ground, None, ground.home.values)
        self.others = [] if self.complete else [*self.possible, self.unlisted]


class Ground:
    """One situation on one day. It remembers what it works out; threads that share it may do so twice."""

    def __init__(self, situation: Situation, standards: Standards, on: date):
        self.standards = standards
        self.figures = standards.on_day(on)
        self.exact_figures = False
        self._relations = {person.id: person.relation for person in situation.people}
        household = {key: _read(value) for key, value in situation.household.items()}
        people = {person.id: household | _read_person(person, on) for person in situation.people}
        self._set_up({None: household, **people})

    def _set_up(self, values: dict[str | None, dict[str, object]]) -> None:
        """Begin with the values of each person, and of the household under None."""
        self._values = values
        self.home: Scope | None = None
        self.home = Scope(self, None, values[None])
        self._standards: dict[str, Spans | None]
        self._figures: dict[str, list[Figure | None]]
        self._blockers: dict[str, tuple[str, ...] | None]
        chosen = map(values[None].get, self.standards.choosing)
        self._standards, self._figures, self._blockers = self.figures.kept_for(self.exact_figures, *chosen)
        self._changed: dict[tuple[Change, ...], Ground] = {}

    def _copy(self, changes: Iterable[Change], *, exact_figures: bool) -> "Ground":
        values = dict(self._values)
        for person, fact, value in changes:
            holders = values if person is None else (person,)  # all can read a fact of the household
            for holder in holders:
                values[holder] = values[holder] | {fact: _read(value)}
        copy = Ground.__new__(Ground)
        copy.standards, copy.figures, copy.exact_figures = self.standards, self.figures, exact_figures
        copy._relations = self._relations
        copy._set_up(values)
        return copy

    @lazy
    def exact(self) -> "Ground":
        """The same situation with every figure as it was published, however old."""
        return self._copy((), exact_figures=True)

    def changed(self, changes: tuple[Change, ...]) -> "Ground":
        """The same situation with these facts as well."""
        found = self._changed.get(changes)
        if found is None:
            found = self._changed[changes] = self._copy(changes, exact_figures=self.exact_figures)
        return found

    @lazy
    def by_id(self) -> Mapping[str, Scope]:
        """The scope of each person."""
        return {id: Scope(self, id, self._values[id]) for id in self._relations}

    @lazy
    def people(self) -> list[Scope]:
        """The scopes of the persons, as the situation lists them."""
        return list(self.by_id.values())

    def scope_of(self, person_id: str | None) -> Scope:
        """The scope of the person, or of the household."""
        return self.home if person_id is None else self.by_id[person_id]

    @lazy
    def membership(self) -> Mapping[str, Verdict]:
        """Who belongs; where none of the speaker's people is listed it is the household of the outsiders."""
        own = OUTSIDERS.issuperset(self._relations.values())
        return {id: _membership(one, self.by_id[id], own) for id, one in self._relations.items()}

    @lazy
    def roster(self) -> Roster:
        """The members of the household."""
        return Roster(self)

    @property
    def district(self) -> str | None:
        """The district of the household, None when it is not known."""
        return self.home.values.get("district")

    def standard(self, key: str) -> Spans | None:
        """What the standard may be for this household on the day."""
        if key not in self._standards:
            self._standards[key] = self._find(key)
        return self._standards[key]

    def _find(self, key: str) -> Spans | None:
        keys, exact = self.keys_of(key), self.exact_figures
        spans = [self.figures.spans(one, self.district, exact=exact) for one in keys]
        return spans[0] if len(spans) == 1 else union(spans)

    def keys_of(self, key: str) -> list[str]:
        """The standards that the key stands for: itself, or those of a family still possible."""
        family = self.standards.families.get(key)
        if family is None:
            return [key]
        chosen = self.home.values.get(family.by)
        keys = list(family.choose.values()) if chosen is None else [family.choose.get(chosen, "")]
        return [inner for one in keys for inner in self.keys_of(one)]

    def figures_of(self, key: str) -> list[Figure | None]:
        """The figures that the standard may be, None among them where one is missing."""
        if key not in self._figures:
            found = [self.figures.candidates(one, self.district) for one in self.keys_of(key)]
            several = (figure for figures in found for figure in figures)
            self._figures[key] = found[0] if len(found) == 1 else list(dict.fromkeys(several))
        return self._figures[key]

    def standard_blockers(self, key: str) -> tuple[str, ...] | None:
        """The household facts that would narrow the standard down; None when no figure is published."""
        if key not in self._blockers:
            self._blockers[key] = self._find_blockers(key)
        return self._blockers[key]

    def _find_blockers(self, key: str) -> tuple[str, ...] | None:
        values = {figure and figure.value for figure in self.figures_of(key)}
        if len(values) <= 1:
            return None if values <= {None} else ()
        family = self.standards.families.get(key)
        narrowing = []
        if family is not None and self.home.values.get(family.by) is None:
            narrowing.append(family.by)
        if self.district is None and any(self._differs(one) for one in self.keys_of(key)):
            narrowing.append("district")
        return tuple(narrowing) if narrowing else None

    def _differs(self, key: str) -> bool:
        return len({figure and figure.value for figure in self.figures.candidates(key, None)}) > 1


def _read(value: Value) -> object:
    if isinstance(value, READ_AS_THEY_ARE):
        return value
    if isinstance(value, bool):
        return MET if value else UNMET
    if isinstance(value, NUMBERS):
        return point(value)
    if isinstance(value, Range):
        return ((value.low, value.high),)
    raise TypeError(f"not a fact value: {type(value).__name__}")


def _read_person(person: Person, on: date) -> dict[str, object]:
    values = {key: _read(value) for key, value in person.facts.items()}
    born = person.facts.get("birth_date")
    if isinstance(born, date) and born <= on:
        birthday_ahead = (on.month, on.day) < (born.month, born.day)
        values["age_years"] = point(on.year - born.year - birthday_ahead)
    return values


def _membership(relation: str, scope: Scope, own: bool) -> Verdict:
    stated = scope.values.get("household_member")
    if stated is not None:
        return stated
    if relation in MEMBERS:
        return MET
    if relation in NOT_MEMBERS:
        return MET if own else UNMET
    age = scope.values.get("age_years")
    if relation in CHILDREN and age is not None and age[0][1] < ADULT_AGE:
        return MET
    return UNKNOWN
