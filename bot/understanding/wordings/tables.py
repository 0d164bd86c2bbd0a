"""The tables in `patterns/`: each row a wording, its fact and its value, and what a text must hold for it.

What the wordings need of a text is worked out of their patterns, which takes a while: it is kept from one
start to the next.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from knowledge.keeping import find_kept, keep

from .heads import compile_headed
from .late import LatePattern
from .needs import Pieces, needed_together
from .parts import expand
from .reach import reach

PATTERNS = Path(__file__).parent / "patterns"
WINDOW = 64  # what most wordings do not look beyond, in characters
Needs = Mapping[str, Pieces | None]  # as `needed_together` has it


@dataclass(frozen=True, slots=True)
class Wording:
    """A way of saying that `fact` is `value`; the other patterns say where it is not."""

    fact: str
    value: object
    say: LatePattern
    young: bool
    bare: bool
    elders: bool
    unless: LatePattern | None = None
    given: LatePattern | None = None
    unless_after: LatePattern | None = None
    denies: bool = False
    now: bool = False
    needs: Needs | None = None


@cache
def wordings() -> tuple[Wording, ...]:
    """Every row of the tables, in order."""
    return tuple(
        Wording(
            r["fact"],
            r["value"],
            LatePattern(expand(_within_clause(_alternatives(r["say"]))), compile_headed),
            r.get("young", False),
            r.get("bare", False),
            r.get("elders", False),
            LatePattern(expand(f"(?:{r['unless']})$")) if "unless" in r else None,
            LatePattern(expand(r["given"]), compile_headed) if "given" in r else None,
            LatePattern(expand(r["unless_after"])) if "unless_after" in r else None,
            r.get("denies", False),
            r.get("now", False),
            needs,
        )
        for r, needs in zip(_rows(), _needs(), strict=True)
    )


def compile_wordings() -> None:
    """Have every pattern ready: workers that part afterwards share them, and no message waits for one."""
    for row in wordings():
        for one in filter(None, (row.say, row.unless, row.given, row.unless_after)):
            one.compile()


@cache
def by_piece() -> dict[str, list[tuple[int, Pieces | None]]]:
    """The places of the wordings that need each piece, with what must stand with it; under "" the others."""
    found: dict[str, list[tuple[int, Pieces | None]]] = {"": []}
    for place, row in enumerate(wordings()):
        for piece, others in (row.needs or {"": None}).items():
            found.setdefault(piece, []).append((place, others))
    return found


@cache
def always_tried() -> frozenset[int]:
    """The places of the wordings that need no piece."""
    return frozenset(place for place, _ in by_piece()[""])


@cache
def reaches() -> tuple[int | None, ...]:
    """How far each wording looks from where it begins; None without an end."""
    return tuple(reach(row.say.written) for row in wordings())


@cache
def far_by_piece() -> dict[str, list[tuple[int, Pieces | None]]]:
    """As `by_piece`, of the wordings alone that look further than `WINDOW`."""
    far = {place for place, far in enumerate(reaches()) if far is None or far > WINDOW}
    found = {piece: [one for one in rows if one[0] in far] for piece, rows in by_piece().items()}
    return {piece: rows for piece, rows in found.items() if rows}


def use_kept(cache: Path) -> None:
    """Take what the wordings need from `cache`, where an earlier start kept it; else keep it there."""
    kept = cache / f"wordings-{_version()}.json"
    found = _from_plain(find_kept(kept))
    if found is None:
        keep(kept, {"needs": [_plain(one) for one in _needs()]})
    elif not _KEPT:
        _KEPT.append(found)


_KEPT: list[list[Needs]] = []  # what `use_kept` has found, until it is used


@cache
def _rows() -> list[dict]:
    tables = sorted(PATTERNS.glob("*.yaml"))
    return [row for table in tables for row in yaml.load(table.read_text("utf8"), yaml.CSafeLoader)]


@cache
def _needs() -> list[Needs]:
    if _KEPT:
        return _KEPT[0]
    return [needed_together(expand(_alternatives(row["say"]))) for row in _rows()]


def _plain(one: Needs) -> dict[str, list[str] | None]:
    return {piece: others and sorted(others) for piece, others in one.items()}


def _from_plain(kept: Mapping[str, object] | None) -> list[Needs] | None:
    """What `_plain` wrote; None where the file is spoiled."""
    try:
        rows = [
            {piece: others and frozenset(others) for piece, others in one.items()} for one in kept["needs"]
        ]
    except (TypeError, KeyError, AttributeError):
        return None
    return rows if len(rows) == len(_rows()) else None


def _version() -> str:
    """Another for other patterns, and for another way to read them."""
    digest = hashlib.sha256(Path(__file__).with_name("needs.py").read_bytes())
    for row in _rows():
        digest.update(expand(_alternatives(row["say"])).encode() + b"\0")
    return digest.hexdigest()[:32]


def _alternatives(say: str | list[str]) -> str:
    return say if isinstance(say, str) else "|".join(say)


def _within_clause(say: str) -> str:
    """Short gaps (`.{0,8}` and less) stay within the clause."""
    return re.sub(r"(?<!\\)\.(?=\{\d,?[0-8]?\})", "[^，。！？；]", say)
