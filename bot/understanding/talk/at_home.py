"""Each of those known in the home that they turn out to live in, and what is said put to that home."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.messages import Evidence
from bot.understanding.homes.own_home import moved_out, with_own_home
from bot.understanding.mention import Mention
from bot.understanding.said import Said
from knowledge import FactDefinition, Situation

from .parting import with_kept_apart
from .two_homes import home_meant, of_that_home


def each_at_home(
    plain: str,
    known: tuple[Situation, ...],
    said: list[Said],
    *,
    named: Sequence[Mention],
    told: tuple[Evidence, ...],
    facts: Mapping[str, FactDefinition],
) -> tuple[tuple[Situation, ...], list[Said]]:
    """俺家是低保户, of an old mother who is 特困: she stays in her home, and 低保 is that of who speaks."""
    parted = with_kept_apart(plain, named, known, told, said=said)
    if len(parted) > len(known):
        said = list(of_that_home(said, home_meant(plain, parted, told), facts))
    return moved_out(parted, with_own_home(said, plain, parted)), said


__all__ = ["each_at_home"]
