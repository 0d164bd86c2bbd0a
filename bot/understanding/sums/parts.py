"""What a home has, put together of what is told of its land, its pensions and those who work.

地里一年六千，儿子打工一月三千 is no home that lives on five hundred: the first sum is a part, and no whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.messages import Evidence
from bot.understanding.homes.totals import added
from bot.understanding.numbers import Number, find_numbers
from bot.understanding.people.kinship import YOUNG, couple_of_ids, pair_of
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

from .added import is_of_land, kinds_in
from .pay import by_twelfth

_INCOME, _OF_HOME = "income_yuan_per_month", "household_income_yuan_per_month"
# Who may have a share in it; a brother, an uncle or a neighbour has a home of his own.
_OF_HOME_KIN = YOUNG | {"self", "spouse", "son_in_law", "daughter_in_law", "father", "mother"}
_OF_HOME_KIN |= {"father_in_law", "mother_in_law", "grandfather", "grandmother"}
_SUMMED = re.compile(
    r"总共|一共|拢共|统共|合计|加起来|合起来|加一块|加一起|都算上|全部|全家|就(?:这|靠|指)|只有"
)
_OF_TWO = re.compile(r"俩|两口|两个?人|二老|夫妻|夫妇")
_CORRECTS = re.compile(r"不对|错|不是|应该是|改成|不止")
_PENSION = r"(?:基础|农村|居民)?(?:养老[金钱保]?险?金?|退休金|退休工资|老人钱|农保)"
_FILL = (
    r"(?:一年|全年|每年|一个?月|每个?月|每月|月月|总共|一共|拢共|统共|共|加起来|合起来|合计|也就|就|才|也|都|能|领着?|拿|发|"
    r"开|有|是|得|大概|差不多|的|和|跟|与|那点)"
)
_TWO = r"(?:老两口|两口子|俩老人?|俩人?|两个?人|二老|他们?俩)"
# 俺爹俺娘养老金一年共四千八; 养老金俩人一月四百: whom it names is left out.
_TOGETHER = re.compile(rf"(?:{_FILL}|{_TWO}){{0,4}}{_PENSION}(?:{_FILL}|{_TWO}){{0,6}}")
_ALL_OF_IT = re.compile(r"总共|一共|拢共|统共|共|加起来|合起来|合计")
_EACH = re.compile(r"每人|各|一个?人(?!家)|平均|人均")
_ENDS = re.compile(
    r"(?:多|来)?(?:块|元)?(?:钱)?(?:一?个?月|每月)?(?:吧|左右|上下|的样子|了|呢|啊){0,2}(?=[，。；！？ ]|$)"
)
_LEAST, _MOST_BY_MONTH, _MOST_BY_YEAR = 50, 30_000, 200_000


def with_parts_of_home(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, where what the home has is the sum of all parts told here or before, not one of them."""
    said = list(said)
    homes = [one for one in said if one.fact == _OF_HOME and one.value is not None]
    shares = [one for one in said if _is_share(one)]
    if homes:
        yield from (one for one in said if one not in homes)
        yield from _put_together(homes, shares, plain)
        return
    yield from said
    if not _CORRECTS.search(plain):
        yield from _raised(shares, plain, people)


def _is_share(one: Said) -> bool:
    return one.fact == _INCOME and one.of is not None and one.of.relation in _OF_HOME_KIN and bool(one.value)


def _put_together(homes: list[Said], shares: list[Said], plain: str) -> list[Said]:
    """The sums of the home as one, with the shares told beside them; as they are where one is all of it."""
    first, last = homes[0], homes[-1]
    apart = [one for one in shares if not any(one.start <= home.start < one.end for home in homes)]
    if len(homes) > 1:
        kinds = [_kind(one, plain) for one in homes]
        if len(homes) > 2 or None in kinds or len(set(kinds)) < len(kinds) or _CORRECTS.search(plain):
            return homes
    elif not apart or _CORRECTS.search(plain):
        return homes
    clause = " ".join(_clause(one, plain) for one in homes)
    if _OF_TWO.search(clause):  # the children of an old couple may live apart
        apart = [one for one in apart if one.of.relation in ("self", "spouse")]
    apart = [one for one in apart if _kind(one, plain) != _kind(first, plain)]
    more = _most([one.value for one in apart]) > _most([one.value for one in homes])
    of_land = len(homes) == 1 and _kind(first, plain) == "land"
    if len(homes) == 1 and not (apart and (more or of_land)):
        return homes
    if _SUMMED.search(clause) and not any(_kind(one, plain) for one in homes):
        return [] if more else homes  # 全家一共一千，我挣三千: one of the two is wrong
    parts = [*homes, *apart]
    whole = replace(last, value=added([one.value for one in parts]))
    return [replace(whole, start=min(one.start for one in parts), end=max(one.end for one in parts))]


def _kind(one: Said, plain: str) -> str | None:
    """What alone the sum is of: the land, a pension, or work; None where it is of several or of no kind."""
    clause = _clause(one, plain)
    kinds = ["land"] if is_of_land(clause) else []
    kinds += kinds_in(clause)
    return kinds[0] if len(kinds) == 1 else None


def _clause(one: Said, plain: str) -> str:
    return plain[clause_start(plain, one.start) : clause_end(plain, one.end)]


def _most(values: list[object]) -> float:
    whole = added(values) if values else 0
    return float(whole["max"] if isinstance(whole, dict) else whole)


def _raised(shares: list[Said], plain: str, people: People) -> Iterator[Said]:
    """What the home has, told by its parts before, with the part of one more told now."""
    told = [one for one in people.spoken.told if one.fact == _OF_HOME]
    if len(told) != 1 or not _is_of_parts(told[0]):
        return
    known = {one.person for one in people.spoken.told if one.fact == _INCOME}
    two = any((one.fact, one.value) == ("household_size", 2) for one in people.spoken.told)
    if two or _OF_TWO.search(told[0].words):
        shares = [one for one in shares if one.of.relation in ("self", "spouse")]
    fresh = [(one.value, one.start, one.end) for one in shares if one.person not in known]
    fresh += [(sum_.to_json(), sum_.start, sum_.end) for sum_ in _of_two_together(plain, people)]
    if fresh:
        start, end = min(one[1] for one in fresh), max(one[2] for one in fresh)
        of = replace(people.default, start=start, end=start)
        yield Said(_OF_HOME, added([told[0].value, *(one[0] for one in fresh)]), of, start, end)


def _is_of_parts(told: Evidence) -> bool:
    return len([one for one in find_numbers(told.words) if one.low >= _LEAST]) > 1


def _of_two_together(plain: str, people: People) -> Iterator[Number]:
    """The pensions that two of the home have together, by the month."""
    for number in people.numbers:
        head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
        named = [m for m in people.mentions if head <= m.start and m.end <= number.start and m.person]
        rest, place = "", head
        for one in named:
            rest, place = rest + plain[place : max(one.start, place)], max(place, one.end)
        rest += plain[place : number.start]
        ids = [str(one.person) for one in named]
        two = couple_of_ids(ids) or any(map(pair_of, ids)) or re.search(_TWO, rest)
        if not two or not _TOGETHER.fullmatch(rest) or not _ALL_OF_IT.search(rest) or _EACH.search(rest):
            continue
        by_year = "年" in rest
        most = _MOST_BY_YEAR if by_year else _MOST_BY_MONTH
        whole = _LEAST <= number.low <= number.high <= most and _ENDS.match(plain, number.end)
        if whole and stance_of(plain, head, tail) is Stance.SAID:
            yield by_twelfth(number) if by_year else number


__all__ = ["with_parts_of_home"]
