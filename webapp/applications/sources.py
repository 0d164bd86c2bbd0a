"""Whom a verification may ask, what each of them can say, and how an authorisation names them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import yaml

from knowledge import FactDefinition
from webapp.applications.wording import AUTHORISATION, TEXTS, load_deed


class Join(StrEnum):
    """How what is said of a household by several, or of several of its people, makes one value."""

    SAME = "same"
    ANY = "any"
    SUM = "sum"
    UNION = "union"


@dataclass(frozen=True)
class Source:
    """A department or bank. `confirms` is its name in the vocabulary of facts.

    `by_visit`: much of what it confirms it learns at people's homes, and not from records. `prevails`: what
    it says goes before what all others say.
    """

    id: str
    name: str
    confirms: str
    authorised_as: frozenset[str]
    is_bank: bool = False
    by_visit: bool = False
    prevails: bool = False

    def can_say(self, definition: FactDefinition) -> bool:
        return self.confirms in definition.confirmed_by


@dataclass(frozen=True)
class Sources:
    """All of them by id, in the order in which they are shown, and how facts of a household are joined."""

    by_id: Mapping[str, Source]
    joins: Mapping[str, Join]

    def authorised_by(self, names: tuple[str, ...]) -> frozenset[str]:
        """The ids of those that a deed with these names of sources opens."""
        return frozenset(id for id, one in self.by_id.items() if one.authorised_as & set(names))

    def join_of(self, fact: str) -> Join:
        return self.joins.get(fact, Join.SAME)


@cache
def load_sources() -> Sources:
    raw = yaml.safe_load((TEXTS / "sources.yaml").read_text(encoding="utf-8"))
    found = [
        Source(
            row["id"],
            row["name"],
            row["confirms"],
            frozenset(row["authorised_as"]),
            by_visit=row.get("by_visit", False),
        )
        for row in raw["departments"]
    ]
    banks = raw["banks"]
    opened = frozenset(banks["authorised_as"])
    found += [
        Source(id, name, banks["confirms"], opened, is_bank=True) for id, name in banks["names"].items()
    ]
    joins = {fact: Join(rule) for rule, facts in raw["joins"].items() for fact in facts}
    return Sources({one.id: one for one in found}, joins)


@cache
def verifiers() -> frozenset[str]:
    """Whose records tell what nobody has to be asked, as the vocabulary of facts names them.

    They are those that the text of today lets ask.
    """
    sources = load_sources()
    opened = sources.authorised_by(load_deed(AUTHORISATION).sources)
    return frozenset(sources.by_id[one].confirms for one in opened if not sources.by_id[one].by_visit)
