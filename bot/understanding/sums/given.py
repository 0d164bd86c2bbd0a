"""What grown children give by the month to the old who live by themselves: 儿子一个月给五百.

It counts as income beside a pension, so that it is added to what the same one was told to have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.understanding.homes.totals import added
from bot.understanding.mention import Mention
from bot.understanding.numbers import Number, find_numbers
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of
from knowledge import Person

from .of_two import INCOMES
from .pay import by_twelfth

_INCOME = "income_yuan_per_month"
_MONTH, _YEAR = r"(?:一个?月|每个?月|月月)", r"(?:一年|每年)"
_FILL = r"(?:在外(?:地|头)?|打工|也|就|才|只|能|都|现在|大概|差不多|偶尔)"
_OF_SONS = r"(?:我|俺)?(?:(?P<n>俩|两个|仨|三个))?(?P<who>(?:大|二|小)?(?:儿子?|闺女|女儿))"
_GIVES = re.compile(
    rf"{_OF_SONS}{_FILL}{{0,3}}(?P<each>一个?人|每个?人|各)?{_FILL}{{0,2}}"
    rf"(?:(?P<month>{_MONTH})|(?P<year>{_YEAR})){_FILL}{{0,2}}(?P<all>一共|总共)?"
    r"给(?:我们?|俺们?|老两口)?(?:个|着|打|寄|转)?"
)
_ENDS = re.compile(
    r"(?:多|来)?(?:块|元)?(?:钱)?(?:生活费|养老钱|零花钱?|赡养费)?(?:吧|左右|上下|的样子|了|呢|啊){0,2}"
)
_HOW_MANY = {"俩": 2, "两个": 2, "仨": 3, "三个": 3}
_OF_THE_OLD = frozenset({"self", "spouse", "son", "daughter", "child", "son_in_law", "daughter_in_law"})
_OF_THE_OLD |= {"grandchild"}
_GROWN = 18


def with_given(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, and what children give as income of who speaks, together with what they have besides."""
    said = list(said)
    given = _given(plain, people) if "给" in plain and _are_the_old(people) else None
    if given is None:
        yield from said
        return
    within = [one for one in said if one.start < given.end and given.start < one.end]
    said = [one for one in said if one.fact not in INCOMES or one not in within]
    own = [one for one in said if one.fact == _INCOME and one.person == "self"]
    besides = [one.value for one in own] or _told_before(given, people)
    if besides is not None:
        said = [one for one in said if one not in own]
        said.append(replace(given, value=added([given.value, *besides])))
    yield from said


def _given(plain: str, people: People) -> Said | None:
    for number in people.numbers:
        head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
        gives = _GIVES.fullmatch(plain, head, number.start)
        whole = 50 <= number.low <= number.high <= 20_000 and _ENDS.fullmatch(plain, number.end, tail)
        if gives is None or not whole or stance_of(plain, head, tail) is not Stance.SAID:
            continue
        if bool(gives["n"]) == bool(gives["each"] or gives["all"]):
            sums = [_by_month(number, gives).to_json()] * (_HOW_MANY[gives["n"]] if gives["each"] else 1)
            return Said(_INCOME, added(sums), Mention(head, head, "self", "self"), head, number.end)
    return None


def _by_month(number: Number, gives: re.Match[str]) -> Number:
    return by_twelfth(number) if gives["year"] else number


def _told_before(given: Said, people: People) -> list[object] | None:
    """What who speaks was told to have besides; None where it cannot be told from what the same one gave."""
    told = [one for one in people.spoken.told if (one.fact, one.person) == (_INCOME, "self")][:1]
    if not told or "给" not in told[0].words:
        return [one.value for one in told]
    before, now = (_GIVES.match(words) for words in (told[0].words, people.plain[given.start : given.end]))
    if before is None or now is None or before["who"] != now["who"]:
        return [told[0].value]  # 闺女给三百, after 儿子给五百
    share = next(iter(find_numbers(told[0].words[before.end() :])), None)
    exact = share is not None and share.exact and isinstance(told[0].value, int)
    exact = exact and not (before["each"] or before["year"])
    return [told[0].value - int(share.low)] if exact else None


def _are_the_old(people: People) -> bool:
    """Are none told of but who speaks, their mate and their children, none of them a pupil?"""
    told = {one.relation for one in (*people.mentions, *people.spoken.people)} - {None}
    young = any(_is_young(one) for one in people.spoken.people)
    return told <= _OF_THE_OLD and not young and people.host is None


def _is_young(one: Person) -> bool:
    age = one.facts.get("age_years")
    at_school = one.facts.get("school_stage") not in (None, "none")
    return one.relation in ("son", "daughter") and (at_school or (isinstance(age, int) and age < _GROWN))


__all__ = ["with_given"]
