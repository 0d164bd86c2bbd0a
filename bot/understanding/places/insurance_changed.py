"""An insurance that was changed for another: 职工医保断了改成的居民医保 has the second alone."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of

_OF_ALL = r"(?:居民|新?农合|合作医疗)"
_CHANGED = re.compile(
    r"(?:改|转|换)(?:成|为|到|交|入|上|办){0,2}(?:了|的|的是)?(?:城乡|城镇|灵活就业)?的?"
    rf"(?:(?P<resident>{_OF_ALL})|(?P<employee>职工))(?:基本)?(?:医疗保险|医保|医疗|的)?(?P<done>了)?"
)
# 想改居民医保, 能转成职工吗: not done yet
_NOT_DONE = re.compile(
    r"(?:想|要|能|可以|打算|准备|怎么|咋|如何|没法|不能|不让|没|未|是不是|该|得|要不|等|再|还是|用不用|需要)[^，。；！？]{0,5}$|"
    r"(?:户口|户籍|身份)[^，。；！？]{0,4}$"
)
_ASKED = re.compile(
    r"(?:医疗保险|医保)?(?:行|能|可以|要|好)?(?:吗|么|不(?=[，。？]|$)|能|可|行|得|划算|怎|咋)"
)
_DONE = re.compile(r"[成为了的过]")
_TOLD_OF = re.compile(r"医保|医疗|农合|社保|职工|居民")
_REACH = 30


def insurance_by_now(said: list[Said], people: People) -> Iterator[Said]:
    """`said`, with the insurance that stands in the place of the one told before it."""
    now = list(_by_now(people))
    for one in said:
        gone = one.fact == "medical_insurance" and any(
            each.start - _REACH <= one.start <= each.end and one.person == each.person for each in now
        )
        if not gone:
            yield one
    yield from now


def _by_now(people: People) -> Iterator[Said]:
    plain = people.plain
    for found in _CHANGED.finditer(plain):
        if not _DONE.search(found.group()) or _ASKED.match(plain, found.end()):
            continue
        if not _TOLD_OF.search(plain, max(0, found.start() - _REACH), found.start()):
            continue
        if _NOT_DONE.search(plain, max(0, found.start() - 8), found.start()):
            continue
        of = people.subject(*found.span())
        if of is not None and stance_of(plain, *found.span()) is not Stance.DENIED:
            value = "resident" if found["resident"] else "employee"
            yield Said("medical_insurance", value, of, *found.span())


__all__ = ["insurance_by_now"]
