"""Children spoken of together first, one by one later: 我带俩娃 … 一个上四年级一个三岁 is no third child."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from bot.understanding.mention import Mention
from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.lists import boy_and_girl
from bot.understanding.people.namings import ORDINALS
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.said import Said
from knowledge import Person, Situation, Value, value_to_json

# child-2, villager-child-1: one of several; before them the others' name for all: child, villager-child.
_CHILD = r"(?:.{1,60}-)?(?:child|son|daughter|nephew|niece)"
_ONE = re.compile(rf"(?P<all>{_CHILD}|grand(?:child|son|daughter))-(?P<n>\d)")
# At what ages who goes there.
_AGES = {
    "kindergarten": (2, 7), "kindergarten_final": (4, 7), "primary": (5, 14), "junior": (10, 17),
    "vocational": (14, 21), "senior_high": (14, 21), "junior_college": (16, 60), "bachelor": (16, 60),
    "graduate": (20, 60),
}  # fmt: skip


def same_children(
    said: Iterable[Said], mentions: Iterable[Mention], known: Iterable[Situation], *, plain: str
) -> dict[str, str]:
    """For the first of the children now told apart the name under which all were known: child-1 → child.

    None where the first was told apart before, or cannot be the one known. Who is not the first is one more,
    unless just the same is told of them here, beside a first who cannot be the one (一个上四年级一个三岁).
    """
    said, same = tuple(said), {}
    named = {str(one.of.person) for one in said if one.of is not None}
    named |= {str(one.person) for one in mentions if one.topic}
    people = {one.id: one for situation in known for one in situation.people}
    if not _CORRECTS.search(plain):
        same |= _one_more(said, mentions, people)
    for person, found in ((one, _ONE.fullmatch(one)) for one in sorted(named)):
        before = people.get(found["all"]) if found is not None else None
        if before is None or person in people or before.id in same.values():
            continue
        beside_first = f"{before.id}-1" in named and _is_just_so(before, person, said)
        if _may_be(before, person, said) if found["n"] == "1" else beside_first:
            same[person] = before.id
    return same


_CORRECTS = re.compile("[说弄搞打记]错|不对|错了|应该是|更正|改成")


def _one_more(
    said: tuple[Said, ...], mentions: Iterable[Mention], people: Mapping[str, Person]
) -> dict[str, str]:
    """大孙子9岁, later 小孙子6岁; 老二上高中, then 小的4岁: one more, where what is known does not fit."""
    others = {}
    for m in mentions:
        fond, least = _OF_A_BROTHER.match(m.words), m.words.startswith(("小", "老小", "老幺"))
        before = people.get(str(m.person)) if fond or (least and m.words in ORDINALS) else None
        if before is not None and not _may_be(before, before.id, said, slack=0 if fond else 2):
            root = re.sub(r"-\d$", "", before.id)
            free = (f"{root}-{n}" for n in range(2, 10) if f"{root}-{n}" not in people)
            others[before.id] = next(free)
    return others


def _may_be(before: Person, person: str, said: Iterable[Said], *, slack: int = 0) -> bool:
    """Do the ages and schools told fit one child?"""
    told = [(one.fact, one.value) for one in said if one.of is not None and one.of.person == person]
    facts = [*((fact, value_to_json(value)) for fact, value in before.facts.items()), *told]
    spans = [span for span in (_ages(fact, value) for fact, value in facts) if span is not None]
    return all(a[0] <= b[1] + slack and b[0] <= a[1] + slack for a, b in combinations(spans, 2))


def _is_just_so(before: Person, person: str, said: Iterable[Said]) -> bool:
    told = {one.fact: one.value for one in said if one.of is not None and one.of.person == person}
    known = {fact: value_to_json(value) for fact, value in before.facts.items()}
    return any(fact in known and told.get(fact) == known[fact] for fact in ("age_years", "school_stage"))


def _ages(fact: str, value: object) -> tuple[float, float] | None:
    """From which to which age somebody may be of whom this is told."""
    if fact == "school_stage":
        return _AGES.get(str(value))
    if fact != "age_years":
        return None
    if isinstance(value, dict):
        return float(value.get("min") or 0), float(value.get("max") or 150)
    return float(value), float(value)


_HIS_SISTER = re.compile(r"(?:小|大|亲)?(?:哥哥?|弟弟?|姐姐?|妹妹?)")
_OF_A_BROTHER = re.compile(r"[大小二三](?:外?孙|侄|外甥)")  # 大孙子, 小孙子: perhaps of two sons


def with_parents_shared(
    situations: dict[str, Situation], before: Collection[tuple[str, str]], mentions: Sequence[Mention]
) -> None:
    """老公没了，我带俩娃; 大的…小的…; 他妹妹: what became of the father is so of each told of now."""
    sisters = {m.person for m in mentions if m.relation in YOUNG and _HIS_SISTER.fullmatch(m.words)}
    perhaps_not = {m.person for m in mentions if _OF_A_BROTHER.match(m.words)}
    for home, situation in situations.items():
        told = [one for one in situation.people if (home, one.id) in before]
        for one in situation.people:
            if one.id in perhaps_not or (home, one.id) in before:
                continue
            found = _ONE.fullmatch(one.id)
            alike = [p for p in told if found and p.id == found["all"]]
            alike = [p for p in told if p.relation in YOUNG] if one.id in sisters else alike
            for fact, value in _parents_of(alike).items() if len(alike) == 1 else ():
                if fact not in one.facts:
                    situation = situation.with_fact(one.id, fact, value)
        situations[home] = situation


def _parents_of(alike: list[Person]) -> dict[str, Value]:
    return {fact: value for one in alike for fact, value in one.facts.items() if fact in PARENT_STATES}


_SHARED = frozenset({*PARENT_STATES, "living_place", "household_member", "hukou", "hukou_kind"})
_COUNTED = re.compile(r"(?:俩|[两二三四]个?|仨|几个)(?:小|亲|外)?$")


def of_each(one: Said, mentions: Sequence[Mention], plain: str) -> list[Said]:
    """俩孙子跟着我，大的九岁小的六岁: what is told of all of them, of each who is told apart."""
    if one.of is None or one.fact not in _SHARED:
        return [one]
    named = {m.person: m for m in mentions}
    two = boy_and_girl(plain, list(mentions))
    if two and one.of in two and not re.search("[，。；！？]", plain[two[1].end : one.start]):
        return [replace(one, of=m) for m in two]
    if f"{one.of.person}-2" not in named:
        return [one]
    all_of_them = one.of.person
    counted = any(
        m.person == all_of_them and _COUNTED.search(plain, max(0, m.start - 3), m.start) for m in mentions
    )
    several = [
        m for person, m in named.items() if re.fullmatch(rf"{re.escape(str(all_of_them))}-\d", str(person))
    ]
    return [replace(one, of=replace(one.of, person=m.person)) for m in several] if counted else [one]


_YEARS = r"(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:周?岁|了)?"
_AND = re.compile(rf"(?:[，、和跟与]|还有|今年|才|现在|都|也|{_YEARS}){{0,4}}")
_TAKEN = re.compile(
    rf"(?:{_YEARS}|[，]|[俩仨]|[两三四]个|孩子|今年|现在|也|还){{0,4}}(?:都|全|均)"
    r"(?:[是在还也有没上读念办领去]|已经|现在|正){0,4}"
)


def of_all_named(one: Said, mentions: Sequence[Mention], plain: str) -> list[Said]:
    """老二老三都上小学, 一个8岁一个10岁，都住校: of each of the children whom 都 takes together."""
    if one.of is None or one.of.relation not in YOUNG:
        return [one]
    named = [m for m in mentions if m.start < one.start and m.end <= one.start]
    if not named or not _TAKEN.fullmatch(plain, named[-1].end, one.start):
        return [one]
    together = [named[-1]]
    for m in reversed(named[:-1]):
        if m.relation not in YOUNG or not _AND.fullmatch(plain, m.end, together[0].start):
            break
        together.insert(0, m)
    people = {str(m.person): m for m in together if m.person}
    all_of_them = [person for person in people if {f"{person}-1", f"{person}-2"} <= people.keys()]
    people = {person: m for person, m in people.items() if person not in all_of_them}  # 俩孙子，大的…小的…
    each = [replace(one, of=replace(m, start=one.of.start, end=one.of.end)) for m in people.values()]
    return each if one.of.person in people else [one]


def of_those_known(one: Said, mentions: Sequence[Mention], plain: str, known: Collection[str]) -> list[Said]:
    """俩孩子都住校, said of two who were told apart before: of each of them."""
    if one.of is None or one.of.relation not in YOUNG:
        return [one]
    root = str(one.of.person)
    each = [root, *(f"{root}-{n}" for n in range(1, 10))]
    each = [person for person in each if person in known]
    counted = any(
        m.person == root
        and _COUNTED.search(plain, max(0, m.start - 3), m.start)
        and _TAKEN.fullmatch(plain, m.end, one.start)
        for m in mentions
    )
    return [replace(one, of=replace(one.of, person=p)) for p in each] if counted and len(each) > 1 else [one]


def renamed(one: Said, same: dict[str, str]) -> Said:
    """`one`, under the name by which the child is known."""
    if one.of is None or str(one.of.person) not in same:
        return one
    return replace(one, of=replace(one.of, person=same[str(one.of.person)]))
