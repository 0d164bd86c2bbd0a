"""Children whose father or mother is gravely disabled, told of apart: 女婿出车祸瘫了…外孙上初二."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from .people import Mention, People
from .said import Said

# Who is the father or mother of whom, and by which words the child is called.
_PARENT_OF = {
    "son-in-law": ("grandchild", "father_state", "外"),
    "daughter": ("grandchild", "mother_state", "外"),
    "son": ("grandchild", "father_state", "孙"),
    "daughter-in-law": ("grandchild", "mother_state", "孙"),
    "brother": ("nephew_niece", "father_state", "侄"),
    "sister-in-law": ("nephew_niece", "mother_state", "侄"),
    "sister": ("nephew_niece", "mother_state", "甥"),
    "brother-in-law": ("nephew_niece", "father_state", "甥"),
}
_CHILDREN = ("son", "daughter", "child")
_STATE_OF = {"male": "father_state", "female": "mother_state"}
_HELPLESS = re.compile(r"瘫|植物人|不能动|动不了|起不来")
_OF_AGE = 18


def read_parents_told(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`father_state` and `mother_state` of small children whose parents are said to be gravely disabled."""
    said = list(said)
    known = {(one.fact, one.person) for one in said}
    small = {one.person: one.of for one in said if one.of and _is_small(one)}
    for one in said:
        if one.of is None or not _is_grave(one, said, people.plain):
            continue
        for child, fact in _children(one.of, small, people):
            if (fact, child.person) not in known:
                known.add((fact, child.person))
                yield Said(fact, "severe_disability", child, one.start, one.end)


def _is_small(one: Said) -> bool:
    if one.fact == "age_years":
        return (one.value["max"] if isinstance(one.value, dict) else one.value) < _OF_AGE
    return one.fact == "school_stage" and one.value in (
        "kindergarten",
        "kindergarten_final",
        "primary",
        "junior",
    )


def _is_grave(one: Said, said: list[Said], plain: str) -> bool:
    """First or second grade, third of mind, or helpless in bed."""
    if one.fact == "self_care":
        return one.value == "none" and bool(_HELPLESS.search(plain, one.start, one.end + 4))
    if one.fact != "disability_grade":
        return False
    of_mind = any(
        s.person == one.person and s.value in ({"mental": True}, {"intellectual": True}) for s in said
    )
    return one.value in (1, 2) or (one.value == 3 and of_mind)


def _children(
    parent: Mention, small: dict[str | None, Mention | None], people: People
) -> Iterator[tuple[Mention, str]]:
    if people.host and not people.host.young and parent.relation in ("self", "spouse"):
        sexes = {m.sex for m in people.mentions if m.person == parent.person and m.sex}
        if len(sexes) == 1:
            fact = _STATE_OF[sexes.pop()]
            yield from ((m, fact) for m in small.values() if m and m.relation in _CHILDREN)
        return
    if str(parent.person) not in _PARENT_OF:
        return
    relation, fact, called = _PARENT_OF[str(parent.person)]
    for person, child in small.items():
        words = "".join(m.words for m in people.mentions if m.person == person)
        theirs = called in words and ("外" in words) == (called in "外甥" and "外" in words)
        if child and child.relation == relation and theirs:
            yield child, fact


__all__ = ["read_parents_told"]
