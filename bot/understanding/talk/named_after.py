"""肝癌 … 我爸: who has it, told after it by a mere naming: all told before of nobody is of that one."""

from __future__ import annotations

import re
from dataclasses import replace

from bot.blocks import Question
from bot.messages import Evidence, Removed
from bot.understanding.mention import Mention
from bot.understanding.people.subjects import BODY
from knowledge import Person, Situation

_LONGEST = 16
_BEFORE = re.compile(
    r"(?:嗯|哦|啊|对|就是|那|这|他|她|这人|病人|患者|得病的|有病的|瘫的|残疾的|生病的|是|不是我|说的|问的|给|替|帮|俺|我|咱|家|的|，|。){0,6}"
)
_AFTER = re.compile(
    r"(?:的(?:事|病|情况)?|得的|得了|病了|有病|问的?|[啊呀呢吧哈]|他|她|，|。|！| ){0,4}"
    r"(?:(?:今年|都|快|才)?(?:\d\d?|[一二三四五六七八九]?十[一二三四五六七八九]?)(?:岁|了|多){0,3}[。！]?)?"
)
_OWN = re.compile("[我俺咱]|本人|自己")
# What is told of nobody in a note of a few words; what a message tells of home or work may be of who speaks.
_OF_BODY = BODY | {"sex", "medical_insurance", "hurt_in_traffic", "age_years", "hukou", "area_hukou"}


def name_after(
    plain: str,
    mentions: tuple[Mention, ...],
    situations: tuple[Situation, ...],
    told: tuple[Evidence, ...],
    *,
    pending: Question | None,
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """The situations with what was told of nobody put to the one who is merely named now; None if none is."""
    named = [one for one in mentions if one.person not in (None, "self")]
    if len(situations) != 1 or len(named) != 1 or len(plain) > _LONGEST:
        return None
    home, of = situations[0], named[0]
    if not (_BEFORE.fullmatch(plain, 0, of.start) and _AFTER.fullmatch(plain, of.end)):
        return None
    speaker = next((one for one in home.people if one.id == "self"), None)
    if speaker is None or len(home.people) > 1 or BODY.isdisjoint(speaker.facts):
        return None
    if (pending is not None and pending.fact == "supporters") or _is_own(told):
        return None
    aged_now = of.end < len(plain) and plain[-1] not in "的啊呀呢吧。" and "age_years" in speaker.facts
    if aged_now or not speaker.facts.keys() <= _OF_BODY:
        return None
    kept = {fact: value for fact, value in speaker.facts.items() if fact != "sex"}
    people = (Person(str(of.person), str(of.relation), kept),)
    removed = tuple(Removed(home.id, "self", fact) for fact in speaker.facts)
    return (replace(home, people=people),), removed


def _is_own(told: tuple[Evidence, ...]) -> bool:
    """我得了肺癌: did it name who speaks, or leave place for no more than 我 before its first word?"""
    mine = [one for one in told if one.person == "self"]
    first = min((one.start for one in mine if one.fact in BODY), default=0)
    return first == 1 or any(_OWN.search(one.words) for one in mine)
