"""A grade that is no soldier's: 工地干活断了手，八级伤残 is of the insurance for work, and nobody served."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.said import Said

_GRADED = re.compile(r"伤残|评残|致残|因公|因病|残疾?(?=[^，。；]{0,6}级)|[一二三四五六七八九十\d]级")
_SERVED = re.compile(
    r"兵|[^冠亚季]军|^军|部队|队伍|退伍|退役|退五|复员|转业|服役|现役|参战|打仗|打过|战(?!略)|"
    r"入伍|的伍|连队|班长|连长|团里|烈士|牺牲|抗美|援朝|越南|老山|前线|武警|士官|八路|坑道|弹片|地雷|训练|演习|优抚|抚恤|坦克|军舰|舰[上艇]|哨所|站哨|炮"
)
# 因公 and 伤残证 are of soldiers where nothing speaks of other work.
_LIKELY_SERVED = re.compile(r"因[公病]|伤残证|优待")
_OTHERWISE = re.compile(
    r"工伤|打工|农民工|务工|工地|车间|厂|老板|工友|干活|公司|单位|包工|机器|脚手架|工头|下井|矿|外卖|快递|"
    r"车祸|撞|肇事|交通|打架|被打|打伤|捅|砍|警|劳动能力|仲裁"
)
_OF_SERVICE = frozenset({"service_disability_grade", "service_disability_cause"})
_KINDS = frozenset({"veteran", "disabled_veteran"})


def without_civil_grades(said: list[Said], plain: str) -> Iterable[Said]:
    """`said` without the service that only a grade speaks for, where the words tell of no soldier."""
    if not _GRADED.search(plain) or _SERVED.search(plain):
        return said
    if _LIKELY_SERVED.search(plain) and not _OTHERWISE.search(plain):
        return said
    return _without(said, plain)


def _without(said: list[Said], plain: str) -> Iterator[Said]:
    for one in said:
        by_grade = _GRADED.search(plain, one.start, one.end) is not None
        if one.fact in _OF_SERVICE and by_grade:
            continue
        if one.fact == "veteran_kinds" and by_grade and _KINDS.issuperset(one.value):
            continue
        yield one


__all__ = ["without_civil_grades"]
