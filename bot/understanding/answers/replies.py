"""The reply to the question that is open: a label, a number, yes or no, several ticks, or 不清楚.

The words are tried as a whole and then clause by clause, so that 有，我爹还瘫着 answers and tells.
Choices picked by their words or their place are read before anything else is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from bot.blocks import Choice, Question
from bot.messages import Answer
from bot.understanding.aid.asked_about import asks_only
from bot.understanding.aid.in_doubt import is_doubted
from bot.understanding.asking import asks, bids, wishes
from bot.understanding.homes.listed import count_listed
from bot.understanding.people.namings import namings
from knowledge import FactDefinition, SituationError, parse_value

from .beside import is_beside
from .numbers import NUMERIC, is_bare_number, read_number, read_sum
from .picking import mere_words, nods_of, picked
from .words import Meant, is_barred, is_mere_words, read_words
from .yes_no import fits, says_no, says_yes

_UNSURE = re.compile(
    r"^(?:这个|那个|具体|这|那|俺们?|我们?|也|都|真|可|实在|还|倒是?|就){0,12}(?:"
    r"不(?:太|大|很|怎么)?(?:清楚|知道|晓得|懂|明白|确定|记得|了解)|说不(?:好|准|清|上来)|不好说|不想说|"
    r"记不(?:清|得|住|起来|太清|准)|想不起来|忘记?了?|没(?:个)?数|跳过|下一个|拿不(?:准|定)|弄不(?:清|明白|懂)|搞不(?:清|懂|明白)|"
    r"(?:哪|上哪|怎么)(?:里|儿)?(?:能)?(?:知道|晓得|记得|懂)|谁知道|看不(?:懂|明白)|"
    r"得(?:看|翻|查|找)(?:看|找|查)?(?:证|身份证|户口|本|单子|病历)|没(?:有)?(?:注意|留意|留心|细?算|数|查|打听|问(?!题)|听说|量|称|关心|看)过?)|"
    r"^(?:应该|可能|大概|好像|也许|估计)(?:是|都){0,2}(?:有|没有|没|是|不是|能|不能)?(?:吧|了)?$"
)
_ENDS = "，。！？；：、,.!?;:~～… "
_CLAUSE = re.compile(r"[，。！？；!?;~～… ]+|(?<!\d)[,.]+|[,.]+(?!\d)")
_DATE = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d|\d\d(?=年))\D{0,2}(?P<m>\d{1,2})\D{0,2}(?P<d>\d{1,2})")
_LUNAR = re.compile("农历|阴历|旧历")  # the papers have another day
_NONE_OF = re.compile(
    r"(?:都|一样也|什么也|啥也|全)?(?:没有|没|不是|不沾)(?:这些)?(?:[。！]|$)|"
    r"^(?:上面|上头|以上|下面|这些|那些|别的|其他的?|旁的|这几样|那几样|这里头|里面)?(?:的|说的|列的)?(?:一个|一样|哪个|哪样|哪一样|啥|什么)?"
    r"(?:也|都|全)?(?:没有|没|不是|不沾|不符合)(?:[，。]|啊|呢|了|的|过|(?:别的|其他)(?:的|了|身份|病|毛病|补[贴助]|待遇|情况|事|难处|急事)*$|(?P<deed>沾|领|办|享受)(?:过|着|了|到|上|边)*(?:$|[，。])|$)|"
    r"^没(?:有)?(?:啥|什么)?(?:大)?(?:病|毛病|身份)(?!补|救|的钱)|^(?:就|只有)(?:这些|这个|这一?样)"
)
_SAY_NOTHING = ("没有", "别的")  # labels that stand in the middle of anything: 没有收入
_PARTICLES = re.compile(r"(?:吧|了|啊|的|呀|呢|哈|嘛|过){1,12}$")
LONG_ANSWER = 24
SHORT_NUMBER = 6
MERE = 6
ECHO = 2


def read_answer(plain: str, question: Question, definition: FactDefinition) -> Answer | None:
    """What `plain` answers to `question`; None when it is about something else."""
    if is_beside(plain, definition.key) or (definition.type == "set" and asks_only(plain)):
        return None  # 啥是刚性支出: none that they have
    wholes, clauses = _parts(plain)
    parts = [*wholes, *clauses]
    if definition.key == "household_size" and (size := next(filter(None, map(count_listed, wholes)), None)):
        return _answer(question, size)  # 我、媳妇，还有俩孩子
    if definition.type in NUMERIC:
        if (total := next(filter(None, (read_sum(one, definition) for one in wholes)), None)) is not None:
            return _answer(question, total)
        parts = [*clauses, *wholes]  # 一分没有，家里2口人: each clause has its own number
    unsure = [bool(_UNSURE.match(part)) for part in parts]
    for place, part in enumerate(parts):
        meant = None if unsure[place] else _meant(part, question, definition)
        if meant is not None and meant.unsure and definition.type in NUMERIC:
            unsure[place] = True  # 不固定，三千来块: the number behind it counts
        elif meant is not None and (meant.unsure or _fits(definition, meant.value)):
            return _answer(question, meant.value)
    return _answer(question, None) if any(unsure[: ECHO + max(len(wholes), 1)]) else None


def is_mere(plain: str, question: Question, definition: FactDefinition) -> bool:
    """Whether the message is nothing but a choice, by its words or its place, yes or no, or 不清楚."""
    short = mere_words(plain)
    if definition.type == "set" and asks_only(short):
        return False
    if not short or _CLAUSE.search(short):
        return bool(short) and picked(short, question, definition) is not None
    if picked(short, question, definition) is not None:
        return True
    if definition.type in NUMERIC and is_bare_number(short, definition):
        return True
    if is_mere_words(short, question):
        return True
    if len(short) > MERE:
        return False
    asked = _asked(question, definition)
    says = _UNSURE.match(short) or (definition.type in ("bool", "set") and says_no(short, asked))
    return bool(says) or (definition.type == "bool" and says_yes(short, asked))


def without_pick(plain: str, question: Question, definition: FactDefinition) -> str:
    """The message without its first clause, where that alone is the answer: 嗯，居民医保，我爸76岁."""
    start = len(nods_of(plain))
    end = _CLAUSE.search(plain, start)
    head = plain[start : end.start()] if end else ""
    if head and (picked(head, question, definition) is not None or _is_number(head, definition)):
        return "，" * end.end() + plain[end.end() :]
    return plain


def _is_number(head: str, definition: FactDefinition) -> bool:
    """Whether a few words are the number that was asked for: 四十八了，我对象50岁; not 老头七十一，…"""
    numeric = definition.type in NUMERIC and len(head) <= SHORT_NUMBER and not namings().search(head)
    return numeric and read_number(head, definition) is not None


def complete_ticks(question: Question, value: object, plain: str) -> object:
    """A short answer to a tick list names all that apply: what was shown beside it does not."""
    if not isinstance(value, Mapping) or True not in value.values() or len(plain) > LONG_ANSWER:
        return value
    shown = {key: False for one in question.choices if isinstance(one.value, Mapping)
             for key, has in one.value.items() if has is not False}  # fmt: skip
    return {**shown, **value}


def _parts(plain: str) -> tuple[list[str], list[str]]:
    """The whole, without nods and thanks and with them (是的，没有 is no), and its clauses in order.

    What ends in a question mark keeps it: it asks.
    """
    short = plain.strip(_ENDS)
    mark = "？" * plain.rstrip().endswith(("？", "?"))
    wholes = dict.fromkeys((mere_words(plain), short))
    clauses = [one[0] + "？" * ("？" in one[1] or "?" in one[1]) for one in _clauses(short + mark)]
    return (
        [one + mark for one in wholes if one and len(short) <= LONG_ANSWER * 2],
        clauses[:3] if len(clauses) > 1 and len(clauses[0]) <= LONG_ANSWER else [],
    )


def _clauses(short: str) -> Iterator[tuple[str, str]]:
    """Each clause and the marks behind it."""
    start = 0
    for found in _CLAUSE.finditer(short):
        if found.start() > start:
            yield short[start : found.start()], found.group()
        start = found.end()
    if start < len(short):
        yield short[start:], ""


def _answer(question: Question, value: object) -> Answer:
    return Answer(question.fact, question.person, question.household, value)


def _without_open(value: object) -> object:
    """Ticks without those of a row that stands for several values: which it is gets asked."""
    if not isinstance(value, Mapping):
        return value
    return {key: told for key, told in value.items() if told is not None}


def _fits(definition: FactDefinition, value: object) -> bool:
    try:
        parse_value(definition, _without_open(value))
    except SituationError:
        return False
    return True


# What one has or has not: who only wishes for it has told neither.
_HAD = frozenset(
    {"aid_status", "receives", "household_receives", "other_benefits", "disability_cert", "business_licence"}
)


def _meant(part: str, question: Question, definition: FactDefinition) -> Meant | None:
    """What `part` means as the reply: what it asks or wishes for is none."""
    if definition.key in _HAD and is_doubted(part):
        return Meant(unsure=True)
    chosen = None if asks_only(part) else picked(part, question, definition)  # 啥是居民医保 picks nothing
    if chosen is not None:
        return Meant(chosen)
    if asks(part) or bids(part):
        return None
    ticked = _several(part, question, definition) if definition.type == "set" else None
    if not (isinstance(ticked, Mapping) and True in ticked.values()):
        words = read_words(part, question, _none(question)) if len(part) <= LONG_ANSWER else None
        if words is not None:
            return words
    if definition.key in _HAD and wishes(part):
        return None
    value = ticked if definition.type == "set" else _value(part, question, definition)
    barred = isinstance(value, str) and is_barred(part, definition.key, value)
    return None if value is None or barred else Meant(value)


def _value(part: str, question: Question, definition: FactDefinition) -> object | None:
    match definition.type:
        case "bool":
            return _yes_or_no(part, question, definition)
        case "int" | "decimal":
            listed = count_listed(part) if definition.key == "household_size" else None
            return listed or read_number(part, definition)
        case "choice":
            return _choice(part, definition)
    return _date(part)


def _asked(question: Question, definition: FactDefinition) -> str:
    return f"{question.text}{definition.question}{definition.label}"


def _yes_or_no(part: str, question: Question, definition: FactDefinition) -> bool | None:
    if len(part) > LONG_ANSWER:
        return None
    asked = _asked(question, definition)
    if says_no(part, asked):
        return False
    return True if says_yes(part, asked) else _echo(part, question.text)


def _echo(part: str, asked: str) -> bool | None:
    """The words of the question said again, or turned round: 控制不住, 没登记."""
    bare = _PARTICLES.sub("", part)
    if len(bare) < ECHO:
        return None
    if bare[0] in "没不" and bare.removeprefix("没有")[-ECHO:] in asked and bare not in asked:
        return False
    return True if bare in asked else None


def _choice(part: str, definition: FactDefinition) -> str | None:
    if len(part) > LONG_ANSWER:
        return None
    found = []
    for choice in definition.choices:
        said = [w for w in (choice.label, *choice.words) if w in part and w not in _SAY_NOTHING]
        if said and not re.search(
            rf"(?:不是|没有?|不)(?:到|在|去|进)?\s*{re.escape(max(said, key=len))}", part
        ):
            found.append((max(map(len, said)), choice.value))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _several(part: str, question: Question, definition: FactDefinition) -> object | None:
    found: dict[str, bool] = {}
    for choice in definition.choices:
        said = [w for w in (choice.label, *choice.words) if w in part and w not in _SAY_NOTHING]
        if said and not is_barred(part, definition.key, choice.value):
            word = max(said, key=len)
            found[choice.value] = not re.search(rf"(?:不|没|无|非)[^，。]{{0,4}}{re.escape(word)}", part)
    if found and len(part) <= LONG_ANSWER * 2:
        return complete_ticks(question, _longest(found, part, definition), part)
    return _none(question) if _says_none(part, _asked(question, definition)) else None


def _says_none(part: str, asked: str) -> bool:
    if len(part) > LONG_ANSWER // 2:
        return False
    none = _NONE_OF.match(part)
    return says_no(part, asked) or (none is not None and fits(none["deed"] or "", asked))


def _longest(found: dict[str, bool], part: str, definition: FactDefinition) -> dict[str, bool]:
    """Without a choice whose words only stand inside those of another: 低保 in 低保边缘."""
    names = {key: (definition.values[key].label, *definition.values[key].words) for key in found}
    said = {key: max((one for one in names[key] if one in part), key=len) for key in found}
    inside = {key for key, word in said.items() for other in said.values() if word != other and word in other}
    return {key: has for key, has in found.items() if key not in inside}


def _none(question: Question) -> object:
    """What the button for none of these says; everything, where there is no such button."""
    return next((one.value for one in question.choices if _is_none(one)), [])


def _is_none(one: Choice) -> bool:
    if isinstance(one.value, Mapping):
        return set(one.value.values()) <= {False}
    return isinstance(one.value, list | tuple)


def _date(part: str) -> str | None:
    found = _DATE.search(part)
    if found is None or _LUNAR.search(part):
        return None
    year = found["y"] if len(found["y"]) > 2 else f"19{found['y']}"
    return f"{year}-{int(found['m']):02d}-{int(found['d']):02d}"
