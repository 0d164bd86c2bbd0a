"""The texts that citizens sign, in every version, and what they read of states and steps. Files, read once.

A new wording of a deed is a new file: who signed an older one signed that one, and receipts still show it.
"""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache
from pathlib import Path
from types import MappingProxyType

import yaml

from webapp.applications.states import RequestState
from webapp.languages import Language, current, gettext

TEXTS = Path(__file__).parent / "texts"
AUTHORISATION, COMMITMENT, HELPING = "authorisation", "commitment", "helping"
LEAP_DAY = (2, 29)
MOST_PLACED = 4096  # every state in every town of the city


@dataclass(frozen=True)
class DeedSource:
    """A department, or the banks, and what it is asked about. The id is for programs, not for who signs."""

    id: str
    name: str
    looks_at: str = ""

    @property
    def words(self) -> str:
        return f"{self.name}：{self.looks_at}" if self.looks_at else self.name


@dataclass(frozen=True)
class Deed:
    """A text to be signed. `digest` pins every word of it, so that nobody can say another text was signed."""

    version: str
    title: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    entries: tuple[DeedSource, ...] = ()
    valid_for_years: int | None = None

    @cached_property
    def digest(self) -> str:
        parts = (
            self.version,
            self.title,
            *(f"{label}：{says}" for label, says in self.rows),
            *self.paragraphs,
            *(one.words for one in self.entries),
        )
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()

    @property
    def sources(self) -> tuple[str, ...]:
        """The names of whom the text lets ask."""
        return tuple(one.name for one in self.entries)

    @cached_property
    def source_ids(self) -> frozenset[str]:
        return frozenset(one.id for one in self.entries)

    def rows_for(self, name: str, helper: str = "") -> tuple[tuple[str, str], ...]:
        return tuple(
            (label, says.replace("{name}", name).replace("{helper}", helper)) for label, says in self.rows
        )

    def expires_at(self, signed_at: datetime.datetime) -> datetime.datetime | None:
        """When a signature of `signed_at` stops to hold; None where the text names no day."""
        if self.valid_for_years is None:
            return None
        day = 28 if (signed_at.month, signed_at.day) == LEAP_DAY else signed_at.day
        return signed_at.replace(year=signed_at.year + self.valid_for_years, day=day)


@dataclass(frozen=True)
class Offices:
    """Who handles a request, by name."""

    town: str
    district: str

    def placed(self, words: str) -> str:
        return words.replace("{town}", gettext(self.town)).replace("{district}", gettext(self.district))


@dataclass(frozen=True)
class StateWords:
    """How a citizen reads a state: as what is now, what is done, what comes, who holds it, what follows.

    `already` is for who comes second; `lasting`: it takes days, and counts as done on the day it is left.
    """

    label: str
    done: str
    next: str
    holder: str
    step: str
    already: str
    urgent_step: str | None = None
    lasting: bool = False

    def placed(self, offices: Offices, *, urgent: bool = False) -> "StateWords":
        """With the names of the offices that handle this request."""
        return _placed(self, offices, urgent, current())


@lru_cache(maxsize=MOST_PLACED)
def _placed(words: StateWords, offices: Offices, urgent: bool, _language: Language) -> StateWords:
    step = words.urgent_step if urgent and words.urgent_step else words.step
    names = ("label", "done", "next", "holder", "already")
    said = {name: offices.placed(gettext(getattr(words, name))) for name in names}
    return replace(words, **said, step=offices.placed(gettext(step)))


@dataclass(frozen=True)
class WayWords:
    """What the applicant reads of a step between two states; `left`: how the one before is called.

    `short_told` and `short_left`: the same where the step before was left without what it is for.
    """

    told: str
    urgent_told: str | None = None
    left: str | None = None
    short_told: str | None = None
    short_left: str | None = None

    def say_told(self, *, urgent: bool, is_whole: bool) -> str:
        if not is_whole and self.short_told:
            return self.short_told
        return self.urgent_told if urgent and self.urgent_told else self.told


def load_deed(name: str) -> Deed:
    """`authorisation`, `commitment` or `helping`, as it is signed today: the newest version."""
    versions = [one for one in load_deeds() if one.startswith(f"{name}-")]
    return load_deeds()[versions[-1]]


def find_deed(version: str) -> Deed | None:
    """The text of this version; None when it was never one of ours."""
    return load_deeds().get(version)


@cache
def load_deeds() -> Mapping[str, Deed]:
    """Every text by its version, older ones first."""
    files = {path.stem: path for path in (TEXTS / "deeds").glob("*.yaml")}
    return MappingProxyType({version: _load(files[version]) for version in sorted(files)})


def _load(path: Path) -> Deed:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    if raw["version"] != path.stem:
        raise ValueError(f"{path.name}: its version says {raw['version']}; name the file as the version")
    return Deed(
        version=raw["version"],
        title=raw["title"],
        rows=tuple((row["label"], row["says"]) for row in raw["rows"]),
        paragraphs=tuple(raw["paragraphs"]),
        entries=tuple(DeedSource(**one) for one in raw.get("sources", ())),
        valid_for_years=raw.get("valid_for_years"),
    )


@cache
def load_texts(name: str) -> dict:
    """Any of the files of sentences."""
    return yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def load_way_words() -> dict[tuple[RequestState, RequestState], WayWords]:
    ways = {tuple(map(RequestState, name.split(">"))): words for name, words in load_texts("ways").items()}
    return {way: WayWords(**words) for way, words in ways.items()}


@cache
def load_state_words() -> dict[RequestState, StateWords]:
    raw = load_texts("states")
    return {state: StateWords(**raw[state.value]) for state in RequestState}
