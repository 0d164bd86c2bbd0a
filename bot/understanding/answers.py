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
    r"记不(?:清|得|住)|忘了|没数|不好说|跳过|下一个|不想说|拿不准|弄不清)|"
    r"^(?:应该|可能|大概|好像|也许|估计)(?:是|都)?(?:有|没有|没|是|不是|能|不能)?(?:吧|了)?$"
)
_YES = re.compile(
    r"^(?:早就?(?:有|办|交|领|登记)了?|有是有|(?:当然|肯定)(?!没|不|无)|办好了|登记过|登记了|"
    r"嗯+|恩|对|对的|是|是的|是啊|有|有的|行|能|可以|要|愿意|好|好的|中|没错|办了|办过|有啊|"
    r"当然|确实|"
    r"在|住|交了|交着|还在|都有|yes|y|ok|√|1)(?:[，。,！ 啊呀了呢哦的]|$)"
)
_NO = re.compile(
    r"^(?:(?:当然|肯定|根本|压根|一直|从来?|还|也|都)(?:没|不)|哪有|"
    r"没(?:有)?[^，。一-鿿]?[一-鿿]{1,3}过(?=$|[，。])|不|不是|没|没有|无|否|都没有?|没办|"
    r"没有的|不能|不行|不要|不愿意|从来没|还没|没交|不在|不住|没啊|"
    r"哪有|no|n|×|啥也没有?|什么也没有?|一样也没有?|全没有?)(?:[，。,！ 啊呀了呢哦的过]|$)"
)
_SURELY_NOT = re.compile(r"^(?:当然|肯定|根本|压根|一直|从来?)(?:就)?(?:没|不)|^哪(?:里)?有")
_ORDER = re.compile(
    r"^(?:我|俺)?(?:就|要|是)?(?:选项?)?(?:第)?([1-9一二三四五六七八九①②③④⑤⑥⑦⑧])(?:个|项|号|"
    r"、|\.)?(?:吧)?$"
)
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\D{0,2}(?P<m>\d{1,2})\D{0,2}(?P<d>\d{1,2})")
_PERIOD = re.compile(r"年|个?月|天|学期")
_NONE_OF = re.compile(
    r"(?:都|一样也|什么也|啥也|全)?(?:没有|没|不是|不沾)(?:这些)?(?:[。！]|$)|"
    r"^(?:一个|一样|哪个|哪样|啥|什么|这些)?(?:也|都|全)?(?:没有|没|不是)(?:[，。]|啊|呢)|"
    r"^没(?:有)?(?:啥|什么)?(?:大)?(?:病|毛病|身份)|^(?:一个|一样|哪个|哪样)(?:也|都)(?:没|不)|"
    r"^(?:以上)?(?:都|全)(?:没|不)"
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
    if _NO.match(short) or _SURELY_NOT.match(short):
        return False
    return True if _YES.match(short) else None


# Everyday replies to some questions, where the labels of the choices are not the words people use.
_SAID_SO = {
    "hukou": (
        (r"^(?:不在|不是)|外地|外省|老家", "elsewhere"),
        (r"淄博|本地|当地|张店|淄川|博山|临淄|周村|桓台|高青|沂源|^(?:在|是|在的|是的|嗯+|对)$", "zibo"),
    ),
    "residence": (
        (r"^(?:不在|不是)|不住淄博|外地|外省", "elsewhere"),
        (r"居住证", "zibo_permit"),
        (r"淄博|本地|当地|^(?:在|是|在的|是的|嗯+|对)$", "zibo"),
    ),
    "surgery": (
        (r"不用|没必要|用不着", "not_needed"),
        (r"还没|没做呢|等着|要做|准备", "advised"),
        (r"做了|做过|做完|开过", "done"),
    ),
    "self_care": (
        (r"^(?:不能|不行|自理不了|啥也干不了)", "none"),
        (r"^(?:能|行|还行|自己行)(?:吧|的|啊)?$", "full"),
    ),
}
_HALF = re.compile(
    r"(?P<whole>[一二两三四五六七八九十\d]*)(?P<unit>年)?(?P<half>半)(?P<years>年)?(?P<more>多|"
    r"来)?"
)


def _months(short: str) -> object | None:
    """半年, 半年多, 一年半."""
    found = _HALF.search(short)
    if found is None or not (found["years"] or found["unit"]):
        return None
    whole = 12 * int(next((n.low for n in find_numbers(found["whole"] or "")), 0)) if found["unit"] else 0
    return {"min": whole + 6, "max": whole + 11} if found["more"] else whole + 6


def _number(short: str, definition: FactDefinition) -> object | None:
    unit = definition.unit or ""
    if unit == "个月" and "半" in short and (months := _months(short)) is not None:
        return months
    if definition.key == "household_size" and re.match(r"^(?:就|光)?(?:我|俺)(?:自己|一个|自个)", short):
        return 1
    numbers = [n for n in find_numbers(short) if not (unit.startswith("元") and _PERIOD.match(short, n.end))]
    if not numbers:
        empty = re.match(r"^(?:没有?|无|零|一分没有|没收入|没花)", short)
        return (
            0 if empty and len(short) <= 8 and definition.key not in ("age_years", "household_size") else None
        )
    if unit.startswith("元") and len(numbers) > 1:
        numbers = [n for n in numbers if n.high >= 10] or numbers
    number = numbers[0]
    if unit.startswith("元") and len(numbers) == 2 and len(short) <= LONG_ANSWER:
        low, high = min(n.low for n in numbers), max(n.high for n in numbers)
        number = type(number)(low, high, number.start, number.end)
    elif len(numbers) > 1 and len(short) > LONG_ANSWER:
        return None
    after = short[number.end : number.end + 3]
    if unit == "个月" and re.match(r"年", after):
        number = number.times(12)
    elif unit == "元/月" and re.search(r"一年|每年|全年", short[: number.start]):
        low, high = ((value / 12).quantize(Decimal(1)) for value in (number.low, number.high))
        number = type(number)(low, high, number.start, number.end)
    elif unit == "元/年" and re.search(r"一?个?月|每月", short[: number.start]):
        number = number.times(12)
    value = number.to_json()
    if definition.type == "int":
        return {k: round(v) for k, v in value.items()} if isinstance(value, dict) else round(value)
    return value


def _choice(short: str, definition: FactDefinition) -> str | None:
    if len(short) > LONG_ANSWER:
        return None
    for say, value in _SAID_SO.get(definition.key, ()):
        if re.search(say, short):
            return value
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
            found[choice.value] = not re.search(rf"(?:不|没|无|非)[^，。]{{0,3}}{re.escape(word)}", short)
    if found and len(short) <= 60:
        return found
    return [] if _NONE_OF.match(short) and len(short) <= 12 else None


def _date(short: str) -> str | None:
    found = _DATE.search(short)
    return f"{found['y']}-{int(found['m']):02d}-{int(found['d']):02d}" if found else None
