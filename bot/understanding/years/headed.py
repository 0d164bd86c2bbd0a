"""Ages by where they stand: 38 女 离异 at the head of a text, 外甥跟着我，十五了 behind who keeps a child."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.understanding.numbers import Number, parse_number
from bot.understanding.people.whom import YOUNG, Mention, People
from bot.understanding.said import Said

_HEAD = re.compile(
    r"(?:我|俺|本人)?[， ]?(?P<n>1[4-9]|[2-9]\d|十[四五六七八九]|[二三四五六七八九]十[一二三四五六七八九]?)"
    r"(?:周?岁)?[， ]?[男女](?:的|性)?(?=[，。； ]|$)"
)
# 孙女归俺养，十三，…: a clause on with whom the child lives, between the child and its age.
_KEPT_BY = re.compile(
    r"(?:就|一直|现在|都|从小|也){0,2}(?:(?:跟着?|随着?|归|由|靠着?)[我俺](?:们|家|老?两口子?|老俩|和[^，。；]{1,4}){0,2}"
    r"|[我俺](?:们|家)?)(?:在家)?(?:过日子|过|住|养活?|抚养|带|拉扯|管|看|照看|一起过|一块过|生活)?(?:着|大)?，"
)
_NO_MORE = re.compile(r"(?:周?岁)?[了咧]?(?:[，。；！ ]|$)")
_OF_AGE = 18


def kept_child(people: People, number: Number) -> Mention | None:
    """The child of whom a bare age is told, behind a clause that only says who keeps it."""
    if not (number.exact and 3 <= number.low < _OF_AGE and _NO_MORE.match(people.plain, number.end)):
        return None
    young = (m for m in reversed(people.mentions) if m.relation in YOUNG and m.end < number.start)
    last = next(young, None)
    if last is None or people.plain[last.start - 1 : last.start] in ("俩", "两", "仨", "几", "个"):
        return None  # 俩孙子跟着俺，十二了: of which of them
    return last if _KEPT_BY.fullmatch(people.plain, last.end, number.start) else None


def read_head_age(plain: str, people: People, ages: list[Said]) -> Iterator[Said]:
    """The age that opens the text, of whom its words are, where none was read there."""
    found = _HEAD.match(plain)
    if found is None or any(one.start < found.end() for one in ages):
        return
    years, of = parse_number(found["n"]), people.subject(*found.span())
    if years is not None and of is not None:
        yield Said("age_years", int(years.low), of, *found.span("n"))
