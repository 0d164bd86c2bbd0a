"""What comes from the forms of a filed application. Raises FormError with the message for each field."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from knowledge import Guide
from webapp.applications.feedback import Answer
from webapp.applications.objecting import Ground
from webapp.applications.supplements import LONGEST_ANSWER, Given
from webapp.languages import say, typed
from webapp.models.afterwards import Supplement, SupplementEntry
from webapp.models.applications import Request
from webapp.pages.answering import asking
from webapp.pages.answering.asking import Asked, choice_of, field_of
from webapp.pages.forms import FormError

SEND = "send"
UNANSWERED = "“{wanted}”还没补。实在没有，写上“没有”和为什么"


@dataclass(frozen=True)
class FeedbackForm:
    answer: Answer
    words: str


def parse_answers(guide: Guide, form: MultiDict, asked: list[Supplement]) -> dict[int, Given]:
    """What was answered, by entry. Sending needs a word on everything; saving takes what there is."""
    entries = [entry for one in asked for entry in one.entries]
    questions = {one.id: asking.find_asked(guide, one) for one in entries}
    given, errors = {}, {}
    for one in entries:
        try:
            given[one.id] = _given(form, one, questions[one.id])
        except FormError as wrong:
            errors |= wrong.errors
    missing = [
        one for one in entries if one.id in given and not given[one.id].words and one.answered_at is None
    ]
    if form.get("do") == SEND:
        errors |= {_name(one, questions[one.id]): _unanswered(one, questions[one.id]) for one in missing}
    if len(missing) == len(entries):
        errors = errors or {_name(missing[0], questions[missing[0].id]): "还什么都没写，写一样存一样也行"}
    if errors:
        raise FormError(errors)
    return {id: one for id, one in given.items() if one.words}


def _given(form: MultiDict, entry: SupplementEntry, question: Asked | None) -> Given:
    if question is not None:
        return asking.parse(form, question)
    return Given(form.get(field_of(entry.id), "").strip()[:LONGEST_ANSWER])


def _name(entry: SupplementEntry, question: Asked | None) -> str:
    """The field where the answer is looked for first."""
    is_chosen = question is not None and not question.is_typed
    return choice_of(entry.id) if is_chosen else field_of(entry.id)


def _unanswered(entry: SupplementEntry, question: Asked | None) -> str:
    if question is not None:
        return "请选一项，说不清就选“不清楚”" if not question.is_typed else "请写上，说不清就选“说不清”"
    return say(UNANSWERED, wanted=typed(entry.wanted[:12]))


def parse_withdrawal(form: MultiDict, may: list[Request]) -> list[Request]:
    """The requests that are taken back."""
    ticked = set(form.getlist("request"))
    chosen = [one for one in may if str(one.id) in ticked]
    if not chosen:
        raise FormError({"request": "先勾上要撤回哪一样"})
    return chosen


def parse_objection(form: MultiDict, offered: list[Ground]) -> tuple[list[Ground], str]:
    """The grounds that are objected to, and in what words."""
    ticked = set(form.getlist("ground"))
    grounds = [one for one in offered if one.id in ticked]
    words = form.get("words", "").strip()
    errors = {}
    if offered and not grounds:
        errors["ground"] = "勾上您有意见的那一条"
    if not words:
        errors["words"] = "写一句哪里不对，实际是什么情况"
    if errors:
        raise FormError(errors)
    return grounds, words


def parse_feedback(form: MultiDict) -> FeedbackForm:
    try:
        answer = Answer(form.get("answer", ""))
    except ValueError:
        raise FormError({"answer": "请选一项"}) from None
    return FeedbackForm(answer, form.get("words", ""))
