"""不是特困，是低保, said on: of those alone who were told to have the one, and what hung on it is gone."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.understanding.mention import Mention
from bot.understanding.said import Said
from knowledge import KnownSet, Person, Situation

from .of_one import OWN, PERSONAL, SINGLE, STATUS, WHOLE, held_in

POOREST = "extreme_poverty"
_PERSONAL_KINDS = frozenset({SINGLE, POOREST})
_OF_ALL = re.compile(r"全家|一家(?:人|子)?|[我俺咱]们?家(?!里?的?[爷奶姥爹娘爸妈哥弟姐妹])|家里人?|都|[俩两]")


def of_who_held_it(said: Sequence[Said], known: Sequence[Situation], plain: str) -> list[Said]:
    """`said`, with one status in the place of another put to whom the other was told of, and to no one else.

    奶奶不是特困 where 爷爷 is one too: it is not hers, and the home has it still.
    """
    said = [each for one in said for each in _but_of_one(one, known)]
    gone, new = _put_in_place(said)
    if gone is None or new is None or _is_named(new) or _OF_ALL.search(plain):
        return said
    fact = PERSONAL if gone == POOREST else OWN
    homes = [home for home in known if gone == WHOLE or gone in held_in(home)]
    holders = [_mention(one, new) for home in homes for one in home.people if one.facts.get(fact) is True]
    if not holders:
        return said
    told = OWN if gone == POOREST else PERSONAL
    kept = (one for one in said if one.fact != told or _is_named(one))
    put = [replace(one, of=holders[0]) if _is_status(one) else one for one in kept]
    return [*put, *(replace(new, fact=told, value=True, of=one) for one in holders)]


def without_lost_status(home: Situation) -> Situation:
    """`home` without that a status is somebody's own, where the home was told to have none of that kind."""
    status = home.household.get(STATUS)
    if not isinstance(status, KnownSet):
        return home
    if status.has_not & _PERSONAL_KINDS and not status.has & _PERSONAL_KINDS:
        home = _without(home, PERSONAL)
    if WHOLE in status.has_not and not status.has & {WHOLE, SINGLE}:
        home = _without(home, OWN)
    return home


def _put_in_place(said: Sequence[Said]) -> tuple[str | None, Said | None]:
    """Which of 特困 and 低保 it is not, and what is told that it is instead."""
    told = [(kind, has, one) for one in said if _is_status(one) for kind, has in _kinds(one)]
    gone = next((kind for kind, has, _ in told if has is False and kind in (POOREST, WHOLE)), None)
    other = {POOREST: WHOLE, WHOLE: POOREST}.get(gone or "")
    return gone, next((one for kind, has, one in told if has is True and kind == other), None)


def _but_of_one(one: Said, known: Sequence[Situation]) -> Iterator[Said]:
    if not (_is_status(one) and one.value == {POOREST: False} and _is_named(one) and one.person != "self"):
        yield one
        return
    home = next((each for each in known if any(p.id == one.person for p in each.people)), None)
    people = home.people if home is not None and POOREST in held_in(home) else ()
    if any(each.id != one.person and each.facts.get(PERSONAL) is True for each in people):
        one = replace(one, fact=PERSONAL, value=False)
    yield one


def _is_status(one: Said) -> bool:
    return one.fact == STATUS and isinstance(one.value, dict)


def _kinds(one: Said) -> list[tuple[str, object]]:
    return list(one.value.items()) if isinstance(one.value, dict) else []


def _is_named(one: Said) -> bool:
    return one.of is not None and one.of.end > one.of.start


def _mention(one: Person, said: Said) -> Mention:
    return Mention(said.start, said.start, one.id, one.relation)


def _without(home: Situation, fact: str) -> Situation:
    for one in home.people:
        if one.facts.get(fact) is True:
            home = home.without_fact(one.id, fact)
    return home
