"""孤儿 whose mother, it turns out, lives: 他妈还在，改嫁了 leaves open how she is."""

from __future__ import annotations

from bot.messages import Evidence, Removed
from bot.understanding.people.orphans import ORPHAN, parents_alive
from knowledge import Situation


def without_told_orphan(
    plain: str, known: tuple[Situation, ...], told: tuple[Evidence, ...]
) -> tuple[tuple[Situation, ...], tuple[Removed, ...]] | None:
    """The situations without such a death, where it was told before: 我是孤儿|我妈还在，改嫁了; else None."""
    alive = parents_alive(plain)
    gone = tuple(
        Removed(one.household, one.person, one.fact)
        for one in told
        if one.fact in alive and one.value == "dead" and ORPHAN in one.words
    )
    if not gone:
        return None
    homes = []
    for home in known:
        for one in gone:
            if one.household == home.id:
                home = home.without_fact(one.person, one.fact)
        homes.append(home)
    return tuple(homes), gone


__all__ = ["without_told_orphan"]
