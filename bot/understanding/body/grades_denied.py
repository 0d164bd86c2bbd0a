"""A certain grade that one has not: 我一级残疾没有，就是癌 tells neither of a grade nor of no certificate."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.said import Said

_KIND = r"(?:残疾人?证?|重残|残|肢体|精神|智力|视力|听力|言语|多重|证)"
_GRADE = r"[一二三四1-4](?:、?[一二三四1-4])?级"
# 残疾二级没有，就是瘫了; 一级没评上; but 二级残疾没有工作 has the grade, 二级证没了 had it.
_DENIED_BEHIND = re.compile(
    rf"{_KIND}{{0,2}}(?:是|的)?{_GRADE}的?{_KIND}{{0,2}}(?:[我俺他她倒可也还都真是]){{0,3}}"
    r"(?:没有?(?:评|定|批|办)(?:上|下来|到|成|过)?|没有?)(?:的|啊|呢|呀|了(?<!没了)){0,2}"
    r"(?=$|[，。！？；…,!? ])"
)
# 我没有一级残疾，是癌症: another grade they may have.
_DENIED_BEFORE = re.compile(
    rf"(?:没有?(?:够得?上|评上|达到)?|不是|不够|不到){_KIND}?{_GRADE}的?{_KIND}{{0,2}}"
)
_OF_GRADES = frozenset({"disability_grade", "disability_cert", "disability_types"})


def without_denied_grades(said: Iterable[Said], plain: str) -> list[Said]:
    """`said` without what the words of a grade that is denied were read as."""
    said = list(said)
    if "级" not in plain:
        return said
    spans = [found.span() for each in (_DENIED_BEHIND, _DENIED_BEFORE) for found in each.finditer(plain)]
    return [one for one in said if not (_is_of_grade(one) and _is_in(one, spans))]


def _is_of_grade(one: Said) -> bool:
    return one.fact in _OF_GRADES or (one.fact in PARENT_STATES and one.value == "severe_disability")


def _is_in(one: Said, spans: list[tuple[int, int]]) -> bool:
    return any(one.start < end and start < one.end for start, end in spans)


__all__ = ["without_denied_grades"]
