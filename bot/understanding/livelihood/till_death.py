"""Work that ended: of those who died of it or in it, and what somebody did once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.people.departed import dies_on, has_just_died
from bot.understanding.people.namings import DEAD
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.whose.sense import OF_WORKERS

_KIN = re.compile(r"男人|老公|丈夫|当家的|对象|爱人|媳妇|老婆|妻子|老伴|儿子?|爹|爸|娘|妈")


def is_of_the_dead(one: Said, people: People) -> bool:
    """男人上个月没了: of what they lived on nothing is said there, though 没了 is said of work too."""
    return one.fact in OF_WORKERS and any(
        DEAD.match(people.plain, kin.end()) for kin in _KIN.finditer(people.plain, one.start, one.end)
    )


def without_ended_work(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, without work that somebody had once, or until they died."""
    for one in said:
        if one.fact != "employment" or not (_was_once(one, people) or _worked_till_death(one, people)):
            yield one


def _was_once(one: Said, people: People) -> bool:
    """原来在超市上班: found by a word that it cuts in two."""
    return people.plain[max(0, one.start - 1) : one.start + 1] == "原来"


def _worked_till_death(one: Said, people: People) -> bool:
    """我丈夫在饭店门口叫人打了，人没留住: who died has no work now, nor 男的干活触的电，人没了."""
    if one.of is None or one.person is None:
        return False
    dies = dies_on(people.plain, one.end, people.mentions)
    if one.person == "self" and people.host is None:
        return dies and one.of.end == one.of.start
    before = [m for m in people.mentions if m.person == one.person and m.start <= one.start]
    return bool(before) and (dies or has_just_died(before[-1], people))
