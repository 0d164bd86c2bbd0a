"""Of whom it is where the sentence says so outright: 残疾二级的是他爸, 尿毒症的就是俺娘."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_OF_HOUSE = ("aid_status", "area_kind", "district")
_OF_SCHOOL = ("boarding", "school_kind", "full_time_registered")
_IS = re.compile(
    r"[^，。；！？我俺他她是]{0,5}的(?:那个|人|那位)?(?:也|就|才|都|主要)?是(?:(?:我|俺|咱)们?家?的?)?$"
)


def pointed_at(said: Iterable[Said], people: People) -> Iterator[Said]:
    """`said`, what stands before 的是 put to the one named right behind it, one clause's school to one."""
    said = list(said)
    stages = [one for one in said if one.fact == "school_stage" and one.of]
    for one in said:
        of = (
            _pupil(one, stages, people) or _named(one, people)
            if one.of is not None and one.fact not in _OF_HOUSE
            else None
        )
        yield one if of is None else replace(one, of=of)


def _pupil(one: Said, stages: list[Said], people: People) -> Mention | None:
    """他上初二住校: who boards is who goes to school there, nobody else being named between."""
    if one.fact not in _OF_SCHOOL or one.of is None or one.of.relation in YOUNG:
        return None
    head = clause_start(people.plain, one.start)
    beside = [stage for stage in stages if head <= stage.start <= one.start and stage.person != one.person]
    named = beside and any(beside[-1].end <= m.start < one.start for m in people.mentions)
    return beside[-1].of if beside and not named else None


def _named(one: Said, people: People) -> Mention | None:
    behind = (m for m in people.mentions if one.end <= m.start <= one.end + 12)
    first = next(behind, None)
    if first is None or first.person is None or not _IS.fullmatch(people.plain, one.end, first.start):
        return None
    return first


__all__ = ["pointed_at"]
