"""不是白血病，是贫血，孩子6岁: an illness that children have, told before the child is named."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import People
from bot.understanding.said import Said

_OF_CHILDREN = frozenset({"leukemia", "congenital_heart", "cerebral_palsy", "autism", "brain_development"})
LONGEST = 24  # in a longer letter who is ill is told elsewhere
_OF_US = re.compile(r"[我俺咱]|本人|自己|离[了婚异]|丧偶|下岗|没人[管带照]")


def of_ill_child(said: Iterable[Said], people: People) -> list[Said]:
    """`said`, illnesses of nobody named of the one child told of, where one is such as children have."""
    said = list(said)
    ill = [one for one in said if one.fact == "illnesses" and _is_unnamed(one)]
    if people.host or people.spoken.people or not any(_OF_CHILDREN & set(one.value) for one in ill):
        return said
    named = {one.person: one for one in people.mentions if one.person is not None}
    child = next(iter(named.values())) if len(named) == 1 else None
    of_us = _OF_US.search(people.plain) or any(one.person == "self" for one in said if one not in ill)
    if child is None or child.relation not in YOUNG or of_us or len(people.plain) > LONGEST:
        return said  # 我白血病，孩子6岁; 白血病，没工作，孩子6岁
    return [replace(one, of=child) if one in ill else one for one in said]


def _is_unnamed(one: Said) -> bool:
    return one.of is not None and one.person == "self" and one.of.end == one.of.start


__all__ = ["of_ill_child"]
