"""In a village or in town: `area_kind`, as said outright or as shown by what is spoken of."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from .people import People
from .said import Said
from .stance import Stance, clause_start, stance_of

KINDS = ("rural", "urban")
_TOWNS = re.compile(r"[周鲁罗王](?:家)?村(?!村|里|民)")  # a district and towns, no villages


@cache
def _cues() -> dict[tuple[str, str], re.Pattern[str]]:
    raw = yaml.load((Path(__file__).parent / "area.yaml").read_text("utf8"), yaml.CSafeLoader)
    cues = {(kind, how): re.compile(raw[kind][how]) for kind in KINDS for how in ("said", "shown")}
    return cues | {("", "elsewhere"): re.compile(raw["elsewhere"])}


def read_area(plain: str, people: People, *, alone: bool = False) -> Iterator[Said]:
    """`area_kind` of the family that speaks or is spoken for; nothing where the words point both ways.

    Where nothing else is said (`alone`), what only shows it in passing (小区路灯坏了) is no fact either.
    """
    plain = _TOWNS.sub("＊＊", plain)
    for how in ("said", "shown"):
        if how == "shown" and alone and people.asked != "area_kind":
            return
        found = {kind: list(_found(plain, kind, how)) for kind in KINDS}
        told = [kind for kind in KINDS if found[kind]]
        if len(told) == 1:
            first = found[told[0]][0]
            of = people.home(*first.span()) or people.default
            yield Said("area_kind", told[0], of, *first.span())
        if told:
            return


def _found(plain: str, kind: str, how: str) -> Iterator[re.Match[str]]:
    elsewhere = _cues()[("", "elsewhere")]
    for found in _cues()[(kind, how)].finditer(plain):
        start = found.start()
        if elsewhere.search(plain, max(clause_start(plain, start), start - 10), start):
            continue
        asks = "还是" in plain[max(0, start - 3) : start + 1] or plain.startswith("还是", found.end())
        if how == "said" and asks:
            continue
        if stance_of(plain, start, found.end()) is Stance.SAID:
            yield found


__all__ = ["read_area"]
