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


@dataclass(frozen=True, slots=True)
class Meant:
    """What a reply comes to: a value, or that one cannot say."""

    value: object = None
    unsure: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    say: re.Pattern[str]
    row: dict


@cache
def _rows() -> dict[str, tuple[_Row, ...]]:
    raw = yaml.load((Path(__file__).parent / "answer_words.yaml").read_text("utf8"), yaml.CSafeLoader)
    return {
        fact: tuple(_Row(re.compile(one["say"].replace("<unwell>", _UNWELL)), one) for one in rows)
        for fact, rows in raw.items()
    }


def read_words(part: str, question: Question, nothing: object) -> Meant | None:
    """What a few words mean as the reply to `question`; `nothing` is its button for none of these."""
    for one in _rows().get(question.fact, ()):
        barred = "bars" in one.row or is_barred(part, question.fact, one.row.get("value"))
        if one.say.search(part) and not barred:
            return _meant(one.row, nothing)
    return None


def is_barred(part: str, fact: str, value: object) -> bool:
    """Whether the words say of themselves that it is not `value`: 有病在家 is none of 在，能管孩子."""
    rows = (one for one in _rows().get(fact, ()) if "bars" in one.row)
    return any(one.row["bars"] == value and one.say.search(part) for one in rows)


def _meant(row: dict, nothing: object) -> Meant:
    if row.get("unsure"):
        return Meant(unsure=True)
    if row.get("nothing"):
        return Meant(nothing)
    return Meant({row["not"]: False}) if "not" in row else Meant(row["value"])


__all__ = ["Meant", "is_barred", "read_words"]
