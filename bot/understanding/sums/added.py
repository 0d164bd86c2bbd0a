"""Sums of one person beside one another: a year's crops and a month's wage, a pension and odd jobs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from bot.understanding.homes.totals import added
from bot.understanding.mention import Mention
from bot.understanding.numbers import Number
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

from .pay import by_twelfth

_INCOME, _OF_HOME = "income_yuan_per_month", "household_income_yuan_per_month"
_GROWN = r"苹果|桃|梨|葡萄|樱桃|山楂|核桃|葱|蒜|姜|瓜|棒子|玉米|麦子?|小麦|花生|地瓜|豆子?|药材|粮食?|庄稼|菜"
_KEPT = r"[猪羊牛鸡鸭鹅鱼兔]|蜂蜜?|蚕|鸡蛋"
_LAND = (
    rf"种(?:[一二两三四五六七八九十几\d]{{1,3}}亩)?(?:地|{_GROWN})|地里(?:的)?|(?:这|那|几)?[几一二两三四五六七八九十\d]{{1,3}}亩地|"
    rf"家里地|果园|大棚|养(?:{_KEPT})|庄稼|(?<![一-龥])(?:地|{_GROWN})(?=一年|全年|每年|年(?:收|卖|落|进))|"
    # 地租一年收入两千: with 收入, or it may be what is paid for another's land
    r"地租(?=(?:一年|全年|每年|年)?(?:能|才|就|也)?(?:收|进|得|落))|地(?:包|租)(?:出去|给人家?)|(?:土地)?流转费"
)
_CROPS = rf"{_LAND}|卖(?:{_GROWN}|{_KEPT})"
_OF_CROPS = re.compile(_CROPS)
# 打工一月三千，种地五千: the land brings by the year, said or not; who sells may count by the month.
_BRINGS_BY_YEAR = re.compile(_LAND)
_FILL = (
    r"(?:(?:一年(?:到头|下来)?|全年|年)|俺们?|我们?|咱们?|家里?|就|也|才|靠|指着|还|再|加上?|平时|的|大概|差不多|总共|"
    r"能|卖|收入?|见|剩|不下|落|挣|进|有|是|得|个|了|下|着|到手|不到|点|，)"
)
# 一年卖苹果收入一万二, 种地一年剩三四千: with nothing else that it could be for.
_OFF_LAND = re.compile(rf"{_FILL}{{0,6}}(?:{_CROPS}){_FILL}{{0,6}}")
_BY_YEAR = re.compile(r"一年|全年|年(?:收入|卖|剩|落|挣)")
_SUM_ENDS = re.compile(r"(?:多|来)?(?:块|元)?(?:钱)?(?:吧|左右|上下|的样子|呢|啊|了){0,2}(?=[，。；！？ ]|$)")
_LEAST, _MOST = 300, 200_000
# What else one has by the month, by what it is for.
_KINDS = (
    ("pension", re.compile(r"养老[金钱]|退休[金钱]|退休工资|农保|老人钱")),
    (
        "work",
        re.compile(
            r"打工|零工|零活|上班|工资|干活|厂里|工地|保洁|摆摊|保安|看门|送外卖|快递|环卫|公益岗|打扫"
        ),
    ),
)
# 打工一个月三千，现在不干了
_ENDED = re.compile(
    r"，[^，。；]{0,6}(?:不干了|没活了?|辞了?|下岗|失业|干不了|干不动|停工|裁|黄了|不上班了|没法干)"
)
_TAKES_BACK = re.compile(r"不对|错|不是|应该是|改成|一共|总共|加起来|全部|都算上")
# What it took to grow them is not told off: 卖一万，饲料花八千.
_TAKES = re.compile(r"饲料|本钱|成本|化肥|种子|农药|投入|投资")
_ONCE = re.compile(r"去年|前年|以前|原来|原先|过去|早先|之前|往年|头几年")


def with_sums_added(
    said: list[Said], plain: str, people: People, works: Sequence[int] = ()
) -> Iterator[Said]:
    """`said`, where each has one income: the sum of what they have of several kinds.

    `works`: where work is told of.
    """
    read = {one.start: one.of for one in said if one.fact == _INCOME}
    crops = _read_crops(plain, people, read)
    now = _of_now([*said, *crops.values()], plain)
    said = [one for one in said if one in now]
    beside = any(one.fact == _INCOME and one.start not in crops for one in said)
    if not beside:  # what the whole home has
        at_home = {one.start for one in said if one.fact == _OF_HOME}
        crops = {start: one for start, one in crops.items() if start not in at_home}
    of_crops = (_INCOME, _OF_HOME) if beside else (_INCOME,)
    kept = [one for one in said if one.fact not in of_crops or one.start not in crops]
    kept += crops.values()
    summed: dict[str, Said] = {}
    for who in {str(one.person) for one in kept if one.fact == _INCOME}:
        own = [one for one in kept if one.fact == _INCOME and str(one.person) == who]
        total = _sum_of(own, list(crops.values()), plain, works) or _with_earlier(own, plain, people)
        if total is not None:
            summed[who] = total
    yield from (one for one in kept if one.fact != _INCOME or str(one.person) not in summed)
    yield from summed.values()


def _of_now(said: list[Said], plain: str) -> list[Said]:
    """Without what somebody had last year or before they lost it, where it is told what they have now."""
    once = [one for one in said if one.fact == _INCOME and _is_over(one, plain)]
    now = {one.person for one in said if one.fact == _INCOME and one not in once}
    return [one for one in said if one not in once or one.person not in now]


def _is_over(one: Said, plain: str) -> bool:
    ended = _ENDED.match(plain, clause_end(plain, one.end)) and not _OF_CROPS.search(_clause(one, plain))
    return bool(ended or _ONCE.search(_clause(one, plain)))


def _clause(one: Said, plain: str) -> str:
    return plain[clause_start(plain, one.start) : clause_end(plain, one.end)]


def _read_crops(plain: str, people: People, read: Mapping[int, Mention | None]) -> dict[int, Said]:
    """What the land or the animals bring by the month, by where the sum stands."""
    found = {}
    for number in () if _TAKES.search(plain) else people.numbers:
        head = clause_start(plain, number.start)
        before = plain[head : number.start]
        told = _OFF_LAND.fullmatch(_unnamed(people, head, number.start)) and _is_by_year(before)
        whole = _SUM_ENDS.match(plain, number.end) and _LEAST <= number.low <= number.high <= _MOST
        if not (told and whole) or stance_of(plain, number.start, number.end) is Stance.OPEN:
            continue
        named = [m for m in people.mentions if head <= m.start < number.start and m.person]
        of = named[0] if named else _subject(people, read.get(number.start), number)
        if of is None:
            continue
        value = by_twelfth(number).to_json()
        found[number.start] = Said(_INCOME, value, of, max([head, *(m.end for m in named)]), number.end)
    return found


def _is_by_year(before: str) -> bool:
    return bool(_BY_YEAR.search(before) or ("月" not in before and _BRINGS_BY_YEAR.search(before)))


def _subject(people: People, of: Mention | None, number: Number) -> Mention | None:
    """Of whom a sum is in whose clause nobody is named: whom it was read of, unless they are named behind."""
    if of is not None and of.start <= number.start:
        return of
    return people.subject(number.start, number.end) if people.host else people.default


def _unnamed(people: People, start: int, end: int) -> str:
    """The words of a clause without whom they name."""
    words, place = "", start
    for one in people.mentions:
        if start <= one.start and one.end <= end:
            words, place = words + people.plain[place : one.start], max(place, one.end)
    return words + people.plain[place:end]


def _sum_of(sums: list[Said], crops: list[Said], plain: str, works: Sequence[int]) -> Said | None:
    """All of them as one, where each is of another kind and of now; else None."""
    kinds = [_kind(one, crops, plain, works) for one in sums]
    others = [kind for kind in kinds if kind != "crops"]
    if len(sums) < 2 or None in kinds or len(set(others)) < len(others) or _TAKES_BACK.search(plain):
        return None
    first, last = min(sums, key=lambda one: one.start), max(sums, key=lambda one: one.end)
    return _sum_as(replace(last, of=first.of, start=first.start), sums)


def _sum_as(one: Said, sums: Iterable[Said]) -> Said:
    return replace(one, value=added([each.value for each in sums]))


def _with_earlier(sums: list[Said], plain: str, people: People) -> Said | None:
    """一人一月二百养老金, after 一年就地里两千: with what the land was told to bring before."""
    if len(sums) != 1 or _kind(sums[0], [], plain) is None or _TAKES_BACK.search(plain):
        return None
    before = [one for one in people.spoken.told if (one.fact, one.person) == (_INCOME, sums[0].person)]
    if len(before) != 1 or not _OF_CROPS.search(before[0].words) or _clears(before[0].words):
        return None
    return _sum_as(sums[0], (sums[0], replace(sums[0], value=before[0].value)))


def _clears(words: str) -> bool:
    """Are other sums told in the same words, which may be the one that is told now?"""
    return any(kind.search(words) for _, kind in _KINDS)


def _kind(one: Said, crops: list[Said], plain: str, works: Sequence[int] = ()) -> str | None:
    clause = _clause(one, plain)
    if _ONCE.search(clause):
        return None
    if one in crops:
        return "crops"
    found = kinds_in(clause)
    if not found and any(clause_start(plain, one.start) <= place < one.start for place in works):
        return "work"
    return found[0] if len(found) == 1 else None


def kinds_in(clause: str) -> list[str]:
    """Of what kinds a sum is in whose clause they are told, but for the land."""
    return [kind for kind, words in _KINDS if words.search(clause)]


def is_of_land(clause: str) -> bool:
    """Does the clause tell what the land or the animals bring?"""
    return bool(_OF_CROPS.search(clause))


__all__ = ["is_of_land", "kinds_in", "with_sums_added"]
