"""Of whom a registration is told where it is of several: 我们三口的户口都, 我的在洪山，孩子的在张店."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.people.departed import departed
from bot.understanding.people.whom import Mention, People
from bot.understanding.stance import clause_start

_SENTENCE_ENDS = "。！？；"
_CHILDREN = ("son", "daughter", "child")
_NUMBERS = {"俩": 2, "两": 2, "二": 2, "仨": 3, "三": 3, "四": 4, "五": 5, "六": 6}
# 我们三口的|户口, 俺们娘俩的|户口
_WE_SO_MANY = re.compile(
    r"(?:我们?|俺们?|咱们?)(?:一家|全家)?(?P<with>[娘爷])?(?P<n>[俩两二仨三四五六])(?:口(?!子)|个)?人?的?$"
)
# 我们娘仨连我妈四口人，…，户口都在
_WE_WITH_CHILDREN = re.compile(
    r"(?:我们?|俺们?|咱们?)[娘爷](?P<n>[俩仨])(?:[连带和跟]着?(?P<and>[^，。；]{1,6}))?"
)
_ALL_REGISTERED = re.compile(r"(?:户口|户籍)(?:本)?(?:还|也|一直|现在){0,3}(?:都|全)")
# 俺俩都是环卫的，…，老家聊城
_US_TWO = re.compile(r"(?:我们?|俺们?|咱们?)(?:俩|两口子?|夫妻俩?|夫妇俩?)")
# 我爱人在博山上班，…。我们户口是外地的
_OUR_REGISTER = re.compile(r"(?:我们|俺们|咱们)(?:都|家|的)?户口(?:都|也|还)?(?:是|在)")
_ALL_ALIKE = re.compile("都是|全是")
# 一家四口的户口不在一处：我的|在洪山
_HIS_OWN = re.compile(r"的(?:户口|户籍)?(?:还|也|都|就|现在|一直|是|落){0,3}在?$")
_REGISTER_BEFORE = re.compile(r"(?:户口|户籍)[^。！？]{0,40}$")
_JOINED = re.compile(r"[和跟与、及还有]{0,3}")


def listed(people: People, places: list[tuple[int, int, str]]) -> Iterator[tuple[Mention, str, int, int]]:
    """户口不在一处：我的在洪山，闺女和孩子的在张店: of whom, where, and from where to where it stands."""
    plain = people.plain
    for start, end, value in places:
        head = max(clause_start(plain, start), plain.rfind("：", 0, start) + 1)
        own = _HIS_OWN.search(plain, head, start)
        if own is None or not _REGISTER_BEFORE.search(plain[max(0, head - 48) : own.end()]):
            continue
        named = [m for m in people.mentions if head <= m.start < own.start() and m.person]
        rest = plain[head : own.start()]
        for mention in named:
            rest = rest.replace(mention.words, "", 1)
        if named and _JOINED.fullmatch(rest):
            yield from ((of, value, head, end) for of in named)


def of_group(people: People, start: int) -> list[Mention]:
    """All of whom the words before 户口, or the head of its sentence, say that it is told."""
    if people.default.person not in ("self", "child"):
        return []
    plain = people.plain
    we = _WE_SO_MANY.search(plain, clause_start(plain, start), start)
    if we is not None:
        return _so_many(people, start, _NUMBERS[we["n"]], only_children=we["with"] is not None)
    head = _sentence_start(plain, start)
    us = _WE_WITH_CHILDREN.match(plain, head)
    if us is None or not _ALL_REGISTERED.match(plain, start):
        return []
    others = [
        m for m in people.mentions if us["and"] and us.start("and") <= m.start < us.end("and") and m.person
    ]
    children = _young(people, len(plain))[: _NUMBERS[us["n"]] - 1]
    return [Mention(start, start, "self", "self"), *others, *children]


def partner_too(people: People, of: Mention, start: int) -> Mention | None:
    """俺俩都是环卫的，…，老家聊城: the wife's too; …女朋友…。都是德州的: of the one who speaks too."""
    plain = people.plain
    clause, head = clause_start(plain, start), _sentence_start(plain, start)
    if of.person == "self" and (_US_TWO.match(plain, head) or _OUR_REGISTER.match(plain, clause)):
        wife = next((m for m in people.mentions if m.relation == "spouse" and m.person), None)
        if wife is None and not _US_TWO.match(plain, head):
            return None
        return wife or Mention(start, start, "spouse", "spouse")
    alike = clause == head and _ALL_ALIKE.match(plain, clause)
    with_me = of.relation == "spouse" or of.person == "partner"
    return Mention(start, start, "self", "self") if alike and with_me else None


def unnamed_in_note(people: People, start: int, end: int) -> bool:
    """男45 辞职…妹在外省打工 户口博山: a bit of a note on the one it begins with."""
    if people.note is None or people.note.asked is not None or not people.mentions:
        return False
    first, bit = people.mentions[0], people.note.bit_of(start)
    return first.person == "self" and not any(bit[0] <= m.start < end for m in people.mentions)


def _so_many(people: People, start: int, number: int, *, only_children: bool) -> list[Mention]:
    """Who speaks with wife and children, or with children alone, as many as are told of."""
    mates = (
        [] if only_children else [m for m in people.mentions if m.relation == "spouse" and m.start < start]
    )
    family = {m.person: m for m in (*mates, *_young(people, start))}
    others = list(family.values())
    if only_children:
        others = others[1 - number :]
    return [Mention(start, start, "self", "self"), *others] if 0 < len(others) < number else []


def _young(people: People, end: int) -> list[Mention]:
    """The own children who are named before `end`, each once, without the dead."""
    gone = {m.person for m in departed(people.plain, people.mentions)}
    young = {
        m.person: m
        for m in people.mentions
        if m.relation in _CHILDREN and m.start < end and m.topic and m.person not in gone
    }
    if "child-1" in young:
        return [m for who, m in young.items() if str(who).startswith("child-")]
    if len(young) > 1:
        young.pop("child", None)
    return list(young.values())


def _sentence_start(plain: str, start: int) -> int:
    return max(plain.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1


__all__ = ["listed", "of_group", "partner_too", "unnamed_in_note"]
