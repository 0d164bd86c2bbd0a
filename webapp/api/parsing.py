"""From what was sent to values of the guide; what does not fit is a Problem that repeats nothing of it."""

import re
from datetime import date

from flask import current_app, request

import bot
from knowledge import Guide, Situation, SituationError, parse_value
from webapp.api.schemas import AnswerIn, ChatIn
from webapp.api.situations import NAME_LETTERS
from webapp.problems import Problem

# No rule of the guide is older, none is planned further ahead: outside, every day is like these.
FIRST_DAY, LAST_DAY = date(1949, 10, 1), date(2199, 12, 31)
NAME = re.compile(NAME_LETTERS)
PLACES = frozenset({"id", "household", "people", "relation", "facts", "min", "max", "value"})


def require_json() -> None:
    """Before every request to the door: a body is JSON and says so; photos are files."""
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method == "POST" and not request.is_json and not getattr(view, "takes_upload", False):
        raise Problem(415, "not-json")


def clamp_day(day: date) -> date:
    return min(max(day, FIRST_DAY), LAST_DAY)


def parse_situation(guide: Guide, raw: dict) -> Situation:
    try:
        situation = Situation.parse(raw, guide.facts)
        _check_names(situation)
        return situation
    except SituationError as error:
        errors = [_place(guide, "/situation", pointer, says) for pointer, says in error.problems]
        raise Problem(422, "situation", errors=errors) from None


def _check_names(situation: Situation) -> None:
    names = [("/id", situation.id)]
    names += [(f"/people/{place}/id", one.id) for place, one in enumerate(situation.people)]
    wrong = [pointer for pointer, id in names if not NAME.fullmatch(id)]
    if wrong:
        raise SituationError([(pointer, "编号只能用字母、数字、汉字和 _.:-") for pointer in wrong])


def parse_message(guide: Guide, wanted: ChatIn) -> bot.Message:
    if (wanted.text is None) == (wanted.answer is None):
        raise Problem(422, "text-or-answer", "text 和 answer 要写一样，也只能写一样。")
    if wanted.answer is None:
        return bot.Message(text=wanted.text)
    _check_answer(guide, wanted.answer)
    answer = wanted.answer
    return bot.Message(answer=bot.Answer(answer.fact, answer.person, answer.household, answer.value))


def _check_answer(guide: Guide, answer: AnswerIn) -> None:
    definition = guide.facts.get(answer.fact)
    if definition is None:
        raise Problem(422, "answer", errors=[{"pointer": "/answer/fact", "detail": "情况词表里没有这一项"}])
    if answer.value is None:
        return
    try:
        parse_value(definition, answer.value)
    except SituationError as error:
        errors = [_place(guide, "/answer/value", pointer, says) for pointer, says in error.problems]
        raise Problem(422, "answer", errors=errors) from None


def _place(guide: Guide, root: str, pointer: str, says: str) -> dict:
    """A place as far as the guide knows its names: an unknown key was sent by somebody."""
    known = []
    for name in pointer.split("/")[1:]:
        if not (name in PLACES or name in guide.facts or name.isdigit()):
            break
        known.append(name)
    return {"pointer": "/".join([root, *known]), "detail": says}
