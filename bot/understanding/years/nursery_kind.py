"""民办 of a kindergarten: many such are 普惠 too, and have the grant, so that it is asked which it is.

孩子上幼儿园，民办; but 非普惠的民办园 is told, and 大班 has its aid in any of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.understanding.said import Said
from knowledge import Situation

_STAGE, _KIND = "school_stage", "school_kind"
_YOUNGER = "kindergarten"  # 小班 and 中班
_NOT_INCLUSIVE = re.compile(r"(?:非|不(?:是|算|属于)?|没有?(?:评上|入|进)?)普惠|高端|贵族|国际|双语|其他民办")


def without_nursery_kind(said: Sequence[Said], plain: str, known: Sequence[Situation]) -> list[Said]:
    """`said`, without 民办 of who goes to kindergarten, where it is not told that it is no 普惠园."""
    if all(one.fact != _KIND for one in said) or _NOT_INCLUSIVE.search(plain):
        return list(said)
    stages = {one.id: one.facts.get(_STAGE) for home in known for one in home.people}
    stages |= {str(one.person): one.value for one in said if one.fact == _STAGE}
    return [one for one in said if not _is_open(one, stages)]


def _is_open(one: Said, stages: dict[str, object]) -> bool:
    return (one.fact, one.value) == (_KIND, "private") and stages.get(str(one.person)) == _YOUNGER


def is_open_answer(fact: str, value: object, plain: str, stage: object) -> bool:
    """Whether 民办 answers not yet, of a kindergarten, whether it is 普惠."""
    return (fact, value, stage) == (_KIND, "private", _YOUNGER) and not _NOT_INCLUSIVE.search(plain)


__all__ = ["is_open_answer", "without_nursery_kind"]
