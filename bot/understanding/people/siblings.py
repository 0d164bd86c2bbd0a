"""Several of one kin told apart by order: 大哥六十九吃五保，二哥六十四种着地; 大孙子上初一，小孙子六岁."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from bot.understanding.mention import Mention

_ORDERED = re.compile(
    r"(?P<order>[大二三四五小])(?P<kin>哥哥?|姐姐?|弟弟?|妹妹?|姑姑?|姨|舅舅?|叔叔?|伯伯?|爷爷?|大爷|"
    r"外?孙[子女儿]?|外孙闺女|侄[子女儿]|外甥女?)"
)
_ORDER = {word: number for number, word in enumerate("大二三四五", 1)} | {"小": 9}
_ALIKE = ("brother", "sister", "uncle", "aunt", "grandson", "granddaughter", "nephew", "niece")


def told_apart_by_order(seen: list[Mention]) -> list[Mention]:
    """`seen` with each of several called 大哥 and 二哥 as one of their own; a bare 哥 is the last named."""
    orders: dict[str, set[str]] = defaultdict(set)
    for mention in seen:
        if mention.person in _ALIKE and (found := _ORDERED.fullmatch(mention.words)):
            orders[str(mention.person)].add(found["order"] + found["kin"][0])
    several = {person for person, words in orders.items() if len(words) > 1}
    if not several:
        return seen
    last: dict[str, str] = {}
    made = []
    for mention in seen:
        person = str(mention.person)
        if person in several:
            found = _ORDERED.fullmatch(mention.words)
            if found:
                last[person] = _numbered(person, found, orders[person])
            mention = replace(mention, person=last.get(person, person))
        made.append(mention)
    return made


def _numbered(person: str, found: re.Match[str], words: set[str]) -> str:
    """brother for the first in order, brother-2 for the next."""
    ordered = sorted(words, key=lambda word: (_ORDER[word[0]], word))
    rank = ordered.index(found["order"] + found["kin"][0]) + 1
    return person if rank == 1 else f"{person}-{rank}"


__all__ = ["told_apart_by_order"]
