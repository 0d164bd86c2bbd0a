"""A bill told in one message and what came back of it in the next: 花二十万 | 医保报了十一万."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bot.messages import Evidence
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
_LEAST, _LEAST_BILL = 100, 5000


def with_paid_back(said: Iterable[Said], plain: str, people: People) -> Iterator[Said]:
    """`said`, with a bare bill of one who is ill, and what is left of it where the rest was paid back."""
    said = list(said)
    yield from said
    if not people.spoken.patients:
        return
    for number in people.numbers:
        head, tail = clause_start(plain, number.start), clause_end(plain, number.end)
        known = any(one.start < number.end and number.start < one.end for one in said)
        whole = number.low >= _LEAST and _ENDS.fullmatch(plain, number.end, tail)
        if known or not whole or stance_of(plain, head, tail) is not Stance.SAID:
            continue
        if _BILL.fullmatch(plain, head, number.start) and number.low >= _LEAST_BILL:
            yield Said("cost_surge", {"medical": True}, people.default, head, number.end)
        elif _BACK.fullmatch(plain, head, number.start) and (left := _left(people, number)) is not None:
            yield Said(_SELF_PAID, left.to_json(), people.default, head, number.end)


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
