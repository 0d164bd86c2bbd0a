"""Everyday replies to some questions, where the labels of the choices are not the words people use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from bot.blocks import Question

# 她有病在家 is none of 好好的.
_UNWELL = (
    "病|瘫|残|疯|傻|癌|不在|没了|死|去世|走了|跑|坐牢|判|服刑|进去|戒毒|失踪|联系不|不管|管不|改嫁|离了|离婚"
)


# <start> and <end> in the rows: what stands around an answer and changes nothing.
_AROUND = {
    "<unwell>": _UNWELL,
    "<start>": (
        "^(?:我|俺|他|她|人家?|也|都|就|现在|早就?|已经|还|家里|孩子|[他她](?:爸|妈|爹|娘)|这个|那){0,4}"
    ),
    "<end>": "(?:的|了|啊|呢|吧|呀|嘛|哈|过){0,3}$",
}
_LONGEST_MERE = 16


@dataclass(frozen=True, slots=True)
class Meant:
    """What a reply comes to: a value, or that one cannot say; neither where it may be either of two."""

    value: object = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    say: re.Pattern[str]
    row: dict


@cache
def _rows() -> dict[str, tuple[_Row, ...]]:
    raw = yaml.load((Path(__file__).parent / "words.yaml").read_text("utf8"), yaml.CSafeLoader)
    return {
        fact: tuple(_Row(re.compile(_spelt(one["say"])), one) for one in rows) for fact, rows in raw.items()
    }


def _spelt(say: str) -> str:
    for name, words in _AROUND.items():
        say = say.replace(name, words)
    return say


def read_words(part: str, question: Question, nothing: object) -> Meant | None:
    """What a few words mean as the reply to `question`; `nothing` is its button for none of these."""
    for one in _rows().get(question.fact, ()):
        barred = "bars" in one.row or is_barred(part, question.fact, one.row.get("value"))
        if one.say.search(part) and not barred:
            return _meant(one.row, nothing)
    return None


def is_mere_words(short: str, question: Question) -> bool:
    """Whether a few words are nothing but an answer: 得了癌 of a child's father is not of the child."""
    if len(short) > _LONGEST_MERE:
        return False
    rows = _rows().get(question.fact, ())
    first = next((one for one in rows if "bars" not in one.row and one.say.search(short)), None)
    return first is not None and "mere" in first.row and first.say.fullmatch(short) is not None


def is_barred(part: str, fact: str, value: object) -> bool:
    """Whether the words say of themselves that it is not `value`: 有病在家 is none of 在，能管孩子."""
    rows = (one for one in _rows().get(fact, ()) if "bars" in one.row)
    return any(one.row["bars"] == value and one.say.search(part) for one in rows)


def _meant(row: dict, nothing: object) -> Meant:
    if row.get("unsure"):
        return Meant(unsure=True)
    if row.get("unclear"):
        return Meant()
    if row.get("nothing"):
        return Meant(nothing)
    return Meant({row["not"]: False}) if "not" in row else Meant(row["value"])


__all__ = ["Meant", "is_barred", "is_mere_words", "read_words"]
