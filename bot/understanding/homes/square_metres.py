"""How large the home is, in square metres."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import number_at
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, stance_of

_METRES = re.compile(
    r"(?P<n>[一二两三四五六七八九十百\d]{1,5})(?P<more>来|多)?(?:个)?"
    r"平(?:米|方米?)?(?![均时常台价衡面安原坝地板整])"
)
_HOME_NEAR = re.compile(r"[房屋住楼租挤间院]|面积|套|家")


def read_homes(plain: str, people: People) -> Iterator[Said]:
    """`home_area_sqm` as said: 六十来平, 挤四十平的老楼."""
    if "平" not in plain:
        return
    for found in _METRES.finditer(plain):
        number, of = number_at(plain, found.start("n")), people.home(found.start(), found.end())
        if "人均" in plain[max(0, found.start() - 8) : found.end() + 4]:
            continue
        near = _HOME_NEAR.search(plain[max(0, found.start() - 10) : found.end() + 8])
        if number is None or of is None or near is None or not 5 <= number.low <= 400:
            continue
        if stance_of(plain, *found.span()) is Stance.SAID:
            yield Said("home_area_sqm", number.to_json(), of, found.start("n"), found.end())
