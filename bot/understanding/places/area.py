"""In a village or in town: `area_kind`, as said outright, or by whose village office acts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import yaml

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of
from bot.understanding.wordings.heads import compile_headed
from bot.understanding.wordings.parts import expand

KINDS = ("rural", "urban")
_TOWNS = re.compile(r"[周鲁罗王](?:家)?村(?!村|里|民)")  # a district and towns, no villages

# 户口是高青农村的: where they are registered, wherever they live.
_REGISTERED = re.compile(r"(?:户口|户籍)(?![^，。；]{0,8}(?:住|人也?在))[^，。；]{0,8}$")
# 没去外地看，就在市里: where they were treated.
_TREATED = re.compile(r"(?:外地|外省|转[诊院]|看[病的]?|治的?|住院|化疗|透析|手术)[，、 ]?[就是都只]{0,3}$")
_JUST_THERE = re.compile(r"(?:就|都|是)?在[^住]{2,4}$")
_HOME_OF_OLD = re.compile("老家[^，。；住]{0,6}$")


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    raw = yaml.load((Path(__file__).parent / "area.yaml").read_text("utf8"), yaml.CSafeLoader)
    return {kind: compile_headed(expand(words)) for kind, words in raw.items()}


def read_area(plain: str, people: People) -> Iterator[Said]:
    """`area_kind` of the family that speaks or is spoken for; nothing where the words point both ways."""
    plain = _TOWNS.sub("＊＊", plain)
    found = {kind: next(_found(plain, kind), None) for kind in KINDS}
    told = [
        (kind, words) for kind, words in found.items() if words is not None and not _is_left(plain, words)
    ]
    if not told and (passing := _in_passing(plain)) is not None:
        told = [("rural", passing)]
    if len(told) == 1:
        kind, words = told[0]
        of = people.home(*words.span()) or people.default
        yield Said("area_kind", kind, of, *words.span())


def _in_passing(plain: str) -> re.Match[str] | None:
    """村里说, 村干部给办的: whose village office acts lives there, unless a home in town is told too."""
    cues = _cues()
    if cues["town"].search(plain):
        return None
    for found in cues["village"].finditer(plain):
        if not cues["of_others"].search(plain, max(0, found.start() - 8), found.start()):
            return found
    return None


def _is_left(plain: str, words: re.Match[str]) -> bool:
    """老家有两间平房, 老家沂源农村, of somebody who rents in town: a house there, and no home."""
    start = clause_start(plain, words.start())
    of_old = words[0].startswith("老家") or _HOME_OF_OLD.search(plain, start, words.start())
    return bool(of_old) and _cues()["town"].search(plain) is not None


def _found(plain: str, kind: str) -> Iterator[re.Match[str]]:
    elsewhere = _cues()["elsewhere"]
    for found in _cues()[kind].finditer(plain):
        start = found.start()
        clause = clause_start(plain, start)
        if elsewhere.search(plain, max(clause, start - 10), start):
            continue
        if _REGISTERED.search(plain, max(clause, start - 14), start):
            continue
        if _JUST_THERE.match(found[0]) and _TREATED.search(plain, max(0, start - 8), start):
            continue
        asks = "还是" in plain[max(0, start - 3) : start + 1] or plain.startswith("还是", found.end())
        if not asks and stance_of(plain, start, found.end()) is Stance.SAID:
            yield found


__all__ = ["read_area"]
