"""Cancers that are told by name: their treatment is no other cancer."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.understanding.said import Said

_NAMED = {"breast_cancer", "cervical_cancer", "leukemia"}


def without_second_cancer(said: Iterable[Said]) -> Iterator[Said]:
    """`said`, without 化疗 as a second cancer of one who has breast cancer."""
    said = list(said)
    named = {s.of.person for s in said if s.of and s.fact == "illnesses" and _NAMED & set(s.value)}
    for one in said:
        if one.value != {"cancer_other": True} or one.fact != "illnesses" or one.person not in named:
            yield one
