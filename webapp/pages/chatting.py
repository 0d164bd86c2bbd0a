"""A conversation as pages show it: what was heard, and the question that each fact answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g
from sqlalchemy.orm import Session

import bot
from bot.choices import build
from bot.phrases import chip
from knowledge import Situation
from webapp import handovers
from webapp.applications import drafting
from webapp.models.conversations import ConversationRow
from webapp.models.handovers import HandoverState

Subject = tuple[str, str | None, str]  # household, person or None, fact


@dataclass(frozen=True)
class Known:
    """The stored row, and the bot's value of it."""

    row: ConversationRow
    conversation: bot.Conversation


@dataclass(frozen=True)
class Spoken:
    """One thing said while a person had the conversation, by the citizen or from the desk."""

    words: str
    at: datetime
    by_citizen: bool


@dataclass(frozen=True)
class Talk:
    """What was said with a person at the desk. `is_open`: they have the conversation, the bot keeps quiet."""

    is_open: bool
    spoken: tuple[Spoken, ...]


def find_talk(session: Session, known: Known) -> Talk | None:
    """The last talk of this conversation with a person; a waiting one is none, the bot answers meanwhile."""
    row = handovers.find_heard(session, known.row.id)
    if row is None:
        return None
    said = handovers.find_words(session, row.id)
    spoken = tuple(Spoken(one.words, one.at, one.by == handovers.CITIZEN) for one in said)
    return Talk(row.state == HandoverState.TAKEN, spoken)


def subjects(conversation: bot.Conversation) -> list[Subject]:
    """Every fact that is known, in the order in which it was said; not the sex that a word for kin tells."""
    known = [
        (home.id, person, fact)
        for home in conversation.households
        for person, facts in ((None, home.household), *((one.id, one.facts) for one in home.people))
        for fact in facts
        if fact != "sex" or person == "self"
    ]
    said = {(one.household, one.person, one.fact): place for place, one in enumerate(conversation.evidence)}
    return sorted(known, key=lambda one: said.get(one, len(said)))


def chips(conversation: bot.Conversation, wanted: list[Subject]) -> list[dict[str, object]]:
    """The chips of some facts, each with the address of the page that corrects it."""
    order = {subject: number for number, subject in enumerate(subjects(conversation), 1)}
    return [
        {"label": label_of(conversation, subject), "number": order[subject]}
        for subject in wanted
        if subject in order
    ]


def label_of(conversation: bot.Conversation, subject: Subject) -> str:
    household, person, fact = subject
    return chip(current_app.guide, conversation.situation(household), person, fact).label


def question_about(conversation: bot.Conversation, subject: Subject) -> bot.Question:
    """The question that a fact answers, as if it were not known yet."""
    household, person, fact = subject
    forgotten: Situation = conversation.situation(household).without_fact(person, fact)
    return build(current_app.guide, forgotten, subject)


def forget(conversation_id: str | None) -> None:
    """Delete a conversation and its unsubmitted draft."""
    drafting.discard_draft(g.session, conversation_id)
    row = g.session.get(ConversationRow, conversation_id) if conversation_id else None
    if row is not None:
        g.session.delete(row)
