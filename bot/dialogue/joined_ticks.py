"""A tick list of many rows in a chat: rows that the law tells apart, and few have, are one row first.

监测户、脱贫户、返贫致贫户 is one row; who ticks it is asked which of them. A list that long is never shown.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot import wording
from bot.blocks import Choice, Question
from bot.wording import say

if TYPE_CHECKING:
    from bot.conversation import Subject
    from bot.messages import Answer
    from knowledge import Guide

MOST_ROWS = 8
FEW_ROWS = 5


def joined(question: Question) -> Question:
    """The question with at most so many rows, as far as `joined_ticks` of the wording go."""
    for one in wording.load_wording()["joined_ticks"].get(question.fact, ()) if question.multi else ():
        if len(question.choices) > MOST_ROWS:
            question = _with_one_row(question, one["label"], one["values"])
    return question


def once_more(question: Question | None, before: Question | None) -> Question | None:
    """The question, where a long list of it waits already, as whether there is any of that: no list is
    shown twice running."""
    if question is None or before is None or not (question.multi and before.multi):
        return question
    same = (question.household, question.person, question.fact, question.text)
    if same != (before.household, before.person, before.fact, before.text):
        return question
    ticks = [one for one in question.choices if _ticked(one) or _stands_for(one)]
    rest = [one for one in question.choices if one not in ticks]
    if len(question.choices) <= FEW_ROWS or len(rest) < 2:
        return question
    values = [key for one in ticks for key in one.value]
    return _numbered(question, [Choice("", say("any_of_these"), dict.fromkeys(values)), *rest])


def _stands_for(choice: Choice) -> bool:
    """Whether a row stands for several values."""
    return isinstance(choice.value, Mapping) and None in choice.value.values()


def _with_one_row(question: Question, label: str, values: list[str]) -> Question:
    places = [place for place, one in enumerate(question.choices) if _ticked(one) in values]
    if len(places) < 2:
        return question
    there = [_ticked(question.choices[place]) for place in places]
    row = Choice("", label, dict.fromkeys(there))
    rows = [row if place == places[0] else one for place, one in enumerate(question.choices)]
    rows = [one for place, one in enumerate(rows) if place not in places[1:]]
    return _numbered(question, rows)


def _ticked(choice: Choice) -> str | None:
    """The one value that a row is the tick of."""
    value = choice.value
    return next(iter(value)) if isinstance(value, Mapping) and list(value.values()) == [True] else None


def _numbered(question: Question, rows: list[Choice]) -> Question:
    made = (dataclasses.replace(one, id=f"{question.id}.{n}") for n, one in enumerate(rows, 1))
    return dataclasses.replace(question, choices=tuple(made))


def split(answer: Answer) -> tuple[Answer | None, tuple[str, ...]]:
    """The answer without a row that stands for several values, None where nothing is left, and these."""
    if not isinstance(answer.value, Mapping):
        return answer, ()
    values = tuple(key for key, told in answer.value.items() if told is None)
    rest = {key: told for key, told in answer.value.items() if told is not None}
    return (dataclasses.replace(answer, value=rest) if rest else None), values


def which_of(guide: Guide, asked: Question, subject: Subject, values: tuple[str, ...]) -> Question:
    """The question which of the values of a row it is, in place of the one whose row was ticked."""
    household, person, fact = subject
    labels = {one.value: one.label for one in guide.facts[fact].choices}
    rows = [Choice("", labels[one], {one: True}) for one in values]
    question = dataclasses.replace(
        asked, household=household, person=person, fact=fact, text=say("question_which_of"), multi=True
    )
    return _numbered(question, [*rows, Choice("", say("unsure"), None)])


__all__ = ["joined", "once_more", "split", "which_of"]
