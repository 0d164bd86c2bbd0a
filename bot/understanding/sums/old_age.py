"""What the old are paid by the month: 一个月农保一百九; 俺俩的养老金，一个人二百 is of each of two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.mention import Mention
from bot.understanding.numbers import Number
from bot.understanding.people.kinship import couple_of_ids
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of

from .bills import MONTH_AFTER

_A_MONTH = r"(?:一个?月|每个?月|月月)"
_PAYS = r"(?:就|才|也|给|发|领|拿|能|有|是|着|大概|差不多|这个|那点){0,4}"
# By the month it is paid out: 农保一年四百 is what is paid in, and 农保报了 is said of a bill.
_OUT_BY_MONTH = re.compile(
    rf"{_A_MONTH}{_PAYS}[新老]?农保(?:金|钱)?{_PAYS}$|农保(?:金|钱)?{_PAYS}{_A_MONTH}{_PAYS}$"
)
_OUT = re.compile(rf"农保(?:金|钱)?{_PAYS}$")
_PENSION = r"(?:基础|农村|居民|农民|老农民)?(?:养老[金钱]|农保|退休[金钱]|退休工资|老人钱)"
_EACH_OF_TWO = re.compile(
    r"(?P<who>(?P<us>(?:我|俺)们?(?:老)?(?:俩|两口子?|两个人?))|(?P<they>[他她]们?(?:俩|两口子|老两口))|二老|俩老人|爹娘|爸妈|父母|公婆|爷爷奶奶)"
    rf"(?:人|的|就|都|也|靠|只有|有|领着?|那点|这点){{0,4}}(?P<of>{_PENSION})?，?{_A_MONTH}?(?:都是|都|就|才|也就)?"
    rf"(?:一个?人头?|每个?人头?|各){_A_MONTH}?(?:也|就|才|是|有|给|领|发|能|大概|差不多|合){{0,4}}$"
)
_OF_PENSION = re.compile(rf"(?:多|来)?(?:块|元)?钱?的?{_PENSION}")
LEAST, MOST = 50, 20_000


def is_old_age_pay(plain: str, clause: str, number: Number) -> bool:
    """Is the sum behind `clause` what the pension of the countryside pays by the month?"""
    if not LEAST <= number.low <= MOST:
        return False
    by_month = _OUT.search(clause) is not None and MONTH_AFTER.match(plain, number.end) is not None
    return by_month or _OUT_BY_MONTH.search(clause) is not None


def read_each_of_two(plain: str, people: People) -> Iterator[Said]:
    """The pension of each of two, told once for both."""
    for number in people.numbers:
        found = _EACH_OF_TWO.search(plain, max(0, number.start - 40), number.start)
        if found is None or not LEAST <= number.low <= MOST:
            continue
        if not (found["of"] or _OF_PENSION.match(plain, number.end)):
            continue
        if stance_of(plain, found.start(), number.end) is Stance.SAID:
            for of in _each(found, people):
                yield Said("income_yuan_per_month", number.to_json(), of, found.start(), number.end)


def _each(found: re.Match[str], people: People) -> list[Mention]:
    """Of whom it is told: who speaks and the husband or wife spoken of, or the two old people."""
    if found["us"]:
        mate = next((m for m in people.mentions if m.relation == "spouse" and m.person), None)
        known = next((one for one in people.spoken.people if one.relation == "spouse"), None)
        mate = mate or (Mention(0, 0, known.id, known.relation) if known else None)
        return [Mention(found.start(), found.end("us"), "self", "self"), *filter(None, [mate])]
    named = [m for m in people.mentions if m.start < found.end("who") and m.end > found.start() and m.person]
    if found["they"]:
        return _couple_before(found.start(), people)
    return [m for m in named[:1] if m.person != "self"]


def _couple_before(place: int, people: People) -> list[Mention]:
    """The couple of old people named last in the message, or else in the conversation; may be nobody."""
    named = {m.person: m for m in people.mentions if m.start < place and m.person not in (None, "self")}
    told = {one.id: Mention(0, 0, one.id, one.relation, topic=False) for one in people.spoken.people[:2]}
    two = list(named)[-2:] or list(told)
    return [{**told, **named}[one] for one in two] if couple_of_ids(two) else []


__all__ = ["is_old_age_pay", "read_each_of_two"]
