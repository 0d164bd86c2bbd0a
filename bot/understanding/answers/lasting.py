"""How long something has lasted, as the answer to 多久了: not what a month costs, nor the time of another."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.messages import Answer
from bot.understanding.clauses.doubts import REFUSES_A_HOME
from bot.understanding.years.many_years import months_of
from bot.understanding.years.nursery_kind import is_open_answer
from knowledge import Situation

UNITS = ("个月", "年")
# 一个月吃药八百, 一年住两回院, 八百块一个月: by the month and by the year, and no time that has passed.
_BY_THE = re.compile(
    r"(?:每个?月|每年|月月|年年|(?<![十百千零两二三四五六七八九\d上这下头前几])(?:一个?月|1个月|一年|1年))"
    r"(?P<lasted>(?:多|来|左右|上下|出头|零|半|整|时间|工夫|功夫|以上){0,3}"
    r"(?:[了吧啊呢呀哩的]{0,3}(?=$|[，。；！？ ])|[了半]|[没不](?!多)|就[没不]|以?前|之前|以来|不到))?"
)
_SUM_BEFORE = re.compile(r"(?:[百千万块元钱]|\d{3})$")
# 三个月复查一次, 两年换一回
_EACH_TIME = re.compile(
    r"(?:[两二三四五六七八九十几\d]{1,3}|半)个?[月年](?=(?!前)[^，。；！？了]{0,6}[一1两二][次趟回遍])"
)
_BARE = re.compile(r"(?:[\d.]{1,8}|[一二两三四五六七八九十百千万几半]{1,8})(?:多|来)?(?!个?[月年\d.])")
_CARE = "care_needed_months"
_TENDED = ("partial", "none")
_NUMBER = re.compile(r"[\d.一二两三四五六七八九十百千万几半]{1,8}")
# 我下岗三年了, 离婚五年: of something else than what the question asks.
_OF_CARE = re.compile(
    r"瘫|[伺侍]候|照[顾看料护]|卧床|躺|下不了|"
    r"不能动|病|中风|偏瘫|脑梗|脑出血|护理|离不开人|自理"
)
_NOT_OF_CARE = re.compile(
    r"离婚|结婚|成家|退休|下岗|失业|打工|上班|没工作|没活|搬|去世|死了|走了|没了|租|还款|还贷|欠|借|贷|买|坐牢|判|"
    r"上学|念书|读书|开店|干[了活]|交[了过]?(?:社保|医保|保险)|种地|领[了着]?"
)


# 不愿意住养老院，愿意上门; 养老院不愿意去，上门也不要
_AT_HOME = re.compile("上门|[来到]家")
_NOR_AT_HOME = re.compile("[也都](?:不|没)|谁来")
_NEVER = re.compile(r"没(?:有)?过|从(?:来)?没")  # surer than 没有, but not of who lies paralysed


def long_spell(part: str, key: str) -> object | None:
    """What 好几年了, 打小就这样 comes to as the answer to 要人照顾多久了; not of 离婚好几年了."""
    return months_of(part) if key == _CARE and not _is_of_something_else(part) else None


def lasting(part: str, key: str) -> str:
    """`part` with the numbers blotted out that say nothing of how long what `key` asks of has lasted."""
    if key == _CARE and _is_of_something_else(part):
        return _NUMBER.sub(_blot, part)
    part = part.replace("一辈子", "＊辈子")
    rates = [one for one in _BY_THE.finditer(part) if _is_rate(part, one)]
    rates += _EACH_TIME.finditer(part)
    if not rates:
        return part
    for one in rates:
        part = part[: one.start()] + _blot(one) + part[one.end() :]
    return _BARE.sub(_blot, part)


def _is_of_something_else(part: str) -> bool:
    return bool(_NOT_OF_CARE.search(part)) and not _OF_CARE.search(part)


def is_contradicted(answer: Answer, plain: str, situations: Iterable[Situation]) -> bool:
    """Whether what is known leaves an answer open.

    没有 to 要人照顾多久了, of one who is known not to manage alone, says no time; 民办, of a kindergarten,
    not whether it is 普惠; 不愿意住养老院 not whether they want somebody to come.
    """
    if answer.fact == "wants_care_service" and REFUSES_A_HOME.search(plain):
        return not (_NOR_AT_HOME if answer.value is False else _AT_HOME).search(plain)
    people = (one for home in situations if home.id == answer.household for one in home.people)
    facts = next((one.facts for one in people if one.id == answer.person), {})
    if is_open_answer(answer.fact, answer.value, plain, facts.get("school_stage")):
        return True
    if answer.fact != _CARE or answer.value != 0 or "0" in plain:
        return False
    tended = ("none",) if _NEVER.search(plain) else _TENDED
    people = (one for home in situations if home.id == answer.household for one in home.people)
    return any(one.id == answer.person and one.facts.get("self_care") in tended for one in people)


def _is_rate(part: str, found: re.Match[str]) -> bool:
    return found["lasted"] is None or bool(_SUM_BEFORE.search(part, 0, found.start()))


def _blot(found: re.Match[str]) -> str:
    return "＊" * len(found.group())


__all__ = ["UNITS", "is_contradicted", "lasting", "long_spell"]
