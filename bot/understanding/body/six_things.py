"""The six things by which care is graded, told one by one: 走路穿衣洗澡上厕所都得人帮，能自己吃饭.

Who cannot do four or more of them is wholly cared for, who cannot do one to three is helped in part. Only
where four are named, or some are told to be done alone, is the count surer than the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_start, stance_of

MANY = 4
_THINGS = {
    "eat": "吃饭|吃喝",
    "dress": "穿脱?衣服?|穿脱",
    "bed": "上下床|[上下起]床|下炕|上炕|翻身",
    "toilet": "[上去]厕所|上茅房|如厕|解手|大小便|拉撒|拉尿",
    "walk": "走路|走道|走动|挪动",
    "wash": "洗澡|擦身子?|洗身",
}
_ONE = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _THINGS.items()))
_ANY = "|".join(_THINGS.values())
_LIST = re.compile(rf"(?:{_ANY})(?:[、和跟与]?(?:{_ANY}))*")
# 都得人帮, 离不了人, 不行了, 自己不能
_HELPED = re.compile(
    r"(?:这[些几]样?|啥的|什么的)?[都也全就还现在样样一]{0,4}(?:"
    r"(?:得|要|需要?|靠|离不[了开])(?:有|让|叫)?[^，。；自不]{1,6}|"
    r"(?:自己)?(?:不行|不中|不成|不能|不会|没法|[做弄干办]不[了成]|不了))"
)
_ALONE = re.compile(
    r"[都也还倒就]{0,2}(?:自己|自个儿?|能|勉强|还|都){0,4}(?:行|中|来|能|会|没问题|没事|可以|不用人)"
)
_ALONE_BEFORE = re.compile(r"(?:能自己|自己(?:还)?(?:能|会)?|自个儿?(?:能|会)?|还能|(?<!不)能|勉强能?)$")
_RULE = re.compile("才[算能给够]|怎么算|标准|几样|评估")


def by_six_things(said: list[Said], people: People) -> list[Said]:
    """`said` with `self_care` as the things that are named come to, of the one it is told of."""
    helped, alone = _told(people.plain)
    things, others = {one for one, _ in helped}, {one for one, _ in alone}
    if not things or (len(things) < MANY and not others) or things & others or _RULE.search(people.plain):
        return said
    value = "none" if len(things) >= MANY else "partial"
    told = [one for one in said if one.fact == "self_care"]
    if len({one.person for one in told}) > 1:
        return said
    if told:
        return [replace(one, value=value) if one in told else one for one in said]
    start, end = helped[0][1]
    of = people.subject(start, end)
    return said if of is None else [*said, Said("self_care", value, of, start, end)]


def _told(plain: str) -> tuple[list[tuple[str, tuple[int, int]]], list[tuple[str, tuple[int, int]]]]:
    """What somebody is helped with, and what they do alone."""
    helped, alone = [], []
    for found in _LIST.finditer(plain):
        needs = _HELPED.match(plain, found.end())
        before = _ALONE_BEFORE.search(plain, clause_start(plain, found.start()), found.start())
        if stance_of(plain, *found.span()) is Stance.OPEN:
            continue
        if needs:
            helped += _each(found)
        elif before or _ALONE.match(plain, found.end()):
            alone += _each(found)
    return helped, alone


def _each(found: re.Match[str]) -> Iterator[tuple[str, tuple[int, int]]]:
    for one in _ONE.finditer(found.group()):
        yield str(one.lastgroup), found.span()


__all__ = ["by_six_things"]
