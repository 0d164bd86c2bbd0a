"""A correction in bare words: 说错了，四千二 puts right the fact told last that such words can be of."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from bot.messages import Answer, Evidence
from bot.phrases import value_of
from bot.understanding.answers.numbers import NUMERIC, read_number
from bot.understanding.answers.replies import read_answer
from bot.understanding.people.kinship import any_of, kin_words
from knowledge import SituationError, parse_value, value_to_json

if TYPE_CHECKING:
    from bot.conversation import Conversation
    from bot.messages import Understanding
    from knowledge import Guide

_LEAD = (
    r"(?:不对|不是|不(?=[，。！ ])|错了|哎呀?|呀|噢|哦|等等|等一下|"
    r"(?:我|俺)?(?:刚才|刚刚|上面|前面)?(?:说|弄|搞|记|写|打|选|点|按|答|算)"
    r"(?:的)?错了?|更正(?:一下)?|改(?:一下|改)?|重说)"
)
_IS = (
    r"(?:应该|其实|实际(?:上)?|准确(?:地)?说|得|现在|如今|这个月|今年){0,2}"
    r"(?:是|改成|改为|变成|有|算|[涨长加升降减落][到成])?"
)
_RIGHTED = re.compile(rf"^(?:{_LEAD}[，。！、… ]{{0,3}}){{1,3}}{_IS}(?P<right>[^，。！？]{{1,16}})[。！]?$")
_NOT_BUT = re.compile(
    rf"^(?:{_LEAD}[，。！ ]{{0,3}})?不是[^，。！？]{{1,10}}?"
    r"(?:[，。 ]{0,2}(?:而)?(?:应该)?是|[，。 ]{1,2}(?=[\d一二两三四五六七八九十]))"
    r"(?P<right>[^，。！？]{1,16})[。！]?$"
)
# What is said around the number: 一个月四千二, 俺家5口人.
_AROUND = re.compile(
    r"^(?:我|俺|他|她|我们|俺们|家里?|俺家|我家|一共|总共|全家|大概|大约|差不多|也就|今年|每个?月|一个?月|一年){1,12}|(?:吧|了|呢|哈|啊|的){1,12}$"
)
_UNIT = re.compile(r"(?:口人?|个人|人|周?岁|级|块钱?|元|个月|处|平方?米?)(?:多|左右)?$")
# 我妈是69: of whom it is.
_NAMED = re.compile(
    rf"(?:我|俺|咱)?们?家?(?:的)?(?P<who>{any_of(kin_words()).pattern})(?:今年|现在|他|她)?(?:应该)?(?:是|有)?(?=[\d一二两三四五六七八九十])"
)
# 不是，三级; 不，俺残疾三级: no answer to where somebody is registered, though it begins with a no.
# So does 不是二级，三级.
_NO_FIRST = re.compile(
    r"^(?:[嗯哦噢啊哎呀]{1,2}[，。 ]{0,2})?"
    r"(?:不(?:是)?(?:的|啊|呀)?|"
    r"不是[^，。！？是 ]{0,4}[\d一二两三四五六七八九十百千万](?:周?岁|级|口人?|个人|块钱?|元)?)"
    r"[，。！… ]{1,3}(?=\S)"
)
# 不，俺是张店的; 不是的，家里4口人: a no, and something more.
_PLAIN_NO = re.compile(r"^(?:[嗯哦噢啊哎呀]{1,2}[，。 ]{0,2})?不(?:是?的)?[，。！ ]")
# What the unit of a number says it can be of.
_OF_UNIT = {"级": re.compile("grade$"), "岁": re.compile("age_years$"), "口": re.compile("household_size$")}
LIKE = math.log(6)  # a number that is so many times as large puts another fact right


def begins_with_no(guide: Guide, conversation: Conversation, heard: Understanding) -> bool:
    """Whether 不是 stands before other words, and is the reply to no question for a number."""
    pending = conversation.pending
    definition = guide.facts.get(pending.fact) if pending is not None else None
    numeric = definition is not None and definition.type in NUMERIC
    return not numeric and bool(_NO_FIRST.match(heard.text))


def puts_right_another(guide: Guide, conversation: Conversation, heard: Understanding) -> bool:
    """Whether a no at the head is of what is told behind it: 不是，俺残疾三级, where 二级 was told.

    New facts leave it the answer where the question can be answered by 不是, or is so by what follows too.
    """
    asked, answer = conversation.pending, heard.answer
    if asked is None or answer is None or not heard.evidence:
        return False
    if any(one.fact == answer.fact for one in heard.evidence):
        return False
    rest = read_answer(_NO_FIRST.sub("", heard.text), asked, guide.facts[asked.fact])
    if rest is not None and rest.value == answer.value:
        return False  # 不是，外省的，低保
    answers = "是" in asked.text or _PLAIN_NO.match(heard.text)
    return not answers or any(_is_changed(conversation, one) for one in heard.evidence)


def _is_changed(conversation: Conversation, one: Evidence) -> bool:
    home = conversation.situation(one.household)
    known = value_of(home, one.person, one.fact) if home is not None else None
    return known is not None and value_to_json(known) != one.value


def read_correction(guide: Guide, conversation: Conversation, plain: str) -> Answer | None:
    """The fact that is put right, with its new value; None when the words are no bare correction."""
    right = _right_words(plain)
    if right is None:
        return None
    named = _NAMED.match(right)
    right = _AROUND.sub("", right[named.end() :]) if named else right
    nearest, best = None, LIKE
    for told in reversed(conversation.evidence):
        if named and _relation_of(conversation, told) != kin_words()[named["who"]].relation:
            continue
        value = _read(guide, told, right)
        if value is None:
            continue
        distance = abs(math.log(_middle(value) + 1) - math.log(_middle(told.value) + 1))
        if distance < best:
            nearest, best = Answer(told.fact, told.person, told.household, value), distance
    return nearest


def _relation_of(conversation: Conversation, told: Evidence) -> str | None:
    """What the one of whom it was told is to the speaker."""
    home = conversation.situation(told.household)
    return next((one.relation for one in home.people if one.id == told.person), None) if home else None


def _right_words(plain: str) -> str | None:
    found = _NOT_BUT.match(plain) or _RIGHTED.match(plain)
    return _AROUND.sub("", found["right"]) or None if found else None


def _read(guide: Guide, told: Evidence, words: str) -> object | None:
    """The words as the value of this fact, where they are a number in its unit."""
    definition = guide.facts.get(told.fact)
    if definition is None or definition.type not in NUMERIC or isinstance(told.value, str | bool):
        return None
    unit = next((of for mark, of in _OF_UNIT.items() if mark in words), None)
    if unit is not None and not unit.search(told.fact):
        return None  # 三级: no third one at home
    if not re.fullmatch(r"[\d一二两三四五六七八九十百千万半几多来点.]+", _UNIT.sub("", words)):
        return None
    value = read_number(words, definition)
    if value is None:
        return None
    try:
        parse_value(definition, value)
    except SituationError:
        return None
    return value


def _middle(value: object) -> float:
    """One number for a value, or for a range of them."""
    if isinstance(value, dict):
        ends = [float(Decimal(str(one))) for one in value.values()]
        return max(0.0, sum(ends) / len(ends))
    return max(0.0, float(Decimal(str(value))))
