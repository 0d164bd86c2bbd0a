"""A bill told in one message and what came back of it in the next: 花二十万 | 医保报了十一万."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.messages import Evidence
from bot.understanding.mention import Mention
from bot.understanding.numbers import Number, find_numbers
from bot.understanding.people.whom import People
from bot.understanding.said import Said
from bot.understanding.stance import Stance, clause_end, clause_start, stance_of

_SELF_PAID = "medical_self_pay_yuan_per_year"
_OF_TREATMENT = (
    r"(?:看病|治病|治疗?|住院|手术|化疗|放疗|抢救|医药费|医疗费|住院费|手术费|治疗费|前前后后|前后|"
    r"这次|今年|去年|[我俺]们?|家里|一共|总共|已经|统共|都|共|也|就|得)"
)
# 花二十万, 住院花了八万, 医药费五万: the whole clause.
_BILL = re.compile(rf"{_OF_TREATMENT}{{0,4}}(?:花(?:了|掉|费|去)?|(?<=费))(?:有|大概|差不多|将近|得)?")
_BACK = re.compile(
    r"(?:(?:居民|职工)?医保|医疗保险|新农合|农合|合作医疗|保险)?"
    r"(?:一共|总共|已经|只|就|才|给|都|共|又){0,3}报(?:销)?(?:了|回来|回|下来)?(?:有|大概|差不多)?"
)
_ENDS = re.compile(r"(?:多|来)?(?:块|元)?(?:钱)?(?:吧|左右|上下|了|呢|啊|的样子){0,2}")
_PAID_ONESELF = re.compile(r"自|个人|报|垫")
# 医保和大病报了七万多，剩三万八
_LEFT_OVER = re.compile(
    r"(?:医保|大病|农合|保险|救助)[^。；]{0,10}报(?:销)?(?:了|回来|回|下来)?[^，。；]{2,8}，(?:自己|我们|俺们?|我)?还?剩(?:下|了)?(?:有)?$"
)
_LEAST, _LEAST_BILL = 100, 5000


def with_paid_back(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, with a bare bill of one who is ill, and what is left of it where the rest was paid back."""
    said = list(said)
    yield from said
    ill = people.default if people.spoken.patients else _only_one(people)
    if ill is None:
        return
    for number in people.numbers:
        head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
        known = any(one.start < number.end and number.start < one.end for one in said)
        whole = number.low >= _LEAST and _ENDS.fullmatch(plain, number.end, tail)
        if known or not whole or stance_of(plain, head, tail) is not Stance.SAID:
            continue
        bill = _BILL.fullmatch(plain, head, number.start) and number.low >= _LEAST_BILL
        if bill and people.spoken.patients:
            yield Said("cost_surge", {"medical": True}, ill, head, number.end)
        elif _BACK.fullmatch(plain, head, number.start) and (left := _left(people, number)) is not None:
            yield Said(_SELF_PAID, left.to_json(), ill, head, number.end)
        elif _LEFT_OVER.search(plain, 0, number.start):
            whose = people.subject(number.start, number.end) or ill
            yield Said(_SELF_PAID, number.to_json(), whose, head, number.end)


def _only_one(people: People) -> Mention | None:
    """Whose bill it is where nobody is told to be ill: of the one other who is told of, or who speaks."""
    others = [one for one in people.spoken.people if one.id != "self"]
    if len(others) > 1:
        return None
    return Mention(0, 0, others[0].id, others[0].relation) if others else Mention(0, 0, "self", "self")


def _left(people: People, back: Number) -> Number | None:
    """What is left of the bill told last; None where none was, or what was paid oneself is told."""
    bill = next((one for one in people.spoken.told if _is_bill(one)), None)
    sums = [one for one in find_numbers(bill.words) if one.low >= _LEAST_BILL] if bill else []
    if len(sums) != 1 or back.high >= sums[0].low:
        return None
    return Number(sums[0].low - back.high, sums[0].high - back.low, back.start, back.end)


def _is_bill(one: Evidence) -> bool:
    """花了二十万, of treatment or as the answer to what was paid; not 自己掏了九万."""
    medical = one.fact == "cost_surge" and isinstance(one.value, dict) and one.value.get("medical")
    told = (medical or one.fact == _SELF_PAID) and re.search(r"花|费", one.words)
    return bool(told) and not _PAID_ONESELF.search(one.words)


__all__ = ["with_paid_back"]
