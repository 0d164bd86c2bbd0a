"""What an agent does by a key: settle a fact, put one right, pick a policy, turn to another household."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from bot.desk.listening import Kind, Listening, Note, heard_value, listen_for_facts
from bot.text.normalising import normalise
from bot.understanding.answers.replies import read_answer
from knowledge import Guide, SituationError, parse_value
from webapp.hotline.calls import MOST_TALKS, Call, Talk
from webapp.problems import Problem

if TYPE_CHECKING:
    from bot.conversation import Subject

NOT_READ = "这个数没看懂，再写一遍，比如 800"


@dataclass(frozen=True)
class Act:
    """One act. `on`: the fact it is about; `value`: raw JSON of a fact, or what is picked; `typed`: in words.

    `ticks`: the ticked values of a question that takes several.
    """

    do: str
    on: Subject | None = None
    value: object = None
    typed: str = ""
    ticks: tuple[object, ...] = ()


@dataclass(frozen=True)
class Acting:
    """Where an act is done: what the talk comes to without it."""

    guide: Guide
    today: date
    listening: Listening


def act(call: Call, wanted: Act, acting: Acting) -> Call:
    """The call after the act. Raises Problem 422 for one that cannot be."""
    do = ACTS.get(wanted.do)
    if do is None or (wanted.do in ABOUT_FACTS and wanted.on is None):
        raise Problem(422, "unknown-act", "这一步做不了，请再试一次。")
    return do(call, wanted, acting)


def _answer(call: Call, wanted: Act, acting: Acting) -> Call:
    """An answer to the question on the screen; None is 不清楚."""
    if wanted.value is None:
        return _noted(call, wanted, acting, Kind.UNSURE)
    return _said(call, wanted, acting)


def _tick(call: Call, wanted: Act, acting: Acting) -> Call:
    """Several values at once: those ticked hold; the others on the list do not."""
    question = acting.listening.question
    if question is None or not wanted.ticks:
        return call
    if None in wanted.ticks:
        return _noted(call, wanted, acting, Kind.UNSURE)
    single = [one for one in wanted.ticks if isinstance(one, Mapping) and list(one.values()) == [True]]
    if not single:
        return _said(call, dataclasses.replace(wanted, value=wanted.ticks[0]), acting)
    shown = [one.value for one in question.choices if isinstance(one.value, Mapping)]
    rows = [next(iter(one)) for one in shown if list(one.values()) == [True]]
    held = {next(iter(one)) for one in single}
    ticked = {key: key in held for key in rows}
    return _said(call, dataclasses.replace(wanted, value=ticked), acting)


def _type(call: Call, wanted: Act, acting: Acting) -> Call:
    """A number or words typed as the answer."""
    question = acting.listening.question
    definition = acting.guide.facts.get(wanted.on[2])
    if question is None or definition is None or question.fact != wanted.on[2]:
        return call
    read = read_answer(normalise(wanted.typed).plain, question, definition)
    if read is None:
        raise Problem(422, "not-understood", NOT_READ)
    return _answer(call, dataclasses.replace(wanted, value=read.value), acting)


def _said(call: Call, wanted: Act, acting: Acting) -> Call:
    definition = acting.guide.facts.get(wanted.on[2])
    try:
        parse_value(definition, wanted.value)
    except (SituationError, AttributeError):
        raise Problem(422, "wrong-value", "这个答案对不上这一问，请再选一次。") from None
    return _noted(call, wanted, acting, Kind.SAID)


def _noted(call: Call, wanted: Act, acting: Acting, kind: Kind) -> Call:
    """The call with one note more, in place of an earlier one on the same fact."""
    on = wanted.on
    others = tuple(one for one in call.talk.notes if one.subject != on)
    words = listen_for_facts(acting.guide, call.talk.text, others, acting.today)
    note = Note(
        kind=kind,
        household=on[0],
        person=on[1],
        relation=_relation(acting.listening, on),
        fact=on[2],
        value=_whole_value(acting, on, wanted.value) if kind is Kind.SAID else None,
        heard=heard_value(words, on),
    )
    return call.with_talk(notes=(*others, note), asking=None)


def _whole_value(acting: Acting, on: Subject, raw: object) -> object:
    """Ticks with what was ticked before; any other value as it stands."""
    if not isinstance(raw, Mapping) or "min" in raw:
        return raw
    known = heard_value(acting.listening.conversation, on)
    return {**known, **raw} if isinstance(known, Mapping) else raw


def _relation(listening: Listening, on: Subject) -> str | None:
    situation = listening.conversation.situation(on[0])
    people = situation.people if situation is not None else ()
    return next((one.relation for one in people if one.id == on[1]), None)


def _fix(call: Call, wanted: Act, acting: Acting) -> Call:
    """Ask for the fact anew; a second time: leave it as it is."""
    return call.with_talk(asking=None if call.talk.asking == wanted.on else wanted.on)


def _remove(call: Call, wanted: Act, acting: Acting) -> Call:
    return _noted(call, wanted, acting, Kind.REMOVED)


def _later(call: Call, wanted: Act, acting: Acting) -> Call:
    return _noted(call, wanted, acting, Kind.LATER)


def _undo(call: Call, wanted: Act, acting: Acting) -> Call:
    """As it was before the last key."""
    if call.talk.asking is not None:
        return call.with_talk(asking=None)
    return call.with_talk(notes=call.talk.notes[:-1])


def _pick(call: Call, wanted: Act, acting: Acting) -> Call:
    return dataclasses.replace(call.with_talk(picked=str(wanted.value)[:120]), whole=False)


def _turn_to(call: Call, wanted: Act, acting: Acting) -> Call:
    """The tab of a household: which box, and which of the households it speaks of."""
    place, _, household = str(wanted.value).partition("/")
    if not place.isdigit() or int(place) >= len(call.talks):
        raise Problem(422, "unknown-tab", "没有这一户了。")
    turned = dataclasses.replace(call, current=int(place))
    return turned.with_talk(household=household[:40], picked="", asking=None)


def _new(call: Call, wanted: Act, acting: Acting) -> Call:
    """Another household, told of in a box of its own; an empty one that is there already is taken."""
    empty = next((n for n, one in enumerate(call.talks) if not one.text.strip() and not one.notes), None)
    if empty is not None:
        return dataclasses.replace(call, current=empty)
    if len(call.talks) >= MOST_TALKS:
        raise Problem(422, "too-many", f"一通电话最多记 {MOST_TALKS} 户。")
    return dataclasses.replace(call, talks=(*call.talks, Talk()), current=len(call.talks))


def _drop(call: Call, wanted: Act, acting: Acting) -> Call:
    """Take the box on the screen away."""
    left = tuple(one for place, one in enumerate(call.talks) if place != call.current) or (Talk(),)
    return dataclasses.replace(call, talks=left, current=max(0, call.current - 1))


def _sources(call: Call, wanted: Act, acting: Acting) -> Call:
    return dataclasses.replace(call, sources=not call.sources)


def _whole(call: Call, wanted: Act, acting: Acting) -> Call:
    return dataclasses.replace(call, whole=not call.whole)


def _look(call: Call, wanted: Act, acting: Acting) -> Call:
    return call


ACTS: Mapping[str, Callable[[Call, Act, Acting], Call]] = {
    "look": _look,
    "answer": _answer,
    "tick": _tick,
    "type": _type,
    "fix": _fix,
    "remove": _remove,
    "later": _later,
    "undo": _undo,
    "pick": _pick,
    "turn": _turn_to,
    "new": _new,
    "drop": _drop,
    "sources": _sources,
    "whole": _whole,
}
ABOUT_FACTS = frozenset({"answer", "tick", "type", "fix", "remove", "later"})
LOOK = Act("look")
