"""The reply to the question that is open: a label, a number, yes or no, several ticks, or 不清楚."""

from __future__ import annotations

import re
from decimal import Decimal

from rapidfuzz import fuzz

from bot.blocks import Question
from bot.messages import Answer
from knowledge import FactDefinition, SituationError, parse_value

from .numbers import find_numbers

_UNSURE = re.compile(
    r"^(?:这个)?(?:我|俺)?(?:也)?(?:不(?:太)?(?:清楚|知道|晓得|懂|明白|确定|记得)|说不(?:好|准|清|上来)|"
    r"记不(?:清|得|住)|忘了|没数|不好说|跳过|下一个|不想说|拿不准|弄不清)"
)
_YES = re.compile(
    r"^(?:嗯+|恩|对|对的|是|是的|是啊|有|有的|行|能|可以|要|愿意|好|好的|中|没错|办了|办过|有啊|当然|确实|"
    r"在|住|交了|交着|还在|都有|yes|y|ok|√|1)(?:[，。,！ 啊呀了呢哦的]|$)"
)
_NO = re.compile(
    r"^(?:不|不是|没|没有|无|否|都没有?|没办|没有的|不能|不行|不要|不愿意|从来没|还没|没交|不在|不住|没啊|"
    r"哪有|no|n|×|啥也没有?|什么也没有?|一样也没有?|全没有?)(?:[，。,！ 啊呀了呢哦的过]|$)"
)
_ORDER = re.compile(r"^(?:第|选|选项)?([1-9一二三四五六七八九①②③④⑤⑥⑦⑧])(?:个|项|号|、|\.)?(?:吧)?$")
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\D{0,2}(?P<m>\d{1,2})\D{0,2}(?P<d>\d{1,2})")
_PERIOD = re.compile(r"年|个?月|天|学期")
_NONE_OF = re.compile(
    r"(?:都|一样也|什么也|啥也|全)?(?:没有|没|不是|不沾)(?:这些)?(?:[。！]|$)|^(?:以上)?(?:都|全)(?:没|不)"
)
LONG_ANSWER = 24


def read_answer(plain: str, question: Question, definition: FactDefinition) -> Answer | None:
    """What `plain` answers to `question`; None when it is about something else."""
    short = plain.strip("，。！？ ,.!?~")
    if not short:
        return None
    if _UNSURE.match(short):
        return _answer(question, None)
    value = _chosen(short, question)
    if value is _NOT_CHOSEN:
        value = _read(short, question, definition)
    if value is None:
        return None
    try:
        parse_value(definition, value)
    except SituationError:
        return None
    return _answer(question, value)


def _answer(question: Question, value: object) -> Answer:
    return Answer(question.fact, question.person, question.household, value)


_NOT_CHOSEN = object()


def _chosen(short: str, question: Question) -> object:
    """The value of the choice whose label or number was sent."""
    for choice in question.choices:
        if short == choice.label.strip("，。！？ ") or short == choice.id:
            return choice.value
    if question.multi or question.hint in ("number", "date"):
        return _NOT_CHOSEN
    ordered = _ORDER.match(short)
    if ordered:
        place = (
            "123456789".find(ordered[1]) % 10
            if ordered[1].isascii()
            else max("一二三四五六七八九".find(ordered[1]), "①②③④⑤⑥⑦⑧".find(ordered[1]))
        )
        if 0 <= place < len(question.choices):
            return question.choices[place].value
    near = [c for c in question.choices if len(c.label) >= 3 and fuzz.ratio(short, c.label) >= 80]
    return near[0].value if len(near) == 1 else _NOT_CHOSEN


def _read(short: str, question: Question, definition: FactDefinition) -> object | None:
    if definition.type == "bool":
        return _yes_or_no(short)
    if definition.type in ("int", "decimal"):
        return _number(short, definition)
    if definition.type == "choice":
        return _choice(short, definition)
    if definition.type == "set":
        return _several(short, definition)
    return _date(short)


def _yes_or_no(short: str) -> bool | None:
    if len(short) > LONG_ANSWER:
        return None
    if _NO.match(short):
        return False
    return True if _YES.match(short) else None


def _number(short: str, definition: FactDefinition) -> object | None:
    unit = definition.unit or ""
    numbers = [n for n in find_numbers(short) if not (unit.startswith("元") and _PERIOD.match(short, n.end))]
    if not numbers:
        empty = re.match(r"^(?:没有?|无|零|一分没有|没收入|没花)", short)
        return (
            0 if empty and len(short) <= 8 and definition.key not in ("age_years", "household_size") else None
        )
    number = numbers[0]
    if len(numbers) > 1 and len(short) > LONG_ANSWER:
        return None
    after = short[number.end : number.end + 3]
    if unit == "个月" and re.match(r"年", after):
        number = number.times(12)
    elif unit == "元/月" and re.search(r"一年|每年|全年", short[: number.start]):
        number = number.times(Decimal(1) / 12)
    elif unit == "元/年" and re.search(r"一?个?月|每月", short[: number.start]):
        number = number.times(12)
    value = number.to_json()
    if definition.type == "int":
        return {k: round(v) for k, v in value.items()} if isinstance(value, dict) else round(value)
    return value


def _choice(short: str, definition: FactDefinition) -> str | None:
    if len(short) > LONG_ANSWER:
        return None
    found = []
    for choice in definition.choices:
        said = [w for w in (choice.label, *choice.words) if w in short]
        if said and not re.search(rf"(?:不是|没有?|不)\s*{re.escape(max(said, key=len))}", short):
            found.append((max(map(len, said)), choice.value))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _several(short: str, definition: FactDefinition) -> object | None:
    found: dict[str, bool] = {}
    for choice in definition.choices:
        said = [w for w in (choice.label, *choice.words) if w in short]
        if said:
            word = max(said, key=len)
            found[choice.value] = not re.search(rf"(?:不是|没有?|不吃|不领)\s*{re.escape(word)}", short)
    if found and len(short) <= 60:
        return found
    return [] if _NONE_OF.match(short) and len(short) <= 12 else None


def _date(short: str) -> str | None:
    found = _DATE.search(short)
    return f"{found['y']}-{int(found['m']):02d}-{int(found['d']):02d}" if found else None
