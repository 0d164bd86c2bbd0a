"""The reply to the question that is open: a label, a number, yes or no, several ticks, or 不清楚.

The words are tried as a whole and then clause by clause, so that 有，我爹还瘫着 answers and tells.
Choices picked by their words or their place are read before anything else is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.blocks import Choice, Question
from bot.messages import Answer
from knowledge import FactDefinition, SituationError, parse_value

from .answer_numbers import is_bare_number, read_number
from .namings import namings
from .picking import mere_words, nods_of, picked

_UNSURE = re.compile(
    r"^(?:这个|那个|具体|这|那|俺们?|我们?|也|都|真|可|实在|还|倒是?|就){0,12}(?:"
    r"不(?:太|大|很|怎么)?(?:清楚|知道|晓得|懂|明白|确定|记得|了解)|说不(?:好|准|清|上来)|不好说|不想说|"
    r"记不(?:清|得|住|起来|太清)|想不起来|忘记?了?|没(?:个)?数|跳过|下一个|拿不(?:准|定)|弄不(?:清|明白|懂)|搞不(?:清|懂|明白)|"
    r"(?:哪|上哪|怎么)(?:里|儿)?(?:能)?(?:知道|晓得|记得|懂)|谁知道|看不(?:懂|明白)|"
    r"没(?:有)?(?:注意|留意|留心|细?算|数|查|打听|问|听说|量|称|关心|看)过?)|"
    r"^(?:应该|可能|大概|好像|也许|估计)(?:是|都){0,2}(?:有|没有|没|是|不是|能|不能)?(?:吧|了)?$"
)
_HEDGES = (
    r"(?:嗯++|恩|哦++|噢|啊|哎|唉|那个|这个|我|俺|他|她|俺家|我家|家里|现在|目前|倒是|就是|其实|"
    r"确实){0,12}[，。 ]?"
)
_YES = re.compile(
    rf"^(?:(?:嗯+|恩+|哦+|en+)[呢啊哪]?|那可不|可不(?:是|就是|咋的)?[嘛么]?|谁说不是|没错|必须的?|当然|肯定|就是|"
    rf"{_HEDGES}(?:早就?|已经|都|倒|还|一直){{0,12}}(?:有是有|有|是|对|行|能|可以|要|愿意|想|好|中|办好|登记|登|办|交|领|算|属于|"
    r"符合|在|住|会|认定|y|yes|ok|√|1)(?:着|了|过|的|呢|啊|呀|行|吧|哩|嘛|得|对|有|是|能|要|上|呢|个|1个|一个|一点|一些|点|些|这么个|这个){0,12})$"
)
_NO = re.compile(
    rf"^{_HEDGES}(?:当然|肯定|根本|压根|一直|从来?|还|也|都|真|哪|倒|并|啥也|什么也|一样也|就){{0,12}}"
    r"(?:没(?:有)?[一-鿿]{0,3}过|没办|没交|没领|没做|没登记|没认定|没(?:有)?(?:来得及|顾得?上|空|工夫|去|给)?(?:办|交|领|做|评|登记|申请|认定|弄)|没有?|不是|不能|不行|不要|不愿意|不想|不用|不需要|不在|不住|不算|不会|"
    r"不属于|不符合|不成|不中|不了|不|无|否|否定|哪有|有没|干不了|办不了|去不了|弄不了|做不了|干不动|no|n|×)"
    r"(?:的|了|啊|呀|呢|过|吧|哩|嘛|这个|那个|啦|来|事|这事|没有|不是|有){0,12}$|"
    r"^(?:哪有|哪里有|没门|没影|没那回事|拉倒)"
)
_BY_THE_WAY = re.compile(
    r"^(?:对了|好了|行了|是这样的?|是这么回事|有(?:个|件)?(?:事|问题)|要是|好吧?|行吧?|那|能不能|有没有|是不是)$"
)
_ENDS = "，。！？；：、,.!?;:~～… "
_CLAUSE = re.compile(r"[，。！？；!?;~～… ]+|(?<!\d)[,.]+|[,.]+(?!\d)")
_DATE = re.compile(r"(?P<y>(?:19|20)\d\d)\D{0,2}(?P<m>\d{1,2})\D{0,2}(?P<d>\d{1,2})")
_NONE_OF = re.compile(
    r"(?:都|一样也|什么也|啥也|全)?(?:没有|没|不是|不沾)(?:这些)?(?:[。！]|$)|"
    r"^(?:上面|上头|以上|下面|这些|那些|这几样|那几样|这里头|里面)?(?:的|说的|列的)?(?:一个|一样|哪个|哪样|哪一样|啥|什么)?"
    r"(?:也|都|全)?(?:没有|没|不是|不沾|不符合)(?:[，。]|啊|呢|了|的|过|别的|其他|沾|领|办|享受|$)|"
    r"^没(?:有)?(?:啥|什么)?(?:大)?(?:病|毛病|身份)|^(?:就|只有)(?:这些|这个|这一?样)"
)
_PARTICLES = re.compile(r"(?:吧|了|啊|的|呀|呢|哈|嘛|过){1,12}$")
LONG_ANSWER = 24
SHORT_NUMBER = 6
MERE = 6
ECHO = 2
NUMERIC = ("int", "decimal")


def read_answer(plain: str, question: Question, definition: FactDefinition) -> Answer | None:
    """What `plain` answers to `question`; None when it is about something else."""
    wholes, clauses = _parts(plain)
    parts = [*wholes, *clauses]
    if definition.type in NUMERIC:
        parts = [*clauses, *wholes]  # 一分没有，家里2口人: each clause has its own number
    unsure = [bool(_UNSURE.match(part)) for part in parts]
    for part, is_unsure in zip(parts, unsure, strict=True):
        value = None if is_unsure else _value(part, question, definition)
        if value is not None and _fits(definition, value):
            return _answer(question, value)
    return _answer(question, None) if any(unsure[: ECHO + max(len(wholes), 1)]) else None


def is_mere(plain: str, question: Question, definition: FactDefinition) -> bool:
    """Whether the message is nothing but a choice, by its words or its place, yes or no, or 不清楚."""
    short = mere_words(plain)
    if not short or _CLAUSE.search(short):
        return bool(short) and picked(short, question, definition) is not None
    if picked(short, question, definition) is not None:
        return True
    if definition.type in NUMERIC and is_bare_number(short, definition):
        return True
    if len(short) > MERE:
        return False
    if definition.type == "bool":
        return bool(_UNSURE.match(short) or _NO.match(short) or _YES.match(short))
    return bool(_UNSURE.match(short)) or (definition.type == "set" and bool(_NO.match(short)))


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
             for key, has in one.value.items() if has is True}  # fmt: skip
    return {**shown, **value}


def _parts(plain: str) -> tuple[list[str], list[str]]:
    """The whole, without nods and thanks and with them (是的，没有 is no), and its clauses in order."""
    short = plain.strip(_ENDS)
    wholes = dict.fromkeys((mere_words(plain), short))
    clauses = [one for one in _CLAUSE.split(short) if one]
    return (
        [one for one in wholes if one and len(short) <= LONG_ANSWER * 2],
        clauses[:3] if len(clauses) > 1 and len(clauses[0]) <= LONG_ANSWER else [],
    )


def _answer(question: Question, value: object) -> Answer:
    return Answer(question.fact, question.person, question.household, value)


def _fits(definition: FactDefinition, value: object) -> bool:
    try:
        parse_value(definition, value)
    except SituationError:
        return False
    return True


def _value(part: str, question: Question, definition: FactDefinition) -> object | None:
    chosen = picked(part, question, definition)
    if chosen is not None:
        return chosen
    match definition.type:
        case "bool":
            return _yes_or_no(part, question)
        case "int" | "decimal":
            return read_number(part, definition)
        case "choice":
            return _choice(part, definition)
        case "set":
            return _several(part, question, definition)
    return _date(part)


def _yes_or_no(part: str, question: Question) -> bool | None:
    if len(part) > LONG_ANSWER or _BY_THE_WAY.match(part):
        return None
    if _NO.match(part):
        return False
    if _YES.match(part):
        return True
    return _echo(part, question.text)


def _echo(part: str, asked: str) -> bool | None:
    """The words of the question said again, or turned round: 控制不住, 没登记."""
    bare = _PARTICLES.sub("", part)
    if len(bare) < ECHO:
        return None
    if bare[0] in "没不" and bare.removeprefix("没有")[-ECHO:] in asked and bare not in asked:
        return False
    return True if bare in asked else None


# Everyday replies to some questions, where the labels of the choices are not the words people use.
_SAID_SO = {
    "hukou": (
        (r"^(?:不在|不是)|(?:不在|不是)淄博|外地|外省|老家", "elsewhere"),
        (r"淄博|本地|当地|张店|淄川|博山|临淄|周村|桓台|高青|沂源|^(?:在|是|在的|是的|嗯+|对|有)$", "zibo"),
    ),
    "residence": (
        (r"^(?:不在|不是)|不住淄博|外地|外省", "elsewhere"),
        (r"居住证", "zibo_permit"),
        (r"淄博|本地|当地|^(?:在|是|在的|是的|嗯+|对|住着)$", "zibo"),
    ),
    "surgery": (
        (r"不用|没必要|用不着|不需要", "not_needed"),
        (r"还没|没做|等着|要做|准备|得做|让做", "advised"),
        (r"做了|做过|做完|开过|开刀了|^(?:手术)?做了", "done"),
    ),
    "self_care": (
        (r"^(?:不能|不行|自理不了|啥也干不了|都得人|全得人|一点也?不能|动不了)", "none"),
        (r"(?:得|要)(?:人)?(?:扶|帮|搭把手)|有的能|半", "partial"),
        (r"^(?:能|行|还行|自己行|自己能|都能)(?:吧|的|啊|来|弄){0,12}$", "full"),
    ),
    "employment": (
        (
            r"^(?:没有?|没工作|没活|没上班|没事干|没干)(?:呢|了|啊|工作|活){0,12}$|失业|下岗|在家待着|没活干",
            "unemployed",
        ),
    ),
    "school_stage": ((r"^(?:没有?|不|早就?不|没在|没)(?:上学|上|念书|念)?(?:了|啊|呢)?$|毕业", "none"),),
    "supporters": ((r"^(?:没有?|没人|哪有)(?:人|人管|呢|啊|了){0,12}$|没儿没女|光棍", "none"),),
    "medical_insurance": ((r"^(?:都没|没有?|没交|没入)(?:有|交|过)?(?:了|啊|呢)?$", "none"),),
}


def _choice(part: str, definition: FactDefinition) -> str | None:
    if len(part) > LONG_ANSWER:
        return None
    for say, value in _SAID_SO.get(definition.key, ()):
        if re.search(say, part):
            return value
    found = []
    for choice in definition.choices:
        said = [w for w in (choice.label, *choice.words) if w in part]
        if said and not re.search(rf"(?:不是|没有?|不)\s*{re.escape(max(said, key=len))}", part):
            found.append((max(map(len, said)), choice.value))
    found.sort(reverse=True)
    if not found or (len(found) > 1 and found[0][0] == found[1][0]):
        return None
    return found[0][1]


def _several(part: str, question: Question, definition: FactDefinition) -> object | None:
    found: dict[str, bool] = {}
    for choice in definition.choices:
        said = [w for w in (choice.label, *choice.words) if w in part]
        if said:
            word = max(said, key=len)
            found[choice.value] = not re.search(rf"(?:不|没|无|非)[^，。]{{0,3}}{re.escape(word)}", part)
    if found and len(part) <= LONG_ANSWER * 2:
        return complete_ticks(question, _longest(found, part, definition), part)
    if len(part) <= LONG_ANSWER // 2 and (_NONE_OF.match(part) or _NO.match(part)):
        return _none(question)
    return None


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
        return True not in one.value.values()
    return isinstance(one.value, list | tuple)


def _date(part: str) -> str | None:
    found = _DATE.search(part)
    return f"{found['y']}-{int(found['m']):02d}-{int(found['d']):02d}" if found else None
