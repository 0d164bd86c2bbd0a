"""What one brings by the month, though nothing but their name is said: 儿子一月四千, 我三千，媳妇没工作."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from bot.understanding.mention import Mention
from bot.understanding.numbers import Number
from bot.understanding.people.kinship import YOUNG
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

from .pay import by_twelfth

_HEAD = re.compile(r"(?:就|只有?|光|现在|还有|再加上?|加上|全靠|家里|家里就){0,2}")
_A_MONTH = r"(?:一个?月|每个?月|每月|月月|月)"
_BRINGS = (
    r"(?:自己|现在|一个人|那边|这边|也就|也|才|就|能|有|是|个|挣|拿|开|领|发|到手|大概|差不多|顶多|不到|都)"
)
_MONTHLY = re.compile(rf"{_BRINGS}{{0,4}}{_A_MONTH}{_BRINGS}{{0,6}}")
# 对象一年八千, behind another's sum; 媳妇一年挣一万五: by the year it may be what something costs
_YEARLY = re.compile(
    rf"{_BRINGS}{{0,4}}(?:养老[金钱]|退休金)?(?:一年(?:到头|下来)?|全年|每年){_BRINGS}{{0,6}}"
)
_EARNED = re.compile(r"挣|养老|退休")
_BARE = re.compile(rf"{_BRINGS}{{0,4}}")
_ENDS = re.compile(
    rf"(?:多|来)?(?:块|元)?(?:来)?(?:钱)?{_A_MONTH}?(?:吧|左右|上下|的样子|了|呢|啊|的){{0,2}}"
)
_OF_MONEY = re.compile(r"(?:多|来)?[块元钱]")
# What the sum is for stands in the clause before or behind it: 她透析，一个月四千; 我妈一个月2000，药费.
_COST = re.compile(
    r"[药租贷债课癌瘫花欠]|病(?!退)|费|养(?!老(?!院))|透析|住院|康复|训练|护工|保姆|手术|化疗|供|存|交|赔|借|"
    r"补贴|低保|残补|救助|敬老院|护理院|机构"
)
_COST_BEHIND = re.compile(
    r"，(?:的)?(?:药|房租|租|护理|学|伙食|贷|月供|补课|利息)[^，。；\d一二两三四五六七八九]{0,6}(?=[，。；]|$)"
)
_AT_SCHOOL = re.compile(r"学|幼儿|(?<!上)班|奶粉|尿不湿|托|自闭|脑瘫|才|还小|满月|[初高大][一二三四]|岁")
_ME_ALONE = re.compile(r"我(?:自己|就)?(?:一个人|一人)")
_WITHOUT = re.compile(r"没(?:有)?(?:个)?(?:工作|收入|活干|上班|进项|班上)|不挣钱|不上班|没挣钱|挣不着")
_GROWN, _OLDEST = 16, 110
LEAST, MOST, LEAST_BARE, MOST_BY_YEAR = 50, 30_000, 300, 200_000


def read_named(plain: str, people: People, read: Collection[int]) -> Iterator[Said]:
    """Each sum that nothing is said of but whose it is; `read`: where the sums begin that are known."""
    income_before = -1  # where the last share ended
    for number in people.numbers:
        head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
        if number.start in read:
            told = _MONTHLY.search(plain, head, number.start) or _YEARLY.search(plain, head, number.start)
            income_before = tail if told else income_before
            continue
        of = _named_at(plain, people, head, number) or _alone(plain, people, head, number)
        if of is None or not _ENDS.fullmatch(plain, number.end, tail) or is_for(plain, head, tail):
            continue
        if not _is_income(plain, of, number, goes_on=0 <= income_before == head - 1):
            continue
        if not _may_earn(plain, of, head, people) or stance_of(plain, number.start, tail) is Stance.OPEN:
            continue
        income_before = tail
        value = by_twelfth(number) if _YEARLY.fullmatch(plain, of.end, number.start) else number
        yield Said("income_yuan_per_month", value.to_json(), of, number.start, number.end)


def _named_at(plain: str, people: People, head: int, number: Number) -> Mention | None:
    """The one person named in the clause ahead of the sum, if nobody else is."""
    named = [m for m in people.mentions if head <= m.start and m.end <= number.start]
    most = MOST_BY_YEAR if "年" in plain[head : number.start] else MOST
    if len(named) != 1 or not named[0].person or not LEAST <= number.low <= most:
        return None
    return named[0] if _HEAD.fullmatch(plain, head, named[0].start) else None


def _alone(plain: str, people: People, head: int, number: Number) -> Mention | None:
    """我一个人，48，一个月988: who lives alone and names nobody else."""
    others = any(m.person != "self" for m in people.mentions)
    if others or not LEAST <= number.low <= MOST or not _ME_ALONE.search(plain, 0, head):
        return None
    bare = _MONTHLY.fullmatch(plain, head, number.start) and not _COST.search(plain, 0, head)
    return Mention(head, head, "self", "self") if bare else None


def _is_income(plain: str, of: Mention, number: Number, *, goes_on: bool) -> bool:
    if _MONTHLY.fullmatch(plain, of.end, number.start):
        return True
    if _YEARLY.fullmatch(plain, of.end, number.start):
        return goes_on or bool(_EARNED.search(plain, of.end, number.start))
    aged = number.low <= _OLDEST and not _OF_MONEY.match(plain, number.end)
    if aged or not _BARE.fullmatch(plain, of.end, number.start):
        return False
    if goes_on:
        return True  # 我一月三千，我媳妇两千五
    end = clause_end(plain, number.end)
    others = (
        plain[clause_start(plain, of.start - 1) : of.start],
        plain[end + 1 : clause_end(plain, end + 1)],
    )
    return number.low >= LEAST_BARE and any(_WITHOUT.search(other) for other in others)


def is_bare_by_month(plain: str, head: int, number: Number, tail: int) -> bool:
    """Does nothing but that it comes by the month stand around a sum that may be an income?"""
    bare = _MONTHLY.fullmatch(plain, head, number.start) and _ENDS.fullmatch(plain, number.end, tail)
    return bool(bare) and LEAST <= number.low <= MOST


def is_for(plain: str, head: int, tail: int) -> bool:
    """Is told right before or behind what the sum is paid for?"""
    ahead = plain[clause_start(plain, head - 1) : head] if head else ""
    return bool(_COST.search(ahead) or _COST_BEHIND.match(plain, tail))


def _may_earn(plain: str, of: Mention, head: int, people: People) -> bool:
    """Not so a child of whom nothing tells that it is grown: 孩子一个月两千 is what it costs."""
    if of.relation not in YOUNG:
        return True
    known = next((one for one in people.spoken.people if one.id == of.person), None)
    if known is not None and known.facts.get("school_stage") not in (None, "none"):
        return False
    age = known.facts.get("age_years") if known is not None else None
    if isinstance(age, int):
        return age >= _GROWN
    near = plain[clause_start(plain, head - 1) if head else 0 : head]
    return of.relation in ("son", "daughter") and not _AT_SCHOOL.search(near)


__all__ = ["is_bare_by_month", "is_for", "read_named"]
