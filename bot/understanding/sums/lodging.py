"""What a year at school costs where lodging is named beside the fees: the two together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.understanding.numbers import number_at
from bot.understanding.said import Said

_LODGING = re.compile(
    r"(?:块|元)?(?:钱)?[，、]?(?:再加上?|加上?|还有|另外)?(?:住宿|宿舍)(?:费)?(?:一年|每年|每学年)?(?:是|要|得)?"
)


def with_lodging(said: list[Said], plain: str) -> Iterator[Said]:
    """学费一年五千八，住宿一千二: seven thousand a year."""
    for one in said:
        yield _together(one, plain) if one.fact == "education_cost_yuan_per_year" else one


def _together(one: Said, plain: str) -> Said:
    found = _LODGING.match(plain, one.end)
    lodging = number_at(plain, found.end()) if found else None
    if lodging is None or not lodging.exact or not isinstance(one.value, int) or lodging.low < 100:
        return one
    return replace(one, value=one.value + int(lodging.low), end=lodging.end)
