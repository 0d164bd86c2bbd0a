"""What comes from the forms of a filed application. Raises FormError with the message for each field."""

from __future__ import annotations

from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from webapp.applications.feedback import Answer
from webapp.applications.objecting import Ground
from webapp.applications.supplements import LONGEST_ANSWER, Given
from webapp.languages import say, typed
from webapp.models.afterwards import Supplement
from webapp.models.applications import Request
from webapp.pages.forms import FormError

SEND = "send"
UNANSWERED = "“{wanted}”还没补。实在没有，写上“没有”和为什么"


@dataclass(frozen=True)
class FeedbackForm:
    answer: Answer
    words: str


def field_of(entry_id: int) -> str:
    return f"answer-{entry_id}"


def parse_answers(form: MultiDict, asked: list[Supplement]) -> dict[int, Given]:
    """What was written, by entry. Sending needs a word on everything; saving takes what there is."""
    entries = [entry for one in asked for entry in one.entries]
    given = {one.id: Given(form.get(field_of(one.id), "").strip()[:LONGEST_ANSWER]) for one in entries}
    missing = [one for one in entries if not given[one.id].words and one.answered_at is None]
    if missing and form.get("do") == SEND:
        raise FormError({field_of(one.id): say(UNANSWERED, wanted=typed(one.wanted[:12])) for one in missing})
    if len(missing) == len(entries):
        raise FormError({field_of(missing[0].id): "还什么都没写，写一样存一样也行"})
    return {id: one for id, one in given.items() if one.words}


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
