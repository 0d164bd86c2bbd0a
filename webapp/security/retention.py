"""How long everything personal is kept, as data (`retention.yaml`), and the job that ends it.

Every rule is a DELETE or an UPDATE over rows that are due and not done yet: running it twice, or on two
machines, does no more than once. What hangs on an application goes with it by the database's own cascade.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import yaml
from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    LargeBinary,
    Select,
    Table,
    case,
    delete,
    func,
    literal,
    select,
    type_coerce,
    update,
)
from sqlalchemy.orm import Session

from webapp.applications.states import ENDED
from webapp.models import Base
from webapp.models.applications import Application, Request

FILE = Path(__file__).parent / "retention.yaml"
DRAFT, UNHEARD, FINISHED = "draft", "unheard", "ended"
# Two bytes, a key id of at most 16, the nonce, the tag and "[]": what is longer holds something.
LONGEST_BLANK = 2 + 16 + 12 + 16 + 2


@dataclass(frozen=True)
class Rule:
    """One ending: rows of `table`, or single `columns`, so many days `after` a moment."""

    name: str
    after: str
    days: int
    says: str
    ground: str
    table: str | None = None
    columns: tuple[str, ...] = ()
    blank: object = None

    @property
    def of_applications(self) -> bool:
        return self.after in (DRAFT, UNHEARD, FINISHED)


@dataclass(frozen=True)
class Kept:
    """Columns that are kept for one reason, and the rules that end them; or who else does."""

    what: str
    why: str
    columns: tuple[str, ...]
    ends: tuple[Rule, ...] = ()
    until: str = ""


@dataclass(frozen=True)
class Plan:
    """The whole file."""

    rules: Mapping[str, Rule]
    kept: tuple[Kept, ...]


@cache
def load_plan() -> Plan:
    """Raises KeyError when a column is ended by a rule that is not there."""
    raw = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    rules = {
        name: Rule(name, **{key: tuple(value) if key == "columns" else value for key, value in rule.items()})
        for name, rule in raw["rules"].items()
    }
    kept = tuple(
        Kept(
            what=one["what"],
            why=one["why"],
            columns=tuple(one["columns"]),
            ends=tuple(rules[name] for name in one.get("ends", ())),
            until=one.get("until", ""),
        )
        for one in raw["columns"]
    )
    return Plan(rules, kept)


def enforce_own(session: Session, now: datetime) -> int:
    """The rules that hang on a moment of the row itself."""
    own = [rule for rule in load_plan().rules.values() if not rule.of_applications]
    return sum(_enforce(session, rule, now) for rule in own)


def enforce(session: Session, now: datetime) -> int:
    """The rules that hang on how an application stands; whole applications last."""
    rules = [rule for rule in load_plan().rules.values() if rule.of_applications]
    rules.sort(key=lambda rule: rule.table == Application.__tablename__)
    return sum(_enforce(session, rule, now) for rule in rules)


def _enforce(session: Session, rule: Rule, now: datetime) -> int:
    limit = now - timedelta(days=rule.days)
    if rule.table is not None:
        table = Base.metadata.tables[rule.table]
        return session.execute(delete(table).where(_is_due(table, rule, limit))).rowcount
    return sum(_blank(session, rule, *_column(name), limit=limit) for name in rule.columns)


def _blank(session: Session, rule: Rule, table: Table, column: Column, *, limit: datetime) -> int:
    due = _is_due(table, rule, limit)
    if rule.blank is None:
        change = update(table).where(due, column.is_not(None)).values({column.name: None})
    else:
        written = func.length(type_coerce(column, LargeBinary)) > LONGEST_BLANK
        value = literal(rule.blank, column.type)
        change = update(table).where(due, written).values({column.name: value})
    return session.execute(change).rowcount


def _column(name: str) -> tuple[Table, Column]:
    table, _, column = name.partition(".")
    return Base.metadata.tables[table], Base.metadata.tables[table].c[column]


def _is_due(table: Table, rule: Rule, limit: datetime) -> ColumnElement[bool]:
    if not rule.of_applications:
        return _column(rule.after)[1] <= limit
    return belongs(table, _applications(rule.after, limit))


def _applications(after: str, limit: datetime) -> Select:
    """The ids of the applications whose time after this moment is up."""
    if after == DRAFT:
        is_draft = Application.submitted_at.is_(None)
        return select(Application.id).where(is_draft, Application.updated_at <= limit)
    is_open = case((Request.state.in_(ENDED), 0), else_=1)
    heard = func.count(Request.accepted_at)
    return (
        select(Request.application_id)
        .join(Application)
        .where(Application.submitted_at.is_not(None))
        .group_by(Request.application_id)
        .having(
            func.sum(is_open) == 0,
            func.max(Request.state_since) <= limit,
            heard == 0 if after == UNHEARD else heard > 0,
        )
    )


def belongs(table: Table, applications: Select) -> ColumnElement[bool]:
    """Whether a row hangs, along its foreign keys, on one of these applications. Raises LookupError."""
    if table is Application.__table__:
        return table.c.id.in_(applications)
    for key in _going_along(table):
        parent = key.column.table
        if parent is Application.__table__:
            return key.parent.in_(applications)
        if hangs_on_application(parent):
            return key.parent.in_(select(key.column).where(belongs(parent, applications)))
    raise LookupError(f"{table.name} hangs on no application")


def hangs_on_application(table: Table) -> bool:
    parents = [key.column.table for key in _going_along(table)]
    return Application.__table__ in parents or any(hangs_on_application(one) for one in parents)


def _going_along(table: Table) -> list[ForeignKey]:
    """The keys by which a row goes with what it hangs on."""
    keys = [key for key in table.foreign_keys if key.ondelete == "CASCADE" and key.column.table is not table]
    return sorted(keys, key=lambda key: key.parent.name)
