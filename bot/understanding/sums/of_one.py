"""A bare sum by the month behind what is told of one: 我四十五，一月两千五; 就俺自个儿，一个月八百."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.understanding.mention import Mention
from bot.understanding.numbers import Number
from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

from .named import is_bare_by_month, is_for
from .of_two import INCOMES

_INCOME, _OF_HOME = "income_yuan_per_month", "household_income_yuan_per_month"
_AGE = r"(?:今年|都|才|也|快)?[一二三四五六七八九十\d]{1,4}(?:多)?(?:周?岁)?(?:了|整)?"
# What tells of a person, and of nothing that costs by the month: with more, the sum may be for that.
_HARMLESS = re.compile(
    rf"(?:{_AGE}|[男女]的?|[有是]?[一二三四1-4]级(?:残疾)?证?|有(?:个)?残疾证|(?:早就?|都)?(?:病退|内退|退休)(?:了|的|在家)?|"
    r"离(?:了)?婚(?:了)?|单身|光棍|没结婚|未婚|丧偶|农村的?|城里的?|村里的?|(?:农村|城镇|城里)?户口(?:在)?[一-龥]{0,4}|"
    r"[张周临淄博桓高沂][一-龥](?:农村|城里)?的?(?:户口)?|没低保|没孩子|"
    r"(?:就|只有?|就剩)?(?:自己|自个儿?|一个人?)(?:一个人?)?(?:单?过|住|生活)?(?:的|呢|了)?)?"
)
_ALONE = re.compile(
    r"(?:现在|家里|平时)?(?:就|只有?|就剩)?(?:[我俺](?:这)?)?(?:自己|自个儿?|一个人?)(?:一个人?)?(?:在家)?(?:单?过(?:日子)?|住|生活)?(?:的|呢|了)?"
)
_COUNT = re.compile(
    r"(?:(?:我|俺|咱|现在|一共|总共)们?|家里?|就|有|是|一|全){0,6}[两二三四五六七八九\d]口(?:人|子)?(?:了|人)?"
)
_CLAUSES_BACK = 4


def with_sums_of_one(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, with such a sum where no other income is told in the message."""
    said = list(said)
    yield from said
    if any(one.fact in INCOMES and one.value for one in said) or "yuan" in people.asked:
        return
    bare = [number for number in people.numbers if _is_bare(plain, number)]
    if len(bare) != 1 or any(one.start <= bare[0].start < one.end for one in said):
        return
    number, head = bare[0], clause_start(plain, bare[0].start)
    tail = clause_end(plain, number.end)
    if _COUNT.fullmatch(plain, tail + 1, clause_end(plain, tail + 1)) and head == 0:
        of = people.default  # 一个月两千八，我们三口
        yield Said(_OF_HOME, number.to_json(), of, number.start, number.end)
    elif (one := _one_told_of(plain, people, head)) is not None:
        yield Said(_INCOME, number.to_json(), one, number.start, number.end)


def _is_bare(plain: str, number: Number) -> bool:
    head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
    bare = is_bare_by_month(plain, head, number, tail) and not is_for(plain, head, tail)
    return bare and stance_of(plain, number.start, number.end) is not Stance.OPEN


def _one_told_of(plain: str, people: People, head: int) -> Mention | None:
    """The only one of whom the clauses ahead tell, where they tell nothing that the sum could be for."""
    named = {m.person: m for m in people.mentions if m.person}
    told = {one.id for one in people.spoken.people}
    if head == 0 or len(named) > 1 or people.host is not None or told - {"self", *named}:
        return None
    one = next(iter(named.values()), people.default)
    if one.person is None or one.relation in YOUNG:
        return None
    for _ in range(_CLAUSES_BACK):
        if head == 0:
            return one
        end, head = head - 1, clause_start(plain, head - 1)
        start = max([head, *(m.end for m in named.values() if head <= m.start and m.end <= end)])
        if not _HARMLESS.fullmatch(plain, start, end) and not _ALONE.fullmatch(plain, head, end):
            return None
    return None


__all__ = ["with_sums_of_one"]
