"""血透五年了，我哥…: an illness and its treatment, told by the same words, are of the same one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.said import Said

_OF_AN_ILLNESS = frozenset({"on_dialysis", "cancer_stage"})


def of_one_illness(put: Iterable[tuple[Said, Said]]) -> Iterator[Said]:
    """What is said, as weighed; what hangs on an illness stays with it. `put`: as read, and as weighed."""
    put = list(put)
    ills = [(read, weighed) for read, weighed in put if read.fact == "illnesses"]
    for read, weighed in put:
        same = (of.of for ill, of in ills if read.fact in _OF_AN_ILLNESS and _is_told_with(read, ill))
        of = next(same, None)
        yield weighed if of is None else replace(weighed, of=of)


def _is_told_with(one: Said, ill: Said) -> bool:
    return one.person == ill.person and ill.start < one.end and one.start < ill.end


__all__ = ["of_one_illness"]
