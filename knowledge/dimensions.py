"""The scale of needs: dimensions, what speaks for and against a level, and the services that answer them."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.conditions import Formula
from knowledge.sources import SourceRef

DIMENSIONS = ("material", "health", "education", "jobs", "social", "child")
LOWEST, HIGHEST = 0, 4
BUREAU = "bureau"  # a working scale of the bureau: no document says so, and it decides nothing in law


@dataclass(frozen=True, eq=False)
class Step:
    """One sentence about a person, and the points that it adds (below nothing: takes away)."""

    points: int
    when: Formula
    says: str


@dataclass(frozen=True, eq=False)
class Factor:
    """Sentences about one matter, the heaviest first: the first that holds counts, and it alone."""

    id: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, eq=False)
class Dimension:
    """One side of a household's life. `levels`: the words of 0 to 4. `ground` says whose scale it is."""

    id: str
    name: str
    about: str
    ground: str
    sources: tuple[SourceRef, ...]
    levels: tuple[str, ...]
    factors: tuple[Factor, ...]


@dataclass(frozen=True, eq=False)
class Service:
    """One kind of care. It is for whom one of `policies` grants care, where there are any.

    `dimension` from `level` on, and `when`, say who needs it; that, too, is the bureau's.
    """

    id: str
    name: str
    says: str
    ground: str
    sources: tuple[SourceRef, ...]
    policies: tuple[str, ...]
    dimension: str
    level: int
    when: Formula | None = None


@dataclass(frozen=True)
class Scale:
    """All of it, in the order of the files."""

    dimensions: Mapping[str, Dimension]
    services: Mapping[str, Service]
