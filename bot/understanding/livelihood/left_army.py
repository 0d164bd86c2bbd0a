"""Who left the army, and was hurt there: 98年退的，腿在部队摔的 is no pensioner and no soldier's kin."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_end, clause_start

_ARMY = re.compile(r"部队|[当的过]兵|退伍|退役|复员|服役|评残|战友|连队|入伍|参军|伤残军人|残疾军人")
_WORK = re.compile(r"退休|厂|单位|公司|教师|老师|矿|企业|机关|职工|养老金|退休金|内退|病退")
_LEFT = re.compile(r"年(?:就|才|的|底|初)?(?:从部队)?退(?:的|了|下来)?$")
_HURT_THERE = re.compile(
    r"(?:部队|当兵|服役|连队)[^，。；]{0,6}(?:伤|摔|砸|冻|压|炸|累|落下|得的|坏的|病|训练|断|瘸|聋|瞎)"
)


def of_old_soldiers(said: list[Said], people: People) -> Iterator[Said]:
    """`said` with who left the army, or was hurt there, as one who served and is nobody's kin."""
    plain = people.plain
    served = {one.person for one in said if one.fact == "veteran_kinds" and one.value.get("veteran")}
    served |= {one.id for one in people.spoken.people if "veteran_kinds" in one.facts}
    for one in said:
        clause = plain[clause_start(plain, one.start) : clause_end(plain, one.end)]
        left = one.value == "retired" and _LEFT.search(plain[one.start : one.end])
        of_army = (_ARMY.search(plain) or one.person in served) and not _WORK.search(plain)
        hurt_there = one.value == {"serving_family": True} and _HURT_THERE.search(clause)
        if (left and of_army) or hurt_there:
            yield replace(one, fact="veteran_kinds", value={"veteran": True})
        else:
            yield one


__all__ = ["of_old_soldiers"]
