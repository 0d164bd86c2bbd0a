"""说错了，是宫颈癌: of what may be told together, the one put right takes the place of the one before."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.blocks import Question
from bot.messages import Evidence, Removed
from bot.understanding.mention import Mention
from bot.understanding.people.kinship import Kin
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.said import Said
from knowledge import KnownSet, Person, Situation

LONGEST = 40
_WRONG = (
    r"(?:不对|错了|(?:我|俺)?(?:刚才|刚刚|上面|前面)?(?:说|弄|搞|打|写|记|听|看)错(?:字)?了?|更正(?:一下)?)"
)
# 哦不对，是先心病; 是宫颈癌，俺说错了
_PUTS_RIGHT = re.compile(
    rf"^(?:[哦噢哎呀嗯啊]{{1,2}}[，。]?)?(?:{_WRONG}[，。！、 ]{{0,2}}){{1,2}}(?![吗么])|"
    rf"[，。]{_WRONG}[。！]?$"
)
# 不是，是肝硬化, after 尿毒症 was told
_NOT_BUT = re.compile(r"^(?:[哦噢哎呀嗯啊]{1,2}[，。]?)?不是[的啊呀]?[，。！、 ]{1,2}(?:应该|得的|说的)?是")
_TOO = re.compile("也|还有|都|另外|又得|不光|加上")
_ONE_OF_PERSON = frozenset({"illnesses", "disability_types", "veteran_kinds"})
_ONE_OF_HOME = frozenset({"aid_status"})
_CANCERS = frozenset({"breast_cancer", "cervical_cancer", "leukemia", "cancer_other"})
# 儿子判了半年，下月就出来: a term other than was told; how long it is, is asked again.
_TERM = re.compile(r"(?:判|关|坐|蹲|拘|强戒)[^，。；]{0,8}(?:[年月天]|出来|放)|(?<![没能])(?:出来|释放|刑满)")


def righted_choices(
    said: Iterable[Said], plain: str, situations: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> list[Said]:
    """`said`, with what it takes the place of denied; nothing of an illness that may be of either of two."""
    said = list(said)
    of_any = bool(_PUTS_RIGHT.search(plain))
    if len(plain) > LONGEST or not (of_any or _NOT_BUT.match(plain)) or _TOO.search(plain):
        return said
    found: list[Said] = []
    facts = _ONE_OF_PERSON | _ONE_OF_HOME if of_any else _ONE_OF_PERSON
    for one in said:
        if one.fact not in facts or not isinstance(one.value, dict):
            found.append(one)
        elif (of := _of_whom(one, situations)) is not None:
            one = replace(one, of=of)
            found += [*_replaced(one, situations, told), one]
    return found


def says_other_than_told(plain: str) -> bool:
    """Whether it begins with what is told not to be so, and goes on with what is: 不是，是肝硬化."""
    return bool(_NOT_BUT.match(plain))


def _of_whom(one: Said, situations: tuple[Situation, ...]) -> Mention | None:
    """Whose it is; None where nobody is named and it may be of either of two."""
    named = one.of is not None and one.of.end > one.of.start
    if named or one.fact in _ONE_OF_HOME:
        return one.of
    holders = [each for home in situations for each in home.people if _held(each.facts.get(one.fact))]
    if len(holders) > 1 and _CANCERS & set(one.value):
        holders = [each for each in holders if _held(each.facts.get(one.fact)) & _CANCERS]
    if len(holders) > 1:
        return None
    return Mention(one.start, one.start, holders[0].id, holders[0].relation) if holders else one.of


def _replaced(one: Said, situations: tuple[Situation, ...], told: tuple[Evidence, ...]) -> list[Said]:
    person = None if one.fact in _ONE_OF_HOME else one.person
    if any(has is False for has in one.value.values()):
        return []
    held = {choice for home in situations for choice in _held(_known(home, person, one.fact))}
    before = (each for each in reversed(told) if (each.fact, each.person) == (one.fact, person))
    last = next((each.value for each in before if isinstance(each.value, dict)), {})
    gone = [choice for choice, has in last.items() if has and choice in held and choice not in one.value]
    return [replace(one, value=dict.fromkeys(gone, False))] if gone else []


def _known(home: Situation, person: str | None, fact: str) -> object:
    if person is None:
        return home.household.get(fact)
    return next((each.facts.get(fact) for each in home.people if each.id == person), None)


def _held(value: object) -> frozenset[str]:
    return value.has if isinstance(value, KnownSet) else frozenset()


def as_child_asked_for(
    asked: Kin | None, situations: tuple[Situation, ...], said: Iterable[Said], pending: Question | None
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """孩子七岁，俺是他大爷: the child told of before, now known as a nephew, and its parents as no couple's.

    None where who speaks says nothing of it, such a one is known besides, or a bare answer is of the child.
    """
    if asked is None or asked.relation not in ("nephew_niece", "grandchild"):
        return None
    waits = pending is not None and pending.person == "child"
    if waits and all(one.person != asked.person for one in said):
        return None
    for index, home in enumerate(situations):
        people = {one.id: one for one in home.people}
        child = people.get("child")
        if child is None or any(one.relation == asked.relation for one in home.people):
            continue
        named = Person(asked.person, asked.relation, child.facts)
        others = (one for one in home.people if one is not child)
        kept = (one for one in others if one.relation != "spouse" or set(one.facts) - {"sex"})
        changed = replace(home, people=(named, *kept))
        removed = tuple(Removed(home.id, "child", fact) for fact in child.facts)
        return (*situations[:index], changed, *situations[index + 1 :]), removed
    return None


def with_term_in_doubt(
    plain: str, said: Iterable[Said], situations: tuple[Situation, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """The situations without a parent's confinement whose term is put right; None where none is."""
    again = any(one.fact in PARENT_STATES for one in said)
    if again or len(plain) > LONGEST or not (_PUTS_RIGHT.search(plain) and _TERM.search(plain)):
        return None
    changed, removed = [], []
    for home in situations:
        gone = [(one.id, fact) for one in home.people for fact in _confined(one)]
        people = tuple(_without(one, gone) for one in home.people)
        changed.append(replace(home, people=people) if gone else home)
        removed += [Removed(home.id, *each) for each in gone]
    return (tuple(changed), tuple(removed)) if removed else None


def _confined(one: Person) -> list[str]:
    return [fact for fact in sorted(PARENT_STATES) if one.facts.get(fact) == "confined"]


def _without(one: Person, gone: list[tuple[str, str]]) -> Person:
    kept = {fact: value for fact, value in one.facts.items() if (one.id, fact) not in gone}
    return replace(one, facts=kept)


__all__ = ["as_child_asked_for", "righted_choices", "says_other_than_told", "with_term_in_doubt"]
