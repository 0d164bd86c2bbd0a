"""A registration told of nobody in a talk of one's own home: of who speaks, and of no child who has left."""

from __future__ import annotations

from dataclasses import replace

from bot.blocks import Question
from bot.understanding.homes.apart import is_without_speaker
from bot.understanding.mention import Mention
from bot.understanding.people.whom import OUTSIDE, People
from bot.understanding.places.registration import of_everybody
from bot.understanding.said import Said
from knowledge import Person, Situation

_REGISTERED = ("hukou", "hukou_kind")
_MARRIED_OUT = ("daughter-in-law", "son-in-law")


def of_whom_registered(
    said: list[Said], people: People, home: Situation | None, pending: Question | None
) -> list[Said]:
    """`said`, with a registration of the whole home put to each of them, and one of nobody to whose it is."""
    return _of_our_home(of_everybody(said, people, home), people, home, pending)


def _of_our_home(
    said: list[Said], people: People, home: Situation | None, pending: Question | None
) -> list[Said]:
    """`said`, with a registration that is told of nobody put to who speaks, where the talk is of their home.

    儿子结婚另过了，俺俩 … 户口周村: theirs, and not the son's; of the wife spoken of last it is too.
    """
    told = [one for one in said if one.fact in _REGISTERED and _is_of_nobody(one)]
    if (
        not told
        or home is None
        or people.host
        or any(one.fact == "hukou" and one not in told for one in said)
    ):
        return said
    if any(m.person not in (None, "self") for m in people.mentions):
        return said
    of = next((one for one in home.people if one.id == told[0].person), None)
    if of is None or of.id == "self" or of.relation in OUTSIDE or _is_asked(of, pending):
        return said
    left = of.facts.get("household_member") is False or of.id in _MARRIED_OUT
    if is_without_speaker(home) or not (left or _tells_of_home(home)):
        return said
    own = [replace(one, of=Mention(one.start, one.start, "self", "self")) for one in told]
    return [*(one for one in said if not (left and one in told)), *own]


def _is_of_nobody(one: Said) -> bool:
    return one.of is not None and one.of.end == one.of.start


def _is_asked(of: Person, pending: Question | None) -> bool:
    return pending is not None and pending.person == of.id


def _tells_of_home(home: Situation) -> bool:
    """Has who speaks told of themselves, or how many live together?"""
    own = next((one for one in home.people if one.id == "self"), None)
    size = home.household.get("household_size")
    return (own is not None and bool(set(own.facts) - {"sex"})) or (isinstance(size, int) and size > 1)
