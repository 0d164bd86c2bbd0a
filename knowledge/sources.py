"""Where a sentence or a figure comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

CHECKED = ("full_text", "excerpt", "cited_only", "not_checked")
ELSEWHERE = "elsewhere"  # of another place: looked at where nothing of our own is published
LEVELS = ("national", "provincial", "municipal", "district", ELSEWHERE)


@dataclass(frozen=True)
class Source:
    """One document, notice or page; `checked` says how much of it was read."""

    id: str
    title: str
    issuer: str | None
    document_number: str | None
    year: int | None
    level: str | None
    checked: str
    note: str | None = None


@dataclass(frozen=True)
class SourceRef:
    """A place in a source: its id and the section."""

    id: str
    section: str | None = None


@dataclass(frozen=True)
class Statement:
    """What one document says of a matter, in our words."""

    says: str
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class Conflict:
    """A matter on which documents, or a document and its own figures, do not agree.

    `used` says what the guide goes by meanwhile and `ask` who could settle it. Citizens are not shown it.
    """

    id: str
    about: str
    statements: tuple[Statement, ...]
    used: str
    ask: str
    policies: tuple[str, ...] = ()
    standards: tuple[str, ...] = ()


def cite(sources: Mapping[str, Source], ref: SourceRef) -> str:
    """The place as people read it: 《社会救助暂行办法》第九条."""
    title = sources[ref.id].title
    marked = title if "《" in title or "〈" in title else f"《{title}》"
    return f"{marked}{ref.section or ''}"
