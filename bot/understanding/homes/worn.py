"""A house that grew old: 老房子裂了缝，下雨就漏 is no disaster, nor is what was 不是地震，就是年头久了."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from knowledge import Situation

_OF_HOME = frozenset({"home_damaged", "home_lost"})
_OLD = re.compile(
    r"老(?:房|屋|宅|瓦房|土房|院)|土坯|年头(?:久|长|多)|年久|失修|[几多]十?年(?:的)?(?:老)?房|一(?:下雨|刮风)就|下雨(?:就|天)|漏雨|"
    r"(?:几|多少|好些|[二三四五六七八九]十多?)年(?:了)?没(?:修|翻)"
)
_STRUCK = re.compile(
    r"台风|大风|暴雨|大雨(?!天就)|雨(?:太|下得)大|洪|发(?:大)?水|进水|淹|泡|冲|地震|震|冰雹|雹|大雪|雪压|滑坡|泥石流|雷|火|烧|炸|撞|砸|龙卷|受(?:了)?灾|遭(?:了)?灾|救灾|刮(?:倒|塌|跑|飞|掀)|掀|"
    r"昨天|昨晚|昨夜|前天|今天|今早|刚才|这场|那场|连阴|连着下|下了[一二两三几\d]"
)
_NO_DISASTER = re.compile(
    r"不是(?:因为|什么|啥)?(?:地震|天灾|自然灾害|受灾|遭灾|灾|刮风|下雨|大风|台风|发(?:大)?水|水淹|暴雨|洪水|冰雹)(?:[闹弄造震淹刮]|的|什么|啥)*(?=[，。；！]|$)|"
    r"(?:没|没有)(?:受|遭)(?:过|着|什么|啥)?灾(?=[，。；！]|$)"
)


def without_wear(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said` without homes that a disaster should have struck, where only age did."""
    worn = (_OLD.search(plain) and not _STRUCK.search(plain)) or _NO_DISASTER.search(plain)
    for one in said:
        if not (worn and one.fact == "disaster_effects" and _OF_HOME & set(one.value)):
            yield one


def read_no_disaster(plain: str, people: People, known: Iterable[Situation]) -> Iterator[Said]:
    """不是地震，就是年头久了, of a home that was taken for struck: none of what a disaster does to one."""
    found = _NO_DISASTER.search(plain)
    of = people.home(found.end(), found.end()) if found else None
    if found is None or of is None:
        return
    for fact, parts in (
        ("emergency_events", frozenset({"natural_disaster"})),
        ("disaster_effects", _OF_HOME),
    ):
        heard = next((one.household[fact] for one in known if fact in one.household), None)
        taken = sorted(parts & heard.has) if heard is not None else []
        if taken:
            yield Said(fact, dict.fromkeys(taken, False), of, *found.span())


__all__ = ["read_no_disaster", "without_wear"]
