"""The illness that somebody died of is nobody's now: 男人走了六年了，胃癌; 俺老头前年没了，肝癌."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_ILLNESS = frozenset({"illnesses", "cancer_stage", "on_dialysis", "surgery"})
_DEATH = re.compile(
    r"没了(?!工作|收入|活|钱|办法|联系|信|力|地|房|进项)|[走没死病]的(?=$|[一-鿿]{0,3}年)|走了|去世|过世|不在了?|死了|病故|病逝|离世|老了的|殁|"
    r"走(?:得|的)早|(?:早就?|已经?|都|前?年|月|天)没(?=$)|人没(?:有)?了"
)
# No word of who has it, nor that somebody has it now.
_LED_BY = re.compile(
    r"(?:他|她)?(?:就|是|都|也|因为?|由于|当时|那时|那会儿?|得(?:的是?|了|上)?|害的?|患的?|长的?){0,4}"
)
_ENDS = re.compile(
    r"(?:中|早|晚)?期?病?(?:转移)?(?:走的?|没的?|去世的?|死的?|去的|得的|闹的|引起的|了|的){0,2}(?:去年|前年|今年|当年)?"
)
_STILL = re.compile(
    r"[，；](?:[我俺]|现在|如今|还在|正|在|没钱|吃着|等着|今年|上个?月|天天|每)[^，。；]{0,8}(?:治|疗|药|医院|透析|手术|检查|复查)"
)


def without_illness_of_the_late(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, without the illnesses told in a breath with a death, of nobody else who is named."""
    said = list(said)
    theirs = {
        clause_start(people.plain, one.start)
        for one in said
        if one.fact in _ILLNESS and _is_of_the_late(one, people)
    }
    for one in said:
        if one.fact not in _ILLNESS or clause_start(people.plain, one.start) not in theirs:
            yield one


def _is_of_the_late(one: Said, people: People) -> bool:
    plain = people.plain
    start, end = clause_start(plain, one.start), clause_end(plain, one.end)
    if not _ENDS.fullmatch(plain[one.end : end]) or _STILL.match(plain, end):
        return False
    return bool(_LED_BY.fullmatch(plain[start : one.start])) and _tells_death(people, start - 1)


def _tells_death(people: People, end: int) -> bool:
    """Does the clause that ends there tell that one of kin, named in it or before, has died?"""
    if end <= 0 or people.plain[end] not in "， ；。":
        return False
    start = clause_start(people.plain, end - 1)
    named = any(m.person not in (None, "self") and m.start < end for m in people.mentions)
    return named and _DEATH.search(people.plain, start, end) is not None


__all__ = ["without_illness_of_the_late"]
