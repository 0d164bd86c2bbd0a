"""动态监测: the layers of people who are watched, and the rules by which somebody is visited."""

from dataclasses import dataclass

from knowledge.conditions import Formula
from knowledge.sources import SourceRef

URGENCIES = ("now", "soon", "later")
SOURCED, BUREAU = "source", "bureau"
GROUNDS = (SOURCED, BUREAU)


@dataclass(frozen=True)
class Layer:
    """One layer (分层认定): of the first whose `when` surely holds; the last one takes the rest."""

    id: str
    name: str
    when: Formula | None
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True)
class WarningRule:
    """When somebody is to be visited. `sources`: who says that this is to be watched.

    `ground`: whose the line is. Where it is the bureau's, `setting` says so in words.
    `begins`: only what has begun since an earlier run, not what has long been so.
    `cause`: the fact whose value is part of the cause, so that another value is another cause.
    `layers`: only of these; all where there are none. `shows`: the facts that an assistant sees besides
    those that the rule reads. `looks`: what to look at and ask on the visit.
    """

    id: str
    name: str
    when: Formula
    says: str
    looks: tuple[str, ...]
    shows: tuple[str, ...]
    urgency: str
    begins: bool
    cause: str | None
    layers: tuple[str, ...]
    department: str
    policies: tuple[str, ...]
    ground: str
    setting: str | None
    sources: tuple[SourceRef, ...]
