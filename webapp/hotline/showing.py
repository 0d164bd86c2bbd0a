"""What the screen of a call shows, as plain values for its templates, with the key of everything to press."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from bot.blocks import Question
from bot.composing.replies import urgent as urgent_blocks
from bot.conversation import Conversation
from bot.desk import aloud, listening
from bot.desk.aloud import Script
from bot.desk.listening import HOME, Listening, Row, Told
from bot.relevance.growing import Growing
from bot.wording import say
from knowledge import Guide
from webapp.hotline.calls import Call, Talk

# Letters for the chips; those left out are taken by other keys.
LETTERS = "QWERTYUIOPGHJKLZXCVBM"
MOST_CHOICES_WITH_KEY = 9
# Made once: `json.dumps` makes another at each call, and a screen has dozens of things to press.
WRITE_ACT = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
WRITE_VALUE = json.JSONEncoder(ensure_ascii=False).encode


@dataclass(frozen=True)
class Tab:
    """A household: where one turns to it, and the best policy for it, so that nothing hides behind a tab."""

    value: str
    label: str
    hint: str
    is_here: bool


@dataclass(frozen=True)
class Chip:
    label: str
    letter: str
    fact: str
    person: str
    noted: bool
    fixing: bool
    fix: str
    remove: str


@dataclass(frozen=True)
class Holder:
    """The facts of one person, or of the household."""

    label: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True)
class Option:
    """An answer to choose: `value` is raw JSON; `key` the digit that chooses it."""

    label: str
    value: str
    act: str
    key: str


@dataclass(frozen=True)
class Asked:
    """The question on the screen."""

    spoken: str
    why: str
    left: str
    fact: str
    multi: bool
    typed: bool
    fixing: bool
    options: tuple[Option, ...]
    on: str
    tick: str
    type: str
    later: str


@dataclass(frozen=True)
class Line:
    """A policy in the list; `pick` is the act that turns to it."""

    row: Row
    pick: str
    is_here: bool


@dataclass(frozen=True)
class Screen:
    """All of it. `alarm`: title, sentences and phones where somebody is in danger."""

    text: str
    tabs: tuple[Tab, ...]
    holders: tuple[Holder, ...]
    groups: str
    lines: tuple[Line, ...]
    asked: Asked | None
    script: Script | None
    whole: tuple[str, ...]
    sources: bool
    alarm: tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]] | None
    missed: str | None
    says: str


def listen(guide: Guide, talk: Talk, today: date, growing: Growing | None = None) -> Listening:
    return listening.listen(guide, talk.text, talk.notes, today, asking=talk.asking, growing=growing)


def show(guide: Guide, call: Call, heard: Listening, today: date) -> Screen:
    """The screen of the talk that is current. Only its own words are read; other tabs keep their names."""
    talk = call.talk
    household = _household(talk, heard)
    picked = picked_place(talk, heard)
    lines = tuple(_lines(heard, household, picked))
    script = aloud.script(guide, heard, heard.judged[picked], today) if picked >= 0 else None
    asked = _asked(heard.question, fixing=talk.asking is not None) if heard.question else None
    return Screen(
        text=talk.text,
        tabs=tuple(_tabs(guide, call, heard, household)),
        holders=tuple(_holders(heard.conversation, household, heard.told, talk)),
        groups="、".join(guide.groups[one].name for one in heard.groups),
        lines=lines,
        asked=asked,
        script=script,
        whole=aloud.situation_aloud(guide, heard) if call.whole else (),
        sources=call.sources,
        alarm=_alarm(heard.urgent),
        missed=heard.missed,
        says=_says(lines, asked),
    )


def picked_place(talk: Talk, heard: Listening) -> int:
    """Which of the rows is on the screen to be read out; -1 where none is."""
    household = _household(talk, heard)
    here = [place for place, one in enumerate(heard.rows) if one.household == household]
    chosen = next((place for place in here if heard.rows[place].key == talk.picked), None)
    return chosen if chosen is not None else next(iter(here), -1)


def _household(talk: Talk, heard: Listening) -> str:
    """The household on the screen: the one that was turned to, else that of the best policy."""
    known = [one.id for one in heard.conversation.households]
    if talk.household in known:
        return talk.household
    return heard.rows[0].household if heard.rows else next(iter(known), HOME)


def _tabs(guide: Guide, call: Call, heard: Listening, household: str) -> Iterator[Tab]:
    for place, talk in enumerate(call.talks):
        if place != call.current:
            yield Tab(_act("turn", value=f"{place}/{talk.household}"), _first_words(talk), "", False)
            continue
        for one in heard.conversation.households:
            best = next((row for row in heard.rows if row.household == one.id), None)
            is_here = one.id == household
            hint = aloud.called(guide, best.policy) if best is not None and not is_here else ""
            label = listening.household_label(heard.conversation, one.id)
            yield Tab(_act("turn", value=f"{place}/{one.id}"), label, hint, is_here)


def _first_words(talk: Talk) -> str:
    """What another box begins with, to know it by."""
    words = talk.text.strip()
    return f"{words[:6]}…" if len(words) > 6 else words or "新一户"


def _holders(
    conversation: Conversation, household: str, told: Iterable[Told], talk: Talk
) -> Iterator[Holder]:
    letters = iter(LETTERS)
    theirs = (one for one in told if one.household == household)
    for person, facts in groupby(theirs, key=lambda one: one.person):
        chips = tuple(_chip(one, next(letters, ""), talk) for one in facts)
        yield Holder(listening.person_label(conversation, household, person), chips)


def _chip(told: Told, letter: str, talk: Talk) -> Chip:
    on = (told.household, told.person, told.fact)
    return Chip(
        label=told.label,
        letter=letter,
        fact=told.fact,
        person=told.person or "",
        noted=told.noted,
        fixing=talk.asking == on,
        fix=_act("fix", on=on),
        remove=_act("remove", on=on),
    )


def _lines(heard: Listening, household: str, picked: int) -> Iterator[Line]:
    for place, row in enumerate(heard.rows):
        if row.household == household:
            yield Line(row, _act("pick", value=row.key), place == picked)


def _asked(question: Question, *, fixing: bool) -> Asked:
    on = (question.household, question.person, question.fact)
    options = tuple(
        Option(
            label=one.label,
            value=WRITE_VALUE(one.value),
            act=_act("answer", on=on, value=one.value),
            key=str(place) if place <= MOST_CHOICES_WITH_KEY else "",
        )
        for place, one in enumerate(question.choices, 1)
    )
    key = "about_last" if question.about <= 1 else "about_more"
    return Asked(
        spoken=aloud.question_aloud(question),
        why=question.why,
        left="" if fixing else say(key, count=question.about),
        fact=question.fact,
        multi=question.multi,
        typed=question.hint in ("number", "date"),
        fixing=fixing,
        options=options,
        on=WRITE_VALUE(on),
        tick=_act("tick", on=on),
        type=_act("type", on=on),
        later=_act("fix" if fixing else "later", on=on),
    )


def _act(do: str, **about: object) -> str:
    """What a button sends."""
    return WRITE_ACT({"do": do, **about})


def _alarm(urgent: str | None) -> tuple[str, tuple[str, ...], tuple[tuple[str, str], ...]] | None:
    if urgent is None:
        return None
    block = urgent_blocks(urgent)[0]
    return block.title, block.lines, block.phones


def _says(lines: tuple[Line, ...], asked: Asked | None) -> str:
    """One sentence for who cannot see the screen, told once the typing rests."""
    here = next((one.row for one in lines if one.is_here), None)
    if here is None:
        return ""
    question = f"下一句问：{asked.spoken}" if asked is not None else "没有要再问的了。"
    return f"最可能是{here.name}，{here.verdict_label}。一共 {len(lines)} 项。{question}"
