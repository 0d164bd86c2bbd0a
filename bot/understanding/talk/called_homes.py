"""Which of several homes a later message is about that begins with a name: 李奶奶没低保.

The name stands in the words that an age was heard in (李奶奶79): nothing else of it is kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.messages import Evidence
from bot.text.surnames import SURNAMES
from bot.understanding.people.hosts import CALLED_AND_AGED
from bot.understanding.people.kinship import OUTSIDE
from bot.understanding.said import Said
from knowledge import Person, Range, Situation

_LONGEST = 8
_NAME = re.compile(
    rf"(?:老[{SURNAMES}](?![师板乡家人])|[{SURNAMES}](?:大[爷娘妈叔婶]|奶奶|爷爷|婆婆|老[汉太]|[嫂婶叔姨哥姐]))"
)
_BEGINS = re.compile(rf"(?:那个?|这个?|还有|另外)?(?P<name>{_NAME.pattern})")


def with_names_called(said: Iterable[Said], plain: str) -> list[Said]:
    """`said`, each age with the name right before it, so that it is known who was called so."""
    return [
        replace(one, start=_called_from(plain, one.start)) if one.fact == "age_years" else one for one in said
    ]


def _called_from(plain: str, start: int) -> int:
    """Where the name right before an age begins; where the age does, if there is none."""
    for found in _NAME.finditer(plain, max(0, start - _LONGEST), start):
        if re.fullmatch("，?(?:今年|都)?", plain[found.end() : start]):
            return found.start()
    return start


def home_called(plain: str, known: Sequence[Situation], told: Iterable[Evidence]) -> Situation | None:
    """The one of several homes whose name a message begins with, or whose old woman or man it speaks of."""
    if len(known) < 2:
        return None
    begins = _BEGINS.match(plain)
    if begins is None:
        return _by_look(plain, known)
    homes = {one.household for one in told if one.words.startswith(begins["name"])}
    return next((home for home in known if homes == {home.id}), None)


# 老太太就一个女儿, 那家男的能领啥: of several homes the only one where there is such a one.
_LOOK = re.compile(
    r"(?:[那这]个?|[那这]家的?)?(?:(?P<old_woman>老太太|老大娘|老奶奶|老婆婆)|(?P<old_man>老头子?|老汉|老爷子|老大爷)|"
    r"(?P<woman>女的)|(?P<man>男的))(?!跟|和)"
)
_OLD = 55


def _by_look(plain: str, known: Sequence[Situation]) -> Situation | None:
    found = _LOOK.match(plain)
    if found is None or any(one.relation not in OUTSIDE for home in known for one in home.people):
        return None
    sex = "female" if str(found.lastgroup).endswith("woman") else "male"
    old = str(found.lastgroup).startswith("old")
    there = [home for home in known if home.people and _looks_so(home.people[0], sex, old=old)]
    return there[0] if len(there) == 1 else None


def _looks_so(one: Person, sex: str, *, old: bool) -> bool:
    age = one.facts.get("age_years")
    years = age.low if isinstance(age, Range) else age
    return one.facts.get("sex") == sex and (not old or (years is not None and years >= _OLD))


def calls_another(plain: str, known: Sequence[Situation], told: Iterable[Evidence]) -> bool:
    """老李62残疾一级, of who told of 老王 alone: does it begin with one more, their age behind?"""
    begins = re.match(rf"(?:还有|另外)?(?P<called>{CALLED_AND_AGED})", plain)
    if begins is None or any(one.relation not in OUTSIDE for home in known for one in home.people):
        return False
    names = [found.group() for one in told if (found := _NAME.match(one.words))]
    return bool(names) and begins["called"] not in names


__all__ = ["calls_another", "home_called", "with_names_called"]
