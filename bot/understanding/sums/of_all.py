"""What all at home have, where the clause names them all: 俺家三口一个月两千, 全家就这2800."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.numbers import Number
from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

from .named import is_for
from .of_two import INCOMES
from .pay import by_twelfth

_OF_HOME = "household_income_yuan_per_month"
_COUNT = r"[一二两三四五六七八九十\d]{1,2}"
_WHO = (
    rf"(?:(?:现在|家里)?(?:[我俺咱]们?)?(?:全家|一家子?|家里?)(?:{_COUNT}(?:口|个)(?:人|子)?|老小|上下|人)?|"
    rf"[我俺咱]们?(?:老|小)?(?:{_COUNT}口(?:人|子)?|俩口子?|俩|仨)(?:老的|人)?|(?:老|小)?(?:两|俩)口子?)"
)
_MONTH, _YEAR = r"(?:一个?月|每个?月|月月|月(?=[入收薪]))", r"(?:一年到头|一年下来|一年|全年|每年)"
_HAVE = (
    r"(?:上班|打工|干活|打零工|种地|地里|挣钱|挣|赚|进账?|收入|入|收成|收|来钱|进项|靠|落|剩|见|拿|领|开|有|是|能|也|就|才|都|全|"
    r"这|那|点|个|的|了|总共|一共|拢共|统共|加起来|合起来|大概|差不多|不到|顶多|到手|现在|平时|钱)"
)
_TELLS = re.compile(
    rf"(?P<first>{_MONTH}|{_YEAR})?{_HAVE}{{0,3}}(?P<who>{_WHO}){_HAVE}{{0,4}}(?P<then>{_MONTH}|{_YEAR})?{_HAVE}{{0,6}}"
)
# 我家两口人上班，一个月八千: who they are, and in the next clause only the sum.
_AT_WORK = re.compile(
    rf"(?P<who>{_WHO})(?:都|在厂里|在外|在工地|就|一起|靠){{0,2}}(?:上班|打工|干活|打零工|种地|务工|挣钱|有工作)(?:的|呢)?"
)
_JUST_A_SUM = re.compile(rf"{_HAVE}{{0,3}}(?P<then>{_MONTH}|{_YEAR}){_HAVE}{{0,6}}")
_HARVEST = re.compile(rf"(?:地里|种地|打工)(?:的)?(?:收成|收入)?(?P<then>{_YEAR}){_HAVE}{{0,6}}")
# 家里不困难，孩子上大班，一个月挣两万: with nobody named who could be the one
_AT_HOME = re.compile(r"[我俺咱]们?家里?|家里|全家")
_SOMEBODY = re.compile(r"[我俺咱他她](?!家?(?:孩子|娃|闺女|儿子|女儿))|自己")
_EARNED = re.compile(r"挣|收入|月[入薪]|进账")
_COUNTED = re.compile(rf"(?P<who>{_WHO}|{_COUNT}口(?:人|子)?)")
_ALL_OF_IT = re.compile(r"就(?:这|那|靠这|有这)")
_ENDS = re.compile(
    rf"(?:多|来)?(?:块|元)?(?:来)?(?:钱)?(?:{_MONTH}|收入|吧|左右|上下|的样子|了|呢|啊|的){{0,3}}"
)
_EACH = re.compile(r"每人|各|一个?人(?!家)|平均|人均")
_BY_MONTH, _BY_YEAR = (50, 30_000), (500, 300_000)


def with_sums_of_all(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, where such a sum is what the home has, and of nobody in it alone."""
    said = list(said)
    for number in people.numbers:
        found = _tells(plain, number, people)
        if found is None or _is_beside(said, plain, number):
            continue
        of = people.home(number.start, number.end)
        if of is not None:
            besides = _with_besides(said, number)
            whole = Said(_OF_HOME, found.to_json(), of, number.start, number.end)
            if besides is not None:
                whole = replace(besides, fact=_OF_HOME, of=of)
            said = [one for one in said if one.fact not in INCOMES or not one.start <= number.start < one.end]
            said.append(whole)
    yield from said


def _with_besides(said: list[Said], number: Number) -> Said | None:
    """地里一年六千，我打工一年两万四: all of it, where others were put together with the sum."""
    whole = [one for one in said if one.fact == "income_yuan_per_month" and one.start < number.start]
    return next((one for one in whole if number.end < one.end), None)


def _is_beside(said: list[Said], plain: str, number: Number) -> bool:
    """俺家种地一年一万，老公打工一个月四千: is it what the land brings, with somebody's pay besides?"""
    head = clause_start(plain, number.start)
    others = any(one.fact == "income_yuan_per_month" and one.start > number.start for one in said)
    return others and re.search("地|养", plain[head : number.start]) is not None


def _tells(plain: str, number: Number, people: People) -> Number | None:
    """What such a sum comes to by the month; None where it is of somebody, or for something."""
    head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
    found = _TELLS.fullmatch(plain, head, number.start) or _after_count(plain, head, number)
    found = found or _earned_at_home(plain, head, number, people)
    if found is None or not _ENDS.fullmatch(plain, number.end, tail) or _EACH.search(plain, head, tail):
        return None
    words = found.groupdict()
    period = words.get("first") or words.get("then") or ""
    least, most = _BY_YEAR if "年" in period else _BY_MONTH
    told = period or _ALL_OF_IT.search(plain, head, number.start) or re.search("月", plain[number.end : tail])
    if not told or not least <= number.low <= number.high <= most or is_for(plain, head, tail):
        return None
    if stance_of(plain, number.start, number.end) is Stance.OPEN:
        return None
    return by_twelfth(number) if "年" in period else number


def _earned_at_home(plain: str, head: int, number: Number, people: People) -> re.Match[str] | None:
    """The clause of the sum, where only the home and its children are told of before."""
    ahead = plain[:head]
    if not _AT_HOME.search(ahead) or _SOMEBODY.search(_AT_HOME.sub("", ahead)):
        return None
    if any(m.relation not in YOUNG for m in people.mentions if m.person not in (None, "self")):
        return None
    return (
        _JUST_A_SUM.fullmatch(plain, head, number.start)
        if _EARNED.search(plain, head, number.start)
        else None
    )


def _after_count(plain: str, head: int, number: Number) -> re.Match[str] | None:
    """The clause of the sum, where the one before it names all of them and that they work, or how many."""
    if head == 0:
        return None
    before = clause_start(plain, head - 1), head - 1
    if _AT_WORK.fullmatch(plain, *before):
        return _JUST_A_SUM.fullmatch(plain, head, number.start)
    return _HARVEST.fullmatch(plain, head, number.start) if _COUNTED.fullmatch(plain, *before) else None


__all__ = ["with_sums_of_all"]
