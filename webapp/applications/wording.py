"""The texts that citizens sign, and the words for each state. They are files; this reads them, once."""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from webapp.applications.states import RequestState

TEXTS = Path(__file__).parent / "texts"


@dataclass(frozen=True)
class Deed:
    """A text to be signed. `digest` pins every word of it, so that nobody can say another text was signed."""

    version: str
    title: str
    rows: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    sources: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        parts = (
            self.version,
            self.title,
            *(f"{label}：{says}" for label, says in self.rows),
            *self.paragraphs,
        )
        return hashlib.sha256("\n".join((*parts, *self.sources)).encode()).hexdigest()

    def rows_for(self, name: str) -> tuple[tuple[str, str], ...]:
        return tuple((label, says.replace("{name}", name)) for label, says in self.rows)


@dataclass(frozen=True)
class StateWords:
    """How a citizen reads a state: as what is now, what is done, what comes, who holds it, what follows."""

    label: str
    done: str
    next: str
    holder: str
    step: str

    def placed(self, town: str, district: str) -> "StateWords":
        """With the names of the offices that handle this request."""
        return StateWords(
            *(
                getattr(self, name).replace("{town}", town).replace("{district}", district)
                for name in self.__dataclass_fields__
            )
        )


@cache
def load_deed(name: str) -> Deed:
    """`authorisation` or `commitment`, as it is signed today."""
    raw = yaml.safe_load((TEXTS / f"{name}.yaml").read_text(encoding="utf-8"))
    return Deed(
        version=raw["version"],
        title=raw["title"],
        rows=tuple((row["label"], row["says"]) for row in raw["rows"]),
        paragraphs=tuple(raw["paragraphs"]),
        sources=tuple(raw.get("sources", ())),
    )


@cache
def load_state_words() -> dict[RequestState, StateWords]:
    raw = yaml.safe_load((TEXTS / "states.yaml").read_text(encoding="utf-8"))
    return {state: StateWords(**raw[state.value]) for state in RequestState}
