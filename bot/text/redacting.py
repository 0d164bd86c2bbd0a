"""Hiding of people in a text: names, addresses, numbers of papers, cards and phones, dates of birth.

Meant for words that outlive their conversation. It hides rather too much than too little: a word that may be
a name is gone, and so is every number too long to be an amount. Places are those of a street or a village;
towns and districts stay.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

NUMBER, NAME, PLACE, DATE, ACCOUNT = "〔号码〕", "〔人名〕", "〔住址〕", "〔日期〕", "〔账号〕"
HAN = r"[\u3400-\u9fff]"
_DIGIT = "[0-9零〇○一二三四五六七八九幺两]"
# Numbers of services that everybody may call stay; so do amounts.
_PUBLIC = r"(?!12\d{3}(?!\d))"
_PATTERNS = (
    (re.compile(r"[\w.+-]{1,200}+@[\w-]+(?:\.[\w-]+)+"), ACCOUNT),
    (re.compile(r"(?:微信|qq|wx|vx)号?(?:是|为|[:： ])*[a-z0-9_-]{5,}", re.I), ACCOUNT),
    (re.compile(rf"{HAN}[a-z][ ·•]?(?=[a-z0-9]*\d)[a-z0-9]{{5,6}}(?![a-z0-9])", re.I), NUMBER),
    (re.compile(r"(?:19|20)\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2} ?[日号]?"), DATE),
    (re.compile(r"(?<![0-9a-z])[a-z]{0,4}\d(?:[ .,·_—–-]{0,2}\d){6,}[ -]?x?", re.I), NUMBER),
    (re.compile(rf"(?:{_DIGIT}[ ,，、.-]?){{7,}}"), NUMBER),
    (re.compile(rf"(?<!\d){_PUBLIC}\d{{5,6}}(?!\d)(?! ?(?:元|块|多|万|人|户|左右))"), NUMBER),
    (re.compile(r"(?<![0-9a-z])(?=[a-z]*\d)(?=\d*[a-z])[a-z0-9]{6,}(?![0-9a-z])", re.I), NUMBER),
)
_HOUSE = re.compile(
    r"(?:附?(?:[0-9]{1,12}+|[一二三四五六七八九十百]{1,12}+)(?:[-—–~][0-9]{1,12}+){0,12}(?:号楼|号院|号|栋|幢|单元)"
    r"|[0-9]{2,12}+室|[0-9]{1,12}+(?:[-—–][0-9]{1,12}+)++)"
    r"(?:(?:[0-9]++|[一二三四五六七八九十]++)(?:号楼|号|栋|幢|单元|室|楼|层|户|组)?)*+"
)
_AFTER_PLACE = re.compile(
    rf"(?<={PLACE})(?:(?:第?[0-9]+|第?[一二三四五六七八九十]+)(?:组|队|排|户|楼|层|片|区)[东西南北]?)+"
)
_YEAR = re.compile("[去今前明每半]年$")
_COUNT = re.compile("[0-9一二两三四五六七八九十几这那每哪]$")
_HAN = re.compile(HAN)
MOST_BEFORE = 6


class _Signs(NamedTuple):
    surnames: frozenset[str]
    compound: tuple[str, ...]
    common: frozenset[str]
    given: frozenset[str]
    after: frozenset[str]
    before: frozenset[str]
    lone: frozenset[str]
    cue: re.Pattern[str]
    title: re.Pattern[str]
    place: re.Pattern[str]
    kept: re.Pattern[str]
    measures: frozenset[str]


def redact(text: str) -> str:
    """`text` with 〔人名〕, 〔住址〕, 〔号码〕, 〔日期〕 and 〔账号〕 for what tells who somebody is."""
    plain = unicodedata.normalize("NFKC", text)
    plain = "".join(one for one in plain if unicodedata.category(one)[0] != "C" or one == "\n")
    for pattern, mark in _PATTERNS:
        plain = pattern.sub(mark, plain)
    plain = _without_places(_signs(), plain)
    plain = _without_names(_signs(), plain)
    return re.sub(r"(〔[^〔〕]+〕)(?:[ ,，、]?\1)+", r"\1", plain)


def _without_places(signs: _Signs, text: str) -> str:
    """Each place with its name; a word such as 农村 or 这条路 names none."""
    kept: list[str] = []
    last = 0
    for found in signs.place.finditer(text):
        start = found.start()
        while start > max(last, found.start() - MOST_BEFORE) and _names_place(signs, text[start - 1]):
            if _YEAR.search(text[:start]):
                break
            start -= 1
        named = text[start : found.start()]
        if named and not (len(named) == 1 and named in signs.lone):
            kept += (text[last:start], PLACE)
            last = found.end()
    return _AFTER_PLACE.sub("", _HOUSE.sub(PLACE, "".join((*kept, text[last:]))))


def _names_place(signs: _Signs, letter: str) -> bool:
    return bool(_HAN.match(letter)) and letter not in signs.before and letter not in "镇区县市省乡"


def _without_names(signs: _Signs, text: str) -> str:
    kept: list[str] = []
    place = 0
    while place < len(text):
        length = _name_at(signs, text, place)
        kept.append(NAME if length else text[place])
        place += length or 1
    return "".join(kept)


def _name_at(signs: _Signs, text: str, place: int) -> int:
    """How many characters a name takes that begins here; 0 where none does."""
    cued = signs.cue.search(text[max(0, place - 8) : place]) is not None
    if not cued and _is_plain(signs, text, place):
        return 0
    length = next((len(one) for one in signs.compound if text.startswith(one, place)), 0)
    if not length and text[place] in signs.surnames:
        length = 1
    if not length:
        return _given_at(signs, text, place) if cued else 0
    if signs.title.match(text, place + length):
        return length
    given = _given(signs, text, place + length)
    if cued or length == 2 or text[place] not in signs.common:
        return length + given if given else 0
    likely = next((n for n in range(given) if text[place + 1 + n] not in signs.given), given)
    return length + likely if likely else 0


def _is_plain(signs: _Signs, text: str, place: int) -> bool:
    """Whether an everyday word or a district stands here: 孙子, 张店, 一张床. 高兴国 is none."""
    word = signs.kept.match(text, place)
    if word is not None:
        rest = text[word.end() : word.end() + 1]
        return not (rest in signs.given and rest not in signs.after and text[place + 1] in signs.given)
    return text[place] in signs.measures and _COUNT.search(text[:place]) is not None


def _given_at(signs: _Signs, text: str, place: int) -> int:
    """A name without a surname, after 叫: two characters that names are made of."""
    given = _given(signs, text, place)
    return given if given == 2 and all(one in signs.given for one in text[place : place + given]) else 0


def _given(signs: _Signs, text: str, place: int) -> int:
    """How many characters of a given name stand here, at most two. The second may be of any kind that names
    are made of; the first only must not be a word that never begins one."""
    for count, letter in enumerate(text[place : place + 2]):
        if not _HAN.match(letter) or (letter in signs.after and letter not in signs.given):
            return count
    return min(2, len(text) - place)


@cache
def _signs() -> _Signs:
    raw = yaml.load((Path(__file__).parent / "redaction.yaml").read_text("utf8"), yaml.CSafeLoader)
    sets = ("surnames", "common", "given", "after", "before", "lone", "measures")
    letters = {key: frozenset(raw[key].replace(" ", "")) for key in sets}
    return _Signs(
        **letters,
        compound=tuple(raw["compound"]),
        kept=re.compile("|".join(raw["kept"].split())),
        cue=re.compile(rf"(?:{raw['cues']})[是叫为:： ]*$"),
        title=re.compile(raw["titles"]),
        place=re.compile("|".join(sorted(raw["places"].split("|"), key=len, reverse=True))),
    )
