"""Homes of a village told one after the other by name: 张三家着火，李四家娃白血病; 老马家三口人，老牛71五保.

No one calls their own so: each name is a household of its own, and whoever tells of them is of none.
"""

from __future__ import annotations

import re

from bot.text.surnames import SURNAMES
from bot.understanding.people.hosts import CALLED_AND_AGED

# 张三 and his like stand for anybody; 张家庄 and 苗家洼 are villages, 宋家务 is none's home.
_ANYBODY = r"(?:张三|李四|王五|赵六|王二|钱五|孙七|周八|吴九|郑十)(?![月号楼岁天])"
_OF_A_VILLAGE = (
    r"[庄村店屯台埠沟桥峪河泉营洼楼疃官岭山崖坡泊镇湾寨堡园坊集铺窝务长乡教庭属政具电用里]|"
    r"[一-鿿]{0,2}[村庄]"
)
_BESIDE_OLD = "牛白金洪江龙关"  # surnames that are other words where no 老 stands before
_THEIR_HOME = rf"(?:老?[{SURNAMES}]|老[{_BESIDE_OLD}])家(?!{_OF_A_VILLAGE})"
CALLED_OLD = rf"老[{SURNAMES}{_BESIDE_OLD}](?![师板乡家人])"  # of one whose home is known
# 老张五保, 老王没低保: called by name, with what only somebody has right behind.
_OLD_ONE = rf"老[{SURNAMES}](?=，?(?:是|有|没(?:有)?|吃|领)?(?:低保|五保|特困|残疾|瘫|癌|[一二三四]级))"
NAME = re.compile(
    rf"(?P<one>{_ANYBODY})|(?P<home>{_THEIR_HOME})|(?P<old>{_OLD_ONE})|(?P<aged>{CALLED_AND_AGED})"
)
_WHERE = r"(?:(?:我|俺|咱)?们?(?:村|庄)?(?:里)?(?:[东西南北前后][头边街院面]?)?的?)"
_TOLD = re.compile(rf"(?:^|(?<=[，。；：！？、 ]))(?:还有|另外|一个是?)?{_WHERE}?(?P<name>{NAME.pattern})")
MOST = 4


def key_of(name: str) -> str:
    """What 老牛, 牛家 and 老牛家 have in common; 张三 for 张三家."""
    return re.sub("^老|家$", "", name)


def named_in(plain: str) -> list[tuple[int, int]]:
    """Where each home told of by name begins, and which of them it is; none where it tells of one alone."""
    found = [(one.start(), key_of(one["name"])) for one in _TOLD.finditer(plain)]
    keys = list(dict.fromkeys(key for _, key in found))
    if not 2 <= len(keys) <= MOST:
        return []
    return [(start, keys.index(key)) for start, key in found]


def are_all_aged(plain: str) -> bool:
    """Whether each of the names has an age right behind it, as 老王75: a list that is of others for sure."""
    return all(one["aged"] for one in _TOLD.finditer(plain))


def begins_named(plain: str, start: int) -> bool:
    return _TOLD.match(plain, start) is not None


__all__ = ["CALLED_OLD", "NAME", "are_all_aged", "begins_named", "key_of", "named_in"]
