"""Each of those known in the home that they turn out to live in, and what is said put to that home."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bot.messages import Evidence
from bot.understanding.homes.own_home import moved_out, with_own_home
from bot.understanding.mention import Mention
from bot.understanding.said import Said
from knowledge import FactDefinition, Situation

from .parting import with_kept_apart
from .two_homes import home_meant, of_that_home

_GENERIC = frozenset({"child", "grandchild"})  # whom son or grandson may name now


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
    known = moved_out(parted, with_own_home(said, plain, parted))
    return known, [*said, *_one_more(known, said)]


def _one_more(known: tuple[Situation, ...], said: Sequence[Said]) -> Iterator[Said]:
    """小儿子跟俺过, where two were counted and both are known: he comes on top."""
    sized = any(one.fact == "household_size" for one in said)
    for home in known if not sized else ():
        size, there = home.household.get("household_size"), {one.id for one in home.people}
        joins = {one.person: one for one in said if (one.fact, one.value) == ("household_member", True)}
        new = [one for person, one in joins.items() if person not in there]
        if size == len(there) and "self" in there and new and not _GENERIC & there:
            last, speaker = new[-1], Mention(new[-1].start, new[-1].start, "self", "self")
            yield Said("household_size", len(there) + len(new), speaker, last.start, last.end)


__all__ = ["each_at_home"]
