"""A reply about a child's father or mother that names nobody: 判了3个月, 走了俩月了, 逢年过节给点钱.

It is read once more as if it named them, by the wordings that know 他爸 and 他妈; and what it tells of work,
of the body or of a case is not of the child.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from bot.blocks import Question
from bot.text.normalising import Text
from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.reading import read_people
from bot.understanding.said import Said

LONGEST = 30
_DIED = re.compile("[死没殁亡故世]|不在|咽气|牺牲|自杀|上吊")
_NAMES = {"father_state": "爸", "mother_state": "妈"}
_OF_A_GROWN_UP = frozenset(
    {"employment", "work_place", "work_background", "can_work", "unemployed_months", "legal_matter"}
    | {"case_stage", "illnesses", "serious_illness", "self_care", "disability_types", "disability_grade"}
    | {"disability_cert", "on_dialysis", "emergency_events"}
)


def read_on_parent(
    words: Text, people: People, pending: Question | None, read: Callable[[Text, People], Iterable[Said]]
) -> list[Said]:
    """What `read` finds, and what the message tells of the father or mother who is asked about.

    坐牢，判了三个月: of what is left of it once the answer at its head is blotted out.
    """
    said, asked = list(read(words, people)), people.spoken.asked
    if pending is None or asked is None or not _is_about_parent(people, asked, pending):
        return said
    head = ("我" if asked.person == "self" else "他") + _NAMES[pending.fact]
    rest = words.plain.lstrip("，")
    named = replace(words, plain=head + rest)
    again = read(named, read_people(named, people.spoken, pending))
    told = [one for one in again if _answers(one, named.plain, asked, pending)]
    kept = [one for one in said if not _is_of_parent(one, pending)]
    return kept + [_moved(one, len(words.plain) - len(named.plain)) for one in told]


def _is_about_parent(people: People, asked: Mention, pending: Question) -> bool:
    """Whether nobody is named in a few words, but the child as the one whom 不管孩子 is done to."""
    if pending.fact not in PARENT_STATES or asked.person != pending.person or len(people.plain) > LONGEST:
        return False
    others = [one for one in people.mentions if not (one.relation in YOUNG and one.start)]
    return bool(people.plain) and not others and (asked.person == "self" or asked.relation in YOUNG)


def _answers(one: Said, plain: str, asked: Mention, pending: Question) -> bool:
    """Whether it is what was asked; 走了俩月 alone does not say whether somebody died or went away."""
    if one.fact != pending.fact or one.person != asked.person:
        return False
    return one.value != "dead" or _DIED.search(plain, one.start, one.end) is not None


def _is_of_parent(one: Said, pending: Question) -> bool:
    unnamed = one.of is None or one.of.start == one.of.end
    return unnamed and (one.fact in _OF_A_GROWN_UP or one.fact == pending.fact)


def _moved(one: Said, by: int) -> Said:
    """The same in the message as it was written."""
    return replace(one, start=max(0, one.start + by), end=max(1, one.end + by))


__all__ = ["read_on_parent"]
