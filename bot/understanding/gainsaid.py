"""What the words around a wording say against it: 哪有执照啊, 人没事, a sum that was 骗走."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge import KnownSet, Situation

from .people import People
from .said import Said
from .stance import clause_end, clause_start

_PAPERS = frozenset({"business_licence", "disability_cert"})
_WHERE_WOULD_I = re.compile(
    r"哪(?:里|儿)?(?:有|来)(?:什么|啥|的)?(?:营业|残疾)?(?:执照|证)(?=[啊呀呢嘛哟，。！]|$)"
)
_UNHURT = re.compile(
    r"人(?:都|倒|也|是)?(?:没(?:啥|什么)?事|平安|没伤着?|好好的|没伤亡)|没(?:有)?(?:一个)?人(?:死|遇难|伤亡)|没(?:有)?死人|无人(?:员)?(?:伤亡|遇难)"
)
_HARM = frozenset({"member_died"})
_CALM = re.compile(r"精神上?有?(?:点|些)(?:问题|毛病|不对|不正常|恍惚)")
_SEVERE = re.compile(r"[一二三四1-4]级|重残|重度|严重|瘫|证|不能|精神病|精神分裂|智力|不了|伺候|全靠|卧床")

# 能自己吃饭，下不了床: some of it alone, and not all
_EATS_IN_BED = re.compile(
    r"(?:能自己|自己能|自己会)(?:吃|穿|端)[^，。；]{0,4}，?[^，。；]{0,3}(?:下不了[床炕]|起不来|走不了|不能走|下不来)"
)


@dataclass(frozen=True, slots=True)
class _Against:
    """A fact that is not told where `words` stand in its clause."""

    fact: str
    value: object
    words: re.Pattern[str]


_DROPPED = (
    _Against(
        "employment", "gig", re.compile(r"(?:谁|有人|帮(?:着|我|忙)?|替我?)[^，。；]{0,4}跑(?:跑|个)?腿")
    ),
    _Against("veteran_kinds", "serving_family", re.compile(r"[会点块]儿在部队")),
    _Against(
        "emergency_events", "job_loss", re.compile(r"(?:让|叫)[^，。；]{0,3}去(?:仲裁|起诉|打官司|法院|告)")
    ),
    _Against("income_yuan_per_month", None, re.compile(r"(?:骗|偷|盗|抢|卷|讹)(?:走|去|了|光|子?骗走)")),
    _Against(
        "household_income_yuan_per_month", None, re.compile(r"(?:骗|偷|盗|抢|卷|讹)(?:走|去|了|光|子?骗走)")
    ),
)


def without_gainsaid(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, without what its own clause speaks against, or with that denied."""
    unhurt = bool(_UNHURT.search(plain))
    mild = _CALM.search(plain) and not _SEVERE.search(plain)
    for one in said:
        clause = plain[clause_start(plain, one.start) : clause_end(plain, one.end)]
        if any(_is_of(one, row) and row.words.search(clause) for row in _DROPPED):
            continue
        if mild and one.fact in ("father_state", "mother_state") and one.value == "severe_disability":
            continue  # 精神上有点问题: how badly is not told
        if one.fact == "self_care" and _EATS_IN_BED.search(plain):
            one = replace(one, value="partial")
        if one.fact in _PAPERS and one.value is True and _WHERE_WOULD_I.search(clause):
            one = replace(one, value=False)
        if unhurt and one.fact == "disaster_effects" and isinstance(one.value, dict):
            one = replace(one, value={key: has and key not in _HARM for key, has in one.value.items()})
        yield one


def read_unhurt(plain: str, people: People, known: tuple[Situation, ...]) -> Iterator[Said]:
    """没有人死，咋写有人遇难: taken back, where it was noted."""
    found = _UNHURT.search(plain)
    noted = [home.household.get("disaster_effects") for home in known]
    if found is None or not any(isinstance(one, KnownSet) and _HARM & one.has for one in noted):
        return
    of = people.home(found.start(), found.end())
    if of is not None:
        yield Said("disaster_effects", dict.fromkeys(sorted(_HARM), False), of, *found.span())


def _is_of(one: Said, row: _Against) -> bool:
    if one.fact != row.fact:
        return False
    has = one.value.get(row.value) is True if isinstance(one.value, dict) else one.value == row.value
    return row.value is None or has


__all__ = ["read_unhurt", "without_gainsaid"]
