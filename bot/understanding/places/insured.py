"""Where somebody is insured: 新农合在老家交的 is no insurance of Zibo, by which the city's aid goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from bot.understanding.said import Said

from .registration import far_places

_HERE = "张店|淄川|博山|临淄|周村|桓台|高青|沂源|淄博|高新区|文昌湖"
_INSURED = "(?:医疗保险|医保|新?农合|合作医疗|社保|五险一金|五险)"
_HERE_NAMED = re.compile(rf"(?:{_HERE}|本地|这边|这里|当地)[^，。；]{{0,6}}{_INSURED}")
_HERE_TOO = re.compile(rf"{_HERE}|本地|这边|[我俺他她]")
_HOME_HERE = re.compile(
    rf"老家(?:也|就|都|是|在|家住)?[^，。；]{{0,3}}(?:{_HERE})|(?:户口|户籍)[^，。；不没]{{0,4}}(?:{_HERE})"
)
_PAYS = "(?:交|缴|参保|入|买|上)"
_REACH = 6  # what tells where stands near


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Insured elsewhere by the name of a place; or where the old home is, wherever that may be."""

    def at(place: str) -> re.Pattern[str]:
        there = rf"(?:{place})(?:省|市|县|那边|那儿|那里|农村|村里|单位|公司|厂里)?"
        also = "(?:也|都|还|就|是|一直|给|统一|自己|每年|年年|的){0,3}"
        return re.compile(
            rf"{there}{also}{_PAYS}(?:的|着|了|过)?|"
            rf"{_INSURED}(?:关系)?{also}(?:在|是){there}(?!看|住院|治|报)|"
            rf"{there}的(?:居民|职工|城乡|基本)?{_INSURED}"
        )

    return at(f"外地|外省|外市|异地|{far_places()}"), at("老家|原籍|户口所在地|户籍地")


def insured_here(said: Iterable[Said], plain: str) -> Iterator[Said]:
    """`said`, without an insurance that is paid elsewhere: it is to be asked what they have in Zibo."""
    said = list(said)
    if all(one.fact != "medical_insurance" for one in said):
        yield from said
        return
    elsewhere, old_home = _patterns()
    abroad = [found.span() for found in elsewhere.finditer(plain)]
    if not _HOME_HERE.search(plain):
        abroad += [found.span() for found in old_home.finditer(plain)]
    outsiders = {one.person for one in said if (one.fact, one.value) == ("hukou", "elsewhere")}
    for one in said:
        if one.value == "resident" and one.person in outsiders and not _HERE_NAMED.search(plain):
            continue  # 户口外地，居民医保: mostly that of where they are registered
        if not (_tells_of_insurance(one) and any(_is_of(one, *span, plain) for span in abroad)):
            yield one


def _tells_of_insurance(one: Said) -> bool:
    return one.fact == "medical_insurance" and one.value in ("resident", "employee")


def _is_of(one: Said, start: int, end: int, plain: str) -> bool:
    """Does what stands at `start` to `end` tell where this insurance is paid, and not that of another?"""
    near = one.start <= end + _REACH and start <= one.end + _REACH
    between = plain[end : one.start] + plain[one.end : start]
    return near and "。" not in between and not _HERE_TOO.search(between)


__all__ = ["insured_here"]
