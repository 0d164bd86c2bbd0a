"""我和老伴带着俩孙子过: the grandchildren live with kin, and not those who bring them up."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.subjects import PARENT_STATES
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_WHO_RAISE = ("self", "spouse")
_RAISED = ("grandchild", "nephew_niece")
_RAISES = re.compile(r"(?:带|领|养|看|管|守|拉扯|拉巴|照看)(?:着|大)?(?:这|那)?(?:[一两俩仨三]个?|个)?$")


def of_the_raised(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, that somebody lives with kin put to the child who is brought up, where it is of who does so.

    And how a father is: 孙女跟着俺和她爷爷，九岁，她爹没了 is told of her, never of the grandfather.
    """
    for one in said:
        raised = _raised(one, people) if (one.fact, one.value) == ("living_place", "relatives") else None
        if one.fact in PARENT_STATES and one.of is not None and one.of.relation == "spouse":
            before = (m for m in reversed(people.mentions) if m.end <= one.start and m.relation in YOUNG)
            raised = next((m for m in before if m.person), None)
        yield one if raised is None else replace(one, of=raised)


def _raised(one: Said, people: People) -> Mention | None:
    if one.of is None or one.of.relation not in _WHO_RAISE:
        return None
    head, tail = clause_start(people.plain, one.start), clause_end(people.plain, one.end)
    young = (m for m in people.mentions if m.relation in _RAISED and m.person and head <= m.start < tail)
    return next((m for m in young if _RAISES.search(people.plain, head, m.start)), None)


__all__ = ["of_the_raised"]
