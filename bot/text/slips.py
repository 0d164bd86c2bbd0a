"""Terms of the guide that were typed or heard by sound, written right: 地保 → 低保, 低bao → 低保."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from bot.shipped import lexicon

from .sounds import LATIN, sound_of, units_of

# By their first two sounds: the sounds of a term, and the term.
_HEARD: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}


_NAMES: set[str] = set()
_BEGUN: dict[str, list[str]] = {}  # the names by their first two characters, long ones first
# Rare words of the dictionary that are, said to us, nearly always a slip.
_TYPICAL = frozenset({"地保", "乳线", "五包", "五报", "残级"})


def learn_heard(terms: Iterable[str], names: Iterable[str] = ()) -> None:
    """Make `terms` the words that slips of sound are righted to, and `names` never slips."""
    _NAMES.update(names)
    _BEGUN.clear()
    for name in sorted(_NAMES, key=lambda one: (-len(one), one)):
        _BEGUN.setdefault(name[:2], []).append(name)
    heard: dict[tuple[str, str], list[tuple[tuple[str, ...], str]]] = {}
    for term in sorted(set(terms), key=lambda t: (-len(t), t)):
        sounds = tuple(sound_of(c) for c in term)
        heard.setdefault(sounds[:2], []).append((sounds, term))
    _HEARD.clear()
    _HEARD.update(heard)


def places_named(plain: str) -> frozenset[int]:
    """Where the names stand that are never slips."""
    found: set[int] = set()
    for place in range(len(plain) - 1):
        for name in _BEGUN.get(plain[place : place + 2], ()):
            if plain.startswith(name, place):
                found.update(range(place, place + len(name)))
                break
    return frozenset(found)


def _is_slip(written: str, term: str) -> bool:
    """Is `written` not a word of its own, so that `term` must have been meant?"""
    if LATIN.search(written):
        return True
    if written[-1] in "男女":
        return False  # 特困男70, of an agent's note
    if len(term) > 3:
        return sum(a == b for a, b in zip(written, term, strict=False)) >= 1
    common = lexicon()
    if written in _NAMES or (written in common and written not in _TYPICAL):
        return False
    return len(term) < 3 or (common.get(written[:2], 0) < 2000 and common.get(written[1:], 0) < 2000)


# Terms that are heard as two wrong characters at once (地宝, 滴报); of all others one is right.
_FAR_HEARD = frozenset({"低保", "五保"})
# 雪透, 血头 are 血透 where dialysis may be spoken of; 流血头破了 and 下雪透心凉 stay.
_BESIDE = frozenset({"血透", "腹透"})
_OF_PATIENT = re.compile(
    r"(?:[做肾去靠爸妈爹娘伴他她我俺公婆哥姐弟妹儿女]|^|[，。 ])(?:天天|每周|一直|得|要|在|都|也){0,2}$"
)
_OF_TIMES = re.compile(
    r"(?:机|室|费|病人?|患者|的|了|都|也|已经|得|要|，){0,2}(?:[一二两三四五六七八九十几半\d]|每|一?周|多年|好几|$)"
)
_AGE_BEHIND = frozenset("0123456789一二三四五六七八九十，、 ")
_FUNCTION = frozenset("是上下子了的我你他有来去为着能")


def _cuts_words(plain: str, start: int, end: int, term: str) -> bool:
    """院子|里, 丈夫|原来: two characters that only sound like a term, each the edge of a word of its own?"""
    written = plain[start:end]
    if len(written) != 2 or len(term) != 2 or LATIN.search(written):
        return False
    differs = [a for a, b in zip(written, term, strict=True) if a != b]
    if (len(differs) == 2 and term not in _FAR_HEARD) or any(a in _FUNCTION for a in differs):
        return True
    common = lexicon()
    before = plain[start - 1 : start + 1] if start else ""
    after = plain[end - 1 : end + 1] if end < len(plain) else ""
    if len(before) == 2 and written[0] != term[0] and common.get(before, 0) >= 20:
        return True
    if len(after) == 2 and written[1] != term[1] and common.get(after, 0) >= 20:
        return True
    wider = (plain[start - 1 : end] if start else "", plain[start : end + 1])
    return any(len(word) == 3 and word in common for word in wider)


def _tells_sex(plain: str, end: int) -> bool:
    """特困男70, 五保女，81: the sex of one in a note, and the age or a stop behind it."""
    return plain[end - 1] in "男女" and plain[end : end + 1] in _AGE_BEHIND


def _is_beside(plain: str, start: int, end: int) -> bool:
    """Does what stands around it speak of whom it is told, and of how often or how long?"""
    told_of = _OF_PATIENT.search(plain[max(0, start - 6) : start])
    return bool(told_of) and _OF_TIMES.match(plain, end) is not None


def _find_slip(
    plain: str,
    units: list[tuple[str, int, int]],
    place: int,
    heard: Iterable[tuple[tuple[str, ...], str]],
) -> tuple[str, int] | None:
    for sounds, term in heard:
        end = place + len(sounds)
        if end > len(units) or tuple(u[0] for u in units[place:end]) != sounds:
            continue
        written = plain[units[place][1] : units[end - 1][2]]
        if term in _BESIDE and not _is_beside(plain, units[place][1], units[end - 1][2]):
            continue
        if written == term or _tells_sex(plain, units[end - 1][2]):
            return None
        if _is_slip(written, term) and not _cuts_words(plain, units[place][1], units[end - 1][2], term):
            return term, end
    return None


def right_terms(plain: str, at: list[int]) -> tuple[str, list[int]]:
    """`plain` with words that were typed or heard by sound written right: 地保 → 低保, 低bao → 低保."""
    if not _HEARD:
        return plain, at
    units = units_of(plain)
    sounds = [unit[0] for unit in units]
    begun = [place for place, pair in enumerate(pairwise(sounds)) if pair in _HEARD]
    letters: list[str] = []
    places: list[int] = []
    written = after = 0  # up to here: of the text, and of its units
    for place in begun:
        heard = _HEARD[sounds[place], sounds[place + 1]]
        found = _find_slip(plain, units, place, heard) if place >= after else None
        if found is None:
            continue
        term, after = found
        start = units[place][1]
        letters += plain[written:start], term
        places += at[written:start]
        places += [at[unit[1]] for unit in units[place:after]]
        written = units[after - 1][2]
    return "".join([*letters, plain[written:]]), [*places, *at[written:]]
