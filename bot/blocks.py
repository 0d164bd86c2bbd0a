"""What a reply is made of: blocks that say what is to be shown, never how.

WeChat, the pages, the mini-program, the desk and the terminal each render the same blocks. `to_json` carries
a block's `kind`, so that doors outside Python can do so too.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import ClassVar

# Most of a conversation is of these: they are not asked what else they might be.
AS_IT_IS = frozenset({str, int, float, bool, type(None)})


@cache
def _fields_of(kind: type) -> tuple[str, ...] | None:
    """The names of a dataclass' fields; None of any other kind."""
    return tuple(one.name for one in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else None


def to_plain(value: object) -> object:
    """`value` as JSON holds it: dataclasses become objects, tuples lists, decimals numbers, days ISO text."""
    kind = type(value)
    if kind in AS_IT_IS:
        return value
    if kind is tuple or kind is list:
        return [to_plain(part) for part in value]
    names = _fields_of(kind)
    if names is not None:
        return {name: to_plain(getattr(value, name)) for name in names}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(part) for key, part in value.items()}
    if isinstance(value, frozenset | set):
        return sorted(to_plain(part) for part in value)
    if isinstance(value, list | tuple):
        return [to_plain(part) for part in value]
    return value


@dataclass(frozen=True)
class Choice:
    """One thing to tap. `value` is the raw JSON value of the fact; None is 不清楚."""

    id: str
    label: str
    value: object


@dataclass(frozen=True)
class Question:
    """One open fact, put to the citizen. `hint` is the kind of input: choice, number, date or text."""

    id: str
    household: str
    person: str | None
    fact: str
    text: str
    why: str
    choices: tuple[Choice, ...]
    multi: bool = False
    hint: str = "choice"
    about: int = 1

    def to_match_json(self) -> dict[str, object]:
        return {
            "household": self.household,
            "person": self.person,
            "fact": self.fact,
            "text": self.text,
            "why": self.why,
            "choices": [[_bare(one.value), one.label] for one in self.choices],
        }


def _bare(value: object) -> object:
    """The one value that a tick stands for, without the wrapping of a partly known set."""
    if isinstance(value, Mapping) and len(value) == 1 and next(iter(value.values())) is True:
        return next(iter(value))
    return to_plain(value)


class Block:
    """Base of everything a reply is made of: adds `kind` to the JSON of the fields."""

    kind: ClassVar[str]

    def to_json(self) -> dict[str, object]:
        return {"kind": self.kind, **to_plain(self)}


@dataclass(frozen=True)
class Text(Block):
    """A short paragraph; a `heading` names the part of the reply that follows."""

    kind: ClassVar[str] = "text"
    text: str
    heading: bool = False


@dataclass(frozen=True)
class Chip:
    """One fact as it was understood, to be tapped when wrong."""

    label: str
    household: str
    person: str | None
    fact: str


@dataclass(frozen=True)
class Heard(Block):
    kind: ClassVar[str] = "heard"
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class PolicyCard(Block):
    """One policy for one person or household. `change` says what would turn a no, or what is still open."""

    kind: ClassVar[str] = "policy"
    policy: str
    name: str
    person_label: str
    verdict: str
    verdict_label: str
    reason: str
    amount: str | None = None
    source: str | None = None
    filing: str = "here"
    change: str | None = None
    household: str | None = None
    person: str | None = None
    amount_note: str | None = None

    @property
    def key(self) -> str:
        """Which card it is: the household, the person if of one, and the policy."""
        return f"{self.household}/{self.person or ''}/{self.policy}"


@dataclass(frozen=True)
class QuestionBlock(Block):
    kind: ClassVar[str] = "question"
    question: Question


@dataclass(frozen=True)
class Urgent(Block):
    kind: ClassVar[str] = "urgent"
    urgency: str
    title: str
    lines: tuple[str, ...]
    phones: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Line:
    label: str
    value: str
    note: str = ""


@dataclass(frozen=True)
class Working(Block):
    """How an amount comes about, line by line; `policy` is the card it belongs to."""

    kind: ClassVar[str] = "working"
    title: str
    lines: tuple[Line, ...]
    sources: tuple[str, ...]
    policy: str | None = None


@dataclass(frozen=True)
class Checklist(Block):
    kind: ClassVar[str] = "checklist"
    title: str
    entries: tuple[str, ...]


@dataclass(frozen=True)
class Status(Block):
    kind: ClassVar[str] = "status"
    number: str
    rows: tuple[StatusRow, ...]
    note: str = ""


@dataclass(frozen=True)
class StatusRow:
    policy: str
    name: str
    person_label: str
    state_label: str
    holder: str
    since: str
    next_step: str
    due: str = ""
    due_is_estimate: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True)
class Link(Block):
    """Something to go to. `action`: apply policy result status more home; `target`: id or URL."""

    kind: ClassVar[str] = "link"
    label: str
    action: str
    target: str = ""


@dataclass(frozen=True)
class HandoverBlock(Block):
    kind: ClassVar[str] = "handover"
    text: str
    waiting: bool = False


@dataclass(frozen=True)
class Reply:
    blocks: tuple[Block, ...] = ()

    def to_json(self) -> dict[str, object]:
        return {"blocks": [one.to_json() for one in self.blocks]}
