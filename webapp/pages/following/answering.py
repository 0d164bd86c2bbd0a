"""Hand in what is missing, take back, object, say how it was: the pages, and what comes from them."""

from __future__ import annotations

from collections.abc import Iterator

from webapp.applications import feedback, moving, objecting, supplements
from webapp.applications.errors import AlreadyMovedError, TransitionError
from webapp.languages import say
from webapp.models.applications import Request
from webapp.pages.answering import contexts, forms
from webapp.pages.following.places import OVERVIEW, Following, press, words_of
from webapp.pages.forms import parse_press
from webapp.pages.parts import Bullets, Choice, Choices, Done, Door, Doors, Field, Heading, Page, Part, Words
from webapp.pages.wording import button
from webapp.problems import Problem

LONGEST_ANSWER, LONGEST_OBJECTION = 1000, 2000


# --- what is missing --------------------------------------------------------------------------------------


def show_supplement(at: Following) -> Page | None:
    asked = supplements.find_asked(at.session, at.application)
    if not asked:
        return None
    said, found = words_of("supplement"), contexts.supplement_page(at.guide, asked)
    parts: list[Part] = []
    for one in found["lists"]:
        parts.append(Heading(one["name"]))
        for place, entry in enumerate(one["entries"], 1):
            parts += _entry(said, place, entry)
    buttons = (button(said["send"], "do", forms.SEND), button(said["save"], "do", "save", secondary=True))
    return Page(say(said["title"], count=found["count"]), (*parts, press()), buttons, said["hint"])


def _entry(said: dict, place: int, entry: dict) -> Iterator[Part]:
    row = entry["row"]
    if entry["asked"] is not None:
        yield from _question(said, place, entry)
        return
    hint = (f"{row.why}。" if row.why else "") + (said["paper"] if row.kind == "document" else "")
    label = say(said["entry"], place=place, wanted=row.wanted)
    yield Field(entry["field"], label, row.answer or "", hint, input="long", most=LONGEST_ANSWER)
    if row.kind == "document":
        yield Doors((Door("/status/documents", said["photograph"]),))
    if row.answered_at:
        yield Done(said["answered"])


def _question(said: dict, place: int, entry: dict) -> Iterator[Part]:
    """As the chat asks it: a number with its unit, or bands to choose from; else the choices alone."""
    asked = entry["asked"]
    text = say(said["entry"], place=place, wanted=asked.question.text)
    if asked.is_typed:
        kind = asked.question.hint
        words = say(said["unit"], unit=asked.unit) if asked.unit else said[f"typed_{kind}"]
        hint = f"{asked.why}{words}"
        yield Field(entry["field"], text, asked.typed, hint, input=kind, digits=True, most=40)
    label = said["or_choose"] if asked.is_typed else text
    hint = "" if asked.is_typed else asked.why
    rows = tuple(Choice(*row) for row in asked.rows)
    yield Choices(entry["choice"], label, rows, tuple(asked.chosen), multi=asked.question.multi, hint=hint)
    if asked.answer:
        yield Done(said["answered"])


def take_supplement(at: Following) -> str:
    """Save, or send when a word stands on everything; then every request goes back where it was."""
    asked = supplements.find_asked(at.session, at.application)
    given = forms.parse_answers(at.guide, at.fields, asked) if asked else {}
    by = at.visit.by
    supplements.say_answers(at.session, at.guide, at.application, given.values(), by=by, at=at.now)
    for one in asked:
        supplements.answer(at.session, one, given, by, at=at.now, key=parse_press(at.fields))
    return OVERVIEW


# --- taking back ------------------------------------------------------------------------------------------


def show_withdrawal(at: Following) -> Page | None:
    at.require_applicant()
    may = contexts.may_withdraw(at.application)
    if not may:
        return None
    said = words_of("withdraw")
    rows = tuple(Choice(*row) for row in contexts.withdrawal_page(at.guide, may)["rows"])
    parts = (
        Choices("request", said["title"], rows, multi=True, heading=True),
        Bullets(said["after"], tuple(said["entries"])),
        press(),
    )
    return Page(said["title"], parts, (button(said["press"]),))


def take_withdrawal(at: Following) -> str:
    at.require_applicant()
    may = contexts.may_withdraw(at.application)
    for one in forms.parse_withdrawal(at.fields, may) if may else []:
        _withdraw(at, one)
    return OVERVIEW


def _withdraw(at: Following, request: Request) -> None:
    try:
        moving.withdraw(at.session, request, at.now, by=at.visit.by, key=parse_press(at.fields))
    except AlreadyMovedError:
        pass  # it was taken back a moment ago, on another page
    except TransitionError:
        raise Problem(409, "too-late", "这一项已经办到后面，撤不回来了。有变化告诉镇街。") from None


# --- objecting --------------------------------------------------------------------------------------------


def show_objection(at: Following) -> Page:
    request = find_objectionable(at)
    said, found = words_of("object"), contexts.objection_page(at.guide, request)
    parts: list[Part] = [Words(found["name"], "quiet")]
    if found["grounds"]:
        rows = tuple(Choice(*row) for row in found["grounds"])
        chosen = tuple(one.value for one in rows)
        parts.append(Choices("ground", said["ground"], rows, chosen, multi=True, hint=said["ground_hint"]))
    parts.append(
        Field(
            "words", said["words"], found["begun"], said["words_hint"], input="long", most=LONGEST_OBJECTION
        )
    )
    if found["limit"]:
        parts.append(Words(found["limit"][0]))
        parts += [Words(say("依据 {source}", source=one), "source") for one in found["limit"][1]]
    else:
        parts.append(Words(said["no_limit"], "quiet"))
    title = said["title" if found["refused"] else "title_granted"]
    return Page(title, (*parts, press()), (button(said["press"]),))


def take_objection(at: Following) -> str:
    found, key = _own(at), parse_press(at.fields)
    if moving.find_pressed(at.session, found, key) is None:
        grounds, words = forms.parse_objection(at.fields, objecting.grounds_of(find_objectionable(at)))
        _object(at, found, grounds, words)
    return OVERVIEW


def find_objectionable(at: Following) -> Request:
    """The request with a decision that may be objected to. Raises Problem."""
    found = _own(at)
    if not contexts.may_object(found):
        already = moving.words_of(found).already
        raise Problem(409, "nothing-to-object", say("这一项{already}，现在没有能复核的。", already=already))
    return found


def _own(at: Following) -> Request:
    found = next((one for one in at.application.requests if one.id == at.number()), None)
    if found is None:
        raise Problem(404, "unknown-request")
    return found


def _object(at: Following, found: Request, grounds: list[objecting.Ground], words: str) -> None:
    by = moving.By(at.visit.by.role, words, at.visit.by.who, at.visit.by.helper_id)
    try:
        objecting.open_objection(at.session, found, grounds, by, at=at.now, key=parse_press(at.fields))
    except AlreadyMovedError as moved:
        raise Problem(409, "already-moved", say("这一项{already}。", already=moved.says)) from None


# --- at the end -------------------------------------------------------------------------------------------


def show_feedback(at: Following) -> Page | None:
    at.require_applicant()
    if not feedback.is_over(at.application):
        return None
    said, answers = words_of("feedback"), contexts.feedback_answers()
    given = feedback.find_feedback(at.session, at.application)
    if given is not None:
        label = dict(answers)[given.answer]
        return Page(said["given"], (Done(say(said["said"], label=label)), Words(said["again"])))
    rows = tuple(Choice(*row) for row in answers)
    parts = (
        Choices("answer", said["title"], rows, heading=True),
        Field("words", said["words"], input="long", most=LONGEST_ANSWER),
    )
    return Page(said["title"], parts, (button(said["press"]),), said["hint"])


def take_feedback(at: Following) -> str:
    at.require_applicant()
    if not feedback.is_over(at.application):
        return OVERVIEW
    form = forms.parse_feedback(at.fields)
    feedback.give(at.session, at.application, form.answer, form.words, at=at.now)
    return "feedback"
