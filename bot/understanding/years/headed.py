"""38 女 离异: the age at the head of a text, before the sex."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import parse_number
from bot.understanding.people.whom import People
from bot.understanding.said import Said

_HEAD = re.compile(
    r"(?:我|俺|本人)?[， ]?(?P<n>1[4-9]|[2-9]\d|十[四五六七八九]|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?:周?岁)?[， ]?[男女](?:的|性)?(?=[，。； ]|$)"
)


def read_head_age(plain: str, people: People, ages: list[Said]) -> Iterator[Said]:
    """The age that opens the text, of whom its words are, where none was read there."""
    found = _HEAD.match(plain)
    if found is None or any(one.start < found.end() for one in ages):
        return
    years, of = parse_number(found["n"]), people.subject(*found.span())
    if years is not None and of is not None:
        yield Said("age_years", int(years.low), of, *found.span("n"))
