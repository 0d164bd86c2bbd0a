"""Tables of people and households as one sheet: a row for each person and one for whom nobody listed.

The row without a person stands for the household itself and for its members not listed yet; every row sees
the facts of its household. A column that is missing, or null in a row, is not known there. A fact is one
column of its name; a number known as a range is `fact__min` and `fact__max`; a set told in full is `fact`,
one known in part is `fact__has` and `fact__has_not`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

import ibis

from knowledge.facts import FactDefinition
from knowledge.grounds import ADULT_AGE
from knowledge.situations import CHILDREN, MEMBERS, NOT_MEMBERS

from .values import (
    INFINITY,
    NOTHING,
    UNKNOWN,
    Flag,
    Number,
    Real,
    Span,
    Stated,
    Truth,
    both,
    choose,
    either,
    exact,
    half_step,
    opposite_of,
)

HOUSEHOLD, PERSON, RELATION = "household_id", "person_id", "relation"
ALWAYS_READ = ("household_member", "age_years", "birth_date", "household_size")
PARTS = ("", "__min", "__max", "__has", "__has_not")
ROSTER = ("member", "other", "complete", "others")
OUTSIDERS = (*sorted(NOT_MEMBERS), "other")


@dataclass(frozen=True)
class _Ref:
    """A stored column."""

    name: str


class Sheet:
    """The table as it grows; what was worked out is stored as columns and read back by name."""

    def __init__(self, table: ibis.Table, facts: Mapping[str, FactDefinition]):
        self.table = table
        self.facts = facts
        self._wanted: set[str] | None = None
        self._stored: dict[str, Truth | Number] = {}
        self._columns: dict[str, ibis.Value] = {}

    def __contains__(self, name: str) -> bool:
        return name in self._stored

    def column(self, name: str) -> ibis.Value:
        """A column of the table as it is now, always the same object."""
        if name not in self._columns:
            self._columns[name] = self.table[name]
        return self._columns[name]

    def given(self, key: str, part: str = "") -> ibis.Value | None:
        """A column that the tables came with, if they did."""
        name = key + part
        return self.column(name) if name in self.table.columns else None

    def grow(self, table: ibis.Table) -> None:
        """Go on with a table that has all of these columns and more."""
        self.table = table
        self._columns = {}

    def store(self, values: Mapping[str, Truth | Number]) -> None:
        """Keep the values as columns, in one step."""
        columns: dict[str, ibis.Value] = {}
        for name, value in values.items():
            self._stored[name] = mapped(value, _Storing(name, columns))
        if columns:
            self.grow(self.table.select(*self._kept(), **columns))
            self._keep(columns)

    def aggregate(self, columns: Mapping[str, ibis.Value], values: Mapping[str, Truth | Number]) -> None:
        """Work out columns once a household, give them to all of its rows, and keep the values made of them.

        `values` names the columns by `_Ref`, see `refer`.
        """
        if columns:
            totals = self.table.group_by(HOUSEHOLD).aggregate(**columns)
            self.grow(self.table.select(*self._kept()).inner_join(totals, HOUSEHOLD))
            self._keep(columns)
        self._stored.update(values)

    def want(self, names: Iterable[str]) -> None:
        """Drop in the next step what none of these names read: stored values, or facts as they were given."""
        self._wanted = {HOUSEHOLD, PERSON, RELATION}
        for name in {*names, *ROSTER}:
            if name in self._stored:
                mapped(self._stored[name], lambda part, _: self._note(part))
            else:
                self._wanted |= {name + part for part in PARTS}

    def _note(self, part: object) -> object:
        if isinstance(part, _Ref):
            self._wanted.add(part.name)
        return part

    def _keep(self, names: Iterable[str]) -> None:
        """What was just worked out stays until it is asked again what is wanted."""
        if self._wanted is not None:
            self._wanted.update(names)

    def _kept(self) -> list[str]:
        return [name for name in self.table.columns if self._wanted is None or name in self._wanted]

    def read(self, name: str) -> Truth | Number:
        """What was stored by that name."""
        return mapped(self._stored[name], lambda part, _: self._part(part))

    def _part(self, part: object) -> Flag | Real:
        return self.column(part.name) if isinstance(part, _Ref) else part


class _Storing:
    """Turns columns into references, noting each column once."""

    def __init__(self, name: str, columns: dict[str, ibis.Value]):
        self.name = name
        self.columns = columns
        self.known: dict[int, _Ref] = {}

    def __call__(self, part: object, place: str) -> object:
        if not isinstance(part, ibis.Value):
            return part
        if id(part) not in self.known:
            ref = self.known[id(part)] = _Ref(f"{self.name}__{place}")
            self.columns[ref.name] = part
        return self.known[id(part)]


def refer(name: str) -> _Ref:
    """A column of `Sheet.aggregate` by its name."""
    return _Ref(name)


def named(part: object, columns: Mapping[str, ibis.Value]) -> object:
    """The column that a reference names, anything else as it is."""
    return columns[part.name] if isinstance(part, _Ref) else part


def mapped(value: Truth | Number, change) -> Truth | Number:
    """The value with each of its parts changed; `change` is told the place of each."""
    if isinstance(value, Truth):
        return Truth(change(value.yes, "yes"), change(value.no, "no"))
    spans = tuple(
        Span(
            change(span.present, f"present{index}"),
            change(span.low, f"low{index}"),
            change(span.high, f"high{index}"),
        )
        for index, span in enumerate(value.spans)
    )
    return replace(value, known=change(value.known, "known"), spans=spans)


# ---- what the tables say ----


def open_sheet(
    people: ibis.Table, households: ibis.Table, facts: Mapping[str, FactDefinition], wanted: Iterable[str]
) -> Sheet:
    """The sheet of both tables with the columns of the wanted facts."""
    keys = [key for key in sorted({*wanted, *ALWAYS_READ}) if key in facts]
    own = _columns_of(people, [key for key in keys if facts[key].scope == "person"])
    shared = _columns_of(households, [key for key in keys if facts[key].scope == "household"])
    listed = people.select(HOUSEHOLD, PERSON, RELATION, *own)
    homes = people.select(HOUSEHOLD).union(households.select(HOUSEHOLD), distinct=True)
    nobody = {
        name: ibis.literal(None, type=listed.schema()[name]) for name in listed.columns if name != HOUSEHOLD
    }
    rows = listed.union(homes.mutate(**nobody).select(*listed.columns), distinct=False)
    return Sheet(_with_homes(rows, households.select(HOUSEHOLD, *shared)), facts)


def _columns_of(table: ibis.Table, keys: list[str]) -> list[str]:
    return [key + part for key in keys for part in PARTS if key + part in table.columns]


def _with_homes(rows: ibis.Table, homes: ibis.Table) -> ibis.Table:
    joined = rows.left_join(homes, HOUSEHOLD, rname="{name}__of_home")
    return joined.select(*(name for name in joined.columns if not name.endswith("__of_home")))


def read_numbers(sheet: Sheet, keys: Iterable[str], on: date) -> dict[str, Number]:
    """The stated numbers, to be stored; the age comes from the birth date where there is one."""
    found = {key: _number(sheet, key) for key in keys}
    born = sheet.given("birth_date")
    if "age_years" in found and born is not None:
        found["age_years"] = _age(found["age_years"], born, on)
    return found


def is_stated(sheet: Sheet, key: str) -> bool:
    """Whether the tables may state a derived fact."""
    name = f"{key}__stated"
    return sheet.read(name).known is not False if name in sheet else sheet.given(key) is not None


def stored_stated(numbers: Mapping[str, Number]) -> dict[str, Number]:
    """The stated derived numbers as they are stored: what was said, and how finely."""
    stated = {f"{key}__stated": number for key, number in numbers.items()}
    steps = {
        f"{key}__half_step": exact(half_step(number.spans[0].low))
        for key, number in numbers.items()
        if number.known is not False
    }
    return {**stated, **steps}


def read_stated(sheet: Sheet, key: str) -> Stated:
    """What was stated of a derived number."""
    return Stated(sheet.read(f"{key}__stated"), sheet.read(f"{key}__half_step").spans[0].low)


def _number(sheet: Sheet, key: str) -> Number:
    said, low, high = (_real(sheet.given(key, part)) for part in PARTS[:3])
    ranged = low is not None and high is not None
    if said is None and not ranged:
        return NOTHING
    if not ranged:
        value = said.fill_null(0.0)
        return Number(said.notnull(), (Span(True, value, value),))
    bounds = both(low.notnull(), high.notnull())
    if said is not None:
        bounds, low, high = either(said.notnull(), bounds), said.coalesce(low), said.coalesce(high)
    return Number(bounds, (Span(True, low.fill_null(0.0), high.fill_null(0.0)),))


def _real(column: ibis.Value | None) -> ibis.Value | None:
    return None if column is None else column.cast("float64")


def _age(stated: Number, born: ibis.Value, on: date) -> Number:
    birthday_ahead = (born.month() * 100 + born.day()) > on.month * 100 + on.day
    years = (on.year - born.year() - ibis.ifelse(birthday_ahead, 1, 0)).cast("float64").fill_null(0.0)
    usable = (born <= on).fill_null(False)
    (span,) = stated.spans
    low = choose(usable, years, span.low)
    high = low if span.low is span.high else choose(usable, years, span.high)
    return Number(either(usable, stated.known), (Span(True, low, high),))


def read_flag(sheet: Sheet, key: str) -> Truth:
    """A stated bool fact."""
    said = sheet.given(key)
    return UNKNOWN if said is None else Truth(said.fill_null(False), (~said).fill_null(False))


def read_choice(sheet: Sheet, key: str, values: Iterable[str]) -> Truth:
    """Whether a choice is one of the values."""
    said = sheet.given(key)
    if said is None:
        return UNKNOWN
    among = said.isin(sorted(values))
    return Truth(among.fill_null(False), (~among).fill_null(False))


def read_contained(sheet: Sheet, key: str, value: str) -> Truth:
    """Whether a set has the value."""
    told, has, has_not = (sheet.given(key, part) for part in ("", "__has", "__has_not"))
    excluders = sorted(sheet.facts[key].excluders[value])
    complete = False if told is None else told.notnull()
    lists = [one for one in (told, has) if one is not None]
    known = lists[0].coalesce(*lists[1:]) if lists else None
    yes = _lists(known, value)
    shut_out = either(*(_lists(known, other) for other in excluders))
    return Truth(yes, both(opposite_of(yes), either(complete, _lists(has_not, value), shut_out)))


def _lists(column: ibis.Value | None, value: str) -> Flag:
    return False if column is None else column.contains(value).fill_null(False)


# ---- who belongs ----


def store_roster(sheet: Sheet) -> None:
    """Store who surely belongs, who may, and how many more there may be.

    Needs the numbers age_years and household_size. Stored: truths `member` (yes: surely belongs, no: surely
    not), `other` (yes: may belong, and is no sure member), `complete`; number `others` (how many at most).
    """
    relation = sheet.column(RELATION)
    listed = sheet.column(PERSON).notnull()
    outsider = relation.isin(OUTSIDERS).fill_null(False)
    if_own, if_not = (both(listed, _belongs(sheet, own).yes) for own in (True, False))
    columns = {
        "roster__own": either(~listed, outsider).all(),
        "roster__if_own": _count(if_own),
        "roster__if_not": _count(if_not),
    }
    sheet.aggregate(columns, {})
    own = sheet.column("roster__own")
    member = _belongs(sheet, own)
    surely = choose(own, sheet.column("roster__if_own"), sheet.column("roster__if_not"))
    most_others = _most_others(sheet, surely)
    listed = sheet.column(PERSON).notnull()
    complete = most_others == 0.0
    maybe = both(
        opposite_of(complete), either(~listed, both(opposite_of(member.yes), opposite_of(member.no)))
    )
    sheet.store({
        "member": Truth(both(listed, member.yes), both(listed, member.no)),
        "other": Truth(maybe, opposite_of(maybe)),
        "complete": Truth(complete, opposite_of(complete)),
        "others": Number(True, (Span(True, most_others, most_others),), False),
    })  # fmt: skip


def _count(flag: Flag) -> ibis.Value:
    return ibis.ifelse(flag, 1.0, 0.0).sum()


def _most_others(sheet: Sheet, surely: ibis.Value) -> Real:
    size = sheet.read("household_size")
    most = size.hull[1]
    if isinstance(most, float):
        return INFINITY
    most = most.floor().cast("float64")
    return ibis.ifelse(both(size.known, most >= surely), most - surely, INFINITY)


def _belongs(sheet: Sheet, own: Flag) -> Truth:
    """Whether the person belongs; `own`: the household is that of the outsiders listed."""
    stated, relation = read_flag(sheet, "household_member"), sheet.column(RELATION)
    age = sheet.read("age_years")
    young = both(age.known, age.hull[1] < float(ADULT_AGE))
    outsider = relation.isin(sorted(NOT_MEMBERS)).fill_null(False)
    by_relation = either(
        relation.isin(sorted(MEMBERS)).fill_null(False),
        both(outsider, own),
        both(relation.isin(sorted(CHILDREN)).fill_null(False), young),
    )
    return Truth(
        either(stated.yes, both(opposite_of(stated.no), by_relation)),
        either(stated.no, both(opposite_of(stated.yes), outsider, opposite_of(own))),
    )
