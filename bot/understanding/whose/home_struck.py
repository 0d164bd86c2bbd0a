"""A home that fire or flood struck: it stands where the family lives, and its people are no vagrants."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.mention import Mention
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import clause_start

_STRIKES = ("fire", "natural_disaster")
# 合租屋里电褥子起火, 水从窗户往里灌: at home, and not 老家发大水 or 厂里着火.
_AT_HOME = re.compile(r"[屋房床窗炕]|家里|被褥|铺盖|门口|地下室|一楼")
_OURS = re.compile(r"我们?(?:家|屋|的?(?:房|床|铺盖|被褥))")  # 楼下着火，把我屋里都烧了
_ELSEWHERE = re.compile(r"老家|厂|车间|工地|棚|地里|单位|店里|仓库|邻居|隔壁|楼[上下]")


def with_home_struck(said: list[Said], plain: str) -> list[Said]:
    """`said`, where the home was struck with its place for that of the event.

    儿子在青岛摔断了腿，家里又让大水冲了: what befell one far off does not move the other.
    """
    strikes = [one for one in said if _is_strike(one) and _is_at_home(plain, one)]
    told = [one for one in said if one.fact == "event_in_zibo"]
    clauses = {clause_start(plain, one.start) for one in strikes}
    if not strikes or any(one.value or clause_start(plain, one.start) in clauses for one in told):
        return said
    homes = {one.person: one for one in said if one.fact == "district" and one.of}
    said = [one for one in said if one not in told]
    for one in strikes:
        home = homes.get(one.person)
        if home is not None and home.of is not None:
            of = Mention(one.start, one.start, home.of.person, home.of.relation)
            return [*said, Said("event_in_zibo", True, of, one.start, one.end)]
    return said


# 房子烧了没地方住, 发大水屋塌了没处去: a family with a home, whom urgent help and shelter are for.
_STRUCK = re.compile(
    r"(?:房|屋|楼|家)(?:子|顶|里)?[^，。；]{0,5}(?:烧|塌|冲|淹|掀|泡|埋|炸|震|着火|进水)|着(?:了)?(?:大)?火(?!车)|失火|火灾|"
    r"(?:大|洪|山)水[^，。；]{0,4}(?:冲|淹|进|来)|地震|泥石流|烧(?:光|没|干净)"
)
_FALLEN = re.compile(r"(?:房|屋)(?:子|顶)?[^，。；没不]{0,4}(?:塌|倒(?!是|腾|卖)|冲)(?:了|掉)?")
_NOWHERE = re.compile(r"(?:没(?:有)?|无)(?:个|啥)?(?:地方|地儿|处|住处|家|落脚|安身)")
_AWAY = re.compile(
    r"外地|外省|流浪|流落|要饭|讨饭|打工|救助站|身份证|"
    r"[睡宿躺](?:在|到|着)?[^，。；]{0,4}(?:街|桥|车站|公园|路边|广场|门洞|楼道)"
)


def without_homeless(said: list[Said], people: People) -> list[Said]:
    """`said`, where the home was struck without a life in the street, of which 没地方住 tells else."""
    plain = people.plain
    before = any(
        (one.fact == "emergency_events" and isinstance(one.value, dict) and any(map(one.value.get, _STRIKES)))
        or one.fact == "disaster_effects"
        for one in people.spoken.told
    )
    if not (before or _STRUCK.search(plain)) or _AWAY.search(plain):
        return said
    kept = [one for one in said if not _is_nowhere(one, plain)]
    return [*kept, *_fallen(said, plain)] if len(kept) < len(said) else said


def _fallen(said: list[Said], plain: str) -> Iterator[Said]:
    """邻居家房子塌了没地方住: what struck it is not told, but that nobody can live there."""
    found = _FALLEN.search(plain)
    if found is None or any(one.fact == "disaster_effects" for one in said):
        return
    nowhere = next(one for one in said if _is_nowhere(one, plain))
    yield Said("disaster_effects", {"home_lost": True}, nowhere.of, *found.span())
    yield Said("disaster_effects", {"no_food_or_shelter": True}, nowhere.of, nowhere.start, nowhere.end)


def _is_nowhere(one: Said, plain: str) -> bool:
    of_street = (one.fact, one.value) in (("living_place", "street"), ("cannot_pay_food_lodging", True))
    return of_street and bool(_NOWHERE.search(plain, one.start, one.end))


def _is_strike(one: Said) -> bool:
    return one.fact == "emergency_events" and any(one.value.get(kind) for kind in _STRIKES)


def _is_at_home(plain: str, one: Said) -> bool:
    ends = [place for mark in "。！？" if (place := plain.find(mark, one.end)) >= 0]
    told = plain[clause_start(plain, one.start) : min(ends, default=len(plain))]
    return bool(_OURS.search(told) or (_AT_HOME.search(told) and not _ELSEWHERE.search(told)))
