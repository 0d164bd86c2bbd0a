"""The policies over whole tables of people and households: the verdicts of `assess`, a column a policy.

Everything is compiled from the trees that `assess` runs, so there is no second wording of any condition. The
tables are those of `column_facts`; what comes back is an Ibis expression, which DuckDB runs by default.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

import ibis
import pyarrow as pa
from ibis import selectors

from knowledge.conditions import Branch, Formula, Leaf, Tree, leaves
from knowledge.errors import KnowledgeError
from knowledge.expressions import Aggregate, Name, Node
from knowledge.facts import FactDefinition, KnownSet, Range, Value
from knowledge.guide import Guide
from knowledge.policies import Conditions, Policy
from knowledge.situations import Situation
from knowledge.verdicts import Verdict

from . import values
from .expressions import Trees, outer_nodes
from .facts import (
    ALWAYS_READ,
    HOUSEHOLD,
    PERSON,
    RELATION,
    Sheet,
    open_sheet,
    read_numbers,
    store_roster,
    stored_stated,
)
from .values import UNKNOWN, Truth, both, opposite_of

Tables = tuple[ibis.Table, ibis.Table]
OpenTables = Callable[[Iterable[str]], Sheet]  # the sheet with the columns of these facts


Unit = tuple[Policy, str, Conditions | None]


@dataclass(frozen=True)
class VerdictColumn:
    """The column of a policy's verdict for one unit, and those of its leaves by leaf id."""

    policy: str
    unit: str
    name: str
    leaves: dict[str, str]


@dataclass(frozen=True, eq=False)
class AssessedColumns:
    """A row for each person and, with `person_id` null, one for each household; verdicts as text.

    A verdict is null in the rows that are no subject of its policy. Leaves are text in every row.
    """

    rows: ibis.Table
    verdicts: tuple[VerdictColumn, ...]

    def verdicts_by_row(self) -> ibis.Table:
        """One row for each policy, unit and subject: policy, unit, household_id, person_id, verdict."""
        names = [column.name for column in self.verdicts]
        rows = self.rows.select(HOUSEHOLD, PERSON, *names)
        long = rows.pivot_longer(
            selectors.cols(*names),
            names_to=["policy", "unit"], names_pattern=r"(.+)/(.+)", values_to="verdict",
        )  # fmt: skip
        return long.filter(long.verdict.notnull()).select("policy", "unit", HOUSEHOLD, PERSON, "verdict")


def assess_columns(
    guide: Guide,
    people: ibis.Table,
    households: ibis.Table,
    on: date,
    *,
    policies: Iterable[str] | None = None,
) -> ibis.Table:
    """The verdict for each policy, unit, household and person on the day: all policies, or those named.

    The columns are policy, unit, household_id, person_id (null for a household) and verdict (met, unmet,
    unknown): what `assess` says of each household of the tables. Raises KnowledgeError for a policy that the
    guide does not have, ColumnsError for a formula that a table cannot bear.
    """
    return assess_rows(guide, people, households, on, policies=policies).verdicts_by_row()


def assess_rows(
    guide: Guide,
    people: ibis.Table,
    households: ibis.Table,
    on: date,
    *,
    policies: Iterable[str] | None = None,
) -> AssessedColumns:
    """As `assess_columns`, but a column a policy and a column a leaf."""
    chosen = [_policy(guide, id) for id in (guide.policies if policies is None else policies)]
    units = units_on(chosen, on)
    formulas = formulas_of(units)
    open_tables = partial(open_sheet, people, households, guide.facts)
    return Verdicts(Work(guide, on, open_tables, list(formulas.values()))).assess(units)


def units_on(policies: Iterable[Policy], on: date) -> list[Unit]:
    """Each policy and unit with its conditions on the day, None where the verdict is always unknown."""
    return [(policy, unit, _conditions(policy, unit, on)) for policy in policies for unit in policy.units]


def formulas_of(units: Iterable[Unit]) -> dict[str, Formula]:
    """The formulas of all leaves, each text once."""
    known = [conditions for _, _, conditions in units if conditions is not None]
    found = [leaf.formula for conditions in known for leaf in _all_leaves(conditions)]
    return {formula.expression.text: formula for formula in found}


def get_rows(engine: ibis.BaseBackend, table: ibis.Table) -> pa.Table:
    """The rows of such a table, worked out by the engine.

    The steps run as they were built: to merge them takes Ibis longer than it saves.
    """
    merges = ibis.options.sql.fuse_selects
    ibis.options.sql.fuse_selects = False
    try:
        return engine.to_pyarrow(table)
    finally:
        ibis.options.sql.fuse_selects = merges


def _policy(guide: Guide, id: str) -> Policy:
    if id not in guide.policies:
        raise KnowledgeError(f"没有政策 {id}")
    return guide.policies[id]


def _conditions(policy: Policy, unit: str, on: date) -> Conditions | None:
    """The conditions in force, None where the verdict is unknown whatever the facts are."""
    if policy.valid_until is not None and on > policy.valid_until:
        return None
    return policy.conditions_on(unit, on)


def _all_leaves(conditions: Conditions) -> list[Leaf]:
    return [*leaves(conditions.tree), *conditions.ask_office]


class Work:
    """The sheet with every derived fact and aggregate that the formulas read."""

    def __init__(self, guide: Guide, on: date, open_tables: OpenTables, formulas: Sequence[Formula]):
        self.guide = guide
        self.formulas = formulas
        names = {name.key: name for one in formulas for name in guide.names_below(one.expression)}
        self.derived = [key for key in names if key in guide.expressions]
        self.trees_of = [guide.expressions[key].tree for key in self.derived]
        self.trees_of += [one.expression.tree for one in formulas]
        wanted = {*names, *ALWAYS_READ, "district"} | {one.by for one in guide.standards.families.values()}
        self.sheet = open_tables(wanted)
        self.trees = Trees(guide, self.sheet, on)
        self._store_numbers({*names, *ALWAYS_READ}, on)
        store_roster(self.sheet)
        self._store_all()

    def _store_numbers(self, keys: Iterable[str], on: date) -> None:
        facts = self.guide.facts
        numbers = sorted(key for key in keys if key in facts and facts[key].type in ("int", "decimal"))
        found = read_numbers(self.sheet, numbers, on)
        stated = {key: found.pop(key) for key in numbers if key in self.guide.expressions}
        self.sheet.store({**found, **stored_stated(stated)})

    def _store_all(self) -> None:
        """Derived facts as soon as what they read is there; aggregates once no derived fact is ready."""
        self.trees.name_nodes(self.trees_of)
        facts = list(self.derived)
        waiting = [node for node in self.trees.names if isinstance(node, Aggregate)]
        while facts or waiting:
            self.sheet.want(self._read_by(facts, waiting))
            ready = [key for key in facts if self._is_ready(self.guide.expressions[key].tree)]
            if ready:
                self.trees.store_derived(ready)
                facts = [key for key in facts if key not in ready]
                continue
            totals = [node for node in waiting if self._is_ready(node.part)]
            if not totals:
                raise values.ColumnsError(f"算出来的情况绕成了圈：{'、'.join(facts)}")
            self.trees.store_aggregates(totals)
            waiting = [node for node in waiting if node not in totals]

    def _read_by(self, facts: list[str], waiting: list[Aggregate]) -> set[str]:
        """The names that are still read: by these facts, these aggregates and the formulas."""
        trees = [self.guide.expressions[key].tree for key in facts] + [node.part for node in waiting]
        trees += [one.expression.tree for one in self.formulas]
        stated = {name for key in facts for name in (key, f"{key}__stated", f"{key}__half_step")}
        return stated | {name for tree in trees for name in self.trees.read_by(tree)}

    def _is_ready(self, tree: Node) -> bool:
        return all(self._is_there(node) for node in outer_nodes(tree))

    def _is_there(self, node: Node) -> bool:
        match node:
            case Name(key):
                return key not in self.guide.expressions or key in self.sheet
            case Aggregate():
                return self.trees.names[node] in self.sheet
        return True


class Verdicts:
    """Leaves, then trees of leaves, as columns."""

    def __init__(self, work: Work):
        self.sheet = work.sheet
        self.names = {one.expression.text: f"leaf{index}" for index, one in enumerate(work.formulas)}
        self.sheet.want(())
        self.sheet.store({
            self.names[one.expression.text]: work.trees.value(one.expression.tree) for one in work.formulas
        })  # fmt: skip

    def assess(self, units: list[Unit]) -> AssessedColumns:
        """The verdict of each policy and unit."""
        columns = {name: _words(self.sheet.read(name)) for name in self.names.values()}
        found = []
        for policy, unit, conditions in units:
            name = f"{policy.id}/{unit}"
            truth = UNKNOWN if conditions is None else self.verdict(conditions)
            columns[name] = ibis.ifelse(self.is_subject(unit), _words(truth), ibis.null("string"))
            found.append(VerdictColumn(policy.id, unit, name, self._leaf_columns(conditions)))
        rows = self.sheet.table.select(HOUSEHOLD, PERSON, RELATION, **columns)
        return AssessedColumns(rows, tuple(found))

    def _leaf_columns(self, conditions: Conditions | None) -> dict[str, str]:
        found = [] if conditions is None else _all_leaves(conditions)
        return {leaf.id: self.names[leaf.formula.expression.text] for leaf in found}

    def is_subject(self, unit: str) -> ibis.Value:
        """Whether the row is one that the unit is about: the household's own, or a person who may belong."""
        listed = self.sheet.column(PERSON).notnull()
        return ~listed if unit == "household" else both(listed, opposite_of(self.sheet.read("member").no))

    def verdict(self, conditions: Conditions) -> Truth:
        """who OR (ask_office AND unknown)."""
        truth = self.tree(conditions.tree)
        office = values.any_of(self.tree(leaf) for leaf in conditions.ask_office)
        return Truth(truth.yes, both(truth.no, office.no))

    def tree(self, tree: Tree) -> Truth:
        """What a tree of leaves comes to."""
        if isinstance(tree, Branch):
            parts = [self.tree(part) for part in tree.parts]
            return values.all_of(parts) if tree.needs_all else values.any_of(parts)
        return self.sheet.read(self.names[tree.formula.expression.text])


def _words(truth: Truth) -> ibis.Value:
    unmet = _pick(truth.no, Verdict.UNMET, ibis.literal(Verdict.UNKNOWN.value))
    return _pick(truth.yes, Verdict.MET, unmet)


def _pick(flag: values.Flag, verdict: Verdict, otherwise: ibis.Value) -> ibis.Value:
    word = ibis.literal(verdict.value)
    if isinstance(flag, bool):
        return word if flag else otherwise
    return ibis.ifelse(flag, word, otherwise)


# ---- situations as tables ----

_TYPES = {
    "bool": pa.bool_(), "int": pa.int64(), "decimal": pa.float64(), "choice": pa.string(),
    "set": pa.list_(pa.string()), "date": pa.date32(),
}  # fmt: skip


def tables_of(guide: Guide, situations: Iterable[Situation]) -> Tables:
    """The people and the households of situations (ids unique) as tables that `assess_columns` reads."""
    households, people = [], []
    for situation in situations:
        households.append({HOUSEHOLD: situation.id, **_cells(situation.household)})
        for person in situation.people:
            ids = {HOUSEHOLD: situation.id, PERSON: person.id, RELATION: person.relation}
            people.append({**ids, **_cells(person.facts)})
    return (
        _table(people, (HOUSEHOLD, PERSON, RELATION), guide.facts),
        _table(households, (HOUSEHOLD,), guide.facts),
    )


def _cells(facts: dict[str, Value]) -> dict[str, object]:
    return {name: cell for key, value in facts.items() for name, cell in _cell(key, value)}


def _cell(key: str, value: Value) -> list[tuple[str, object]]:
    match value:
        case Range(low, high):
            return [(f"{key}__min", float(low)), (f"{key}__max", float(high))]
        case KnownSet(has, _, True):
            return [(key, sorted(has))]
        case KnownSet(has, has_not, _):
            return [(f"{key}__has", sorted(has)), (f"{key}__has_not", sorted(has_not))]
        case bool() | str() | date():
            return [(key, value)]
    return [(key, float(value))]


def _table(rows: list[dict], ids: tuple[str, ...], facts: Mapping[str, FactDefinition]) -> ibis.Table:
    names = [*ids, *sorted({name for row in rows for name in row} - set(ids))]
    arrays = [pa.array([row.get(name) for row in rows], _type(name, ids, facts)) for name in names]
    return ibis.memtable(pa.table(dict(zip(names, arrays, strict=True))))


def _type(name: str, ids: tuple[str, ...], facts: dict[str, FactDefinition]) -> pa.DataType:
    if name in ids:
        return pa.string()
    key, _, part = name.partition("__")
    return pa.float64() if part in ("min", "max") else _TYPES[facts[key].type]
