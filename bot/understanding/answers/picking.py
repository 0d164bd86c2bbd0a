"""Choices picked by their words or by their place: 第二个, 选3, 一和三, 最后一个, 城里吧."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from bot.blocks import Choice, Question
from bot.text.normalising import normalise
from knowledge import FactDefinition

_ENDS = "，。！？；：、,.!?;:~～…“” "
_BEFORE = re.compile(
    r"^(?:嗯++|哦|对|那|我|俺|他|她|家里?|俺家|我家|现在|就|选项?|选的?|是|要|属于|应该是|好像是|还有?|办了|领着|领了|领过|有){1,12}"
)
_AFTER = re.compile(
    r"(?:吧|了|的|啊|呀|这个|那个|这一?个|这项|呢|哈|嘛|这种|都有|都是|都领|两个|两样){1,12}$"
)
# Said before an answer and after it, with a pause: 嗯，都没有, 居民医保，谢谢.
_NODS = re.compile(r"^(?:(?:嗯|哦|噢|对|是的|好的|那){1,4}[，,、 ]{1,3}){1,3}")
_THANKS = re.compile(r"[，,。 ]{1,3}(?:谢谢(?:您|你)?|麻烦(?:您|你)?|辛苦)(?:了|啊|啦){0,2}$")
_BETWEEN = re.compile(r"[、,，;；\s和跟与及/+&]+|还有|以及")
_PLACE = re.compile(
    r"(?P<first>第|选|头)?(?P<place>[1-9一二两三四五六七八九①②③④⑤⑥⑦⑧])(?P<count>个|项|号|条|种|样|款)?|"
    r"(?P<word>前者|前面那个|前一个|后者|后面那个|后一个|末一个|最后一个|最后那个|中间那个)"
)
_DENIES = re.compile("[不没无非]")
_FIRST_FEW = re.compile(r"(?:前|头)([两二三四])(?:个|样|项)")
_WORDS = {"前者": 0, "前面那个": 0, "前一个": 0, "中间那个": 1}
_NAMED = "一二三四五六七八九"
_CIRCLED = "①②③④⑤⑥⑦⑧"
CLOSE = 80
LEAST_CLOSE = 3


def picked(short: str, question: Question, definition: FactDefinition) -> object | None:
    """The value that was picked, of several ticks all of them; None when the words are no mere pick."""
    short = mere_words(short)
    for choice in question.choices:
        is_tick = isinstance(choice.value, Mapping) and True in choice.value.values()
        if short in (_plain(choice.label), choice.id) and choice.value is not None and not is_tick:
            return choice.value
    if question.multi:
        return _several(short, question, definition)
    named = _named(short, definition) if definition.type == "choice" else None
    if named is not None:
        return named
    chosen = _one(short, question)
    return chosen.value if chosen is not None else None


def mere_words(words: str) -> str:
    """`words` without nods and thanks around them."""
    return _THANKS.sub("", _NODS.sub("", words.strip(_ENDS))).strip(_ENDS)


def nods_of(words: str) -> str:
    """The nods that `words` begin with; empty where there are none."""
    found = _NODS.match(words)
    return found.group() if found else ""


@lru_cache(maxsize=4096)
def _plain(label: str) -> str:
    """A label as it reads when it is typed: ⅡB is iiB."""
    return normalise(label, slips=False).plain.strip(_ENDS)


def _one(short: str, question: Question) -> Choice | None:
    if question.hint == "date":
        return None
    options = [one for one in question.choices if one.value is not None]
    found = _PLACE.fullmatch(short) or _PLACE.fullmatch(_bare(short, keeps_pick=True))
    if found and (question.hint != "number" or found["first"] or found["word"]):
        return _at(found, options)
    if question.hint == "number":
        return None
    near = [one for one in options if _is_close(short, one.label)]
    return near[0] if len(near) == 1 else None


def _is_close(short: str, label: str) -> bool:
    """Whether it is the label with a slip; 不能自理 is none of 能自理."""
    denied = [bool(_DENIES.search(one)) for one in (short, label)]
    return len(label) >= LEAST_CLOSE and denied[0] == denied[1] and fuzz.ratio(short, label) >= CLOSE


def _at(found: re.Match[str], options: Sequence[Choice]) -> Choice | None:
    word, last = found["word"], len(options) - 1
    place = _WORDS.get(word, last) if word else _number(found["place"]) - 1
    return options[place] if 0 <= place < len(options) else None


def _number(letter: str) -> int:
    if letter.isascii():
        return int(letter)
    if letter in _CIRCLED:
        return _CIRCLED.index(letter) + 1
    return _NAMED.index(letter.replace("两", "二")) + 1


def _named(short: str, definition: FactDefinition) -> str | None:
    """The one choice whose label or everyday word is all that was said."""
    found = [one.value for one in definition.choices if _is_all_of(short, (one.label, *one.words))]
    return found[0] if len(found) == 1 else None


def _is_all_of(short: str, names: Sequence[str]) -> bool:
    """Whether one of the names is there, and before and behind it only such words as 是 and 吧."""
    for said in (short, _AFTER.sub("", short)):
        for name in map(_plain, names):
            before = said.removesuffix(name)
            if before != said and (not before or _BEFORE.fullmatch(before)):
                return True
    return False


def _several(short: str, question: Question, definition: FactDefinition) -> object | None:
    """Every part a label, a word or a place: the ticks, and that the others shown are not."""
    options = [one for one in question.choices if one.value is not None]
    shown = {
        key: False
        for one in options
        if isinstance(one.value, Mapping)
        for key, has in one.value.items()
        if has is not False
    }
    few = _FIRST_FEW.fullmatch(_bare(short))
    if few:
        chosen = [one.value for one in options[: _number(few[1])]]
    else:
        whole = _named(short, definition) is not None  # 要赡养费、抚养费、扶养费 is one label
        parts = [short] if whole else [one for one in _BETWEEN.split(short) if one]
        chosen = [_tick(part, options, definition) for part in parts]
    if not chosen or any(one is None for one in chosen):
        return None
    if len(chosen) == 1 and not (isinstance(chosen[0], Mapping) and True in chosen[0].values()):
        return chosen[0]
    if not all(isinstance(one, Mapping) for one in chosen):
        return None
    ticks = {**shown, **{key: has for one in chosen for key, has in one.items()}}
    if definition.key == "aid_status" and ticks.get("subsistence_single") and "全家" not in short:
        ticks["subsistence"] = False  # 低保 单人保: one tick, the second word tells which
    return ticks


def _tick(part: str, options: Sequence[Choice], definition: FactDefinition) -> object | None:
    found = _PLACE.fullmatch(part) or _PLACE.fullmatch(_bare(part, keeps_pick=True))
    if found:
        chosen = _at(found, options)
        return chosen.value if chosen else None
    value = _named(part, definition)
    return {value: True} if value is not None else None


def _bare(words: str, *, keeps_pick: bool = False) -> str:
    """Without what is said before and after a pick: 就是第二个吧 is 第二个."""
    words = _AFTER.sub("", words)
    if keeps_pick:
        return re.sub(
            r"^(?:嗯|哦|那|我|俺|就|是|要|应该|选项|选择){1,12}(?=[第选头前后最1-9一二三四五六七八九①-⑧])",
            "",
            words,
        )
    return _BEFORE.sub("", words)
