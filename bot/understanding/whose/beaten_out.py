"""Who was beaten out of the home: theirs is nowhere to go, not of who beats, and no life in the street."""

from __future__ import annotations

import dataclasses
import re

from bot.understanding.mention import Mention
from bot.understanding.people.whom import People
from bot.understanding.said import Said

from .struck import is_doer

_NOWHERE = re.compile(
    r"(?:没(?:有)?|无)(?:个|啥)?(?:地方|地儿|处|家)?(?:可|能)?(?:住|去|睡|落脚|安身|容身|躲|回|归)|住的地方|(?:睡|住|躲)(?:在)?(?:哪|啥地方)|去(?:哪|啥地方)(?:儿|里)?(?:了|呢|啊|呀)?(?=[，。]|$)"
)
# 跑出来了, 让他赶出来了, 不敢回家: away from home and in need, as the guide says of who is beaten out of it.
_OUT = re.compile(
    r"(?:跑|逃|躲|搬|赶|撵|轰|打|推|锁)(?:了)?(?:在|出)(?:来|门|家|去|外)|不(?:敢|能|让)(?:我|俺|她|他)?(?:再)?(?:回|进)(?:家|去|门)|"
    rf"离(?:了)?家|{_NOWHERE.pattern}"
)
# 跑到娘家, 躲我姐家: who is with kin has a roof.
_WITH_KIN = re.compile(
    r"(?:娘家|亲戚|朋友|[姐妹哥弟姨姑舅爸妈]{1,2}家|租(?:了|的|个)?房|旅馆|宾馆|单位|宿舍)"
)


def of_the_beaten(said: list[Said], people: People) -> list[Said]:
    """`said`, with what was said of having nowhere to go of who was beaten, told here or before."""
    victim = _beaten(said, people)
    found = _OUT.search(people.plain) if victim is not None else None
    if victim is None or found is None:
        return said
    doers = {one.person for one in people.mentions if is_doer(people, one)} - {victim.person}
    kept = [
        dataclasses.replace(one, of=victim) if _is_plight(one) and one.person in doers else one
        for one in said
        if not _is_nowhere(one, people.plain)
    ]
    others = any(one.fact == "stranded_away" and one.person == victim.person for one in kept)
    if others or _WITH_KIN.search(people.plain):
        return kept
    return [*kept, Said("stranded_away", True, victim, *found.span())]


def _beaten(said: list[Said], people: People) -> Mention | None:
    """Who was beaten, where it is one alone."""
    here = {one.person: one.of for one in said if _is_abuse(one.fact, one.value) and one.of is not None}
    if here:
        return next(iter(here.values())) if len(here) == 1 else None
    told = {one.person for one in people.spoken.told if _is_abuse(one.fact, one.value)}
    if told != {"self"}:
        return None  # of another the words of this message tell whose they are
    named = any(one.person not in (None, "self") and one.topic for one in people.mentions)
    return None if named else Mention(0, 0, "self", "self")


def _is_abuse(fact: str, value: object) -> bool:
    return fact == "legal_matter" and isinstance(value, dict) and value.get("abuse_claim") is True


def _is_plight(one: Said) -> bool:
    return (one.fact, one.value) in (("living_place", "street"), ("cannot_pay_food_lodging", True))


def _is_nowhere(one: Said, plain: str) -> bool:
    return _is_plight(one) and bool(_NOWHERE.search(plain, max(0, one.start - 2), one.end + 2))
