"""Whose school is told: of the child, not of who was named last; and what no child at school has."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.whose.sense import OF_WORKERS

_SMALL_STAGES = ("kindergarten", "kindergarten_final", "primary", "junior")
_PUPILS_STAGES = (*_SMALL_STAGES, "senior_high", "vocational")
_SMALL_AGE = 16
_SIGN_FOR_ONE = (
    "father",
    "mother",
    "parent",
    "grandfather",
    "grandmother",
    "uncle_aunt",
    "brother",
    "sister",
)
_ELDERS = ("father", "mother", "parent", "grandfather", "grandmother", "grandparent")
_THEIR_PARENT = re.compile(r"(?P<child>.{1,60})-(?:mother|father|wife|husband)")
_ONE_OF_THEM = re.compile(r"-\d$")
_GRANTED_ME = re.compile(r"[给把](?:我|俺)(?!们|家|[爸妈爹娘哥姐弟妹儿闺女孩娃孙侄外])")
_OF_STUDENTS = frozenset(
    ["boarding", "good_grades", "school_hardship_recognised", "loan_co_borrower", "full_time_registered"]
)
_GROWN = frozenset({"self", "spouse", "uncle_aunt", *_SIGN_FOR_ONE, "mother_in_law", "father_in_law"})


def without_work_of_children(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, without a child at work: it is who speaks, if anybody.

    我单亲，我读高一 tells whose parents parted.
    """
    said = list(said)
    small = {s.of.person for s in said if s.of and (_is_small(s) or s.value in _SMALL_STAGES)}
    roots = [_ONE_OF_THEM.sub("", str(one)) for one in small]
    small |= {one for one in roots if roots.count(one) > 1}  # 五岁和八岁两个孩子，没工作: not the two of them
    pupils = {s.of.person for s in said if s.of and s.value in _PUPILS_STAGES}
    for one in said:
        if one.fact in OF_WORKERS and one.person in small:
            if re.search(r"[我俺]", people.plain[: one.start]):
                yield replace(one, of=Mention(0, 0, "self", "self"))
        elif one.fact != "raises_child_alone" or one.person not in pupils:
            yield one


def of_who_studies(said: Iterable[Said], people: People) -> list[Said]:
    """`said`, what is of a school put to the one who is at it, where there is just one.

    爷爷七十一，学校认定过我是困难学生.
    """
    said = [_of_pupil(one, people) for one in said if not _is_of_old(one)]
    at_school = {s.of.person: s.of for s in said if s.of and s.fact == "school_stage" and s.value != "none"}
    if len(at_school) != 1:
        return said
    pupil, of = next(iter(at_school.items()))
    own = of.relation in ("self", "son", "daughter", "child", "grandchild")
    return [
        replace(one, of=of)
        if own and one.of and one.fact in _OF_STUDENTS and one.person != pupil and _may_be_grown(one, of)
        else one
        for one in said
    ]


def _is_of_old(one: Said) -> bool:
    """去公办 of an old father is of a home for the old: nobody's father is at a school."""
    return one.fact == "school_kind" and one.of is not None and one.of.relation in _ELDERS


def _may_be_grown(one: Said, pupil: Mention) -> bool:
    """A grown-up's 走读; and of a grandchild's father too."""
    father = pupil.relation == "grandchild" and one.of.relation in ("son", "daughter")
    return father or one.of.relation in _GROWN


def _of_pupil(one: Said, people: People) -> Said:
    """他娘改嫁了，…上五年级: the child goes to school, and not the mother who was named last.

    我妈愿意当共同借款人: it is the student who has one. 爸爸打零工，学校给我定了困难生: who is granted it.
    """
    granted_me = one.fact == "school_hardship_recognised" and people.host is None
    if granted_me and _GRANTED_ME.search(people.plain, one.start, one.end):
        return replace(one, of=Mention(one.start, one.start, "self", "self"))
    if one.fact == "loan_co_borrower" and one.of and one.of.relation in _SIGN_FOR_ONE:
        return replace(one, of=Mention(one.start, one.start, "self", "self"))
    if one.fact in ("school_stage", "boarding") and one.of and one.of.relation in _ELDERS:
        return replace(one, of=Mention(one.start, one.start, "self", "self"))  # 爸妈不要我，上高三
    parent = _THEIR_PARENT.fullmatch(str(one.of.person)) if one.of else None
    if (
        parent is None
        or one.fact not in ("school_stage", "boarding")
        or one.value not in (*_SMALL_STAGES, True, False)
    ):
        return one
    mine = "nephew_niece" if parent["child"].startswith(("nephew", "niece")) else one.of.relation
    return replace(one, of=replace(one.of, person=parent["child"], relation=mine))


def _is_small(said: Said) -> bool:
    if said.fact != "age_years":
        return False
    return (said.value["max"] if isinstance(said.value, dict) else said.value) < _SMALL_AGE
