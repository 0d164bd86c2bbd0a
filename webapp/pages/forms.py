"""What comes from the forms of chat and facts, as messages for the bot."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from werkzeug.datastructures import MultiDict

import bot
from knowledge import FactDefinition, SituationError, parse_value
from webapp.applications.identity import normalise
from webapp.languages import Language, current, gettext, say
from webapp.pages.chatting import Subject

LONGEST_TEXT = 2000
TAKE_BACK = "take-back"
PRESS = re.compile(r"[A-Za-z0-9_-]{8,40}")


class FormError(Exception):
    """A form that cannot be taken as it is: the message for each field."""

    def __init__(self, errors: dict[str, str]) -> None:
        self.errors = errors
        super().__init__(", ".join(errors))


@dataclass(frozen=True)
class FactForm:
    """A correction: what the fact should be, or that it is to be forgotten."""

    subject: Subject
    value: object
    words: str


def parse_press(form: MultiDict) -> str | None:
    """The key of the button that was pressed; None for an old page or a made-up one."""
    key = form.get("press", "")
    return key if PRESS.fullmatch(key) else None


def parse_said(form: MultiDict, pending: bot.Question | None) -> bot.Message:
    """Words typed, or rows chosen of the pending question. Raises FormError when there is nothing."""
    text = form.get("text", "").strip()[:LONGEST_TEXT]
    if text:
        return bot.Message(text=text)
    ticked = form.getlist("choice")
    if pending is not None and form.get("question") == pending.id and ticked:
        return answer_of(pending, ticked)
    if len(ticked) == 1:
        return bot.Message(choice=ticked[0][:64])
    raise FormError({"text": "请选一项，或者写一句话再发"})


def answer_of(question: bot.Question, ticked: list[str]) -> bot.Message:
    """The chosen rows of a question as one message; its words are the labels."""
    chosen = [one for one in question.choices if one.id in ticked]
    if not chosen:
        raise FormError({"text": "请选一项，或者写一句话再发"})
    label = "、".join(one.label for one in chosen)
    if not question.multi:
        return bot.Message(text=label, choice=chosen[0].id)
    value = ticked_value(question.choices, chosen)
    return bot.Message(
        text=label,
        answer=bot.Answer(question.fact, question.person, question.household, value),
    )


def ticked_value(choices: tuple[bot.Choice, ...], chosen: list[bot.Choice]) -> object:
    """What ticks say together: the ticked are so, the other rows are not. 都没有 and 不清楚 count alone.

    Of a ticked row that stands for several values it is open which.
    """
    rows = [one for one in choices if _is_row(one)]
    ticked = [one for one in chosen if _is_row(one)]
    if not ticked:
        return chosen[0].value
    return {key: told if one in ticked else False for one in rows for key, told in one.value.items()}


def _is_row(choice: bot.Choice) -> bool:
    """Whether a choice stands for a value that holds, or for one of several; not for none or not known."""
    told = set(choice.value.values()) if isinstance(choice.value, Mapping) else set()
    return told == {None} or (told == {True} and len(choice.value) == 1)


def parse_fact(form: MultiDict, question: bot.Question, definition: FactDefinition) -> FactForm:
    """A correction of the fact that `question` asks for. Choices are numbered by their place."""
    subject = (question.household, question.person, question.fact)
    if form.get("do") == TAKE_BACK:
        return FactForm(subject, None, "")
    typed = form.get("typed", "").strip()
    if typed:
        return FactForm(subject, check_value(definition, parse_typed(typed, question.hint)), typed[:40])
    places = [
        int(one) for one in form.getlist("choice") if one.isdigit() and int(one) < len(question.choices)
    ]
    if not places:
        raise FormError({"choice": "请选一项，或者点“这条不对，去掉”"})
    chosen = [question.choices[place] for place in places]
    value = ticked_value(question.choices, chosen) if question.multi else chosen[0].value
    return FactForm(subject, value, "、".join(one.label for one in chosen))


def check_value(definition: FactDefinition, raw: object) -> object:
    """`raw` when the fact can have it. Raises FormError with the reason."""
    try:
        parse_value(definition, raw)
    except SituationError as wrong:
        raise FormError({"typed": why_not(definition, wrong)}) from None
    return raw


def why_not(definition: FactDefinition, wrong: SituationError) -> str:
    """Why the fact cannot have a value: in the words of the guide, or those of an English page."""
    if current() is not Language.ENGLISH:
        return wrong.problems[0][1]
    low, high = definition.range or (None, None)
    if low is None or high is None:
        return gettext("这里写得不对，请再看一遍")
    whole = definition.type == "int"
    words = "要写 {low} 到 {high} 之间的整数" if whole else "要写 {low} 到 {high} 之间的数"
    return say(words, low=low, high=high)


def parse_typed(typed: str, hint: str) -> object:
    """A number or a day typed by hand."""
    if hint == "date":
        return _day(typed)
    narrow = typed.replace("，", "").replace(",", "")
    try:
        number = Decimal(normalise_number(narrow))
    except InvalidOperation:
        raise FormError({"typed": "请只写数字，比如 800"}) from None
    if not number.is_finite() or abs(number) > 10**9:
        raise FormError({"typed": "这个数太大了，请再看一遍"})
    return int(number) if number == number.to_integral_value() else float(number)


def normalise_number(text: str) -> str:
    narrow = "".join(chr(ord(one) - 0xFEE0) if "！" <= one <= "～" else one for one in text)
    for word in ("元", "块钱", "块", "岁", "口人", "个人", "人", "年", "个月", "平方米", "平", "亩", "%"):
        narrow = narrow.removesuffix(word)
    return narrow.strip()


def _day(typed: str) -> str:
    digits = normalise(typed.replace("年", "-").replace("月", "-").replace("日", "").replace("/", "-"))
    parts = [
        one for one in typed.replace("年", "-").replace("月", "-").replace("日", "").split("-") if one.strip()
    ]
    if len(digits) == 8 and digits.isdigit() and len(parts) == 1:
        parts = [digits[:4], digits[4:6], digits[6:]]
    if len(parts) != 3 or not all(one.strip().isdigit() for one in parts):
        raise FormError({"typed": "日子要写全，比如 1948-03-05"})
    return "{:04d}-{:02d}-{:02d}".format(*(int(one) for one in parts))
